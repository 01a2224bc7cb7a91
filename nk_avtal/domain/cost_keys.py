"""By what a cost is shared, and why a key cannot be kept. Amounts are in öre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import join_and
from nk_avtal.domain.written_amounts import ORE_IN_KRONA, WHOLE, Money, Percent


class KeyKind(StrEnum):
    """By what a cost is shared."""

    POPULATION = "population"
    EQUAL_PART = "equal_part"  # a part shared equally, the rest by population
    OWN_PART = "own_part"  # a stated part for each, the rest by population
    PERCENT = "percent"  # a stated share for each
    AMOUNTS = "amounts"  # a stated amount for each

    @property
    def by_population(self) -> bool:
        """Whether it asks for the number of inhabitants."""
        return self in (KeyKind.POPULATION, KeyKind.EQUAL_PART, KeyKind.OWN_PART)

    @property
    def has_table(self) -> bool:
        """Whether it asks for something stated for each municipality."""
        return self in (KeyKind.OWN_PART, KeyKind.PERCENT, KeyKind.AMOUNTS)


@dataclass(frozen=True)
class CostKey:
    """By what a cost is shared. `fixed` is the part that is shared equally; `floor` and `ceiling`
    are the least and the most that any municipality pays; amounts are rounded to `unit` öre."""

    kind: KeyKind
    fixed: int = 0
    floor: int | None = None
    ceiling: int | None = None
    unit: int = ORE_IN_KRONA


@dataclass(frozen=True)
class Payer:
    """A municipality in the key. `stated` is its own part or amount in öre, or its share in
    millionths, as the key asks for."""

    code: str
    name: str
    inhabitants: int | None = None
    stated: int | None = None


def bounds_of(total: int, key: CostKey, count: int) -> tuple[Fraction, Fraction]:
    """Floor and ceiling of `count` payers in whole units, so that rounding never breaks them.

    Raises RuleBroken: `floor_above_ceiling`, `floors_exceed_total`, `ceilings_below_total`.
    """
    low = -(-(key.floor or 0) // key.unit) * key.unit
    high = total if key.ceiling is None else key.ceiling // key.unit * key.unit
    if low > high and key.ceiling is not None:
        raise _refusal("floor_above_ceiling", _FLOOR_ABOVE)
    if low * count > total:
        raise _refusal("floors_exceed_total", _FLOORS, sum=Money(low * count), total=Money(total))
    if high * count < total:
        raise _refusal("ceilings_below_total", _CEILINGS, sum=Money(high * count))
    return Fraction(low), Fraction(high)


def check_key(total: int, key: CostKey, payers: Sequence[Payer]) -> None:
    """Whether the key says enough of every payer. Raises RuleBroken: `no_payers`,
    `total_not_whole`, `population_missing`, `stated_missing`, `fixed_exceeds_total`,
    `percent_sum`, `amount_sum`, `bounds_with_amounts`."""
    if not payers:
        raise _refusal("no_payers", _NOBODY)
    if total % key.unit:
        raise _refusal("total_not_whole", _NOT_WHOLE)
    if key.kind.by_population:
        _ask_for("population_missing", _NO_PEOPLE, [p for p in payers if p.inhabitants is None])
    if key.kind.has_table:
        _ask_for("stated_missing", _NOT_STATED, [one for one in payers if one.stated is None])
    _check_sum(total, key, sum(one.stated or 0 for one in payers))
    if key.kind is KeyKind.AMOUNTS:
        _check_amounts(key, payers)


def _check_sum(total: int, key: CostKey, stated: int) -> None:
    fixed = {KeyKind.EQUAL_PART: key.fixed, KeyKind.OWN_PART: stated}.get(key.kind, 0)
    if fixed > total:
        raise _refusal("fixed_exceeds_total", _FIXED, fixed=Money(fixed))
    if key.kind is KeyKind.PERCENT and stated != WHOLE:
        raise _refusal("percent_sum", _PERCENT_SUM, sum=Percent(stated))
    if key.kind is KeyKind.AMOUNTS and stated != total:
        raise _refusal("amount_sum", _AMOUNT_SUM, sum=Money(stated), total=Money(total))


def _check_amounts(key: CostKey, payers: Sequence[Payer]) -> None:
    if key.floor is not None or key.ceiling is not None:
        raise _refusal("bounds_with_amounts", _BOUNDED_AMOUNTS)
    if any((one.stated or 0) % key.unit for one in payers):
        raise _refusal("total_not_whole", _NOT_WHOLE)


def _ask_for(name: str, words: tuple[str, str], lacking: Sequence[Payer]) -> None:
    if lacking:
        names = [one.name for one in lacking]
        sv, en = (words[0].format(who=join_and(names)), words[1].format(who=join_and(names, "en")))
        raise RuleBroken(Phrase(_literal(sv), _literal(en)), name=name)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _refusal(name: str, words: tuple[str, str], **values: object) -> RuleBroken:
    return RuleBroken(Phrase(*words, values), name=name)


_NOBODY = (
    "Avtalet har inga kommuner som parter. Lägg till dem först",
    "The agreement has no municipalities as parties. Add them first",
)
_NOT_WHOLE = (
    "Beloppen ska vara hela kronor. Välj öre om de ska räknas med",
    "The amounts must be whole kronor. Choose öre if they are to count",
)
_NO_PEOPLE = (
    "Invånarantal den dagen saknas för {who}. Välj en senare dag, eller be administratören"
    " fylla i det",
    "The number of inhabitants on that day is missing for {who}. Choose a later day, or ask the"
    " administrator to fill it in",
)
_NOT_STATED = (
    "Det saknas en uppgift i tabellen för {who}. Skriv 0 för den som inte betalar",
    "The table lacks a value for {who}. Write 0 for one that does not pay",
)
_FIXED = (
    "Den fasta delen, {fixed}, är större än hela kostnaden. Ändra den ena",
    "The fixed part, {fixed}, is more than the whole cost. Change one of them",
)
_PERCENT_SUM = (
    "Andelarna blir {sum} tillsammans. De ska bli 100 procent",
    "The shares make {sum} together. They must make 100 percent",
)
_AMOUNT_SUM = (
    "Beloppen blir {sum} tillsammans, men kostnaden är {total}. Ändra det ena",
    "The amounts make {sum} together, but the cost is {total}. Change one of them",
)
_BOUNDED_AMOUNTS = (
    "Egna belopp gäller som de står. Ta bort lägsta och högsta belopp",
    "Stated amounts hold as they stand. Remove the least and the most",
)
_FLOOR_ABOVE = (
    "Lägsta beloppet är större än det högsta. Ändra det ena",
    "The least is more than the most. Change one of them",
)
_FLOORS = (
    "Lägsta beloppet för alla blir {sum}, mer än kostnaden på {total}. Sänk det",
    "The least for all makes {sum}, more than the cost of {total}. Lower it",
)
_CEILINGS = (
    "Högsta beloppet för alla blir bara {sum}, så hela kostnaden täcks inte. Höj det",
    "The most for all makes only {sum}, so the whole cost is not covered. Raise it",
)
