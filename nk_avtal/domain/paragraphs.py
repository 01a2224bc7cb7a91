"""Reads the number of a paragraph in minutes as people write it (cases d), and keeps it so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

_NBSP = "\N{NO-BREAK SPACE}"
_LONGEST = 40

_ONE = re.compile(
    r"""
    (?P<prefix>[^\W\d_]+(?:[ ][^\W\d_]+)*)? [ .:]*      # KF, Ks, kommunfullmäktige
    (?:§+|paragraf(?:en)?|p\.|nr\.?)? [ .]*
    (?P<number>[0-9]{1,4}) [ ]? (?P<suffix>[a-z])?
    (?: [ ]? / [ ]? (?P<year>[0-9]{4}|[0-9]{2}) )? [ ]?
    (?:§+)? [ .,;]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGN_WORD = re.compile(r"(?:\s*\b(?:paragraf(?:en)?|nr))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Paragraph:
    """A numbered decision in the minutes of one body; the numbers begin anew each year."""

    number: int
    suffix: str = ""
    prefix: str = ""
    year: int | None = None
    as_written: str = ""

    @property
    def label(self) -> str:
        """Number and suffix without the sign: 142 a."""
        return f"{self.number}{_NBSP}{self.suffix}" if self.suffix else str(self.number)

    def __str__(self) -> str:
        return f"§{_NBSP}{self.label}"


def parse_paragraph(text: str) -> Paragraph:
    """The paragraph that `text` names: 142, §142, Kf § 142, 142 §, KF § 77/2014, 142 a.

    Raises RuleBroken named `missing`, `no_digits`, `several`, `out_of_range` or `unreadable`.
    """
    written = " ".join(unicodedata.normalize("NFKC", text).split())
    if not written:
        raise RuleBroken(_MISSING, name="missing")
    if not re.search(r"[0-9]", written):
        raise RuleBroken(_NO_DIGITS, name="no_digits")
    match = _ONE.fullmatch(written)
    if match is None or len(written) > _LONGEST:
        raise _unreadable(written)
    number = int(match["number"])
    if not 1 <= number <= 999:
        raise RuleBroken(_OUT_OF_RANGE, name="out_of_range")
    return Paragraph(
        number,
        (match["suffix"] or "").lower(),
        _SIGN_WORD.sub("", match["prefix"] or "").upper(),
        _year(match["year"]),
        written,
    )


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def _unreadable(written: str) -> RuleBroken:
    if len(re.findall(r"[0-9]+", written)) > 1:
        return RuleBroken(_SEVERAL, name="several")
    return RuleBroken(_UNREADABLE, name="unreadable")


_MISSING = Phrase(
    "Skriv paragrafens nummer, till exempel 142",
    "Write the number of the paragraph, for example 142",
)
_NO_DIGITS = Phrase(
    "Paragrafen behöver en siffra, till exempel 142",
    "The paragraph needs a figure, for example 142",
)
_SEVERAL = Phrase(
    "Skriv en paragraf i taget, till exempel 142",
    "Write one paragraph at a time, for example 142",
)
_OUT_OF_RANGE = Phrase(
    "Paragrafens nummer är mellan 1 och 999. Skriv till exempel 142",
    "The number of a paragraph is from 1 to 999. Write for example 142",
)
_UNREADABLE = Phrase(
    "Paragrafen gick inte att tolka. Skriv till exempel 142 eller KF § 142",
    "The paragraph could not be read. Write for example 142 or KF § 142",
)
