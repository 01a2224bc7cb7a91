"""The fields of a decision in a file, in a recommendation of ours and as a source reports it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.domain.import_cells import (
    Cell,
    choice_of,
    day_of,
    is_day,
    line_of,
    shortened,
    text_of,
)
from nk_avtal.domain.import_columns import DECISION_COLUMNS
from nk_avtal.domain.legal_standing import Minutes
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.references import clean_reference
from nk_avtal.domain.written_decisions import OUTCOME_WORDS, body_named
from nk_avtal.imports.planning import Reader
from nk_avtal.imports.words import Words

LONGEST = {one.key: one.longest for one in DECISION_COLUMNS}
DAYS = ("returns_on", "approved_on", "announced_on", "taken_down_on", "in_force_on")
NOT_DAYS = ("number", "paragraph", "reference")
"""Columns in which a day is what a spreadsheet has made of something else."""
SHORT = ("matter", "body", "paragraph", "reference", "outcome", "evidence")


def day(cell: Cell) -> date:
    """A whole day with its year. Raises RuleBroken."""
    return day_of(cell, date(2000, 1, 1))


def look_at_numbers(reader: Reader) -> None:
    """Say where a spreadsheet has made a day of a number, since what it was cannot be known."""
    for key in NOT_DAYS:
        if is_day(reader.cell(key)):
            reader.line.remark(reader.places[key], _IS_DAY)


def text(reader: Reader, key: str) -> str:
    """What stands in a column, short ones on one line."""
    plain = line_of if key in SHORT else text_of
    return reader.read(key, lambda cell: shortened(plain(cell), LONGEST[key])) or ""


def recorded(reader: Reader, words: Words) -> dict[str, Any]:
    """A decision in a recommendation, in full; what is missing or wrong becomes a remark."""
    outcomes = OUTCOME_WORDS | words.outcomes.read
    known = reader.read("outcome", lambda cell: choice_of(cell, outcomes))
    paragraph = reader.read("paragraph", lambda cell: parse_paragraph(text_of(cell)).as_written)
    values: dict[str, Any] = {
        "body_name": body_named(text(reader, "body")),
        "decided_on": reader.read("decided_on", day),
        "paragraph": paragraph or "",
        "reference": reader.read("reference", lambda cell: clean_reference(text_of(cell))) or "",
        "outcome": known,
    }
    values |= {key: text(reader, key) for key in ("addition", "reason", "changed_text", "note")}
    return values | {key: reader.read(key, day) for key in DAYS}


def reported(reader: Reader, words: Words, title: str) -> dict[str, Any]:
    """A decision as a source reports it: a known outcome in our words, all else as found."""
    known = (OUTCOME_WORDS | words.outcomes.read).get(text(reader, "outcome").casefold())
    keep = reader.line.values.get("as_found") or known is None
    outcome = text(reader, "outcome") if keep else words.outcomes.written[known]
    return {
        "matter": text(reader, "matter") or title,
        "body": text(reader, "body"),
        "decided_on": reader.read("decided_on", day),
        "paragraph": text(reader, "paragraph"),
        "reference": text(reader, "reference"),
        "outcome": outcome,
        "reservation": text(reader, "addition"),
        "evidence": text(reader, "evidence"),
        "note": text(reader, "note"),
        "source": text(reader, "source"),
    }


def minutes(values: Mapping[str, Any]) -> Minutes:
    """The days that decide when it gains legal force."""
    announced: date | None = values["announced_on"]
    return Minutes(
        decided_on=values["decided_on"],
        approved_on=values["approved_on"],
        announced=(announced,) if announced else (),
        boards=1,
        taken_down_on=values["taken_down_on"],
        in_force_on=values["in_force_on"],
    )


def row_of_decision(one: Decision, words: Words) -> dict[str, Any]:
    """What a file has of a decision in a recommendation."""
    place = one.addressee
    sent = place.recommendation
    return {
        **_of_agreement(sent.agreement),
        "recommendation": sent.title,
        "recommended_on": _iso(sent.recommended_on),
        "board_paragraph": sent.paragraph,
        "reply_by": _iso(sent.reply_by),
        "party": place.municipality.name,
        "body": one.body_name,
        "decided_on": _iso(one.decided_on),
        "outcome": words.outcomes.written[one.outcome],
        **{key: _plain(getattr(one, key)) for key in ("paragraph", "reference", "addition")},
        **{key: _plain(getattr(one, key)) for key in ("reason", "changed_text", "note")},
        **{key: _iso(getattr(one, key)) for key in DAYS},
    }


def row_of_reported(one: ReportedDecision) -> dict[str, Any]:
    """What a file has of a decision that a source reports."""
    same: tuple[str, ...] = ("matter", "party", "body", "paragraph", "reference", "outcome")
    same += ("evidence", "note", "source")
    return {
        **_of_agreement(one.agreement),
        **{key: _plain(getattr(one, key)) for key in same},
        "addition": _plain(one.reservation),
        "decided_on": _iso(one.decided_on),
    }


def _of_agreement(one: Any) -> dict[str, str]:
    return {"number": one.number or "", "agreement": one.title, "slug": one.slug}


def _iso(kept: date | None) -> str:
    return kept.isoformat() if kept else ""


def _plain(kept: str) -> str:
    return text_of(kept)


_IS_DAY = Phrase(
    "Kalkylprogrammet har gjort om cellen till ett datum. Gör om den till text och skriv som det"
    " står i protokollet",
    "The program has turned the cell into a date. Make it text and write what the minutes say",
)
