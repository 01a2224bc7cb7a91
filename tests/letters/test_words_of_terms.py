"""Terms and decisions as the sentences of a document."""

from __future__ import annotations

from datetime import date

import pytest

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.letter_terms import notice, prolongation, validity
from nk_avtal.domain.letters_decided import opening_of, points_of
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.terms import Option, Terms

START, END = date(2025, 1, 1), date(2027, 12, 31)
NOT_KNOWN = (None, Precision.UNKNOWN)
Y1, Y2, M6 = parse_period("1y"), parse_period("2y"), parse_period("6m")


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ((START, Precision.DAY), (END, Precision.DAY),
         "Avtalet gäller från och med den 1 januari 2025 till och med den 31 december 2027."),
        ((START, Precision.MONTH), (None, Precision.OPEN_ENDED),
         "Avtalet gäller från och med januari 2025 tills vidare."),
        ((START, Precision.YEAR), (END, Precision.YEAR),
         "Avtalet gäller från och med 2025 till och med 2027."),
        (NOT_KNOWN, (None, Precision.OPEN_ENDED), "Avtalet gäller tills vidare."),
        (NOT_KNOWN, NOT_KNOWN, ""),
    ],
)  # fmt: skip
def test_when_it_applies(
    start: tuple[date | None, Precision], end: tuple[date | None, Precision], told: str
) -> None:
    assert validity("avtalet", start, end) == told


def test_a_first_term_is_told_by_its_length_where_its_end_is_not_known() -> None:
    told = validity("riktlinjerna", (START, Precision.DAY), NOT_KNOWN, Y2)
    assert told == "Riktlinjerna gäller från och med den 1 januari 2025 i 2 år."


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (Terms(start=START, end=END), ""),
        (Terms(start=START, end=END, following=Y2, notice=M6),
         "Därefter förlängs avtalet med 2 år i taget om ingen part säger upp det."),
        (Terms(start=START, end=END, following=Y1, notice=M6, max_prolongations=2),
         "Därefter förlängs avtalet med 1 år i taget, högst två gånger, om ingen part säger upp"
         " det."),
        (Terms(start=START, end=END, option=Option(Y1, 2, M6)),
         "Avtalet kan förlängas med 1 år i taget, högst två gånger. Förlängningen ska meddelas"
         " senast 6 månader före avtalstidens slut."),
        (Terms(start=START, end=END, option=Option(Y1, 1, MonthDay(6, 30))),
         "Avtalet kan förlängas med 1 år, högst en gång. Förlängningen ska meddelas senast den"
         " 30 juni."),
    ],
)  # fmt: skip
def test_how_it_goes_on(terms: Terms, told: str) -> None:
    assert prolongation("avtalet", terms) == told


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (Terms(start=START, end=END), ""),
        (Terms(start=START, end=END, following=Y1, notice=M6, valid_when=ValidWhen.SENT),
         "Uppsägning ska göras senast 6 månader före avtalstidens slut. Uppsägningen räknas från"
         " den dag då den är avsänd."),
        (Terms(start=START, open_ended=True, notice=M6), "Uppsägningstiden är 6 månader."),
        (Terms(start=START, end=END, following=Y1, notice=MonthDay(11, 1)),
         "Uppsägning ska göras senast den 1 november."),
        (Terms(start=START, end=END, notice=M6, anchor=Anchor.QUARTER,
               counted_from=CountedFrom.NEXT_MONTH),
         "Uppsägningstiden är 6 månader, till ett kvartalsskifte. Tiden räknas från närmaste"
         " månadsskifte."),
    ],
)  # fmt: skip
def test_how_it_is_ended(terms: Terms, told: str) -> None:
    assert notice(terms) == told


@pytest.mark.parametrize(
    ("outcome", "opening", "points"),
    [
        (Outcome.ADOPTED, "Kommunstyrelsen beslutar", ["att anta"]),
        (Outcome.ADOPTED_WITH_ADDITION, "Kommunstyrelsen beslutar", ["att anta"]),
        (Outcome.REFERRED_BACK, "Kommunstyrelsen beslutar", ["att återremittera ärendet"]),
        (Outcome.TABLED, "Kommunstyrelsen beslutar", ["att bordlägga ärendet"]),
        (Outcome.DECLINED, "Kommunstyrelsen beslutar", ["att avslå förslaget"]),
        (Outcome.NOTED, "Kommunstyrelsen beslutar", ["att lägga ärendet till handlingarna"]),
        (Outcome.WITHDRAWN, "Ärendet utgår.", []),
        (Outcome.PROPOSED, "Kommunstyrelsen föreslår kommunfullmäktige besluta", ["att anta"]),
    ],
)
def test_every_outcome_has_its_words(outcome: Outcome, opening: str, points: list[str]) -> None:
    assert opening_of(outcome, "kommunstyrelsen", "kommunfullmäktige") == opening
    assert points_of(outcome, ["att anta"]) == points
