"""What the office is told about a template that it uploads."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.check import TemplateRefused, check_template
from tests.letters.words import saved, template

KIND = LetterKind.OFFICIAL_LETTER


def faults(content: bytes) -> list[str]:
    with pytest.raises(TemplateRefused) as refusal:
        check_template(KIND, content, "mall.docx")
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_shipped_templates_pass(kind: LetterKind) -> None:
    assert check_template(kind, path_of(kind).read_bytes(), "mall.docx") == DOCX


def test_every_unknown_field_is_named_with_its_sentence() -> None:
    document = docx.Document()
    document.add_paragraph("Till {{ kommun.nmn }} med vänlig hälsning")
    document.add_paragraph("Svara till {{ handläggare }}")
    document.sections[0].footer.paragraphs[0].text = "{{ Kommun.fullt_namn }}"
    assert faults(saved(document)) == [
        "Mallen innehåller fältet kommun.nmn, som inte finns. Menar du kommun.namn? Det står i:"
        " ”Till {{ kommun.nmn }} med vänlig hälsning”",
        "Mallen innehåller fältet handläggare, som inte finns. Det står i:"
        " ”Svara till {{ handläggare }}”",
        "Mallen innehåller fältet Kommun, som inte finns. Menar du kommun? Det står i:"
        " ”{{ Kommun.fullt_namn }}”",
    ]


def test_a_field_that_word_has_split_over_runs_is_read_whole() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Till ")
    for piece in ("{", "{ komm", "un.na", "mm }", "}"):
        paragraph.add_run(piece).bold = piece == "un.na"
    (fault,) = faults(saved(document))
    assert fault.startswith("Mallen innehåller fältet kommun.namm, som inte finns")


def test_a_field_inside_a_loop_is_followed_to_the_list() -> None:
    kind = LetterKind.STATUS_REPORT
    document = docx.Document()
    for line in ("{%p for rad in rader %}", "{{ rad.namn }} {{ rad.lage }}", "{%p endfor %}"):
        document.add_paragraph(line)
    with pytest.raises(TemplateRefused, match=r"fältet rad\.lage, som inte finns. Menar du rad"):
        check_template(kind, saved(document), "mall.docx")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ kommun.namn", "Ett fält i mallen är felskrivet eller inte avslutat. Det står i: ”"),
        ("{% for x in bilagor %}", "Ett fält i mallen är felskrivet eller inte avslutat"),
        ("{{ kommun.namn|versaler }}", "Mallen använder |versaler, som inte finns"),
        ("{{ rekommendation.bilagor }}", "Mallen visar en lista som om den vore en text"),
        ("{{ kommun }}", "Mallen visar en lista som om den vore en text"),
        ("{{ kommun.namn.upper() }}", "Mallen innehåller upper, som inte är tillåtet"),
        ("{% include 'x' %}", "Mallen innehåller include, som inte är tillåtet"),
    ],
)
def test_the_fault_is_told_in_plain_words(text: str, told: str) -> None:
    assert faults(template(text))[0].startswith(told)


def test_a_fault_only_with_empty_values_is_found_by_filling() -> None:
    """The first attachment of a list that can be empty."""
    assert faults(template("{{ rekommendation.bilagor[0] }}"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ rekommendation.bilagor|uppräkning }}", "Bilaga 2"),
        ("{{ kommun.namn|genitiv }}", "Piteås"),
        ("{% if kommun.dnr %}Dnr {{ kommun.dnr }}{% else %}Utan dnr{% endif %}", "Dnr"),
        ("{% set vem = kommun %}{{ vem.namn }}", "Piteå"),
    ],
)
def test_what_the_handbook_teaches_passes(text: str, shown: str) -> None:
    assert check_template(KIND, template(text), "mall.docx") == DOCX


def test_a_pdf_is_no_template() -> None:
    with pytest.raises(RuleBroken):
        check_template(KIND, b"%PDF-1.7\n%%EOF", "mall.docx")


def test_macros_are_refused() -> None:
    file = io.BytesIO(template("{{ kommun.namn }}"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(RuleBroken, match="Mallen har makron"):
        check_template(KIND, file.getvalue(), "mall.docx")
