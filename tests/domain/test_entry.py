"""When an agreement begins to apply: every form of the condition, and what is still needed."""

from __future__ import annotations

import random
from collections.abc import Hashable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.entry import (
    Assembly,
    Basis,
    Certainty,
    Condition,
    Entry,
    Outsiders,
    Voice,
)
from nk_avtal.domain.entry_outlook import Outlook, Stand, met_on, outlook
from nk_avtal.domain.entry_phrases import (
    entry_phrase,
    further_phrases,
    progress_phrases,
    start_phrase,
)
from nk_avtal.domain.legal_force import legal_force, worst_case

TODAY = date(2027, 3, 1)
JUNE = date(2027, 6, 17)
PEOPLE = {"Luleå": 79_000, "Piteå": 42_000, "Boden": 28_000, "Arjeplog": 2_700}


def name(party: Hashable) -> str:
    return str(party)


def adopted(party: str, on: date = date(2027, 2, 1), sure: Certainty = Certainty.KNOWN) -> Voice:
    return Voice(party, True, on, sure, inhabitants=PEOPLE.get(party))


def planned(party: str, on: date | None = JUNE) -> Voice:
    return Voice(party, on=on, inhabitants=PEOPLE.get(party))


def declined(party: str) -> Voice:
    return Voice(party, declined=True, inhabitants=PEOPLE.get(party))


def region(on: date | None = None) -> Voice:
    return Voice("Region Norrbotten", on is not None, on, Certainty.KNOWN, is_other=True)


def said(entry: Entry, voices: list[Voice], today: date = TODAY) -> str:
    seen = outlook(entry, voices, today)
    return " ".join(str(one) for one in progress_phrases(entry, seen, name))


ALL = Entry()
BY_FORCE = Entry(by=Basis.LEGAL_FORCE)
SIXTY = Entry(Condition.SHARE, share=Decimal(60))
BOTH = Entry(Condition.BOTH, 3, Decimal(60))
HOST = Entry(Condition.EACH, named=("Luleå",))
THREE = [adopted("Luleå"), adopted("Piteå"), adopted("Boden")]


