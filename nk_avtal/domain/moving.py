"""Lines of a comparison that were removed in one place and added in another: moved.

A line counts as moved when all of it is there again, or nearly all of a longer one. What is too
short to be recognised by itself, such as a heading, has moved when a line next to it has moved
the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

from nk_avtal.domain.aligning import likeness
from nk_avtal.domain.comparing import Change, Kind, Line, compared, paired, whole

SHORTEST = 12
"""Signs that a line must have to be recognised by itself: a lone number is not."""
NEARLY = 0.75
"""The share of common words from which on a line has moved and changed."""
FEWEST_WORDS = 6
"""Words that such a line must have."""
MOST_HELD = 200
"""Of removed and of added lines each that are held against each other."""

Moves = dict[int, int]
"""Where a removed line of the list stands, and the added line that it has become."""


def compared_with_moves(old: Sequence[Line], new: Sequence[Line]) -> list[Change]:
    """The lines of both texts as one, each with what has become of it, moves among that."""
    found = compared(old, new)
    moves = _moves(found)
    for away, here in moves.items():
        before, after = (_line(found[at]) for at in (away, here))
        found[away] = whole(Kind.MOVED_AWAY, before)
        found[here] = paired(Kind.MOVED_HERE, before, after)
    return found


def _line(change: Change) -> Line:
    cells = tuple("".join(text for _, text in cell) for cell in change.cells)
    return Line(cells, change.number, change.in_table)


def _moves(found: Sequence[Change]) -> Moves:
    gone = [at for at, one in enumerate(found) if one.kind is Kind.REMOVED]
    come = [at for at, one in enumerate(found) if one.kind is Kind.ADDED]
    moves: Moves = {}
    for away in gone:
        text = found[away].text
        same = [at for at in come if found[at].text == text and at not in moves.values()]
        if same and len(text) >= SHORTEST:
            moves[away] = same[0]
    _add_nearly_same(found, gone, come, moves)
    _add_neighbours(found, moves)
    return moves


def _add_nearly_same(
    found: Sequence[Change], gone: Sequence[int], come: Sequence[int], moves: Moves
) -> None:
    left = [at for at in gone if at not in moves and _is_long(found[at])][:MOST_HELD]
    free = {at for at in come if at not in moves.values() and _is_long(found[at])}
    for away in left:
        shares = {at: likeness(found[away].text, found[at].text) for at in sorted(free)[:MOST_HELD]}
        best = max(shares, key=lambda at: shares[at], default=None)
        if best is not None and shares[best] >= NEARLY:
            moves[away] = best
            free.discard(best)


def _is_long(change: Change) -> bool:
    return len(change.text.split()) >= FEWEST_WORDS


def _add_neighbours(found: Sequence[Change], moves: Moves) -> None:
    """What stands right before or after a moved line, there as here, with the same words."""
    taken = set(moves.values())
    for step in (-1, 1):
        for away, here in sorted(moves.items(), reverse=step > 0):
            one, other = away + step, here + step
            while _is_same_move(found, one, other) and one not in moves and other not in taken:
                moves[one] = other
                taken.add(other)
                one, other = one + step, other + step


def _is_same_move(found: Sequence[Change], away: int, here: int) -> bool:
    if not (0 <= away < len(found) and 0 <= here < len(found)):
        return False
    kinds = found[away].kind, found[here].kind
    return kinds == (Kind.REMOVED, Kind.ADDED) and found[away].text == found[here].text
