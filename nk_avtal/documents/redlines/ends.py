"""Paragraphs that come or go right before a table, or where a cell or the file ends.

A paragraph goes by running on into the next one, and there is none. So where the paragraph before
stays, its end goes instead; and where one goes and another comes, the one becomes the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from nk_avtal.domain.aligning import Step


def with_firm_ends(
    steps: Sequence[Step], old: Sequence[str], now: Sequence[str]
) -> tuple[list[Step], dict[int, int]]:
    """The steps so that no such paragraph has to go or come by its own end where that can be
    avoided; and the places of paragraphs that stay, with that of the last after each, between
    which the end is to be moved. `old` and `now` say what kind each block is."""
    found: list[Step] = []
    ends: dict[int, int] = {}
    waiting: list[Step] = []
    for step in (*steps, (None, None)):
        if _is_paragraph(step, old, now) and None in step:
            waiting.append(step)
            continue
        firm = _is_paragraph(step, old, now)
        if waiting and not firm:
            waiting = _paired(waiting)
            kept = len(found) - 1
            if None in waiting[-1] and kept >= 0 and _stays(found[kept], old, now):
                ends[kept] = kept + len(waiting)
        found += waiting
        waiting = []
        found.append(step)
    return found[:-1], ends


def _paired(run: list[Step]) -> list[Step]:
    """The last that goes becomes the last that comes, when there are both."""
    gone = [step for step in run if step[1] is None]
    come = [step for step in run if step[0] is None]
    if not (gone and come):
        return run
    return [*gone[:-1], *come[:-1], (gone[-1][0], come[-1][1])]


def _stays(step: Step, old: Sequence[str], now: Sequence[str]) -> bool:
    return None not in step and _is_paragraph(step, old, now)


def _is_paragraph(step: Step, old: Sequence[str], now: Sequence[str]) -> bool:
    names = [kinds[at] for at, kinds in zip(step, (old, now), strict=True) if at is not None]
    return bool(names) and set(names) == {"p"}
