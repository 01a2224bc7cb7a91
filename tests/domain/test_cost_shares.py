"""Cost shares: worked examples, and what holds of every key, total and set of municipalities."""

from __future__ import annotations

import itertools
import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nk_avtal.domain.cost_explanations import sharing_explained
from nk_avtal.domain.cost_keys import CostKey, KeyKind, Payer
from nk_avtal.domain.cost_shares import Sharing, apportion, share_cost
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_amounts import WHOLE, Money, Percent, read_money, read_percent

KR = 100
BY_PEOPLE = KeyKind.POPULATION


def payers(*people: int, stated: tuple[int | None, ...] = ()) -> list[Payer]:
    told = stated or (None,) * len(people)
    return [
        Payer(f"{number:04}", f"Kommun {number}", one, mine)
        for number, (one, mine) in enumerate(zip(people, told, strict=True), start=1)
    ]


def amounts(sharing: Sharing) -> list[Fraction]:
    return [Fraction(one.amount, KR) for one in sharing.shares]


def stated(kind: KeyKind, *values: int | None) -> tuple[CostKey, list[Payer]]:
    return CostKey(kind), payers(*(10,) * len(values), stated=values)


@pytest.mark.parametrize(
    ("total", "key", "people", "expected"),
    [
        pytest.param(100, CostKey(BY_PEOPLE), (1, 1, 1), [34, 33, 33], id="a tie goes by code"),
        pytest.param(100, CostKey(BY_PEOPLE), (50, 30, 20), [50, 30, 20], id="even"),
        pytest.param(10, CostKey(BY_PEOPLE), (6, 6, 2), [4, 4, 2], id="largest remainder"),
        pytest.param(0, CostKey(BY_PEOPLE), (5, 7), [0, 0], id="nothing to share"),
        pytest.param(77, CostKey(BY_PEOPLE), (5,), [77], id="one party"),
        pytest.param(90, CostKey(BY_PEOPLE), (0, 0, 0), [30, 30, 30], id="nobody lives there"),
        pytest.param(
            1000, CostKey(KeyKind.EQUAL_PART, fixed=300 * KR), (70, 20, 10), [590, 240, 170],
            id="a part shared equally",
        ),
        pytest.param(
            1000, CostKey(BY_PEOPLE, floor=200 * KR), (80, 15, 5), [600, 200, 200],
            id="a floor that pushes a second one down to it",
        ),
        pytest.param(
            1000, CostKey(BY_PEOPLE, ceiling=500 * KR), (80, 15, 5), [500, 375, 125],
            id="a ceiling",
        ),
        pytest.param(
            1000, CostKey(BY_PEOPLE, floor=100 * KR, ceiling=500 * KR), (80, 15, 5),
            [500, 375, 125], id="the ceiling lifts the smallest over the floor",
        ),
        pytest.param(
            1000, CostKey(BY_PEOPLE, floor=200 * KR, ceiling=600 * KR), (90, 6, 4),
            [600, 200, 200], id="both to the limit",
        ),
        pytest.param(
            1, CostKey(BY_PEOPLE, unit=1), (1, 1, 1),
            [Fraction(34, 100), Fraction(33, 100), Fraction(33, 100)], id="to the öre",
        ),
    ],
)  # fmt: skip
def test_worked_examples(
    total: int, key: CostKey, people: tuple[int, ...], expected: list[int]
) -> None:
    assert amounts(share_cost(total * KR, key, payers(*people))) == expected


def test_what_is_stated_for_each() -> None:
    key, three = stated(
        KeyKind.PERCENT, WHOLE * 357 // 10000, WHOLE * 643 // 10000, WHOLE * 9 // 10
    )
    assert amounts(share_cost(1000 * KR, key, three)) == [36, 64, 900]
    key, two = stated(KeyKind.AMOUNTS, 400 * KR, 600 * KR)
    assert amounts(share_cost(1000 * KR, key, two)) == [400, 600]
    key, two = stated(KeyKind.OWN_PART, 100 * KR, 0)
    assert amounts(share_cost(1000 * KR, key, two)) == [550, 450]


