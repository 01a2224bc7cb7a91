"""Making the documents of a recommendation, with the office's wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from nk_avtal import clock
from nk_avtal.adoptions.facts import standings_of
from nk_avtal.costs.queries import costs_now
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.letters import LetterKind, file_name
from nk_avtal.domain.words import Language
from nk_avtal.letters import context, queries
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.bundles import Bundle, Order
from nk_avtal.letters.check import check_template
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.render import render_one
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.recommendations import queries as recommendations
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.models import GivenNotice

File = tuple[str, bytes]


def template_of(kind: LetterKind, *, former: bool = False) -> bytes:
    """The template to fill: the newest uploaded one that is not withdrawn, else the shipped one.

    `former` takes the one before it, for when the newest turns out to be broken.
    """
    found = queries.usable(kind, clock.today())
    chosen = found[1:2] if former else found[:1]
    return store.read(chosen[0].file) if chosen else path_of(kind).read_bytes()


def official_letter(addressee: Addressee, today: date, *, former: bool = False) -> File:
    """The tjänsteskrivelse with förslag till beslut for one municipality.

    Raises TemplateBroken when the office's template cannot be filled.
    """
    kind = LetterKind.OFFICIAL_LETTER
    (values,) = _contexts([addressee], today)
    name = file_name(kind, addressee.recommendation.slug, addressee.municipality.slug)
    return name, render_one(template_of(kind, former=former), values)


def _contexts(addressees: Sequence[Addressee], today: date) -> list[dict[str, Any]]:
    """The values for each, with the cost of each agreement read once."""
    costs = costs_now({one.recommendation.agreement_id for one in addressees}, today)
    return [
        context.municipal_letter(one, today, costs.get(one.recommendation.agreement_id)).context()
        for one in addressees
    ]


def concerned(recommendation: Recommendation) -> list[Addressee]:
    """The places that get letters, in Swedish order of the municipalities."""
    some = [one for one in recommendations.addressees(recommendation) if one.concerned]
    return sorted(some, key=lambda one: recommendations.by_name(one.municipality))


def bundle(
    addressees: Sequence[Addressee],
    today: date,
    kinds: Sequence[LetterKind],
    *,
    former: bool = False,
    language: Language = "sv",
) -> Bundle:
    """A zip with the documents of these kinds for each of the places, made while it is read; what
    is missing is told in `language`.

    All that is needed from the database is read before the first bytes, by as many statements for
    290 places as for one. Raises TemplateBroken when a kind cannot be made for any place.
    """
    contexts = _contexts(addressees, today)
    return Bundle(
        [
            Order(template_of(kind, former=former), _named(kind, addressees, contexts))
            for kind in kinds
        ],
        language,
    )


def _named(
    kind: LetterKind, addressees: Sequence[Addressee], contexts: list[dict[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    names = [file_name(kind, one.recommendation.slug, one.municipality.slug) for one in addressees]
    return list(zip(names, contexts, strict=True))


def status_report(recommendation: Recommendation, today: date, *, former: bool = False) -> File:
    """The report to the board on one recommendation."""
    kind = LetterKind.STATUS_REPORT
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    report = context.status_report(recommendation, places, list(members()), today)
    template = template_of(kind, former=former)
    return file_name(kind, recommendation.slug), render_one(template, report.context())


def parties_decisions(recommendation: Recommendation, today: date, *, former: bool = False) -> File:
    """The annex that lists each party's decision."""
    kind = LetterKind.PARTIES_DECISIONS
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    annex = context.parties_decisions(recommendation, places, list(members()), today)
    template = template_of(kind, former=former)
    return file_name(kind, recommendation.slug), render_one(template, annex.context())


def notice_letter(notice: GivenNotice, today: date, *, former: bool = False) -> File:
    """The letter by which notice of an agreement is given."""
    kind = LetterKind.NOTICE
    values = context.notice_letter(notice, today).context()
    whose = notice.municipality.slug if notice.municipality else ""
    name = file_name(kind, notice.agreement.slug, whose)
    return name, render_one(template_of(kind, former=former), values)


def upload(
    kind: LetterKind, content: bytes, filename: str, by: Person, used_from: date | None = None
) -> LetterTemplate:
    """Take a new wording into use, today or from a later day, after it has been checked.

    Raises RuleBroken when the file is not a harmless Word document or cannot be filled; the
    version in use stays.
    """
    media_type = check_template(kind, content, filename)
    number = max((one.number for one in queries.versions(kind)), default=0) + 1
    template = LetterTemplate(
        kind=kind.value,
        number=number,
        file=store.keep(content, f"{kind.value}-{number}.docx", media_type),
        uploaded_at=clock.now(),
        used_from=used_from or clock.today(),
        uploaded_by_id=by.id,
    )
    db.session.add(template)
    return template


def withdraw(template: LetterTemplate) -> None:
    """Stop using a version; the one before it is used again."""
    template.withdrawn_at = clock.now()


def restore(template: LetterTemplate) -> None:
    """Let a withdrawn version be used again, unless one with a later day is."""
    template.withdrawn_at = None
