"""Days as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.words import MONTHS, WEEKDAYS, long_date, weekday_date
from nk_avtal.domain.written_dates import parse_day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16",
        "20261116",
        "261116",
        "16/11",
        "16.11.2026",
        "16 nov",
        "den 16 november",
        "måndag den 16 november 2026",
        "Måndag 16 november",
        "mån. 16 nov.",
        "måndagen den 16:e november",
        "16:e nov 2026",
        "16. november 2026",
        "16november",
        "16/11 2026",
        "16/11/2026",
        "16/11-26",
        "16.11.26",
        "16-11-2026",
        "16 11 2026",
        "16 / 11",
        "2026/11/16",
        "2026.11.16",
        "2026 11 16",
        "2026–11–16",
        "2026‑11‑16",
        "  16 nov.  ",
        "16\N{NO-BREAK SPACE}november\N{NO-BREAK SPACE}2026",
        "16 NOVEMBER",
        "16 nov 26",
        "16 November 2026",
        "Monday, 16 November 2026",
        "November 16, 2026",
        "Nov 16",
        "the 16th of November",
        "16 november 2026.",
        "１６/１１",
    ],
)
def test_every_way_of_writing_gives_the_same_day(text: str) -> None:
    assert parse_day(text, TODAY) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("text", "past", "coming"),
    [
        ("24/11", date(2026, 11, 24), date(2026, 11, 24)),
        ("25/11", date(2025, 11, 25), date(2026, 11, 25)),
        ("23/11", date(2026, 11, 23), date(2027, 11, 23)),
        ("1 jan", date(2026, 1, 1), date(2027, 1, 1)),
        ("31 december", date(2025, 12, 31), date(2026, 12, 31)),
        ("29/2", date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_latest_past_or_the_next(
    text: str, past: date, coming: date
) -> None:
    assert parse_day(text, TODAY) == past
    assert parse_day(text, TODAY, latest_past=False) == coming


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/5 2004", date(2004, 5, 3)),
        ("190403", date(2019, 4, 3)),
        ("måndag 8 juni 2015", date(2015, 6, 8)),
        ("den 28 augusti 2013", date(2013, 8, 28)),
        ("2013-10-28", date(2013, 10, 28)),
        ("990316", date(1999, 3, 16)),
        ("451231", date(2045, 12, 31)),
        ("460101", date(1946, 1, 1)),
        ("29 februari 2028", date(2028, 2, 29)),
        ("16 maj 2026", date(2026, 5, 16)),
        ("16 May 2026", date(2026, 5, 16)),
        ("16 oct 2026", date(2026, 10, 16)),
        ("16 sept 2026", date(2026, 9, 16)),
    ],
)
def test_the_forms_seen_in_minutes_are_read(text: str, expected: date) -> None:
    assert parse_day(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("", "missing", "Skriv datumet för sammanträdet, till exempel 16 november"),
        (" \t", "missing", "Skriv datumet för sammanträdet, till exempel 16 november"),
        (
            "31 november",
            "impossible",
            "November har 30 dagar. Skriv ett datum som finns, till exempel 16 november",
        ),
        (
            "2026-11-31",
            "impossible",
            "November har 30 dagar. Skriv ett datum som finns, till exempel 16 november",
        ),
        (
            "261131",
            "impossible",
            "November har 30 dagar. Skriv ett datum som finns, till exempel 16 november",
        ),
        (
            "31/4",
            "impossible",
            "April har 30 dagar. Skriv ett datum som finns, till exempel 16 april",
        ),
        (
            "29/2 2027",
            "impossible",
            "Februari 2027 har 28 dagar. Skriv ett datum som finns, till exempel 16 februari",
        ),
        (
            "30 feb",
            "impossible",
            "Februari har 29 dagar. Skriv ett datum som finns, till exempel 16 februari",
        ),
        (
            "0 maj",
            "impossible",
            "Maj har 31 dagar. Skriv ett datum som finns, till exempel 16 maj",
        ),
        *(
            (text, "unreadable", "Datumet gick inte att tolka. Skriv till exempel 2026-11-16")
            for text in (
                "igår",
                "11/16",
                "2026-13-01",
                "november",
                "nov 2026",
                "måndag",
                "1611",
                "26-11-16",
                "16 novembre",
                "16/11 och 17/11",
                "2026-11-16T10:00",
                "0000-01-01",
                "2026-11-1 6",
                "🙂",
                "1" * 500,
            )
        ),
    ],
)
def test_what_is_no_day_is_answered_with_what_to_write(text: str, name: str, message: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_day(text, TODAY)
    assert (refusal.value.name, str(refusal.value)) == (name, message)


def test_the_answer_exists_in_english() -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_day("31 november", TODAY)
    assert refusal.value.text("en").startswith("November has 30 days.")


todays = st.dates(date(1990, 1, 1), date(2100, 12, 31))
near = st.integers(-79 * 365, 18 * 365)


@given(todays, near)
def test_a_full_date_is_read_back_whatever_today_is(today: date, offset: int) -> None:
    day = date.fromordinal(today.toordinal() + offset)
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        long_date(day),
        weekday_date(day),
        weekday_date(day, "en"),
        f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year}",
    ]
    assert {parse_day(form, today) for form in forms} == {day}


@given(todays, st.dates(date(2000, 1, 1), date(2000, 12, 31)), st.booleans())
def test_a_day_without_a_year_lies_on_the_side_asked_for(
    today: date, day: date, past: bool
) -> None:
    found = parse_day(f"{day.day}/{day.month}", today, latest_past=past)
    assert (found.day, found.month) == (day.day, day.month)
    assert found <= today if past else found >= today
    assert abs(found - today) <= timedelta(days=366 if day != date(2000, 2, 29) else 8 * 366)


pieces = st.sampled_from(
    [*"0123456789 ./-:,", "den", "29", "31", "2026", "sept", *MONTHS["sv"], *WEEKDAYS["sv"]]
)


@given(st.text(max_size=40) | st.lists(pieces, max_size=9).map("".join), todays, st.booleans())
def test_no_text_gives_anything_but_a_day_or_a_refusal(text: str, today: date, past: bool) -> None:
    try:
        found = parse_day(text, today, latest_past=past)
    except RuleBroken:
        return
    assert 1900 <= found.year <= 2199


def test_a_leap_day_without_a_year_is_found_across_a_century_that_has_none() -> None:
    assert parse_day("29/2", date(2103, 1, 1)) == date(2096, 2, 29)
    assert parse_day("29/2", date(2097, 1, 1), latest_past=False) == date(2104, 2, 29)
