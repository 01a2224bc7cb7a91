"""Everything about an agreement in one zip: documents, decisions, letters and history, as far as
its reader may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.adoptions.table import parties_rows
from nk_avtal.agreements.documents import documents_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.bindings.names import Names as PartyNames
from nk_avtal.bindings.queries import bound_parties, signatures_of
from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import StoredFile
from nk_avtal.documents.places import Place
from nk_avtal.domain.bindings import Bond
from nk_avtal.domain.file_names import Names, ending_of
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.exchange import tables
from nk_avtal.exchange.zips import Member
from nk_avtal.history.queries import for_agreement
from nk_avtal.letters import making
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.queries import notices_of

Content = Callable[[], bytes | None]


def bundle_of(agreement: Agreement, reader: Person, today: date) -> Iterator[Member]:
    """The files of the zip. All that the database knows is read before this returns; the bytes of
    documents are read from their store one by one, as they are asked for."""
    names = Names()
    inside = reader.may(Permission.READ_DRAFTS)
    sent = _recommendations(agreement)
    found = [
        *_documents(agreement, reader, names),
        *_decisions(agreement, sent, names, today),
        *_letters(agreement, sent, names, today, inside),
    ]
    if inside:
        found.append(_history(agreement, names))
    return iter(found)


def _kept(file: StoredFile) -> Content:
    """What reads the bytes when their turn comes, when no request is at hand any longer."""
    return partial(_read, store.place(), file.sha256)


def _read(place: Place, checksum: str) -> bytes | None:
    content = place.get(checksum)
    intact = content is not None and store.checksum_of(content) == checksum
    return content if intact else None


def _made(content: bytes) -> Content:
    return partial(bytes, content)


def _documents(agreement: Agreement, reader: Person, names: Names) -> Iterator[Member]:
    for document in documents_of(agreement, reader):
        for version in document.versions:
            title = _("%(title)s, version %(number)s", title=document.title, number=version.number)
            path = names.of(_("Dokument"), title, ending_of(version.file.name))
            yield path, _kept(version.file)


def _recommendations(agreement: Agreement) -> Sequence[Recommendation]:
    wanted = (
        sa.select(Recommendation)
        .where(Recommendation.agreement_id == agreement.id, Recommendation.status != Status.DRAFT)
        .options(joinedload(Recommendation.sent_letter))
        .order_by(Recommendation.sent_at, Recommendation.id)
    )
    return db.session.scalars(wanted).all()


def _decisions(
    agreement: Agreement, sent: Sequence[Recommendation], names: Names, today: date
) -> Iterator[Member]:
    head = (_("Part"), _("Beslut"), _("Organ"), _("Datum"), _("Paragraf"), _("Diarienummer"))
    sheets: list[tuple[str, Sequence[str], list[Any]]] = [
        (one.title, head, list(parties_rows(one, today))) for one in sent
    ]
    sheets.append((_("Parter"), *_parties(agreement, today)))
    sheets.append((_("Undertecknande"), *_signatures(agreement)))
    yield names.of("", _("Beslut"), ".xlsx"), _made(tables.workbook(sheets))
    for decision in _with_excerpt(sent):
        if decision.excerpt:
            town = decision.addressee.municipality.full_name
            title = _("%(town)s, protokollsutdrag %(day)s", town=town, day=decision.decided_on)
            path = names.of(_("Beslut"), title, ending_of(decision.excerpt.name))
            yield path, _kept(decision.excerpt)


def _with_excerpt(sent: Sequence[Recommendation]) -> Sequence[Decision]:
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .where(
            Addressee.recommendation_id.in_([one.id for one in sent]),
            Decision.excerpt_id.is_not(None),
            stands(Decision),
        )
        .options(
            joinedload(Decision.excerpt),
            joinedload(Decision.addressee).joinedload(Addressee.municipality),
        )
        .order_by(Decision.decided_on, Decision.id)
    )
    return db.session.scalars(wanted).all()


Sheet = tuple[tuple[str, ...], list[tuple[object, ...]]]


def _parties(agreement: Agreement, today: date) -> Sheet:
    names = PartyNames()
    rows: list[tuple[object, ...]] = [
        (
            names.on(one.party, today),
            _STATES[one.state](),
            one.spell.since if one.spell else None,
            one.spell.until if one.spell else None,
        )
        for one in bound_parties(agreement, today, today)
    ]
    return (_("Part"), _("Läge"), _("Från"), _("Till och med")), rows


_STATES = {
    Bond.BOUND: lambda: _("Bunden"),
    Bond.NOT_YET: lambda: _("Inte än"),
    Bond.OUTSIDE: lambda: _("Inte bunden"),
    Bond.LEFT: lambda: _("Har lämnat"),
    Bond.ENDED: lambda: _("Avtalet har upphört"),
    Bond.UNKNOWN: lambda: _("Okänt"),
}


def _signatures(agreement: Agreement) -> Sheet:
    names, today = PartyNames(), date.max
    rows: list[tuple[object, ...]] = [
        (
            names.on(one.municipality_id or one.organisation, today)
            if one.municipality_id or one.organisation
            else _("Alla kommuner"),
            *(one.signatory, one.authority, one.signed_on),
        )
        for one in signatures_of(agreement)
    ]
    return (_("Part"), _("Undertecknat av"), _("Med stöd av"), _("Datum")), rows


def _letters(
    agreement: Agreement, sent: Sequence[Recommendation], names: Names, today: date, inside: bool
) -> Iterator[Member]:
    kept = [one.sent_letter for one in sent]
    if inside:
        kept += _consultation_letters(agreement)
    for file in kept:
        if file:
            title, ending = file.name.rpartition(".")[0], ending_of(file.name)
            yield names.of(_("Brev"), title, ending), _kept(file)
    if inside:
        yield from _notice_letters(agreement, names, today)


def _consultation_letters(agreement: Agreement) -> list[StoredFile | None]:
    wanted = (
        sa.select(Invited)
        .join(Invited.consultation)
        .where(Consultation.agreement_id == agreement.id, Invited.letter_id.is_not(None))
        .options(joinedload(Invited.letter))
        .order_by(Invited.id)
    )
    return [one.letter for one in db.session.scalars(wanted)]


def _notice_letters(agreement: Agreement, names: Names, today: date) -> Iterator[Member]:
    """A wording that cannot be filled says so where the letter itself is fetched."""
    for notice in notices_of(agreement):
        with suppress(TemplateBroken):
            letter = making.notice_letter(notice, today)
            title = letter.name.rpartition(".")[0]
            yield names.of(_("Brev"), title, ".docx"), _made(letter.content)


def _history(agreement: Agreement, names: Names) -> Member:
    rows = [
        (one.day, one.by, one.text, "; ".join(one.details)) for one in for_agreement(agreement.id)
    ]
    columns = (_("När"), _("Vem"), _("Vad"), _("Ändringar"))
    path = names.of("", _("Historik"), ".xlsx")
    return path, _made(tables.xlsx(_("Historik"), columns, rows))
