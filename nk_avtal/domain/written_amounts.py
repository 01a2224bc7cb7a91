"""Amounts of money and shares in percent, as people write them and as they are written back.

Money is kept in whole öre and a share in millionths, so that nothing is lost in sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language

ORE_IN_KRONA = 100
MOST_KRONOR = 10**12
"""More than any cost that municipalities share; every sum stays within a database's numbers."""
WHOLE = 10**6
"""All of it, in the millionths in which shares are kept."""

_NBSP = "\N{NO-BREAK SPACE}"
_SPACES = str.maketrans("", "", f" {_NBSP}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}")


@dataclass(frozen=True)
class Money:
    """An amount of `ore`; öre are written only where there are any: 1 250 kr, 1 250,50 kr."""

    ore: int

    def number(self, language: Language = "sv") -> str:
        """The amount without its unit."""
        kronor, ore = divmod(abs(self.ore), ORE_IN_KRONA)
        sign = "-" if self.ore < 0 else ""
        return f"{sign}{_grouped(kronor, language)}{_decimals(ore, language) if ore else ''}"

    def text(self, language: Language = "sv") -> str:
        """The amount with its unit."""
        return f"{self.number(language)}{_NBSP}{'kr' if language == 'sv' else 'SEK'}"


@dataclass(frozen=True)
class Percent:
    """A share in `millionths`, without zeros at the end: 12,4 %. `decimals` asks for so many."""

    millionths: int
    decimals: int | None = None

    def number(self, language: Language = "sv") -> str:
        """The share without its sign."""
        exact = Decimal(self.millionths) / 10_000
        written = f"{exact:.4f}".rstrip("0").rstrip(".")
        if self.decimals is not None:
            written = f"{exact:.{self.decimals}f}"
        return written if language == "en" else written.replace(".", ",")

    def text(self, language: Language = "sv") -> str:
        """The share with its sign, which Swedish sets apart."""
        return f"{self.number(language)}{_NBSP if language == 'sv' else ''}%"


def read_money(text: str) -> int:
    """An amount in öre: 154000, 154 000 kr, 1 250,50. Raises RuleBroken when it cannot be read."""
    words = text.strip().casefold().removesuffix("kr").removesuffix("kronor").removesuffix(":-")
    ore = _whole(words, ORE_IN_KRONA)
    if ore is None or ore > MOST_KRONOR * ORE_IN_KRONA:
        raise RuleBroken(
            Phrase(
                "Skriv ett belopp i kronor, till exempel 154 000 eller 1 250,50",
                "Write an amount in kronor, such as 154000 or 1250.50",
            ),
            name="amount_unreadable",
        )
    return ore


def read_percent(text: str) -> int:
    """A share in millionths, with up to four decimals of a percent: 3,57, 12,4 %.

    Raises RuleBroken when it cannot be read or is more than the whole.
    """
    share = _whole(text.strip().removesuffix("%"), WHOLE // 100)
    if share is None or share > WHOLE:
        raise RuleBroken(
            Phrase(
                "Skriv andelen i procent, till exempel 12,4 eller 3,57",
                "Write the share in percent, such as 12.4 or 3.57",
            ),
            name="share_unreadable",
        )
    return share


def _whole(text: str, parts: int) -> int | None:
    """A number that is not negative, in `parts` of its unit; None when it is no such number."""
    plain = text.translate(_SPACES).replace(",", ".")
    if not plain.isascii() or not plain.replace(".", "", 1).isdecimal() or len(plain) > 30:
        return None
    try:
        exact = Decimal(plain) * parts
    except InvalidOperation:
        return None
    return int(exact) if exact == exact.to_integral_value() else None


def _grouped(number: int, language: Language) -> str:
    separator = _NBSP if language == "sv" else ","
    return f"{number:,}".replace(",", separator)


def _decimals(hundredths: int, language: Language) -> str:
    return f"{',' if language == 'sv' else '.'}{hundredths:02}"
