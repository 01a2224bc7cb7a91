"""How the shares of a cost came about, told step by step: "Visa uträkningen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.cost_shares import CostShare, Sharing
from nk_avtal.domain.explanations import Explanation
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language, join_and
from nk_avtal.domain.written_amounts import Money


@dataclass(frozen=True)
class _Names:
    shares: Sequence[CostShare]

    def text(self, language: Language = "sv") -> str:
        return join_and([one.payer.name for one in self.shares], language)


def key_in_words(key: CostKey, counted_on: date | None) -> Phrase:
    """The key in one sentence without its end, as a table of facts shows it."""
    if key.kind is KeyKind.PERCENT:
        return Phrase("Egen tabell i procent", "A table of its own in percent")
    if key.kind is KeyKind.AMOUNTS:
        return Phrase("Egen tabell i kronor", "A table of its own in kronor")
    people = Phrase(
        "efter invånarantal {day}", "by inhabitants on {day}", {"day": _day(counted_on)}
    )
    if key.kind is KeyKind.POPULATION:
        return Phrase("Fördelas {people}", "Shared {people}", {"people": people})
    if key.kind is KeyKind.OWN_PART:
        return Phrase(
            "En egen fast del för var och en, resten {people}",
            "A fixed part of its own for each, the rest {people}",
            {"people": people},
        )
    return Phrase(
        "{fixed} delas lika, resten {people}",
        "{fixed} shared equally, the rest {people}",
        {"fixed": Money(key.fixed), "people": people},
    )


def sharing_explained(sharing: Sharing, counted_on: date | None) -> Explanation:
    """The key, what floor and ceiling moved, and how the amounts were rounded."""
    return Explanation(
        (_whole(sharing), _by_key(sharing, counted_on), *_bounds(sharing), _rounding(sharing))
    )


def _day(day: date | None) -> date | Phrase:
    return day or Phrase("senast kända dag", "the last known day")


def _whole(sharing: Sharing) -> Phrase:
    count = len(sharing.shares)
    sv, en = ("kommun", "municipality") if count == 1 else ("kommuner", "municipalities")
    return Phrase(
        f"{{total}} delas av {count} {sv}.",
        f"{{total}} is shared by {count} {en}.",
        {"total": Money(sharing.total)},
    )


def _by_key(sharing: Sharing, counted_on: date | None) -> Phrase:
    words = key_in_words(sharing.key, counted_on)
    if not sharing.key.kind.by_population:
        return Phrase("{key}.", "{key}.", {"key": words})
    people = sum(one.payer.inhabitants or 0 for one in sharing.shares)
    fixed = {KeyKind.EQUAL_PART: sharing.key.fixed}.get(sharing.key.kind, 0)
    if sharing.key.kind is KeyKind.OWN_PART:
        fixed = sum(one.payer.stated or 0 for one in sharing.shares)
    return Phrase(
        "{key}: {variable} på tillsammans {people} invånare.",
        "{key}: {variable} over {people} inhabitants together.",
        {"key": words, "variable": Money(sharing.total - fixed), "people": _Count(people)},
    )


@dataclass(frozen=True)
class _Count:
    number: int

    def text(self, language: Language = "sv") -> str:
        return Money(self.number * 100).number(language)


def _bounds(sharing: Sharing) -> Iterator[Phrase]:
    """What the floor and the ceiling have moved."""
    raised = [one for one in sharing.shares if _at_floor(one, sharing.key)]
    lowered = [one for one in sharing.shares if _at_ceiling(one, sharing.key)]
    if raised:
        yield Phrase(
            "Lägst {floor} per kommun: {who} betalar det i stället för mindre.",
            "At least {floor} each: {who} pays that in place of less.",
            {"floor": Money(sharing.key.floor or 0), "who": _Names(raised)},
        )
    if lowered:
        yield Phrase(
            "Högst {ceiling} per kommun: {who} betalar det i stället för mer.",
            "At most {ceiling} each: {who} pays that in place of more.",
            {"ceiling": Money(sharing.key.ceiling or 0), "who": _Names(lowered)},
        )
    if raised or lowered:
        yield Phrase(
            "Skillnaden delas av de andra i förhållande till vad de annars hade betalat.",
            "The others share the difference in proportion to what they would have paid.",
        )


def _at_floor(one: CostShare, key: CostKey) -> bool:
    low = -(-(key.floor or 0) // key.unit) * key.unit
    return key.floor is not None and one.by_key < one.bounded == low


def _at_ceiling(one: CostShare, key: CostKey) -> bool:
    return (
        key.ceiling is not None and one.by_key > one.bounded == key.ceiling // key.unit * key.unit
    )


def _rounding(sharing: Sharing) -> Phrase:
    up = [one for one in sharing.shares if one.amount > one.bounded]
    unit = ("hela kronor", "whole kronor") if sharing.key.unit > 1 else ("hela ören", "whole öre")
    if not up:
        return Phrase("Beloppen går jämnt ut.", "The amounts come out even.")
    return Phrase(
        f"Beloppen avrundas nedåt till {unit[0]}. Det som då saknas får de med störst rest, en var:"
        " {who}.",
        f"The amounts are rounded down to {unit[1]}. What is then missing goes to those with the"
        " largest remainders, one each: {who}.",
        {"who": _Names(up)},
    )
