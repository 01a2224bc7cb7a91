"""What each Word document may say: plain values that a template is filled with.

A template is text that an office writes. It gets strings, lists and dictionaries and never an
object of the program, so that it can reach nothing else (reliability S-23). The office writes
Swedish, so each value carries the Swedish name that a template uses: `{{ kommun.namn }}`.

The values themselves stand in `letter_parts`, `letters_recommended`, `letters_decided`,
`letters_agreed` and `letters_met`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any


class LetterKind(StrEnum):
    """The documents that are made from templates."""

    OFFICIAL_LETTER = "official_letter"  # tjänsteskrivelse med förslag till beslut
    COVER_LETTER = "cover_letter"  # missiv
    RECOMMENDATION = "recommendation"  # rekommendationen som den skickades
    DECISION_BASIS = "decision_basis"  # beslutsunderlag
    EXCERPT = "minutes_excerpt"  # protokollsutdrag
    CONSULTATION = "consultation"  # remissmissiv
    CONSULTATION_REPORT = "consultation_report"  # remissammanställning
    STATUS_REPORT = "status_report"  # lägesrapport till styrelsen
    PARTIES_DECISIONS = "parties_decisions"  # bilaga: parternas beslut
    AGREEMENT_DRAFT = "agreement_draft"  # avtalsutkast
    PROLONGATION = "prolongation"  # förlängning
    NOTICE = "notice"  # uppsägning
    NOTICE_CONFIRMATION = "notice_confirmation"  # bekräftelse av uppsägning
    AGENDA = "agenda"  # föredragningslista
    MINUTES = "body_minutes"  # protokollsutdrag från ett av förbundets organ
    COOPERATION_REPORT = "cooperation_report"  # årlig sammanställning av avtalssamverkan


FILE_WORDS = {
    LetterKind.OFFICIAL_LETTER: "beslutsunderlag",
    LetterKind.COVER_LETTER: "missiv",
    LetterKind.RECOMMENDATION: "rekommendation",
    LetterKind.DECISION_BASIS: "faktaunderlag",
    LetterKind.EXCERPT: "protokollsutdrag",
    LetterKind.CONSULTATION: "remissmissiv",
    LetterKind.CONSULTATION_REPORT: "remissammanstallning",
    LetterKind.STATUS_REPORT: "lagesrapport",
    LetterKind.PARTIES_DECISIONS: "parternas-beslut",
    LetterKind.AGREEMENT_DRAFT: "avtalsutkast",
    LetterKind.PROLONGATION: "forlangning",
    LetterKind.NOTICE: "uppsagning",
    LetterKind.NOTICE_CONFIRMATION: "bekraftelse-av-uppsagning",
    LetterKind.AGENDA: "foredragningslista",
    LetterKind.MINUTES: "protokollsutdrag",
    LetterKind.COOPERATION_REPORT: "avtalssamverkan",
}


def file_name(kind: LetterKind, about: str, municipality: str = "") -> str:
    """The name of a document's file, from the names in addresses (ux 10):
    `beslutsunderlag-lakarmedverkan-bilaga-2-pitea.docx`."""
    parts = (FILE_WORDS[kind], about, municipality)
    return "-".join(part for part in parts if part) + ".docx"


LONGEST_TEXT = 250
"""Signs: as long as a title may be."""
MOST_ITEMS = 20
MOST_ROWS = 290
"""As many as there are municipalities in Sweden."""


def named(
    name: str,
    meaning: str,
    each: str = "",
    *,
    empty: bool = False,
    longest: int = LONGEST_TEXT,
    most: int = MOST_ITEMS,
) -> dict[str, Any]:
    """The name and the explanation of a value that the office sees.

    `each` is what one item of a list of values is called in the shipped templates. A value that
    may be `empty` is an empty string or an empty list where it is not known. A text has at most
    `longest` signs and a list at most `most` items: with those a template is tried.
    """
    return {
        "name": name,
        "meaning": meaning,
        "each": each,
        "empty": empty,
        "longest": longest,
        "most": most,
    }


@dataclass(frozen=True)
class Letter:
    """The values of one document."""

    def context(self) -> dict[str, Any]:
        """The values by the names that a template uses."""
        return _named_values(self)


def _named_values(values: Any) -> dict[str, Any]:
    return {one.metadata["name"]: _plain(getattr(values, one.name)) for one in fields(values)}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return _named_values(value) if is_dataclass(value) else value


@dataclass(frozen=True)
class LetterField:
    """A field as the office sees it: how it is written, what it means, and an example.

    A list is gone through with a loop; `each` is the word for one item of it.
    """

    name: str
    meaning: str
    example: str
    each: str = ""


def fields_of(values: Letter) -> list[LetterField]:
    """Every field that a template of these values can use, in the order of the classes."""
    return list(_described(values, ""))


def _described(values: Any, before: str) -> Iterator[LetterField]:
    for one in fields(values):
        value, meaning = getattr(values, one.name), one.metadata["meaning"]
        name = f"{before}{one.metadata['name']}"
        if is_dataclass(value):
            yield from _described(value, f"{name}.")
        elif isinstance(value, list):
            each = one.metadata["each"] or "text"
            structured = bool(value) and is_dataclass(value[0])
            yield LetterField(name, meaning, "" if structured else value[0], each)
            if structured:
                yield from _described(value[0], f"{each}.")
        else:
            yield LetterField(name, meaning, value)


_ALREADY_SAID = re.compile(r"^(?:[\w-]+\s+){0,6}beslutar\s*(?=att\b)", re.IGNORECASE)


def decision_point(text: str) -> str:
    """An att-sats as it stands in a numbered list under "Kommunfullmäktige beslutar".

    A repeated "Kommunfullmäktige beslutar" goes, a missing "att" comes; the rest is kept.
    """
    rest = _ALREADY_SAID.sub("", " ".join(text.split()))
    if re.match(r"att\b", rest, re.IGNORECASE):
        return f"att{rest[3:]}"
    return f"att {rest}"


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a running text; an empty line or a line break ends one."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]
