"""A programme of goals as it is written or pasted: one goal a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

MOST = 60
_LONGEST = {"code": 20, "area": 120, "title": 250}
_PARTS = 3


@dataclass(frozen=True)
class GoalLine:
    """A goal: its number in the programme, its area, and its words."""

    code: str
    area: str
    title: str

    @property
    def text(self) -> str:
        """The goal as a line that `parse_goals` reads."""
        return "; ".join((self.code, self.area, self.title))


def parse_goals(text: str) -> list[GoalLine]:
    """The goals of a text, one a line: number, area and goal, with semicolons or tabs between, as
    they come from a spreadsheet. With two parts there is no area; with one the line's place is the
    number.

    Raises RuleBroken that quotes the line.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip(" ;\t")]
    if not lines:
        raise RuleBroken(_MISSING, name="goals")
    if len(lines) > MOST:
        raise RuleBroken(Phrase(*_TOO_MANY, {"most": MOST}), name="goals")
    found = [_goal(line, place) for place, line in enumerate(lines, start=1)]
    codes = [one.code for one in found]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise RuleBroken(Phrase(*_TWICE, {"code": twice}), name="goals")
    return found


def _goal(line: str, place: int) -> GoalLine:
    parts = [" ".join(part.split()) for part in re.split(r"[;\t]", line, maxsplit=_PARTS - 1)]
    if len(parts) == 1:
        goal = GoalLine(str(place), "", parts[0])
    elif len(parts) < _PARTS:
        goal = GoalLine(parts[0], "", parts[1])
    else:
        goal = GoalLine(*parts)
    if not goal.code or not goal.title:
        raise RuleBroken(Phrase(*_INCOMPLETE, {"line": line[:60]}), name="goals")
    for name, most in _LONGEST.items():
        if len(getattr(goal, name)) > most:
            raise RuleBroken(Phrase(*_TOO_LONG, {"line": line[:60]}), name="goals")
    return goal


_MISSING = Phrase(
    "Skriv minst ett mål, till exempel 1; Område; Mål",
    "Write at least one goal, for example 1; Area; Goal",
)
_TOO_MANY = ("Högst {most} mål får plats", "At most {most} goals can be kept")
_TWICE = (
    "Numret {code} står på två rader. Ge varje mål ett eget nummer",
    "The number {code} is on two lines. Give each goal a number of its own",
)
_INCOMPLETE = (
    "Raden ”{line}” saknar nummer eller mål. Skriv till exempel 1; Område; Mål",
    "The line “{line}” lacks a number or a goal. Write for example 1; Area; Goal",
)
_TOO_LONG = (
    "Raden ”{line}” är för lång. Korta numret, området eller målet",
    "The line “{line}” is too long. Shorten the number, the area or the goal",
)