@pytest.mark.parametrize(
    ("entry", "voices", "sentence"),
    [
        (ALL, [adopted("Luleå"), *map(planned, ("Piteå", "Boden", "Arjeplog"))],
         "Tre kommuner till behövs. Tidigast 17 juni 2027, enligt planerade möten."),
        (ALL, [*THREE, planned("Arjeplog", None)],
         "En kommun till behövs. Tidigaste dag går inte att säga: Arjeplog har inget beslut och "
         "inget kommande möte inlagt."),
        (ALL, THREE, "Villkoret är uppfyllt."),
        (ALL, [*THREE, declined("Arjeplog")],
         "Det villkoret går inte längre att uppfylla, så många har avslagit."),
        (Entry(Condition.AT_LEAST, 3), [*THREE, declined("Arjeplog")], "Villkoret är uppfyllt."),
        (Entry(Condition.AT_LEAST, 4), [*THREE, planned("Arjeplog")],
         "En kommun till behövs. Tidigast 17 juni 2027, enligt planerade möten."),
        (Entry(Condition.AT_LEAST, 4), [*THREE, declined("Arjeplog")],
         "Det villkoret går inte längre att uppfylla, så många har avslagit."),
        (Entry(Condition.AT_LEAST, 5), THREE,
         "Villkoret går inte att uppfylla: så många kommuner berörs inte."),
        (SIXTY, [adopted("Luleå"), planned("Piteå"), planned("Boden", None), planned("Arjeplog")],
         "Kommuner med ytterligare 8 procent av invånarna behövs. Tidigast 17 juni 2027, enligt "
         "planerade möten."),
        (SIXTY, [adopted("Luleå"), adopted("Piteå"), declined("Boden"), declined("Arjeplog")],
         "Villkoret är uppfyllt."),
        (SIXTY, [declined("Luleå"), adopted("Piteå"), adopted("Boden"), adopted("Arjeplog")],
         "Det villkoret går inte längre att uppfylla, så många har avslagit."),
        (SIXTY, [adopted("Luleå"), planned("Okänd")],
         "Villkoret går inte att räkna ut: invånarantal saknas för Okänd."),
        (BOTH, [adopted("Luleå"), adopted("Piteå"), planned("Boden"), planned("Arjeplog")],
         "En kommun till behövs. Tidigast 17 juni 2027, enligt planerade möten."),
        (BOTH, [planned("Luleå"), *THREE[1:], adopted("Arjeplog")],
         "Kommuner med ytterligare 12,1 procent av invånarna behövs. Tidigast 17 juni 2027, "
         "enligt planerade möten."),
        (Entry(Condition.AT_LEAST, 2, named=("Luleå",)), [planned("Luleå"), *THREE[1:]],
         "Luleå måste också anta. Tidigast 17 juni 2027, enligt planerade möten."),
        (Entry(Condition.AT_LEAST, 2, named=("Luleå",)), [declined("Luleå"), *THREE[1:]],
         "Det villkoret går inte längre att uppfylla: Luleå har avslagit."),
        (HOST, [planned("Luleå"), *THREE[1:]],
         "Luleå måste också anta. Tidigast 17 juni 2027, enligt planerade möten."),
        (HOST, [adopted("Luleå"), planned("Piteå", None)], ""),
        (Entry(Condition.EACH), [adopted("Luleå"), declined("Piteå")], ""),
        (Entry(counterparty=True), [*THREE, region()],
         "Beslut från Region Norrbotten saknas."),
        (Entry(counterparty=True), [*THREE, region(date(2027, 2, 24))], "Villkoret är uppfyllt."),
        (BY_FORCE, [*THREE[1:], adopted("Luleå", JUNE, Certainty.UNLESS_APPEALED)],
         "Alla som behövs har antagit. Tidigast 17 juni 2027, om inget beslut överklagas."),
        (BY_FORCE, [*THREE[1:], adopted("Luleå", JUNE, Certainty.ESTIMATED)],
         "Alla som behövs har antagit. Tidigast 17 juni 2027 (uppskattat), om inget beslut "
         "överklagas."),
        (BY_FORCE, [*THREE[1:], Voice("Luleå", True, None, stopped=True)],
         "Alla som behövs har antagit. Ingen dag för laga kraft går att räkna ut för Luleå: "
         "beslutet är överklagat, eller anslaget togs ned för tidigt."),
        (BY_FORCE, THREE, "Villkoret är uppfyllt."),
        (Entry(latest=date(2027, 5, 1)), [*THREE, planned("Arjeplog")],
         "En kommun till behövs. Tidigast 17 juni 2027, enligt planerade möten. Det är efter sista "
         "dagen, 1 maj 2027."),
        (Entry(latest=date(2027, 2, 28)), [*THREE, planned("Arjeplog")],
         "Villkoret var inte uppfyllt 28 februari 2027, så avtalet har förfallit."),
        (Entry(latest=date(2027, 2, 28)), THREE, "Villkoret är uppfyllt."),
    ],
)  # fmt: skip
def test_what_is_still_needed_and_from_when_it_can_be_met(
    entry: Entry, voices: list[Voice], sentence: str
) -> None:
    assert said(entry, voices) == sentence


@pytest.mark.parametrize(
    ("entry", "thing", "sentence"),
    [
        (Entry(), "bilagan", "Bilagan börjar gälla när alla 14 kommuner har antagit den."),
        (Entry(Condition.AT_LEAST, 11), "avtalet",
         "Avtalet börjar gälla när minst 11 kommuner har antagit det."),
        (Entry(Condition.AT_LEAST, 1), "riktlinjerna",
         "Riktlinjerna börjar gälla när minst 1 kommun har antagit dem."),
        (Entry(Condition.EACH), "överenskommelsen",
         "Överenskommelsen börjar gälla för varje kommun när den har antagit den."),
        (Entry(Condition.SHARE, share=Decimal("66.67")), "avtalet",
         "Avtalet börjar gälla när kommuner med minst 66,7 procent av invånarna har antagit det."),
        (Entry(Condition.BOTH, 10, Decimal(60)), "avtalet",
         "Avtalet börjar gälla när minst 10 kommuner, med minst 60 procent av invånarna, har "
         "antagit det."),
    ],
)  # fmt: skip
def test_the_condition_is_said_in_a_sentence(entry: Entry, thing: str, sentence: str) -> None:
    assert str(entry_phrase(entry, 14, thing)) == sentence


