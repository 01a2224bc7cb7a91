"""What is recorded that a template can be seen with: recommendations, decisions, agreements,
decisions on deadlines, notices, and years of a municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from nk_avtal.adoptions.queries import addressee_of, last_recorded_decisions
from nk_avtal.agreements.queries import agreement_for_page, last_titles
from nk_avtal.bodies.models import Meeting
from nk_avtal.consultations import queries as consultations
from nk_avtal.consultations.models import Invited
from nk_avtal.domain.letters import Letter, LetterKind
from nk_avtal.domain.people import Permission
from nk_avtal.formats import long_date
from nk_avtal.letters import context_met, gathering
from nk_avtal.letters.context_consulted import consultation_letter, consultation_report
from nk_avtal.letters.context_ended import can_prolong
from nk_avtal.matters.models import Stop
from nk_avtal.matters.queries import agenda_of, last_agendas
from nk_avtal.municipalities.queries import municipality_by_slug
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee
from nk_avtal.recommendations.queries import by_slug, sent_titles
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.queries import last_decisions, last_notices

YEARS_BACK = 3


@dataclass(frozen=True)
class Asked:
    """Which matter, for which municipality (both as in addresses), for whom and on which day."""

    key: str
    town: str
    reader: Person
    today: date


Titles = list[tuple[str, str]]
"""The matters by what stands for them in an address, with what they are called."""


@dataclass(frozen=True)
class Matters:
    """The matters that a kind of document can be about, for whoever holds `needs`."""

    needs: Permission
    titles: Callable[[Person, date], Titles]
    letter: Callable[[Asked], Letter]
    of_town: bool = False


def titles_for(kind: LetterKind, reader: Person, today: date) -> Titles:
    """What `reader` can see a template of this kind with, the newest first."""
    matters = MATTERS.get(kind)
    return matters.titles(reader, today) if matters and reader.may(matters.needs) else []


def _sent(reader: Person, today: date) -> Titles:
    return sent_titles()


def _place(asked: Asked) -> Addressee:
    return addressee_of(municipality_by_slug(asked.town), asked.key)


def _excerpts(reader: Person, today: date) -> Titles:
    return [
        (
            str(one.id),
            f"{one.addressee.municipality.name}, {one.addressee.recommendation.title}"
            f" ({long_date(one.decided_on)})",
        )
        for one in last_recorded_decisions()
    ]


def _excerpt(asked: Asked) -> Letter:
    found = {str(one.id): one for one in last_recorded_decisions()}
    return gathering.excerpt(found[asked.key], asked.today)


def _consultations(reader: Person, today: date) -> Titles:
    return consultations.sent_titles()


def _consulted(asked: Asked) -> Invited:
    return consultations.place_of_town(municipality_by_slug(asked.town), asked.key)


def _agreements(reader: Person, today: date) -> Titles:
    return last_titles(reader)


def _agreement(asked: Asked) -> Letter:
    return gathering.agreement_draft(agreement_for_page(asked.key, asked.reader), asked.today)


def _prolonging(reader: Person) -> list[RenewalDecision]:
    return [one for one in last_decisions(reader) if can_prolong(one)]


def _prolongations(reader: Person, today: date) -> Titles:
    return [
        (str(one.id), f"{one.agreement.title} ({long_date(one.deadline_on)})")
        for one in _prolonging(reader)
    ]


def _prolongation(asked: Asked) -> Letter:
    found = {str(one.id): one for one in _prolonging(asked.reader)}
    return gathering.prolongation(found[asked.key], asked.today)


def _notices(reader: Person, today: date) -> Titles:
    return [(str(one.id), _notice_title(one)) for one in last_notices(reader)]


def _notice_title(notice: GivenNotice) -> str:
    giver = notice.municipality.name if notice.municipality else notice.organisation
    told = ", ".join(part for part in (giver, notice.agreement.title) if part)
    return f"{told} ({long_date(notice.decided_on)})" if notice.decided_on else told


def _notice(asked: Asked) -> GivenNotice:
    return {str(one.id): one for one in last_notices(asked.reader)}[asked.key]


def _years(reader: Person, today: date) -> Titles:
    return [(str(year), str(year)) for year in range(today.year, today.year - YEARS_BACK - 1, -1)]


def _meetings(reader: Person, today: date) -> Titles:
    return [
        (_meeting_key(one), f"{one.body.name} ({long_date(one.held_on)})") for one in last_agendas()
    ]


def _meeting_key(meeting: Meeting) -> str:
    return f"{meeting.body.slug} {meeting.held_on.isoformat()}"


def _met(asked: Asked) -> tuple[Meeting, Sequence[Stop]]:
    meeting = {_meeting_key(one): one for one in last_agendas()}[asked.key]
    return meeting, agenda_of(meeting)


_FETCHING, _DEADLINES = Permission.FETCH_LETTERS, Permission.READ_DEADLINES
MATTERS = {
    **dict.fromkeys(
        (LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER),
        Matters(
            _FETCHING,
            _sent,
            lambda asked: gathering.municipal_letters([_place(asked)], asked.today)[0],
            of_town=True,
        ),
    ),
    LetterKind.DECISION_BASIS: Matters(
        _FETCHING,
        _sent,
        lambda asked: gathering.decision_basis(_place(asked), asked.today),
        of_town=True,
    ),
    LetterKind.RECOMMENDATION: Matters(
        _FETCHING,
        _sent,
        lambda asked: gathering.recommendation_letter(by_slug(asked.key, False), asked.today),
    ),
    LetterKind.STATUS_REPORT: Matters(
        Permission.READ_DRAFTS,
        _sent,
        lambda asked: gathering.status_report(by_slug(asked.key, False), asked.today),
    ),
    LetterKind.PARTIES_DECISIONS: Matters(
        Permission.READ_ADOPTIONS,
        _sent,
        lambda asked: gathering.parties_decisions(by_slug(asked.key, False), asked.today),
    ),
    LetterKind.CONSULTATION: Matters(
        Permission.READ_CONSULTATIONS,
        _consultations,
        lambda asked: consultation_letter(_consulted(asked), asked.today),
        of_town=True,
    ),
    LetterKind.CONSULTATION_REPORT: Matters(
        Permission.READ_CONSULTATIONS,
        _consultations,
        lambda asked: consultation_report(consultations.by_slug(asked.key), asked.today),
    ),
    LetterKind.AGENDA: Matters(
        Permission.PREPARE_MATTERS,
        _meetings,
        lambda asked: context_met.agenda(*_met(asked), asked.reader, asked.today),
    ),
    LetterKind.MINUTES: Matters(
        Permission.PREPARE_MATTERS,
        _meetings,
        lambda asked: context_met.minutes(*_met(asked), asked.reader, asked.today),
    ),
    LetterKind.EXCERPT: Matters(Permission.READ_ADOPTIONS, _excerpts, _excerpt),
    LetterKind.AGREEMENT_DRAFT: Matters(Permission.READ_AGREEMENTS, _agreements, _agreement),
    LetterKind.PROLONGATION: Matters(_DEADLINES, _prolongations, _prolongation),
    LetterKind.NOTICE: Matters(
        _DEADLINES,
        _notices,
        lambda asked: gathering.notice_letter(_notice(asked), asked.today),
    ),
    LetterKind.NOTICE_CONFIRMATION: Matters(
        _DEADLINES,
        _notices,
        lambda asked: gathering.notice_confirmation(_notice(asked), asked.today),
    ),
    LetterKind.COOPERATION_REPORT: Matters(
        Permission.READ_COOPERATION,
        _years,
        lambda asked: gathering.cooperation_report(
            municipality_by_slug(asked.town), int(asked.key), asked.today
        ),
        of_town=True,
    ),
}
