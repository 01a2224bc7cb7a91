"""What is said about an issue: positions, its status, and what is agreed. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.negotiations import (
    Channel,
    IssueStatus,
    Post,
    Side,
    check_agreeable,
    check_changeable,
    check_writable,
)
from nk_avtal.negotiations.actions import current_round, note_step
from nk_avtal.negotiations.models import Issue, Mandate, Negotiation, Position, Round, Talk
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Said:
    """A position to write: with `sent` it has been said to the other side, or by it."""

    side: Side
    text: str
    sent: bool
    on: date
    is_concession: bool = False
    in_return: str = ""


def post(issue: Issue, what: Said, writer: Person) -> Position:
    """Write a position in the round that goes on; what was written before stays.

    Raises RuleBroken when no round goes on.
    """
    made = Position(
        issue=issue,
        round=_open_round(issue),
        side=what.side,
        text=what.text,
        is_sent=what.sent,
        said_on=what.on,
        is_concession=what.is_concession,
        in_return=what.in_return if what.is_concession else "",
        written_at=clock.now(),
        written_by_id=writer.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def posts_of(issue: Issue) -> list[Post]:
    """The positions of an issue, as the rules know them."""
    numbers = {one.id: one.number for one in issue.negotiation.rounds}
    return [
        Post(
            order=one.id,
            round=numbers[one.round_id],
            side=one.side,
            text=one.text,
            sent=one.is_sent,
            author=one.written_by_id or 0,
            on=one.said_on,
        )
        for one in issue.positions
    ]


def set_status(issue: Issue, status: IssueStatus, writer: Person) -> None:
    """Say where an issue is; `agree` says that it is agreed, and with any other status that is
    taken back. Raises RuleBroken for what was agreed in a round that is closed since."""
    if status is issue.status:
        return
    check_changeable(issue.status, issue.agreed_in.state if issue.agreed_in else None)
    during = _open_round(issue)
    issue.status, issue.agreed_wording, issue.agreed_in = status, "", None
    note_step(issue, status, during, writer)


def agree(issue: Issue, wording: str, writer: Person) -> IssueStatus:
    """Keep what the two sides have agreed on; gives the status before.

    Raises RuleBroken when nothing is said, or no round goes on.
    """
    check_agreeable(wording)
    check_changeable(issue.status, issue.agreed_in.state if issue.agreed_in else None)
    during, before = _open_round(issue), issue.status
    issue.status, issue.agreed_wording, issue.agreed_in = IssueStatus.AGREED, wording, during
    note_step(issue, IssueStatus.AGREED, during, writer)
    return before


def disagree(issue: Issue, writer: Person) -> None:
    """Take back that an issue is agreed: it is again what it was before."""
    before = [one.status for one in issue.steps if one.status is not IssueStatus.AGREED]
    set_status(issue, before[-1] if before else IssueStatus.OPEN, writer)


def _open_round(issue: Issue) -> Round:
    found = current_round(issue.negotiation)
    check_writable(found.state if found else None)
    assert found
    return found


@dataclass(frozen=True)
class Limits:
    """A mandate to write."""

    text: str
    given_by: str = ""
    given_on: date | None = None


def set_mandate(negotiation: Negotiation, issue: Issue | None, limits: Limits) -> Mandate | None:
    """Say what may be agreed to, of the whole or of one issue; with no text there is none."""
    found = db.session.scalar(
        sa.select(Mandate).where(
            Mandate.negotiation_id == negotiation.id,
            Mandate.issue_id == issue.id if issue else Mandate.issue_id.is_(None),
        )
    )
    if not limits.text:
        if found:
            db.session.delete(found)
        return None
    if found is None:
        found = Mandate(negotiation_id=negotiation.id, issue_id=issue.id if issue else None)
        db.session.add(found)
    found.limits, found.given_by, found.given_on = limits.text, limits.given_by, limits.given_on
    return found


@dataclass(frozen=True)
class Contact:
    """A contact with the other side to write down."""

    on: date
    channel: Channel
    text: str
    spoken_with: str = ""


def log_contact(negotiation: Negotiation, what: Contact, writer: Person) -> Talk:
    """Write down a contact with the other side."""
    made = Talk(
        negotiation_id=negotiation.id,
        held_on=what.on,
        channel=what.channel,
        spoken_with=what.spoken_with,
        text=what.text,
        written_at=clock.now(),
        written_by_id=writer.id,
    )
    db.session.add(made)
    return made
