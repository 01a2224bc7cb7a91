"""Who is told of an agreement's deadlines, and how many days before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

LONGEST_LEAD = 36_500
"""A hundred years: no agreement needs more, and the day before can still be reckoned."""


class Told(StrEnum):
    """Who is told, by part in the agreement."""

    RESPONSIBLE = "responsible"
    MANAGER = "manager"
    GROUP = "group"


ALL_TOLD = tuple(Told)


class Withheld(StrEnum):
    """Why a reminder that was due has not been sent."""

    SETTLED = "settled"  # somebody has settled the deadline
    REPLACED = "replaced"  # the terms have changed, or the deadline is over in another way
    PAUSED = "paused"  # the agreement's reminders rest
    NO_RECIPIENT = "no_recipient"  # nobody to tell
    LEFT = "left"  # the person has left, or has no part in the agreement any more
    IN_LETTER = "in_letter"  # the recipient has it in the weekly letter instead
    OVERTAKEN = "overtaken"  # a later one of the same deadline went out instead


def leads_of(
    kind: str, own: Mapping[str, Sequence[int]], usual: Mapping[str, Sequence[int]]
) -> tuple[int, ...] | None:
    """The days before a deadline of `kind`: the agreement's own, else those of agreements of its
    kind; None leaves it to the defaults of the deadline."""
    found = own.get(kind) or usual.get(kind)
    return tuple(found) if found else None


def parse_leads(text: str) -> tuple[int, ...]:
    """Days before, as somebody writes them: "365, 180, 30"; the longest first.

    Raises RuleBroken for anything but whole numbers of days up to a hundred years.
    """
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not all(part.isdecimal() and int(part) <= LONGEST_LEAD for part in parts):
        raise RuleBroken(_NOT_DAYS, name="not_days")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


_NOT_DAYS = Phrase(
    "Skriv antal dagar med komma emellan, till exempel 180, 30",
    "Write numbers of days with commas between, for example 180, 30",
)
