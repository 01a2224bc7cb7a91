"""Reading the register: only published agreements, only the fields that are public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.adoptions.facts import Place, standings_of, tally_of
from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements.documents import cleared
from nk_avtal.agreements.models import Agreement, AgreementRelation, Party
from nk_avtal.agreements.publications import Publication
from nk_avtal.agreements.queries import NEVER_PUBLIC, published
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion, Openness
from nk_avtal.domain.agreements import Relation, Stage
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import remains
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.outbox.composing import link
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.register.entries import (
    Entry,
    PublicDecision,
    PublicFile,
    Question,
    Validity,
    validity,
)

T = TypeVar("T", Recommendation, ReportedDecision)


def entries(today: date, slug: str | None = None) -> list[Entry]:
    """The published agreements, in Swedish order of their titles."""
    wanted = _showable().where(published())
    return _told(wanted if slug is None else wanted.where(Agreement.slug == slug), today)


def entry(slug: str, today: date) -> Entry:
    """One published agreement. Raises NoResultFound for any other, drafts included."""
    return _only(entries(today, slug))


def preview(slug: str, today: date) -> Entry:
    """What the register would show of an agreement once it is published, now or anew: with the
    newest versions of its open documents. Raises NoResultFound for a draft: none is ever shown."""
    return _only(_told(_showable().where(Agreement.slug == slug), today, newest=True))


def document(slug: str, document_id: int) -> DocumentVersion:
    """The version of a published agreement's document that is open to everyone. Raises
    NoResultFound when there is none."""
    wanted = (
        sa.select(DocumentVersion)
        .join(DocumentVersion.document)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(Agreement.slug == slug, Document.id == document_id, cleared())
        .options(joinedload(DocumentVersion.file), joinedload(DocumentVersion.document))
    )
    return db.session.scalars(wanted).one()


def _only(found: list[Entry]) -> Entry:
    if not found:
        raise sa.exc.NoResultFound
    return found[0]


def _showable() -> sa.Select[Agreement]:
    return (
        sa.select(Agreement)
        .where(Agreement.stage.not_in(NEVER_PUBLIC))
        .options(
            selectinload(Agreement.areas),
            selectinload(Agreement.parties).joinedload(Party.municipality),
            selectinload(Agreement.documents).options(
                selectinload(Document.versions).joinedload(DocumentVersion.file),
                joinedload(Document.cleared),
            ),
        )
    )


def _told(wanted: sa.Select[Agreement], today: date, newest: bool = False) -> list[Entry]:
    found = db.session.scalars(wanted).all()
    around = _Told(found, today, newest)
    return sorted((around.entry(one) for one in found), key=lambda one: swedish_key(one.title))


class _Told:
    """What is known around some agreements, fetched for all of them at once."""

    def __init__(self, agreements: Sequence[Agreement], today: date, newest: bool) -> None:
        ids = [one.id for one in agreements]
        self.today, self.newest = today, newest
        self.towns = {one.id: one for one in members()}
        self.replaced = _replaced(today)
        self.changed = _changed(ids)
        self.recommendations = _by_agreement(
            db.session.scalars(
                sa.select(Recommendation)
                .where(Recommendation.agreement_id.in_(ids), Recommendation.status == Status.SENT)
                .order_by(Recommendation.recommended_on.desc())
            )
        )
        sent = [one.id for some in self.recommendations.values() for one in some]
        self.places = standings_of(sent, today)
        self.reported = _by_agreement(
            db.session.scalars(
                sa.select(ReportedDecision)
                .where(ReportedDecision.agreement_id.in_(ids))
                .order_by(ReportedDecision.id)
            )
        )

    def entry(self, agreement: Agreement) -> Entry:
        recommendations = self.recommendations.get(agreement.id, [])
        return Entry(
            slug=agreement.slug,
            url=link("register.show", slug=agreement.slug),
            title=agreement.title,
            number=agreement.number or "",
            kind=agreement.kind,
            areas=tuple(one.area for one in agreement.areas),
            summary=agreement.summary,
            members=_member_names(agreement.parties),
            others=tuple(one.organisation for one in agreement.parties if one.organisation),
            start_on=agreement.start_on,
            start_precision=agreement.start_precision,
            end_on=agreement.end_on,
            end_precision=agreement.end_precision,
            validity=self._validity(agreement),
            changed_at=self.changed.get(agreement.id),
            made_up=agreement.made_up,
            sources=tuple(agreement.sources.split()),
            files=tuple(_files(agreement, self.newest)),
            questions=tuple(self._question(one) for one in recommendations),
            decisions=(*self._decisions(recommendations), *self._reported(agreement)),
        )

    def _validity(self, agreement: Agreement) -> Validity:
        if agreement.id in self.replaced:
            return Validity.ENDED
        return validity(agreement.start_on, agreement.end_on, _ended_on(agreement), self.today)

    def _question(self, recommendation: Recommendation) -> Question:
        found = self.places.get(recommendation.id, {})
        assert recommendation.recommended_on
        assert recommendation.reply_by
        tally = tally_of(found)
        return Question(
            slug=recommendation.slug,
            title=recommendation.title,
            recommended_on=recommendation.recommended_on,
            reply_by=recommendation.reply_by,
            concerned=tally.concerned,
            adopted=tally.adopted,
            missing=tuple(
                self.towns[one.municipality_id].name
                for one in self._in_order(found.values())
                if remains(one.standing)
            ),
        )

    def _in_order(self, places: Iterable[Place]) -> list[Place]:
        order = {number: position for position, number in enumerate(self.towns)}
        return sorted(places, key=lambda one: order[one.municipality_id])

    def _decisions(self, recommendations: Iterable[Recommendation]) -> Iterable[PublicDecision]:
        for recommendation in recommendations:
            for place in self._in_order(self.places.get(recommendation.id, {}).values()):
                if place.decision is not None:
                    town = self.towns[place.municipality_id]
                    yield _recorded(recommendation, town, place)

    def _reported(self, agreement: Agreement) -> Iterable[PublicDecision]:
        for one in self.reported.get(agreement.id, []):
            town = self.towns.get(one.municipality_id or 0)
            yield PublicDecision(
                matter=one.matter,
                party=one.party,
                code=town.code if town else "",
                outcome=one.outcome,
                body=one.body,
                decided_on=one.decided_on,
                paragraph=one.paragraph,
                reference=one.reference,
                source=one.source,
            )


def _changed(ids: Sequence[int]) -> dict[int, datetime]:
    """When the register last told something new of each."""
    wanted = sa.select(Publication).where(Publication.agreement_id.in_(ids))
    return {one.agreement_id: one.changed_at for one in db.session.scalars(wanted)}


def _replaced(today: date) -> set[int]:
    """The agreements whose successor has begun to apply."""
    link = AgreementRelation
    wanted = (
        sa.select(link.to_id)
        .join(Agreement, link.from_id == Agreement.id)
        .where(
            link.relation == Relation.REPLACES,
            Agreement.stage == Stage.CONCLUDED,
            sa.or_(Agreement.start_on.is_(None), Agreement.start_on <= today),
        )
    )
    return set(db.session.scalars(wanted))


def _recorded(recommendation: Recommendation, town: Municipality, place: Place) -> PublicDecision:
    decision = place.decision
    assert decision is not None
    return PublicDecision(
        matter=recommendation.title,
        party=town.full_name,
        code=town.code,
        outcome=decision.outcome.value,
        body=decision.body_name,
        decided_on=decision.decided_on,
        paragraph=decision.paragraph,
        reference=decision.reference,
    )


def _by_agreement(found: Iterable[T]) -> dict[int, list[T]]:
    grouped: dict[int, list[T]] = defaultdict(list)
    for one in found:
        grouped[one.agreement_id].append(one)
    return grouped


def _member_names(parties: Iterable[Party]) -> tuple[str, ...]:
    names = [party.municipality.name for party in parties if party.municipality]
    return tuple(sorted(names, key=swedish_key))


def _ended_on(agreement: Agreement) -> date | None:
    if agreement.stage is not Stage.TERMINATED:
        return None
    return agreement.notice_ends_on or agreement.notice_given_on


def _files(agreement: Agreement, newest: bool) -> Iterable[PublicFile]:
    for one in agreement.documents:
        if one.openness is not Openness.PUBLIC or one.trashed_at or not one.versions:
            continue
        public = one.cleared.version_id if one.cleared else None
        versions = {version.id: version for version in one.versions}
        version = one.versions[-1] if newest else versions.get(public or 0)
        if version is not None:
            url = link("register.document", slug=agreement.slug, document_id=one.id)
            if version.id != public:  # it has no address of its own before it is published
                url = link("documents.download", version_id=version.id)
            file = version.file
            yield PublicFile(one.title, url, file.media_type, file.size, file.sha256)
