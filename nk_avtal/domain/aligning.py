"""Which piece of an older text is which of a newer one: paragraphs, rows, blocks.

What is the same pairs first; between that, what has the most in common pairs without crossing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
"""From this share of common words on, a piece is changed and not another one."""
MOST_PAIRS = 3600
"""Of pieces in one stretch that are held against each other; beyond it, in their order."""

Step = tuple[int | None, int | None]
"""The place of a piece in the older and in the newer text; None where it is not."""
Likeness = Callable[[str, str], float]


def likeness(old: str, new: str) -> float:
    """The share of words that both have, from 0 to 1."""
    one, other = Counter(old.lower().split()), Counter(new.lower().split())
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def row_likeness(old: str, new: str) -> float:
    """The same for rows of tables with a tab between their cells: a row is known by its first
    cell."""
    one, other = (text.partition("\t") for text in (old, new))
    known = one[1] and other[1] and one[0].strip() and one[0] == other[0]
    return max(likeness(old, new), ALIKE if known else 0.0)


def aligned(old: Sequence[str], new: Sequence[str], alike: Likeness = likeness) -> Iterator[Step]:
    """Each piece of both once, in the order of reading, the removed before the added."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            yield from _stretch(old[a:b], new[c:d], (a, c), alike)


def _stretch(
    old: Sequence[str], new: Sequence[str], start: tuple[int, int], alike: Likeness
) -> Iterator[Step]:
    """A stretch without a common piece: those alike are paired, in their order."""
    first, second = start
    a = c = 0
    for at, to in [*_pairs(old, new, alike), (len(old), len(new))]:
        yield from ((first + one, None) for one in range(a, at))
        yield from ((None, second + one) for one in range(c, to))
        if at < len(old):
            yield first + at, second + to
        a, c = at + 1, to + 1


def _pairs(old: Sequence[str], new: Sequence[str], alike: Likeness) -> list[tuple[int, int]]:
    """The pairs with the most in common that do not cross (longest common subsequence, weighed)."""
    if len(old) * len(new) > MOST_PAIRS:
        pairs = range(min(len(old), len(new)))
        return [(at, at) for at in pairs if alike(old[at], new[at]) >= ALIKE]
    shares = [[alike(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for c in range(len(new) - 1, -1, -1):
            paired = shares[a][c] + best[a + 1][c + 1] if shares[a][c] >= ALIKE else 0.0
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
