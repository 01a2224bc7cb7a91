"""How the cost of an agreement is shared between its municipalities, to the last krona.

A key says what each would pay exactly. A floor and a ceiling, the same for all, are then kept:
what they move is shared by the others in proportion to what they would pay, until everything
holds. Last the amounts are rounded by largest remainder (Hamilton's method), so that they always
sum to the total; equal remainders go by municipality code. Amounts are in öre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nk_avtal.domain.cost_keys import CostKey, KeyKind, Payer, bounds_of, check_key
from nk_avtal.domain.written_amounts import WHOLE


@dataclass(frozen=True)
class CostShare:
    """What one pays: exactly by the key, exactly within floor and ceiling, and rounded."""

    payer: Payer
    by_key: Fraction
    bounded: Fraction
    amount: int


@dataclass(frozen=True)
class Sharing:
    """A cost shared, in the order of the codes."""

    total: int
    key: CostKey
    shares: tuple[CostShare, ...]


def share_cost(total: int, key: CostKey, payers: Sequence[Payer]) -> Sharing:
    """Share `total` öre between `payers`, in whatever order they come.

    Raises RuleBroken, by name, when the key cannot be kept (`check_key`, `bounds_of`).
    """
    ordered = sorted(payers, key=lambda one: one.code)
    check_key(total, key, ordered)
    exact = _by_key(total, key, ordered)
    low, high = bounds_of(total, key, len(ordered))
    bounded = _within(exact, Fraction(total), low, high)
    amounts = _rounded(bounded, total, key.unit)
    shares = zip(ordered, exact, bounded, amounts, strict=True)
    return Sharing(total, key, tuple(CostShare(*one) for one in shares))


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole numbers in proportion to `weights`, summing exactly; equally without any."""
    return _rounded(_proportional(Fraction(total), [Fraction(one) for one in weights]), total, 1)


def _by_key(total: int, key: CostKey, payers: Sequence[Payer]) -> list[Fraction]:
    if key.kind is KeyKind.PERCENT:
        return [Fraction(total * (one.stated or 0), WHOLE) for one in payers]
    if key.kind is KeyKind.AMOUNTS:
        return [Fraction(one.stated or 0) for one in payers]
    fixed = _fixed_parts(key, payers)
    people = [Fraction(one.inhabitants or 0) for one in payers]
    variable = _proportional(total - sum(fixed, Fraction()), people)
    return [mine + more for mine, more in zip(fixed, variable, strict=True)]


def _fixed_parts(key: CostKey, payers: Sequence[Payer]) -> list[Fraction]:
    if key.kind is KeyKind.OWN_PART:
        return [Fraction(one.stated or 0) for one in payers]
    fixed = key.fixed if key.kind is KeyKind.EQUAL_PART else 0
    return [Fraction(fixed, len(payers))] * len(payers)


def _proportional(total: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    together = sum(weights, Fraction())
    if not together:
        return [total / len(weights)] * len(weights)
    return [total * one / together for one in weights]


def _within(
    exact: Sequence[Fraction], total: Fraction, low: Fraction, high: Fraction
) -> list[Fraction]:
    """Keep floor and ceiling. Each round settles those whose bound moves the sum the wrong way
    for the others, so none is settled too early and the last round holds."""
    settled: dict[int, Fraction] = {}
    while True:
        free = [number for number in range(len(exact)) if number not in settled]
        left = total - sum(settled.values(), Fraction())
        tried = dict(zip(free, _proportional(left, [exact[one] for one in free]), strict=True))
        kept = {one: min(max(amount, low), high) for one, amount in tried.items()}
        excess = sum(kept.values(), Fraction()) - left
        if not excess:
            found = settled | kept
            return [found[number] for number in range(len(exact))]
        settled |= {one: kept[one] for one in free if (kept[one] - tried[one]) * excess > 0}


def _rounded(exact: Sequence[Fraction], total: int, unit: int) -> list[int]:
    """Down to whole units, and one more to those with the largest remainders until it sums."""
    whole = [amount // unit for amount in exact]
    order = sorted(range(len(exact)), key=lambda one: (whole[one] - exact[one] / unit, one))
    favoured = set(order[: total // unit - sum(whole)])
    return [(amount + (one in favoured)) * unit for one, amount in enumerate(whole)]


def portion(amount: int, total: int) -> int | None:
    """What part of the total an amount is, in millionths; None where there is nothing to share."""
    return (2 * amount * WHOLE + total) // (2 * total) if total else None
