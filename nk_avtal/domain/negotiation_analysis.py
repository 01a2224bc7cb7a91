"""What a negotiator wants to see: how far apart, what moved, how much has been agreed, when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise

from nk_avtal.domain.negotiations import IssueStatus, Post, Side, latest, sent_only

_FIGURE = re.compile(r"(\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?)\s*(%|[^\W\d_]+)?")
_SPELLED = {"en": "1", "ett": "1", "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6"}
_SPELLED |= {"sju": "7", "åtta": "8", "nio": "9", "tio": "10", "elva": "11", "tolv": "12"}
_WORD = re.compile(r"\w+|%")
_LONGEST_STEM = 5


@dataclass(frozen=True)
class Figure:
    """A number of a position with the word after it: "24 timmar" is (24, "timma")."""

    number: Decimal
    unit: str


@dataclass(frozen=True)
class Gap:
    """How far apart two positions are.

    `figures` are pairs of numbers with one unit that differ. `words` is the share of the words, in
    whole per cent, that the two do not have in common: 0 says the same, 100 nothing alike.
    """

    figures: tuple[tuple[Figure, Figure], ...]
    words: int


@dataclass(frozen=True)
class Move:
    """A side's position in one round and the one that it came from, of an issue by its number."""

    issue: int
    round: int
    side: Side
    before: str
    now: str


@dataclass(frozen=True)
class Taken:
    """A status that an issue was given during a round. `order` grows with each."""

    order: int
    issue: int
    round: int
    status: IssueStatus


@dataclass(frozen=True)
class Share:
    """How much had been agreed when a round ended. What was withdrawn is counted nowhere."""

    round: int
    agreed: int
    of: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down; 0 of nothing."""
        return 100 * self.agreed // self.of if self.of else 0


def figures(text: str) -> list[Figure]:
    """The numbers of a position in its order; small ones in words are read too.

    A number without a word after it, "24 timmar, 48 i inlandet", has the unit of the one before.
    """
    found: list[Figure] = []
    for match in _FIGURE.finditer(_in_digits(text)):
        unit = _stem(match[2] or "")
        if found and (not unit or unit in _LINKING):
            unit = found[-1].unit
        digits = re.sub(r"[ \u00a0]", "", match[1]).replace(",", ".")
        found.append(Figure(Decimal(digits), unit))
    return found


_LINKING = frozenset({"i", "på", "för", "och", "till", "av", "per", "om", "vid"})


def _in_digits(text: str) -> str:
    return _WORD.sub(lambda match: _SPELLED.get(match[0].lower(), match[0]), text)


def _stem(word: str) -> str:
    """Enough of a word to be the same in singular and plural: timmar, timme."""
    return word.lower()[:_LONGEST_STEM].rstrip("aeor") or word.lower()


def gap(ours: str, theirs: str) -> Gap:
    """How far apart two positions are, as far as their words tell."""
    pairs = zip(figures(ours), figures(theirs), strict=False)
    differing = tuple((a, b) for a, b in pairs if a.unit == b.unit and a.number != b.number)
    mine, other = (_WORD.findall(text.lower()) for text in (ours, theirs))
    alike = SequenceMatcher(None, mine, other, autojunk=False).ratio()
    return Gap(differing, 100 - int(100 * alike))


def moves(posts_by_issue: Mapping[int, Iterable[Post]]) -> list[Move]:
    """How each side went from round to round, of what was sent; issue by issue, round by round."""
    found = []
    for issue, posts in sorted(posts_by_issue.items()):
        said = sent_only(posts)
        for side in Side:
            stood = [(n, _in_round(said, n, side)) for n in sorted({one.round for one in said})]
            kept = [(n, text) for n, text in stood if text is not None]
            found += [
                Move(issue, n, side, before, now)
                for (_, before), (n, now) in pairwise(kept)
                if before != now
            ]
    return sorted(found, key=lambda one: (one.issue, one.round, one.side))


def _in_round(posts: Sequence[Post], number: int, side: Side) -> str | None:
    last = latest((one for one in posts if one.round == number), side)
    return last.text if last else None


def statuses_after(taken: Iterable[Taken], number: int) -> dict[int, IssueStatus]:
    """The status of each issue when round `number` ended; what came later is not there."""
    known = sorted((one for one in taken if one.round <= number), key=lambda one: one.order)
    return {one.issue: one.status for one in known}


def shares(taken: Iterable[Taken], rounds: Iterable[int]) -> list[Share]:
    """How much had been agreed after each of the rounds, in their order."""
    known = list(taken)
    return [_share(number, statuses_after(known, number).values()) for number in sorted(rounds)]


def _share(number: int, statuses: Iterable[IssueStatus]) -> Share:
    counted = [one for one in statuses if one is not IssueStatus.WITHDRAWN]
    return Share(number, counted.count(IssueStatus.AGREED), len(counted))


@dataclass(frozen=True)
class Part:
    """A part of the bar of issues: a status, how many, and where it lies in per cent."""

    status: IssueStatus
    count: int
    start: Decimal
    width: Decimal


BAR = (IssueStatus.AGREED, IssueStatus.NEAR, IssueStatus.OPEN, IssueStatus.LIFTED)


def parts(statuses: Iterable[IssueStatus]) -> list[Part]:
    """The bar: what is agreed first, then what is near, open and lifted; without the withdrawn."""
    counted = [one for one in statuses if one in BAR]
    found, before = [], 0
    for status in BAR:
        count = counted.count(status)
        if count:
            found.append(
                Part(status, count, _percent(before, len(counted)), _percent(count, len(counted)))
            )
        before += count
    return found


def _percent(count: int, of: int) -> Decimal:
    return (Decimal(100 * count) / of).quantize(Decimal("0.01"))
