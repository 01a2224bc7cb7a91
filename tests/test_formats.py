"""How dates, numbers and names are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal import formats
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.formats import speaking

TODAY = date(2026, 11, 24)
NBSP = "\N{NO-BREAK SPACE}"


@contextmanager
def english() -> Iterator[None]:
    """A request of a person who reads English."""
    app = Flask(__name__)
    app.config["TIMEZONE"] = "Europe/Stockholm"
    Babel(app)
    with app.test_request_context(), speaking("en"):
        yield


def test_dates_are_written_as_each_place_needs() -> None:
    day = date(2026, 12, 31)
    assert formats.long_date(day) == "31 december 2026"
    assert formats.short_date(day) == "31 dec"
    assert formats.short_date(date(2027, 3, 31)) == "31 mar"
    assert formats.matrix_date(date(2026, 10, 12)) == "12/10"
    assert formats.weekday_date(date(2026, 11, 16)) == "Måndag 16 november 2026"
    with english():
        assert formats.long_date(day) == "31 December 2026"
        assert formats.short_date(day) == "31 Dec"
        assert formats.weekday_date(day) == "Thursday 31 December 2026"


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        (Precision.DAY, "1 december 2026"),
        (Precision.MONTH, "december 2026"),
        (Precision.YEAR, "2026"),
        (Precision.UNKNOWN, ""),
        (Precision.OPEN_ENDED, "tills vidare"),
    ],
)
def test_a_date_is_written_no_more_precisely_than_it_is_known(
    precision: Precision, written: str
) -> None:
    assert formats.long_date(date(2026, 12, 1), precision) == written


def test_an_empty_value_is_written_as_nothing() -> None:
    for written in (
        formats.long_date(None),
        formats.short_date(None),
        formats.matrix_date(None),
        formats.weekday_date(None),
        formats.clock_time(None),
        formats.days_left(None, TODAY),
        formats.money(None),
        formats.file_size(None),
        formats.section_sign(None),
        formats.section_sign(""),
    ):
        assert written == ""
    assert formats.long_date(None, Precision.OPEN_ENDED) == "tills vidare"


def test_an_instant_is_written_as_the_swedish_day_and_time() -> None:
    late = datetime(2026, 12, 31, 23, 12, tzinfo=UTC)
    assert formats.long_date(late) == "1 januari 2027"
    assert formats.matrix_date(late) == "1/1"
    assert formats.clock_time(late) == "0.12"
    assert formats.clock_time(datetime(2026, 11, 24, 7, 40, tzinfo=UTC)) == "8.40"
    with english():
        assert formats.clock_time(datetime(2026, 11, 24, 7, 40, tzinfo=UTC)) == "08:40"


@pytest.mark.parametrize(
    ("day", "swedish", "in_english"),
    [
        (date(2026, 11, 24), "i dag", "today"),
        (date(2026, 11, 25), "i morgon", "tomorrow"),
        (date(2026, 11, 26), "om 2 dagar", "in 2 days"),
        (date(2026, 12, 31), "om 37 dagar", "in 37 days"),
        (date(2027, 10, 31), "om 341 dagar", "in 341 days"),
        (date(2027, 11, 23), "om 364 dagar", "in 364 days"),
        (date(2027, 11, 24), "om 1 år", "in 1 year"),
        (date(2027, 12, 31), "om 1 år och 1 månad", "in 1 year and 1 month"),
        (date(2029, 1, 24), "om 2 år och 2 månader", "in 2 years and 2 months"),
        (date(2026, 11, 23), "1 dag sen", "1 day ago"),
        (date(2026, 10, 31), "24 dagar sen", "24 days ago"),
        (date(2025, 11, 25), "364 dagar sen", "364 days ago"),
        (date(2025, 11, 24), "1 år sen", "1 year ago"),
        (date(2016, 12, 31), "9 år och 10 månader sen", "9 years and 10 months ago"),
    ],
)
def test_how_far_away_a_day_is(day: date, swedish: str, in_english: str) -> None:
    assert formats.days_left(day, TODAY) == swedish
    with english():
        assert formats.days_left(day, TODAY) == in_english


def test_a_year_short_of_a_leap_day_is_counted_in_days() -> None:
    assert formats.days_left(date(2028, 2, 29), date(2027, 3, 1)) == "om 365 dagar"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-5000, 5000))
def test_what_has_passed_and_what_is_to_come_are_never_mixed_up(today: date, days: int) -> None:
    written = formats.days_left(today + timedelta(days=days), today)
    assert written.endswith(" sen") == (days < 0)
    assert written.startswith("om ") == (days > 1)


@pytest.mark.parametrize(
    ("number", "swedish", "in_english"),
    [
        (1, "första", "first"),
        (8, "åttonde", "eighth"),
        (14, "fjortonde", "fourteenth"),
        (15, "15:e", "15th"),
        (21, "21:a", "21st"),
        (22, "22:a", "22nd"),
        (111, "111:e", "111th"),
        (290, "290:e", "290th"),
    ],
)
def test_places_in_an_order(number: int, swedish: str, in_english: str) -> None:
    assert formats.ordinal(number) == swedish
    with english():
        assert formats.ordinal(number) == in_english


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Luleå", "Luleås"),
        ("Piteå kommun", "Piteå kommuns"),
        ("Haparanda stad", "Haparanda stads"),
        ("Kalix", "Kalix"),
        ("Norrbottens", "Norrbottens"),
        ("Schulz", "Schulz"),
        ("KS", "KS"),
        ("", ""),
    ],
)
def test_the_genitive_adds_an_s_where_swedish_does(name: str, written: str) -> None:
    assert formats.genitive(name) == written


def test_the_genitive_in_english_has_an_apostrophe() -> None:
    with english():
        assert formats.genitive("Luleå") == "Luleå's"
        assert formats.genitive("Norrbottens") == "Norrbottens'"


def test_lists_in_running_text() -> None:
    assert formats.join_and(["Pajala", "Piteå", "Övertorneå"]) == "Pajala, Piteå och Övertorneå"
    assert formats.join_and(["Pajala", "Piteå"]) == "Pajala och Piteå"
    assert formats.join_and(["Pajala"]) == "Pajala"
    assert formats.join_and([]) == ""
    with english():
        assert formats.join_and(iter(["Pajala", "Piteå"])) == "Pajala and Piteå"


def test_numbers_below_ten_are_words() -> None:
    assert [formats.number_word(n) for n in (1, 3, 9, 10, 14)] == ["en", "tre", "nio", "10", "14"]
    with english():
        assert formats.number_word(3) == "three"


def test_money_is_grouped_and_shows_ore_only_where_there_are_any() -> None:
    assert formats.money(1250) == f"1{NBSP}250{NBSP}kr"
    assert formats.money(Decimal("1250000.00")) == f"1{NBSP}250{NBSP}000{NBSP}kr"
    assert formats.money(0.5) == f"0,50{NBSP}kr"


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (54 * 1024, "54 kB"),
        (1_572_864, "1,5 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (34 * 1024 * 1024, "34 MB"),
        (1_048_575, "1 MB"),
    ],
)
def test_file_sizes(size: int, written: str) -> None:
    assert formats.file_size(size) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("142", "§ 142"),
        (64, "§ 64"),
        ("Kf § 142", "§ 142"),
        ("142 a", "§ 142 a"),
        ("KF § 77/2014", "§ 77/2014"),
        ("§§ 141-195", "§§ 141-195"),
        ("mellan §263 och §266", "mellan § 263 och § 266"),
    ],
)
def test_the_section_sign_is_never_parted_from_its_number(value: str | int, written: str) -> None:
    assert formats.section_sign(value).replace(NBSP, " ") == written
    assert "§ " not in formats.section_sign(value)


def test_a_parsed_paragraph_is_written_as_its_text_is() -> None:
    assert formats.section_sign(parse_paragraph("Kf 142 a")) == formats.section_sign("142 a")


def test_the_municipalities_are_sorted_with_the_swedish_letters_last() -> None:
    names = ["Överkalix", "Älvsbyn", "Övertorneå", "Arjeplog", "Åre", "Piteå", "Kiruna", "Kalix"]
    assert " ".join(sorted(names, key=formats.swedish_key)) == (
        "Arjeplog Kalix Kiruna Piteå Åre Älvsbyn Överkalix Övertorneå"
    )


def test_letters_of_other_languages_are_sorted_where_a_swede_looks() -> None:
    words = ["Ider", "Idé", "Ide", "zebra", "Åke", "Müller", "Myra", "Mynt", "Æbler", "Øl", "Ål"]
    assert sorted(words, key=formats.swedish_key) == (
        ["Ide", "Idé", "Ider", "Müller", "Mynt", "Myra", "zebra", "Åke", "Ål", "Æbler", "Øl"]
    )
    assert formats.swedish_key("A\N{COMBINING RING ABOVE}re") == formats.swedish_key("Åre")


alphabet = st.text("abcdefghijklmnopqrstuvwxyzåäö", max_size=6)


@given(alphabet, alphabet)
def test_words_are_ordered_letter_by_letter_in_the_swedish_alphabet(one: str, other: str) -> None:
    def places(word: str) -> list[int]:
        return ["abcdefghijklmnopqrstuvwxyzåäö".index(letter) for letter in word]

    earlier = formats.swedish_key(one) < formats.swedish_key(other)
    assert earlier == (places(one) < places(other))


def test_every_filter_can_be_used_in_a_template() -> None:
    app = Flask(__name__)
    app.jinja_env.filters.update(formats.FILTERS)
    template = app.jinja_env.from_string("{{ day|days_left(today) }}, {{ 8|ordinal }}")
    assert template.render(day=date(2026, 12, 31), today=TODAY) == "om 37 dagar, åttonde"
