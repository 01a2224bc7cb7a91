"""An agreement's terms as sentences of a document: how long it runs, goes on, and is ended.

`thing` is what the agreement is called, in definite form: avtalet, överenskommelsen. A document
says only what is known; a sentence of which nothing is known is empty.
"""

from __future__ import annotations

from datetime import date

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.dates import Period
from nk_avtal.domain.entry_phrases import pronoun
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.terms import Option, Terms
from nk_avtal.domain.words import MONTHS, capitalized, long_date, number_word

KnownDay = tuple[date | None, Precision]
"""A day, and how much of it is known."""


def written_day(known: KnownDay, *, article: str = "den ") -> str:
    """As much of a day as is known: den 1 januari 2025, januari 2025, 2025; nothing if unknown."""
    day, precision = known
    if day is None or precision in (Precision.UNKNOWN, Precision.OPEN_ENDED):
        return ""
    if precision is Precision.YEAR:
        return str(day.year)
    if precision is Precision.MONTH:
        return f"{MONTHS['sv'][day.month - 1]} {day.year}"
    return f"{article}{long_date(day)}"


def validity(thing: str, start: KnownDay, end: KnownDay, first: Period | None = None) -> str:
    """From when until when it applies: Avtalet gäller från och med ... till och med ...

    `first` is the length of the first term, told where its end is not.
    """
    since, until = written_day(start), written_day(end)
    parts = [f"från och med {since}"] if since else []
    if until:
        parts.append(f"till och med {until}")
    elif end[1] is Precision.OPEN_ENDED:
        parts.append("tills vidare")
    elif first:
        parts.append(f"i {first.text()}")
    return f"{capitalized(thing)} gäller {' '.join(parts)}." if parts else ""


def prolongation(thing: str, terms: Terms) -> str:
    """How it goes on after its first term, by itself or by an option."""
    if terms.option:
        return _option(thing, terms.option)
    if terms.following is None:
        goes_on = f"Därefter gäller {thing} tills någon part säger upp {pronoun(thing)}."
        return goes_on if terms.prolongs else ""
    limits = []
    if terms.max_prolongations is not None:
        limits.append(f"högst {_times(terms.max_prolongations)}")
    if terms.longest:
        limits.append(f"längst {terms.longest.text()} från starten")
    limited = f", {' och '.join(limits)}," if limits else ""
    return (
        f"Därefter förlängs {thing} med {terms.following.text()} i taget{limited} om ingen part"
        f" säger upp {pronoun(thing)}."
    )


def _option(thing: str, option: Option) -> str:
    by = option.use_by
    latest = (
        f"den {by.text()}" if isinstance(by, MonthDay) else f"{by.text()} före avtalstidens slut"
    )
    more = " i taget" if option.times > 1 else ""
    return (
        f"{capitalized(thing)} kan förlängas med {option.step.text()}{more}, högst"
        f" {_times(option.times)}. Förlängningen ska meddelas senast {latest}."
    )


def _times(number: int) -> str:
    return f"{number_word(number)} {'gång' if number == 1 else 'gånger'}"


def notice(terms: Terms) -> str:
    """By when notice is given, and from when it counts; nothing where no notice is agreed."""
    if terms.notice is None:
        return ""
    return " ".join([_by_when(terms, terms.notice), *_counted(terms)])


def _by_when(terms: Terms, rule: Period | MonthDay) -> str:
    if isinstance(rule, MonthDay):
        return f"Uppsägning ska göras senast den {rule.text()}."
    if terms.anchor is not Anchor.TERM:
        return f"Uppsägningstiden är {rule.text()}, till ett {_PARTS[terms.anchor]}."
    if terms.open_ended:
        return f"Uppsägningstiden är {rule.text()}."
    return f"Uppsägning ska göras senast {rule.text()} före avtalstidens slut."


def _counted(terms: Terms) -> list[str]:
    found = []
    if terms.counted_from is CountedFrom.NEXT_MONTH and isinstance(terms.notice, Period):
        found.append("Tiden räknas från närmaste månadsskifte.")
    if terms.valid_when:
        found.append(_VALID[terms.valid_when])
    return found


_PARTS = {
    Anchor.MONTH: "månadsskifte",
    Anchor.QUARTER: "kvartalsskifte",
    Anchor.HALFYEAR: "halvårsskifte",
    Anchor.YEAR: "årsskifte",
}
_VALID = {
    ValidWhen.RECEIVED: "Uppsägningen räknas från den dag då den har kommit fram till motparten.",
    ValidWhen.SENT: "Uppsägningen räknas från den dag då den är avsänd.",
}