def test_a_single_municipality_is_not_called_all() -> None:
    sentence = str(entry_phrase(Entry(), 1))
    assert sentence == "Avtalet börjar gälla när kommunen har antagit det."


def test_the_usual_condition_says_nothing_more() -> None:
    assert further_phrases(Entry(), name) == []


def test_what_more_a_condition_says_is_one_sentence_each() -> None:
    entry = Entry(
        Condition.AT_LEAST,
        10,
        named=("Luleå", "Piteå"),
        counterparty=True,
        by=Basis.LEGAL_FORCE,
        latest=date(2027, 12, 31),
        outsiders=Outsiders.MAY_JOIN,
    )
    assert " ".join(str(one) for one in further_phrases(entry, name)) == (
        "Bland dem måste finnas Luleå och Piteå. Även motparten måste ha beslutat. Besluten måste "
        "ha fått laga kraft. Är villkoret inte uppfyllt senast 31 december 2027 förfaller avtalet. "
        "De som inte har antagit då får ansluta sig senare."
    )


def test_an_estimate_that_may_be_in_time_does_not_let_the_agreement_lapse() -> None:
    entry = Entry(by=Basis.LEGAL_FORCE, latest=date(2027, 2, 20))
    late = adopted("Luleå", date(2027, 3, 12), Certainty.ESTIMATED)
    assert outlook(entry, [late], TODAY).stand is Stand.AWAITING_FORCE
    announced = adopted("Luleå", date(2027, 3, 12), Certainty.UNLESS_APPEALED)
    assert outlook(entry, [announced], TODAY).stand is Stand.LAPSED


# the chains of joint agreements that have really been


def test_c1_all_or_nothing() -> None:
    """Fifteen parties, all must adopt in the autumn; the county council decides on 17 November."""
    entry = Entry(counterparty=True, latest=date(2011, 12, 31))
    towns = [f"Kommun {number}" for number in range(14)]
    council = region(date(2011, 11, 17))
    decided = [
        adopted(town, date(2011, 11, 14) + timedelta(days=n)) for n, town in enumerate(towns)
    ]
    today = date(2011, 12, 1)
    waiting = [*decided[:13], planned(towns[13], date(2011, 12, 19)), council]
    assert said(entry, waiting, today) == (
        "En kommun till behövs. Tidigast 19 december 2011, enligt planerade möten."
    )
    assert met_on(entry, waiting) is None
    everybody = [*decided, council]
    assert met_on(entry, everybody) == (date(2011, 11, 27), Certainty.KNOWN)
    assert outlook(entry, [*decided[:13], declined(towns[13]), council], today).stand is (
        Stand.OUT_OF_REACH
    )
    assert outlook(entry, waiting, date(2012, 1, 2)).stand is Stand.LAPSED


def test_c5_decisions_after_the_start_are_warned_about_and_not_blocked() -> None:
    start, late = date(2016, 8, 1), date(2016, 11, 7)
    seen = outlook(Entry(), [adopted("Luleå", late)], date(2016, 11, 8))
    assert seen.is_met
    assert seen.day == late
    warning = start_phrase(seen.day, start)
    assert warning
    assert "skulle börja gälla, 1 augusti 2016" in str(warning)
    assert start_phrase(start, start) is None


def test_c6_some_adopt_and_the_host_must_be_among_them() -> None:
    others = [adopted("Pajala", date(2013, 4, 22)), declined("Kiruna"), planned("Piteå", None)]
    assert met_on(HOST, [*others, planned("Luleå")]) is None
    assert met_on(HOST, [*others, adopted("Luleå", date(2013, 6, 17))]) == (
        date(2013, 6, 17),
        Certainty.KNOWN,
    )