@pytest.mark.parametrize(
    ("name", "total", "key", "who"),
    [
        ("no_payers", 100, CostKey(BY_PEOPLE), []),
        ("total_not_whole", Fraction(1, 2), CostKey(BY_PEOPLE), payers(1)),
        ("population_missing", 100, CostKey(BY_PEOPLE), [Payer("1", "Boden")]),
        ("stated_missing", 100, *stated(KeyKind.PERCENT, WHOLE, None)),
        ("fixed_exceeds_total", 100, CostKey(KeyKind.EQUAL_PART, fixed=101 * KR), payers(1)),
        ("fixed_exceeds_total", 100, *stated(KeyKind.OWN_PART, 60 * KR, 41 * KR)),
        ("percent_sum", 100, *stated(KeyKind.PERCENT, WHOLE // 2, WHOLE // 2 - 1)),
        ("amount_sum", 100, *stated(KeyKind.AMOUNTS, 60 * KR, 41 * KR)),
        ("total_not_whole", 1, *stated(KeyKind.AMOUNTS, 50, 50)),
        ("bounds_with_amounts", 1, CostKey(KeyKind.AMOUNTS, floor=1), payers(1, stated=(KR,))),
        ("floor_above_ceiling", 100, CostKey(BY_PEOPLE, floor=60 * KR, ceiling=50 * KR), payers(1)),
        ("floors_exceed_total", 100, CostKey(BY_PEOPLE, floor=51 * KR), payers(1, 1)),
        ("ceilings_below_total", 100, CostKey(BY_PEOPLE, ceiling=49 * KR), payers(1, 1)),
    ],
)
def test_a_key_that_cannot_be_kept_is_refused_by_name(
    name: str, total: int | Fraction, key: CostKey, who: list[Payer]
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        share_cost(int(total * KR), key, who)
    assert refusal.value.name == name
    assert "{" not in refusal.value.text("sv") + refusal.value.text("en")


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, CostKey, list[Payer]]:
    """A key that can be kept, of every kind, for up to 290 municipalities."""
    count = draw(st.one_of(st.integers(1, 14), st.just(290)))
    people = draw(st.lists(st.integers(0, 10**6), min_size=count, max_size=count))
    unit = draw(st.sampled_from([1, KR]))
    kind = draw(st.sampled_from(list(KeyKind)))
    total = draw(st.integers(0, 10**9)) * unit
    told: tuple[int | None, ...] = (None,) * count
    if kind is KeyKind.PERCENT:
        told = tuple(apportion(WHOLE, people))
    elif kind is KeyKind.AMOUNTS:
        told = tuple(one * unit for one in apportion(total // unit, people))
    elif kind is KeyKind.OWN_PART:
        told = tuple(apportion(draw(st.integers(0, total)), people[::-1]))
    key = CostKey(kind, fixed=draw(st.integers(0, total)), unit=unit)
    if kind is not KeyKind.AMOUNTS:
        key = CostKey(kind, key.fixed, *draw(bounds(total // unit, count, unit)), unit)
    return total, key, payers(*people, stated=told)


@st.composite
def bounds(draw: st.DrawFn, total: int, count: int, unit: int) -> tuple[int | None, int | None]:
    floor = draw(st.none() | st.integers(0, total // count).map(lambda one: one * unit))
    least = -(-total // count)
    return floor, draw(st.none() | st.integers(least, total).map(lambda one: one * unit))


@given(cases())
@settings(max_examples=60, deadline=None)
def test_shares_sum_to_the_total_and_keep_floor_and_ceiling(
    case: tuple[int, CostKey, list[Payer]],
) -> None:
    total, key, who = case
    sharing = share_cost(*case)
    assert sum(one.amount for one in sharing.shares) == total
    assert sum(one.bounded for one in sharing.shares) == total
    for one in sharing.shares:
        assert one.amount % key.unit == 0
        assert abs(one.amount - one.bounded) < key.unit
        assert (key.floor or 0) <= one.amount
        assert one.amount <= (total if key.ceiling is None else key.ceiling)
    assert len(sharing.shares) == len(who)


@given(cases(), st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_municipalities_come_does_not_matter(
    case: tuple[int, CostKey, list[Payer]], chance: random.Random
) -> None:
    total, key, who = case
    mixed = list(who)
    chance.shuffle(mixed)
    assert share_cost(total, key, mixed) == share_cost(total, key, who)


@given(cases().filter(lambda case: case[1].kind in (KeyKind.POPULATION, KeyKind.EQUAL_PART)))
@settings(max_examples=40, deadline=None)
def test_who_has_more_inhabitants_never_pays_less(case: tuple[int, CostKey, list[Payer]]) -> None:
    shares = sorted(share_cost(*case).shares, key=lambda one: one.payer.inhabitants or 0)
    for small, large in itertools.pairwise(shares):
        assert small.bounded <= large.bounded
        if small.bounded < large.bounded:
            assert small.amount <= large.amount


@given(cases().filter(lambda case: case[1].kind.by_population), st.integers(1, 10**5), st.data())
@settings(max_examples=40, deadline=None)
def test_who_grows_alone_never_pays_less_than_before(
    case: tuple[int, CostKey, list[Payer]], more: int, draw: st.DataObject
) -> None:
    total, key, who = case
    number = draw.draw(st.integers(0, len(who) - 1))
    grown = list(who)
    one = grown[number]
    grown[number] = Payer(one.code, one.name, (one.inhabitants or 0) + more, one.stated)
    before, after = share_cost(total, key, who), share_cost(total, key, grown)
    assert before.shares[number].amount <= after.shares[number].amount


@given(cases())
@settings(max_examples=40, deadline=None)
def test_every_sharing_can_be_explained(case: tuple[int, CostKey, list[Payer]]) -> None:
    told = sharing_explained(share_cost(*case), date(2025, 12, 31))
    for language in ("sv", "en"):
        assert all(line.endswith(".") and "{" not in line for line in told.lines(language))


def test_the_explanation_says_what_was_moved_and_how_it_was_rounded() -> None:
    key = CostKey(BY_PEOPLE, floor=200 * KR, ceiling=500 * KR)
    told = sharing_explained(share_cost(1001 * KR, key, payers(80, 7, 6, 5)), date(2025, 12, 31))
    plain = told.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 001 kr delas av 4 kommuner." in plain
    assert "efter invånarantal 31 december 2025: 1 001 kr på tillsammans 98 invånare." in plain
    assert "Lägst 200 kr per kommun: Kommun 2, Kommun 3 och Kommun 4" in plain


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("154000", 154_000_00), ("154 000 kr", 154_000_00), ("1\N{NO-BREAK SPACE}250,50", 125_050),
        ("0", 0), ("12.5", 1250), ("1 kronor", 100), ("5:-", 500),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, ore: int) -> None:
    assert read_money(text) == ore
    assert read_money(Money(ore).text()) == ore


@pytest.mark.parametrize("text", ["", "-5", "1,2,3", "1e5", "NaN", "tusen", "0,005", "9" * 16, "²"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        read_money(text)


@given(st.integers(0, WHOLE))
def test_a_share_is_read_as_it_is_written(millionths: int) -> None:
    assert read_percent(Percent(millionths).text()) == millionths


@pytest.mark.parametrize("text", ["", "100,1", "12,34567", "-1", "hälften"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        read_percent(text)
