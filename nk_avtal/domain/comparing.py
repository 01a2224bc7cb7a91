"""What differs between two texts, paragraph by paragraph and word by word.

A paragraph that only stands elsewhere is moved, not removed and added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""From this share of common words on, a paragraph is changed and not another one."""
MOST_PAIRS = 3600
"""Of paragraphs in one stretch that are held against each other; beyond it, in their order."""
SHORTEST_MOVED = 12
"""Signs that a paragraph must have to be told as moved: a lone number is not."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(StrEnum):
    """What has become of a paragraph, or of a piece of one."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True)
class Change:
    """A paragraph in the order of reading, and its pieces: same, added or removed words."""

    kind: Kind
    pieces: tuple[tuple[Kind, str], ...]

    @property
    def text(self) -> str:
        """All that stands there, old and new."""
        return "".join(text for _, text in self.pieces)


def compared(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The paragraphs of both texts as one, each with what has become of it."""
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(Kind.SAME, text) for text in new[c:d]]
        else:
            found += _stretch(old[a:b], new[c:d])
    return _with_moves(found)


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """A stretch without a common paragraph: those alike are paired, in their order."""
    a = c = 0
    for at, to in [*_pairs(old, new), (len(old), len(new))]:
        yield from (_whole(Kind.REMOVED, text) for text in old[a:at])
        yield from (_whole(Kind.ADDED, text) for text in new[c:to])
        if at < len(old):
            yield Change(Kind.CHANGED, tuple(_pieces(old[at], new[to])))
        a, c = at + 1, to + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs with the most in common that do not cross (longest common subsequence, weighed)."""
    if len(old) * len(new) > MOST_PAIRS:
        pairs = range(min(len(old), len(new)))
        return [(at, at) for at in pairs if _likeness(old[at], new[at]) >= ALIKE]
    alike = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for c in range(len(new) - 1, -1, -1):
            paired = alike[a][c] + best[a + 1][c + 1] if alike[a][c] >= ALIKE else 0.0
            best[a][c] = max(paired, best[a + 1][c], best[a][c + 1])
    return list(_way(best, len(old), len(new)))


def _way(best: list[list[float]], rows: int, columns: int) -> Iterator[tuple[int, int]]:
    a = c = 0
    while a < rows and c < columns:
        if best[a][c] == best[a + 1][c]:
            a += 1
        elif best[a][c] == best[a][c + 1]:
            c += 1
        else:
            yield a, c
            a, c = a + 1, c + 1


def _likeness(old: str, new: str) -> float:
    """The share of words that both have, from 0 to 1."""
    one, other = Counter(old.lower().split()), Counter(new.lower().split())
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _pieces(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Kind.SAME, "".join(other[c:d])
            continue
        if b > a:
            yield Kind.REMOVED, "".join(one[a:b])
        if d > c:
            yield Kind.ADDED, "".join(other[c:d])


def _whole(kind: Kind, text: str) -> Change:
    return Change(kind, ((kind, text),))


def _with_moves(found: list[Change]) -> list[Change]:
    """Each removed paragraph that was added elsewhere, told as moved, as often as in both."""
    removed = Counter(one.text for one in found if one.kind is Kind.REMOVED)
    added = Counter(one.text for one in found if one.kind is Kind.ADDED)
    moved = {
        text: min(count, added[text])
        for text, count in removed.items()
        if text in added and len(text) >= SHORTEST_MOVED
    }
    left = {Kind.REMOVED: dict(moved), Kind.ADDED: dict(moved)}
    return [_as_moved(one, left.get(one.kind)) for one in found]


def _as_moved(change: Change, left: dict[str, int] | None) -> Change:
    if not left or not left.get(change.text):
        return change
    left[change.text] -= 1
    kind = Kind.MOVED_AWAY if change.kind is Kind.REMOVED else Kind.MOVED_HERE
    return _whole(kind, change.text)
