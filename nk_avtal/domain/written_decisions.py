"""Reads what people write of a decision in one cell: ja, KF § 12 2024-03-01, antaget 1/3-24."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import NAMES, BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import Cell, day_of, folded, is_day, line_of

_OUTCOMES = {
    Outcome.ADOPTED: "antagit|antaget|antagen|antog|antar|ja|j|x|ok|godkänt|godkänd|godkände"
    "|godkänner|bifall|beslutat|klart|adopted|yes",
    Outcome.ADOPTED_WITH_ADDITION: "antagit med tillägg|antaget med tillägg|ja med tillägg"
    "|antog med tillägg|antagit med förbehåll|ja med förbehåll|adopted with addition",
    Outcome.REFERRED_BACK: "återremitterat|återremiss|återremitterad|återremitterades"
    "|återremitterade|referred back",
    Outcome.TABLED: "bordlagt|bordlagd|bordläggning|bordlades|bordlade|tabled",
    Outcome.DECLINED: "avslagit|avslag|avslaget|nej|n|avslog|antar inte|antog inte|declined|no",
    Outcome.WITHDRAWN: "utgått|utgår|utgick|struket|withdrawn",
    Outcome.NOTED: "lagt till handlingarna|till handlingarna|noterat|noted",
    Outcome.PROPOSED: "föreslaget till nästa organ|föreslår kf|förslag till kf|proposed",
}
OUTCOME_WORDS = {word: outcome for outcome, words in _OUTCOMES.items() for word in words.split("|")}
"""What outcomes are called, folded."""

BODIES = {
    "kf": NAMES[BodyKind.COUNCIL],
    "kommunfullmäktige": NAMES[BodyKind.COUNCIL],
    "fullmäktige": NAMES[BodyKind.COUNCIL],
    "ks": NAMES[BodyKind.EXECUTIVE],
    "kommunstyrelsen": NAMES[BodyKind.EXECUTIVE],
    "kommunstyrelse": NAMES[BodyKind.EXECUTIVE],
}
"""Short and long names of the bodies that every municipality has."""

_BODY = re.compile(
    r"\b(kf|ks|ksau|sn|bun|au|kommunfullmäktige|fullmäktige|kommunstyrelsen?|[a-zåäö]+nämnden?)\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"§\s*([0-9]{1,3}(?:\s?[a-z]\b)?(?:/[0-9]{2,4})?)", re.IGNORECASE)
_DNR = re.compile(r"\bdnr\.?:?\s*([A-ZÅÄÖ]{0,4}\s?[0-9][0-9:/.\-]*)", re.IGNORECASE)
_DAY = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}\s?[-–]\s?\d{2,4}|\d{1,2} [a-zåäö]+\.? \d{4}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\b\d{8}\b|\b\d{6}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """What a cell tells of a decision; `rest` is what was not read as anything."""

    outcome: Outcome | None
    body: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    reference: str = ""
    rest: str = ""


_UNDECIDED = re.compile(
    r"(väntar|väntas|inväntar|avvaktar|avvaktas|saknas|planeras|planerat|kommer|bereds|pågår"
    r"|under beredning|obesvarat|utestår|inget (svar|beslut)|(berörs|deltar) (ej|inte)"
    r"|(ej|inte) (beslutat|beslutad|behandlat|behandlad|svarat|svar|klart|än|ännu|aktuellt|uppe))\b"
)


def is_undecided(cell: Cell) -> bool:
    """Whether a municipality's cell says that nothing is decided: väntar, ej svar, a mere ?"""
    if is_day(cell):
        return False
    words = folded(line_of(cell))
    return not words or bool(_UNDECIDED.match(words) and _first_outcome(words)[0] is None)


def outcome_of(text: str) -> Outcome | None:
    """The outcome that a text is, or None."""
    return OUTCOME_WORDS.get(folded(text))


def body_named(text: str) -> str:
    """The name of a body as minutes have it: KF is Kommunfullmäktige."""
    return BODIES.get(folded(text), text)


def told_in(cell: Cell, today: date) -> Told | None:
    """What a municipality's cell in a list of agreements tells; None for an empty one.

    A day, or a § with its body, without any word is an adoption: that is what such lists keep.
    Raises RuleBroken when a day in it cannot be right.
    """
    text = line_of(cell)
    if not text:
        return None
    if is_day(cell):
        return Told(Outcome.ADOPTED, decided_on=day_of(cell, today))
    left, found = _taken(text)
    day = day_of(found["day"], today) if found["day"] else None
    if day is None:
        day, left = _serial(left, today)
    outcome, rest = _first_outcome(folded(left))
    if outcome is None and not rest and (day or found["paragraph"]):
        outcome = Outcome.ADOPTED
    body = body_named(found["body"])
    return Told(outcome, body, day, found["paragraph"], found["reference"], rest)


def _taken(text: str) -> tuple[str, dict[str, str]]:
    """The parts that have a form of their own, and what is left without them."""
    found = {}
    for name, pattern in (
        ("reference", _DNR),
        ("day", _DAY),
        ("paragraph", _PARAGRAPH),
        ("body", _BODY),
    ):
        match = pattern.search(text)
        found[name] = "" if match is None else (match[1] if match.groups() else match[0]).strip()
        if match:
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, found


def _serial(text: str, today: date) -> tuple[date | None, str]:
    number = re.search(r"\b[1-7][0-9]{4}\b", text)
    if number is None:
        return None, text
    try:
        return day_of(number[0], today), text.replace(number[0], " ")
    except RuleBroken:
        return None, text


def _first_outcome(words: str) -> tuple[Outcome | None, str]:
    """The longest outcome with which the words begin, and the words after it."""
    begun = [one for one in OUTCOME_WORDS if f"{words} ".startswith(f"{one} ")]
    best = max(begun, key=len, default="")
    return (OUTCOME_WORDS[best], words[len(best) :].strip()) if best else (None, words)
