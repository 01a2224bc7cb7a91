"""Beginning a negotiation, its group, its issues and its rounds. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db, one_at_a_time
from nk_avtal.domain.negotiations import (
    Importance,
    IssueStatus,
    NegotiationKind,
    NegotiationState,
    RoundState,
    RoundStep,
    check_step,
    current,
    moved,
    titles_of,
)
from nk_avtal.domain.slugs import slug_of
from nk_avtal.negotiations.models import (
    Counterparty,
    Issue,
    IssueStep,
    Negotiation,
    Negotiator,
    Round,
)
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Beginning:
    """What is known of a negotiation when it begins."""

    title: str
    kind: NegotiationKind
    counterparties: tuple[str, ...] = ()
    group: tuple[int, ...] = ()
    follows: Negotiation | None = None


@dataclass(frozen=True)
class About:
    """What is known of an issue besides its title. `origin` says where it came from, as "Piteå
    kommuns yttrande"; `recurs_from` is the same issue of an earlier negotiation."""

    clause: str = ""
    question: str = ""
    importance: Importance = Importance.NORMAL
    owner_id: int | None = None
    recurs_from: Issue | None = None
    origin: str = ""


def begin(agreement: Agreement, what: Beginning, writer: Person) -> Negotiation:
    """A new negotiation about `agreement`, with `writer` in its group and a first round planned."""
    one_at_a_time("negotiation.slug")
    taken = {"ny", *db.session.scalars(sa.select(Negotiation.slug))}  # /forhandlingar/ny begins one
    negotiation = Negotiation(
        slug=slug_of(what.title, taken),
        title=what.title,
        agreement=agreement,
        kind=what.kind,
        manager_id=agreement.manager_id,
        began_on=clock.today(),
        follows=what.follows,
        created_at=clock.now(),
        rounds=[Round(number=1)],
    )
    set_counterparties(negotiation, what.counterparties)
    set_group(negotiation, {writer.id, *what.group})
    db.session.add(negotiation)
    db.session.flush()
    if what.follows:
        _take_over(negotiation, what.follows, writer)
    return negotiation


def _take_over(negotiation: Negotiation, earlier: Negotiation, writer: Person) -> None:
    """Let the issues of an earlier negotiation recur, without what was said about them."""
    for one in earlier.issues:
        if one.status is not IssueStatus.WITHDRAWN:
            about = About(one.contract_clause, one.question, one.importance, recurs_from=one)
            add_issue(negotiation, one.title, about, writer)


def set_counterparties(negotiation: Negotiation, names: Iterable[str]) -> None:
    """With whom we negotiate. One that stays keeps its row."""
    wanted = list(dict.fromkeys(names))
    negotiation.counterparties = [
        one for one in negotiation.counterparties if one.organisation in wanted
    ]
    present = {one.organisation for one in negotiation.counterparties}
    negotiation.counterparties += [
        Counterparty(organisation=name) for name in wanted if name not in present
    ]


def set_group(negotiation: Negotiation, person_ids: Iterable[int]) -> None:
    """Who is in the group. Whoever stays keeps the row."""
    wanted = set(person_ids)
    negotiation.group = [one for one in negotiation.group if one.person_id in wanted]
    present = {one.person_id for one in negotiation.group}
    negotiation.group += [Negotiator(person_id=one) for one in sorted(wanted - present)]


def end(negotiation: Negotiation, state: NegotiationState) -> None:
    """Let the negotiation be agreed or stopped; OPEN takes that back."""
    negotiation.state = state
    negotiation.ended_on = None if state is NegotiationState.OPEN else clock.today()


def revise(negotiation: Negotiation) -> None:
    """Count a change of what hangs on the negotiation as a change of it, so that whoever has an
    older page open is told."""
    negotiation.version += 1


def add_issue(
    negotiation: Negotiation, title: str, about: About = About(), writer: Person | None = None
) -> Issue:
    """A new issue, the last of the list. Its number is never given to another."""
    one_at_a_time(f"negotiation.issues:{negotiation.id}")
    last = sa.select(sa.func.max(Issue.number), sa.func.max(Issue.place)).where(
        Issue.negotiation_id == negotiation.id
    )
    number, place = db.session.execute(last).one()
    issue = Issue(
        negotiation=negotiation,
        number=(number or 0) + 1,
        place=(place or 0) + 1,
        title=title,
        question=about.question,
        contract_clause=about.clause,
        importance=about.importance,
        owner_id=about.owner_id,
        recurs_from=about.recurs_from,
        origin_note=about.origin,
        status=IssueStatus.OPEN,
    )
    db.session.add(issue)
    note_step(issue, IssueStatus.OPEN, _round_for_steps(negotiation), writer)
    db.session.flush()
    return issue


def add_lines(negotiation: Negotiation, text: str, writer: Person) -> list[Issue]:
    """New issues, one for each line that says something and is no issue yet."""
    known = {one.title for one in negotiation.issues}
    titles = (title[:250] for title in titles_of(text))
    return [add_issue(negotiation, title, writer=writer) for title in titles if title not in known]


def _round_for_steps(negotiation: Negotiation) -> Round:
    """The round that goes on, or the last one when all are closed."""
    return current_round(negotiation) or negotiation.rounds[-1]


def note_step(issue: Issue, status: IssueStatus, during: Round, writer: Person | None) -> None:
    """Keep that an issue was given a status."""
    db.session.add(
        IssueStep(
            issue=issue,
            round=during,
            status=status,
            taken_on=clock.today(),
            taken_by_id=writer.id if writer else None,
        )
    )


def move(negotiation: Negotiation, issue: Issue, step: int) -> None:
    """Move an issue up (-1) or down in the list."""
    order = [one.number for one in negotiation.issues]
    places = {number: place for place, number in enumerate(moved(order, issue.number, step), 1)}
    for one in negotiation.issues:
        one.place = places[one.number]
        db.session.flush()  # one after the other, so that the history tells them in this order


@dataclass(frozen=True)
class Meeting:
    """When a round meets."""

    on: date | None = None
    at: str = ""
    is_latest: bool = False


def plan_round(negotiation: Negotiation, meeting: Meeting) -> Round:
    """A further round, the last one."""
    number = max((one.number for one in negotiation.rounds), default=0) + 1
    made = Round(number=number, state=RoundState.PLANNED)
    negotiation.rounds.append(made)
    set_meeting(made, meeting)
    return made


def set_meeting(one: Round, meeting: Meeting) -> None:
    """Say when a round meets."""
    one.meets_on, one.meets_at, one.is_latest = meeting.on, meeting.at, meeting.is_latest


def take_round(negotiation: Negotiation, number: int, step: RoundStep) -> Round:
    """Hold, close or reopen a round. Raises RuleBroken when that cannot be done now."""
    states = {one.number: one.state for one in negotiation.rounds}
    if number not in states:
        raise sa.exc.NoResultFound
    found = next(one for one in negotiation.rounds if one.number == number)
    found.state = check_step(states, number, step)
    return found


def current_round(negotiation: Negotiation) -> Round | None:
    """The round that goes on."""
    number = current({one.number: one.state for one in negotiation.rounds})
    return next((one for one in negotiation.rounds if one.number == number), None)
