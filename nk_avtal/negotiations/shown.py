"""A negotiation as its pages and its documents show it: which positions stand, round by round.

Whoever asks says whether drafts may be there. A document that leaves the group is made without,
and nothing of what it is given then tells of a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nk_avtal.domain import negotiation_analysis as analysis
from nk_avtal.domain.negotiation_analysis import Gap, Move, Part, Share, Taken
from nk_avtal.domain.negotiations import (
    UNSETTLED,
    IssueStatus,
    Post,
    RoundState,
    Side,
    Turn,
    latest,
    sent_only,
    standing,
    turn,
)
from nk_avtal.negotiations.actions import current_round
from nk_avtal.negotiations.models import Issue, Negotiation, Position, Round
from nk_avtal.negotiations.saying import posts_of


@dataclass(frozen=True)
class RoundOfIssue:
    """What each side said about an issue in a round, in its order; the last holds."""

    round: Round
    ours: tuple[Position, ...]
    theirs: tuple[Position, ...]


@dataclass(frozen=True)
class IssueShown:
    """An issue with what stands of it."""

    issue: Issue
    posts: tuple[Post, ...]
    ours: Position | None
    theirs: Position | None
    ours_sent: Position | None
    rounds: tuple[RoundOfIssue, ...]

    @property
    def gap(self) -> Gap | None:
        """How far apart the sides are, where both have spoken."""
        if not self.ours or not self.theirs:
            return None
        return analysis.gap(self.ours.text, self.theirs.text)

    @property
    def agreed(self) -> bool:
        """Whether the two sides agree."""
        return self.issue.status is IssueStatus.AGREED

    @property
    def drafted(self) -> bool:
        """Whether our side has something written that is not sent."""
        return bool(self.ours and not self.ours.is_sent)


def issue_shown(issue: Issue, drafts: bool) -> IssueShown:
    """An issue, with drafts or without a trace of them."""
    posts = standing(posts_of(issue))
    posts = posts if drafts else sent_only(posts)
    rows = {one.id: one for one in issue.positions}
    ends = [latest(posts, Side.OURS), latest(posts, Side.THEIRS)]
    ends.append(latest(sent_only(posts), Side.OURS))
    ours, theirs, sent = (rows[one.order] if one else None for one in ends)
    return IssueShown(issue, tuple(posts), ours, theirs, sent, tuple(_by_round(issue, posts, rows)))


def _by_round(issue: Issue, posts: list[Post], rows: dict[int, Position]) -> Iterable[RoundOfIssue]:
    for one in reversed(issue.negotiation.rounds):
        of_sides = [
            tuple(rows[p.order] for p in posts if p.round == one.number and p.side is side)
            for side in Side
        ]
        if any(of_sides):
            yield RoundOfIssue(one, *of_sides)


@dataclass(frozen=True)
class RoundShown:
    """A round: `stated` issues are new in it and `solved` ones were agreed."""

    round: Round
    stated: int
    solved: int
    is_current: bool

    @property
    def is_closed(self) -> bool:
        """Whether nothing is written in it any more."""
        return self.round.state is RoundState.CLOSED


@dataclass(frozen=True)
class Shown:
    """A negotiation with its issues in the order of its list."""

    negotiation: Negotiation
    issues: tuple[IssueShown, ...]
    rounds: tuple[RoundShown, ...]
    current: Round | None
    turn: Turn

    @property
    def counted(self) -> list[IssueShown]:
        """The issues that have not been withdrawn."""
        return [one for one in self.issues if one.issue.status is not IssueStatus.WITHDRAWN]

    @property
    def agreed(self) -> int:
        """How many issues are agreed."""
        return sum(one.agreed for one in self.issues)

    @property
    def unsettled(self) -> list[IssueShown]:
        """What remains to be solved."""
        return [one for one in self.issues if one.issue.status in UNSETTLED]

    @property
    def bar(self) -> list[Part]:
        """The parts of the bar."""
        return analysis.parts(one.issue.status for one in self.issues)

    def at_hand(self) -> list[IssueShown]:
        """What the group works on: the unsettled, and what was agreed in the round that goes on."""
        number = self.current.id if self.current else None
        return [
            one
            for one in self.issues
            if one.issue.status in UNSETTLED or (one.agreed and one.issue.agreed_in_id == number)
        ]

    def everything(self) -> list[IssueShown]:
        """All issues: those at hand first, then what was settled before."""
        first = self.at_hand()
        return first + [one for one in self.issues if one not in first]

    def numbered(self, number: int) -> IssueShown | None:
        """An issue by its number."""
        return next((one for one in self.issues if one.issue.number == number), None)

    def first_to_work_on(self) -> IssueShown | None:
        """The issue for which there is a draft, or else the first that is not settled."""
        drafted = (one for one in self.unsettled if one.drafted)
        return next(drafted, next(iter(self.unsettled or self.issues), None))


def shown(negotiation: Negotiation, drafts: bool) -> Shown:
    """Everything that a page or a document tells of a negotiation, but for the mandate."""
    issues = tuple(issue_shown(one, drafts) for one in negotiation.issues)
    now = current_round(negotiation)
    posts = [post for one in issues for post in one.posts]
    return Shown(
        negotiation=negotiation,
        issues=issues,
        rounds=tuple(_rounds(negotiation, now)),
        current=now,
        turn=turn(posts, negotiation.began_on),
    )


def _rounds(negotiation: Negotiation, now: Round | None) -> Iterable[RoundShown]:
    firsts = [one.steps[0].round_id for one in negotiation.issues if one.steps]
    agreed = [one.agreed_in_id for one in negotiation.issues if one.agreed_in_id]
    for one in negotiation.rounds:
        yield RoundShown(one, firsts.count(one.id), agreed.count(one.id), one is now)


@dataclass(frozen=True)
class Analysis:
    """What moved and how much was agreed, when."""

    shares: list[Share]
    moves: list[Move]
    concessions: list[Position]
    recurring: list[Issue]

    @property
    def moved_in(self) -> dict[int, list[Move]]:
        """The moves by the number of the round."""
        found: dict[int, list[Move]] = {}
        for one in self.moves:
            found.setdefault(one.round, []).append(one)
        return dict(sorted(found.items(), reverse=True))


def analysed(of: Shown) -> Analysis:
    """The analysis of a negotiation; of what was sent alone, but for the notes of concessions."""
    negotiation = of.negotiation
    numbers = {one.id: one.number for one in negotiation.rounds}
    taken = [
        Taken(step.id, issue.number, numbers[step.round_id], step.status)
        for issue in negotiation.issues
        for step in issue.steps
    ]
    begun = [one.round.number for one in of.rounds if one.is_closed or one.is_current]
    return Analysis(
        shares=analysis.shares(taken, begun),
        moves=analysis.moves({one.issue.number: one.posts for one in of.issues}),
        concessions=[
            one
            for issue in negotiation.issues
            for one in issue.positions
            if one.is_concession and one.is_sent
        ],
        recurring=[one for one in negotiation.issues if one.recurs_from_id],
    )
