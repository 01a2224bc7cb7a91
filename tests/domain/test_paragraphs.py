"""Paragraph numbers and registration numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import Paragraph, parse_paragraph
from nk_avtal.domain.references import clean_reference

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "number", "suffix", "prefix", "year"),
    [
        ("142", 142, "", "", None),
        ("§142", 142, "", "", None),
        ("§ 142", 142, "", "", None),
        (f"§{NBSP}142", 142, "", "", None),
        ("142 §", 142, "", "", None),
        ("142§", 142, "", "", None),
        ("Kf § 142", 142, "", "KF", None),
        ("KF §142", 142, "", "KF", None),
        ("KF 142", 142, "", "KF", None),
        ("Ks § 108", 108, "", "KS", None),
        ("ksau § 91/2018", 91, "", "KSAU", 2018),
        ("KF § 77/2014", 77, "", "KF", 2014),
        ("AU 76/2018", 76, "", "AU", 2018),
        ("§ 122/26", 122, "", "", 2026),
        ("142 a", 142, "a", "", None),
        ("§ 142A", 142, "a", "", None),
        ("142 a §", 142, "a", "", None),
        ("Paragraf 58", 58, "", "", None),
        ("paragraf nr 58", 58, "", "", None),
        ("KF paragraf 58", 58, "", "KF", None),
        ("Kommunfullmäktige § 5", 5, "", "KOMMUNFULLMÄKTIGE", None),
        ("§ 5.", 5, "", "", None),
        ("007", 7, "", "", None),
        ("１４２", 142, "", "", None),
    ],
)
def test_every_way_of_writing_a_paragraph_is_read(
    text: str, number: int, suffix: str, prefix: str, year: int | None
) -> None:
    found = parse_paragraph(text)
    assert (found.number, found.suffix, found.prefix, found.year) == (number, suffix, prefix, year)


def test_what_was_written_is_kept_without_stray_spaces() -> None:
    assert parse_paragraph(f"  Kf{NBSP}§  142 ").as_written == "Kf § 142"


def test_a_paragraph_is_shown_with_its_sign_and_no_line_break() -> None:
    assert str(parse_paragraph("Kf 142 a")) == f"§{NBSP}142{NBSP}a"
    assert str(Paragraph(64)) == f"§{NBSP}64"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("", "missing", "Skriv paragrafens nummer, till exempel 142"),
        (f" {NBSP} ", "missing", "Skriv paragrafens nummer, till exempel 142"),
        ("§", "no_digits", "Paragrafen behöver en siffra, till exempel 142"),
        ("Kf §", "no_digits", "Paragrafen behöver en siffra, till exempel 142"),
        ("§§ 141-195", "several", "Skriv en paragraf i taget, till exempel 142"),
        ("§ 228 – 269", "several", "Skriv en paragraf i taget, till exempel 142"),
        ("§ 161, 168", "several", "Skriv en paragraf i taget, till exempel 142"),
        *(
            (
                text,
                "out_of_range",
                "Paragrafens nummer är mellan 1 och 999. Skriv till exempel 142",
            )
            for text in ("0", "§ 1000", "KF § 0/2026")
        ),
        *(
            (
                text,
                "unreadable",
                "Paragrafen gick inte att tolka. Skriv till exempel 142 eller KF § 142",
            )
            for text in ("142 ab", "12345", "(142)", "#142", "a" * 60 + "1")
        ),
    ],
)
def test_what_is_no_paragraph_is_answered_with_what_to_write(
    text: str, name: str, message: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_paragraph(text)
    assert (refusal.value.name, str(refusal.value)) == (name, message)


@given(st.integers(1, 999), st.sampled_from(["", "a", " b"]), st.sampled_from(["", "KF ", "Ks § "]))
def test_number_and_letter_come_back_whatever_stands_before(
    number: int, suffix: str, before: str
) -> None:
    found = parse_paragraph(f"{before}{number}{suffix}")
    assert (found.number, found.suffix) == (number, suffix.strip())


marks = st.lists(st.sampled_from([*"0123456789 §/.,-–aAzå", NBSP, "KF", "paragraf", "nr"]))


@given(st.text() | marks.map("".join))
def test_no_text_gives_anything_but_a_paragraph_or_a_refusal(text: str) -> None:
    try:
        found = parse_paragraph(text)
    except RuleBroken:
        return
    assert 1 <= found.number <= 999
    assert len(found.as_written) <= 40


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("KS 2010/283", "KS 2010/283"),
        (" KS 2014/144.04 ", "KS 2014/144.04"),
        ("2017:1099", "2017:1099"),
        ("12/302", "12/302"),
        ("0353/15-000", "0353/15-000"),
        ("00041/2012", "00041/2012"),
        ("01938-2018", "01938-2018"),
        (f"KS{NBSP}2026-318\n", "KS 2026-318"),
        ("KS\N{ZERO WIDTH SPACE} 2026-318", "KS 2026-318"),
        ("", ""),
        ("å" * 40, "å" * 40),
    ],
)
def test_a_registration_number_is_kept_as_written(text: str, kept: str) -> None:
    assert clean_reference(text) == kept


def test_a_registration_number_has_at_most_forty_characters() -> None:
    with pytest.raises(RuleBroken, match="längre än 40 tecken"):
        clean_reference("x" * 41)


@given(st.text())
def test_cleaning_a_registration_number_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean_reference(text)
    except RuleBroken:
        return
    assert clean_reference(once) == once
    assert once == once.strip()
    assert len(once) <= 40
