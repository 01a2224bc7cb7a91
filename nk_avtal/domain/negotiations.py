"""A negotiation: rounds, issues and positions, whose turn it is and what holds now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase


class NegotiationKind(StrEnum):
    """Why there is a negotiation."""

    NEW = "new"
    RENEWAL = "renewal"
    RENEGOTIATION = "renegotiation"
    AFTER_NOTICE = "after_notice"


class NegotiationState(StrEnum):
    """Where a negotiation as a whole is."""

    OPEN = "open"
    AGREED = "agreed"
    STOPPED = "stopped"


class IssueStatus(StrEnum):
    """Where an issue (yrkande) is; ux 5.3."""

    OPEN = "open"
    NEAR = "near"
    AGREED = "agreed"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


UNSETTLED = (IssueStatus.OPEN, IssueStatus.NEAR, IssueStatus.LIFTED)
"""The statuses of what remains to be solved."""


class Importance(StrEnum):
    """How much an issue means to our side. It is our side's secret."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Side(StrEnum):
    """Whose position it is."""

    OURS = "ours"
    THEIRS = "theirs"


class Channel(StrEnum):
    """How the two sides were in contact."""

    MEETING = "meeting"
    CALL = "call"
    MAIL = "mail"
    OTHER = "other"


class RoundState(StrEnum):
    """Where a round is. A reopened one can be written in again."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    REOPENED = "reopened"


class RoundStep(StrEnum):
    """What people do with a round."""

    HOLD = "hold"
    CLOSE = "close"
    REOPEN = "reopen"


NEXT: dict[tuple[RoundState, RoundStep], RoundState] = {
    (RoundState.PLANNED, RoundStep.HOLD): RoundState.HELD,
    (RoundState.PLANNED, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.HELD, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.REOPENED, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.CLOSED, RoundStep.REOPEN): RoundState.REOPENED,
}
"""The state that each permitted step leads to. A round by letter alone is never held."""


def after(state: RoundState, step: RoundStep) -> RoundState:
    """The state that `step` leads to. Raises RuleBroken when it cannot be taken from `state`."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise RuleBroken(_REFUSED[step], name=f"cannot_{step}") from None


def steps_from(state: RoundState) -> tuple[RoundStep, ...]:
    """The steps that can be taken now."""
    return tuple(step for step in RoundStep if (state, step) in NEXT)


def current(rounds: Mapping[int, RoundState]) -> int | None:
    """The number of the round that goes on: the first that is not closed, or none."""
    return min((n for n, state in rounds.items() if state is not RoundState.CLOSED), default=None)


def check_step(rounds: Mapping[int, RoundState], number: int, step: RoundStep) -> RoundState:
    """The state that `step` gives round `number`.

    Rounds are held, closed and reopened in their order. Raises RuleBroken otherwise.
    """
    state = after(rounds[number], step)
    if step is RoundStep.REOPEN:
        if any(n > number and s is RoundState.CLOSED for n, s in rounds.items()):
            raise RuleBroken(_LATER_CLOSED, name="later_closed")
    elif current(rounds) != number:
        raise RuleBroken(_EARLIER_OPEN, name="earlier_open")
    return state


@dataclass(frozen=True)
class Post:
    """A position as it was written once: by `author` (a number) in a round, for one side.

    `order` grows with each post; a post is never changed, only followed by the next.
    """

    order: int
    round: int
    side: Side
    text: str
    sent: bool
    author: int
    on: date


def standing(posts: Iterable[Post]) -> list[Post]:
    """What holds of the posts of one issue: everything that was sent, and each writer's newest
    draft after what that side sent last in the same round.

    Nothing is lost by it: what a draft has replaced is still among the posts.
    """
    known = sorted(posts, key=lambda one: one.order)
    last_sent = {(one.round, one.side): one.order for one in known if one.sent}
    newest = {(one.round, one.side, one.author): one.order for one in known if not one.sent}
    return [
        one
        for one in known
        if one.sent
        or (
            newest[one.round, one.side, one.author] == one.order
            and one.order > last_sent.get((one.round, one.side), -1)
        )
    ]


def sent_only(posts: Iterable[Post]) -> list[Post]:
    """What the other side has seen or said: what may leave the group."""
    return [one for one in posts if one.sent]


def latest(posts: Iterable[Post], side: Side) -> Post | None:
    """Where a side stands: its newest position, in the latest round in which it has one."""
    of_side = [one for one in posts if one.side is side]
    return max(of_side, key=lambda one: (one.round, one.order), default=None)


def check_writable(state: RoundState | None) -> None:
    """Raises RuleBroken where no round goes on in which a position could be written."""
    if state is None or state is RoundState.CLOSED:
        raise RuleBroken(_ALL_CLOSED, name="round_closed")


def check_agreeable(wording: str) -> None:
    """Raises RuleBroken unless it says what has been agreed."""
    if not wording.strip():
        raise RuleBroken(_NO_WORDING, name="wording_missing")


def check_changeable(status: IssueStatus, agreed_in: RoundState | None) -> None:
    """Raises RuleBroken for what was agreed in a round that has been closed since."""
    if status is IssueStatus.AGREED and agreed_in is RoundState.CLOSED:
        raise RuleBroken(_AGREED_AND_CLOSED, name="agreed_and_closed")


@dataclass(frozen=True)
class Turn:
    """Who is to make the next move, and since when."""

    side: Side
    since: date

    def days(self, today: date) -> int:
        """For how many days; never less than none."""
        return max(0, (today - self.since).days)


def turn(posts: Iterable[Post], began: date) -> Turn:
    """Whose turn it is: the side that did not speak last. We begin.

    A draft is not said to anybody and moves nothing.
    """
    last = max(sent_only(posts), key=lambda one: (one.on, one.order), default=None)
    if last is None:
        return Turn(Side.OURS, began)
    return Turn(Side.THEIRS if last.side is Side.OURS else Side.OURS, last.on)


def titles_of(text: str) -> list[str]:
    """The titles of many issues, one a line, without bullets and numbers; none twice."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


_BULLET = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")


def moved(order: Sequence[int], number: int, step: int) -> list[int]:
    """The order with `number` moved `step` places (-1 is up), as far as there are places."""
    here = order.index(number)
    there = min(len(order) - 1, max(0, here + step))
    rest = [one for one in order if one != number]
    return [*rest[:there], number, *rest[there:]]


_REFUSED = {
    RoundStep.HOLD: Phrase(
        "Rundan är redan hållen eller avslutad", "The round has already been held or closed"
    ),
    RoundStep.CLOSE: Phrase("Rundan är redan avslutad", "The round is closed already"),
    RoundStep.REOPEN: Phrase(
        "Bara en avslutad runda kan öppnas igen", "Only a closed round can be reopened"
    ),
}
_EARLIER_OPEN = Phrase(
    "En tidigare runda pågår. Avsluta den först", "An earlier round goes on. Close it first"
)
_LATER_CLOSED = Phrase(
    "En senare runda är avslutad. Öppna den först", "A later round is closed. Reopen that first"
)
_ALL_CLOSED = Phrase(
    "Ingen runda pågår. Planera en ny runda, eller öppna den senaste igen",
    "No round goes on. Plan a new round, or reopen the latest",
)
_NO_WORDING = Phrase(
    "Skriv vad ni har kommit överens om, till exempel 24 timmar vardagar",
    "Write what you have agreed on, for example 24 hours on weekdays",
)
_AGREED_AND_CLOSED = Phrase(
    "Rundan där ni kom överens är avslutad. Öppna den igen för att ändra",
    "The round in which you agreed is closed. Reopen it to change this",
)
