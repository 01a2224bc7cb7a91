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

from nk_avtal.domain.aligning import Step, aligned

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
    return _with_moves([_change(old, new, step) for step in aligned(old, new)])


def _change(old: Sequence[str], new: Sequence[str], step: Step) -> Change:
    a, c = step
    if a is None:
        return _whole(Kind.ADDED, new[c or 0])
    if c is None:
        return _whole(Kind.REMOVED, old[a])
    if old[a] == new[c]:
        return _whole(Kind.SAME, new[c])
    return Change(Kind.CHANGED, tuple(_pieces(old[a], new[c])))


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
