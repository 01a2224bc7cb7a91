"""What is recorded of who is bound by agreements, for several in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from nk_avtal.adoptions.facts import Place, standings_of
from nk_avtal.adoptions.outlook import other_voice, populations, voices_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import PartyDecision
from nk_avtal.agreements.reckoning import reckoned
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.bindings import Adoption, Bindings, Joining, Round
from nk_avtal.domain.dates import month_end
from nk_avtal.domain.entry import Outsiders, Voice
from nk_avtal.domain.entry_outlook import met_on
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.given_notices import Ending
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.renewals import Fate
from nk_avtal.municipalities.models import Population
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.renewals.giving import endings_of
from nk_avtal.renewals.models import GivenNotice


@dataclass(frozen=True)
class _Sent:
    """A recommendation that was sent and that no newer one has taken the place of."""

    id: int
    agreement_id: int
    recommended_on: date | None
    document_version_id: int | None


def bindings_of(agreements: Sequence[Agreement], today: date) -> dict[int, Bindings]:
    """What is known of each agreement, by its number. Each has its parties, further rules of notice
    and days set by hand at hand."""
    ids = [one.id for one in agreements]
    sent = _sent(ids)
    places = standings_of([one.id for one in sent], today) if sent else {}
    documents = _documents(sent, places) if sent else {}
    people = populations() if any(one.entry.condition.weighed for one in agreements) else ()
    own, notices = _own_decisions(ids), _notices(ids)
    found = {}
    for agreement in agreements:
        turns = [one for one in sent if one.agreement_id == agreement.id]
        decisions = own.get(agreement.id, [])
        rounds = [
            _round(agreement, one, places.get(one.id, {}), today, (decisions, people, documents))
            for one in turns
        ]
        endings = endings_of(agreement, notices.get(agreement.id, []))
        found[agreement.id] = _bindings(agreement, rounds, decisions, endings, today)
    return found


_Ground = tuple[Sequence[PartyDecision], Sequence[Population], Mapping[int, int]]
"""Decisions of single parties, counts of inhabitants, and the document of each version."""


def _round(
    agreement: Agreement, sent: _Sent, places: Mapping[int, Place], today: date, ground: _Ground
) -> Round:
    decisions, people, documents = ground
    concerned = [one for one in places.values() if one.standing is not Standing.NOT_CONCERNED]
    voices = voices_of(agreement, concerned, today, decisions, people)
    versions = {one.municipality_id: _version(one, sent) for one in concerned}
    begins = _starts_by(agreement)
    return Round(
        adoptions=tuple(_adoptions(voices, places, versions, documents)),
        entered=met_on(agreement.entry, voices),
        addressed=frozenset(one.municipality_id for one in concerned),
        running=bool(begins and sent.recommended_on and sent.recommended_on > begins),
    )


def _version(place: Place, sent: _Sent) -> int | None:
    own = place.decision.document_version_id if place.decision else None
    return own or sent.document_version_id


def _adoptions(
    voices: Iterable[Voice],
    places: Mapping[int, Place],
    versions: Mapping[int, int | None],
    documents: Mapping[int, int],
) -> Iterable[Adoption]:
    for voice in voices:
        place = places.get(voice.party) if isinstance(voice.party, int) else None
        if place is None or place.decision is None or not voice.adopted or voice.on is None:
            continue
        version = versions[place.municipality_id]
        yield Adoption(
            party=voice.party,
            decided_on=place.decision.decided_on,
            on=voice.on,
            certainty=voice.certainty,
            document=documents.get(version) if version else None,
            wording=version,
        )


def _bindings(
    agreement: Agreement,
    rounds: Sequence[Round],
    decisions: Sequence[PartyDecision],
    endings: Sequence[Ending],
    today: date,
) -> Bindings:
    joining = [one for one in decisions if one.joins_on]
    other = [one for one in decisions if not one.joins_on]
    return Bindings(
        parties=tuple(one.municipality_id or one.organisation for one in agreement.parties),
        starts_on=agreement.start_on,
        starts_by=_starts_by(agreement),
        ends_on=_ends_on(agreement, today),
        applies=_applies(agreement, today),
        closed=agreement.entry_outsiders is Outsiders.STAY_OUTSIDE,
        rounds=tuple(rounds),
        others=tuple(_of_another(one, agreement) for one in other),
        joinings=tuple(
            Joining(one.municipality_id or one.organisation, one.decided_on, one.joins_on)
            for one in joining
            if one.joins_on
        ),
        endings=tuple(endings),
    )


def _of_another(decision: PartyDecision, agreement: Agreement) -> Adoption:
    voice = other_voice(decision, agreement.entry_by)
    on = voice.on or decision.decided_on
    return Adoption(decision.organisation, decision.decided_on, on, voice.certainty)


def _applies(agreement: Agreement, today: date) -> bool:
    """Whether people hold the agreement to apply: it is concluded, or it began and is being
    changed."""
    if agreement.stage in (Stage.CONCLUDED, Stage.TERMINATED):
        return True
    begun = agreement.start_on is not None and agreement.start_on <= today
    return begun and agreement.stage not in (Stage.DRAFT, Stage.CANCELLED)


def _starts_by(agreement: Agreement) -> date | None:
    """The last day on which it may have begun, by what is known of its start."""
    day = agreement.start_on
    if day is None or agreement.start_precision is Precision.DAY:
        return day
    if agreement.start_precision is Precision.YEAR:
        return date(day.year, 12, 31)
    return month_end(day)


def _ends_on(agreement: Agreement, today: date) -> date | None:
    """The last day of the agreement; None when it goes on, or nobody knows."""
    if agreement.notice_ends_on:
        return agreement.notice_ends_on
    found = reckoned(agreement, today)
    if isinstance(found, RuleBroken):
        return None if agreement.following_term else agreement.end_on
    return found.consequence.day if found.consequence.fate is Fate.ENDS else None


def _sent(agreement_ids: Collection[int]) -> list[_Sent]:
    newer = aliased(Recommendation)
    followed = sa.exists().where(newer.follows_id == Recommendation.id, newer.status == Status.SENT)
    wanted = sa.select(
        Recommendation.id,
        Recommendation.agreement_id,
        Recommendation.recommended_on,
        Recommendation.document_version_id,
    ).where(
        Recommendation.agreement_id.in_(agreement_ids),
        Recommendation.status == Status.SENT,
        ~followed,
    )
    return [_Sent(*row) for row in db.session.execute(wanted.order_by(Recommendation.id))]


def _documents(sent: Iterable[_Sent], places: Mapping[int, Mapping[int, Place]]) -> dict[int, int]:
    """The document of each version that somebody has decided on."""
    used = {one.document_version_id for one in sent}
    used |= {
        place.decision.document_version_id
        for among in places.values()
        for place in among.values()
        if place.decision
    }
    wanted = sa.select(DocumentVersion.id, DocumentVersion.document_id)
    return dict(iter(db.session.execute(wanted.where(DocumentVersion.id.in_(used - {None})))))


def _own_decisions(agreement_ids: Collection[int]) -> dict[int, list[PartyDecision]]:
    wanted = sa.select(PartyDecision).where(
        PartyDecision.agreement_id.in_(agreement_ids), PartyDecision.undone_at.is_(None)
    )
    found: dict[int, list[PartyDecision]] = defaultdict(list)
    for one in db.session.scalars(wanted.order_by(PartyDecision.decided_on, PartyDecision.id)):
        found[one.agreement_id].append(one)
    return found


def _notices(agreement_ids: Collection[int]) -> dict[int, list[GivenNotice]]:
    wanted = sa.select(GivenNotice).where(GivenNotice.agreement_id.in_(agreement_ids))
    found: dict[int, list[GivenNotice]] = defaultdict(list)
    for one in db.session.scalars(wanted.order_by(GivenNotice.id)):
        found[one.agreement_id].append(one)
    return found
