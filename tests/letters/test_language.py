"""The filters and the names that a template may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from nk_avtal.domain.letter_samples import example
from nk_avtal.domain.letters import (
    LetterKind,
    decision_point,
    fields_of,
    file_name,
    paragraphs_of,
)
from nk_avtal.letters.language import OUR_FILTERS, LetterLanguage

HANDBOOK = Path(__file__).parents[2] / "docs" / "templates-sv.md"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{{ '2026-12-31'|datum }}", f"31{NBSP}december 2026"),
        ("{{ '2026-02-30'|datum }}", "2026-02-30"),
        ("{{ '3 maj 2026'|datum_i_siffror }}", "2026-05-03"),
        ("{{ 'tills vidare'|datum_i_siffror }}", "tills vidare"),
        ("{{ '31\N{NO-BREAK SPACE}december 2026'|veckodag }}",
         f"torsdag 31{NBSP}december 2026"),
        ("{{ '1250,50'|kronor }}", f"1{NBSP}250,50{NBSP}kr"),
        ("{{ 'Kommunstyrelsen'|liten_bokstav }}", "kommunstyrelsen"),
        ("{{ 'att attestera'|utan_att }}", "attestera"),
        ("{{ 'tills vidare'|datum }}", "tills vidare"),
        ("{{ 'Kalix'|genitiv }} {{ 'Luleå'|genitiv }}", "Kalix Luleås"),
        ("{{ ['Pajala', 'Piteå', 'Älvsbyn']|uppräkning }}", "Pajala, Piteå och Älvsbyn"),
        ("{{ '1250000'|kronor }}", "1 250 000 kr".replace(" ", NBSP)),
        ("{{ 'enligt bilaga'|kronor }}", "enligt bilaga"),
        ("{{ '8'|ordningstal }}", "åttonde"),
        ("{{ 'barn- och utbildningsnämnden i Piteå'|stor_bokstav }}",
         "Barn- och utbildningsnämnden i Piteå"),
        ("{% for a in ['x', 'y'] %}{{ loop.index }}{{ a }}{% endfor %}", "1x2y"),
        ("{{ '' or '–' }}", "–"),
    ],
)  # fmt: skip
def test_the_filters_write_swedish(tag: str, shown: str) -> None:
    assert LetterLanguage().from_string(tag).render() == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("anta avtalet", "att anta avtalet"),
        ("att anta avtalet", "att anta avtalet"),
        ("Att anta avtalet", "att anta avtalet"),
        ("Kommunfullmäktige beslutar att anta avtalet", "att anta avtalet"),
        ("attestordningen ändras", "att attestordningen ändras"),
        ("Norrbus ska följas", "att Norrbus ska följas"),
        ("  anta\n avtalet ", "att anta avtalet"),
    ],
)
def test_a_decision_point_begins_with_att_once(written: str, shown: str) -> None:
    assert decision_point(written) == shown


def test_a_background_becomes_paragraphs() -> None:
    assert paragraphs_of("Ett stycke.\r\n\r\nEtt till.\n") == ["Ett stycke.", "Ett till."]


def test_files_are_named_for_what_they_are() -> None:
    kind = LetterKind.OFFICIAL_LETTER
    name = file_name(kind, "lakarmedverkan-bilaga-2", "pitea")
    assert name == "beslutsunderlag-lakarmedverkan-bilaga-2-pitea.docx"
    assert file_name(LetterKind.STATUS_REPORT, "norrbus") == "lagesrapport-norrbus.docx"
    annex = file_name(LetterKind.PARTIES_DECISIONS, "norrbus")
    assert annex == "parternas-beslut-norrbus.docx"


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_field_has_a_meaning_and_every_plain_one_an_example(kind: LetterKind) -> None:
    fields = fields_of(example(kind))
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.meaning for field in fields)
    without = {field.name for field in fields if not field.example}
    known = {"rader", "rad.anmärkning", "frågor", "fråga.svar", "yttranden", "ärenden"}
    assert without <= known


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_handbook_lists_every_field_with_its_meaning(kind: LetterKind) -> None:
    handbook = HANDBOOK.read_text(encoding="utf-8")
    for one in fields_of(example(kind)):
        assert f"| `{one.name}`" in handbook
        assert f"| {one.meaning} | {one.example}" in handbook


def test_the_handbook_lists_every_filter_as_it_works() -> None:
    handbook = HANDBOOK.read_text(encoding="utf-8")
    values = example(LetterKind.OFFICIAL_LETTER).context()
    for name in OUR_FILTERS:
        row = next(line for line in handbook.splitlines() if line.startswith(f"| `{name}` |"))
        tag, shown = (
            row.split("`")[3].replace(r"\|", "|"),
            row.rsplit(" | ", 1)[1].removesuffix(" |"),
        )
        if name == "uppräkning":
            values["rekommendation"]["bilagor"] = ["Bilaga 2", "Prislista"]
        made = LetterLanguage().from_string(tag).render(values)
        assert made.replace(NBSP, " ") == shown
