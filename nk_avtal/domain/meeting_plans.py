"""A year of meetings, written as people paste it from their own plan."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_dates import parse_day

MOST_DAYS_BEFORE = 90
"""How long before a meeting documents may have to be handed in."""


def parse_meeting_days(text: str, today: date) -> list[date]:
    """The days in `text`, in order and once each; one a line, or with commas between.

    A day without a year is the next such day. Raises RuleBroken that quotes the one that cannot be
    read.
    """
    days = [_day(part, today) for part in _parts(text)]
    if not days:
        raise RuleBroken(_MISSING, name="missing")
    return sorted(set(days))


def _parts(text: str) -> list[str]:
    """The written days; "måndag, 16 november" is one, since a day has a figure."""
    parts: list[str] = []
    before = ""
    for part in re.split(r"[\n;,]", text):
        written = f"{before} {part}".strip()
        if re.search(r"\d", written):
            parts.append(written)
            before = ""
        else:
            before = written
    return [*parts, before] if before else parts


def _day(text: str, today: date) -> date:
    try:
        return parse_day(text, today, latest_past=False)
    except RuleBroken as refusal:
        reason = {"sv": refusal.text("sv"), "en": refusal.text("en")}
        quoted = text if len(text) <= 40 else f"{text[:40]} …"
        phrase = Phrase("”{text}”: {sv}", "“{text}”: {en}", {"text": quoted, **reason})
        raise RuleBroken(phrase, name=refusal.name) from None


def hand_in_day(held_on: date, days_before: int | None) -> date | None:
    """The last day to hand in documents, so many days before the meeting."""
    return None if days_before is None else held_on - timedelta(days=days_before)


_MISSING = Phrase(
    "Skriv minst ett datum, till exempel 15 februari 2027",
    "Write at least one date, for example 15 February 2027",
)