# the rules agree with a naive model, whatever happens in whatever order

DAYS = st.integers(0, 60).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
towns = st.builds(
    Voice,
    party=st.just(0),
    adopted=st.booleans(),
    on=st.none() | DAYS,
    certainty=st.sampled_from(Certainty),
    declined=st.booleans(),
    inhabitants=st.integers(1, 90_000),
)
entries = st.builds(
    Entry,
    condition=st.sampled_from(Condition),
    at_least=st.integers(1, 14),
    share=st.integers(1, 100).map(Decimal),
    named=st.lists(st.integers(0, 13), max_size=2, unique=True).map(tuple),
    latest=st.none() | DAYS,
)


def numbered(voices: list[Voice]) -> list[Voice]:
    """Each its own number; who has adopted has not declined."""
    return [
        Voice(n, one.adopted, one.on, one.certainty, one.declined and not one.adopted,
              inhabitants=one.inhabitants)
        for n, one in enumerate(voices)
    ]  # fmt: skip


def enough(entry: Entry, voices: list[Voice], having: set[Hashable]) -> bool:
    """The condition, written as directly as it is said."""
    people = sum(one.inhabitants or 0 for one in voices)
    own = sum(one.inhabitants or 0 for one in voices if one.party in having)
    number, share = len(having), Decimal(own) / people * 100
    present = {one.party for one in voices}
    if not all(one in having for one in entry.named if one in present):
        return False
    return {
        Condition.ALL: having == present,
        Condition.AT_LEAST: number >= entry.at_least,
        Condition.SHARE: number > 0 and share >= entry.share,
        Condition.BOTH: number >= entry.at_least and share >= entry.share,
        Condition.EACH: number > 0,
    }[entry.condition]


@given(entries, st.lists(towns, min_size=1, max_size=14).map(numbered))
def test_the_first_day_agrees_with_trying_every_day(entry: Entry, voices: list[Voice]) -> None:
    days = sorted({one.on for one in voices if one.on})
    tried = (
        day
        for day in days
        if enough(entry, voices, {one.party for one in voices if one.on and one.on <= day})
    )
    assert Assembly(entry, voices).first_day(voices) == next(tried, None)


@given(entries, st.lists(towns, min_size=1, max_size=14).map(numbered), DAYS, st.randoms())
def test_the_outlook_does_not_depend_on_the_order_of_what_happened(
    entry: Entry, voices: list[Voice], today: date, chance: random.Random
) -> None:
    mixed = list(voices)
    chance.shuffle(mixed)
    one, other = outlook(entry, voices, today), outlook(entry, mixed, today)
    assert (one.stand, one.day, one.certainty) == (other.stand, other.day, other.certainty)


@given(entries, st.lists(towns, min_size=1, max_size=14).map(numbered), DAYS)
def test_the_outlook_agrees_with_the_naive_condition(
    entry: Entry, voices: list[Voice], today: date
) -> None:
    seen: Outlook = outlook(entry, voices, today)
    having = {one.party for one in voices if one.adopted}
    willing = {one.party for one in voices if not one.declined}
    if seen.is_met:
        assert enough(entry, voices, having)
        assert seen.day
        assert seen.day <= today
    if seen.stand is Stand.OUT_OF_REACH:
        assert not enough(entry, voices, willing)
    if seen.stand is Stand.OPEN:
        assert seen.lacking
        assert not enough(entry, voices, having)
    if seen.stand is Stand.LAPSED:
        assert entry.latest
        assert entry.latest < today
    found = met_on(entry, voices)
    if found and found[1] is Certainty.KNOWN and found[0] <= today:
        assert seen.is_met


def test_a_planned_decision_counts_in_legal_force_only_after_the_worst_case() -> None:
    met_on = date(2027, 5, 10)
    assert worst_case(met_on).appeal.legal_force > legal_force(met_on).legal_force
