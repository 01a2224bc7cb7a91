"""The shipped templates: as the script builds them, true to every value, nothing empty printed."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from nk_avtal.domain.letter_parts import LetterMunicipality
from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.letters_recommended import MunicipalLetter, StatusReport
from nk_avtal.domain.words import genitive
from nk_avtal.letters.build_defaults import BUILDERS, path_of
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.render import faults_in, render_each, render_many, render_one
from tests.letters.words import lines, opened, saved

MUNICIPAL = (LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER)
EVERY = pytest.mark.parametrize("kind", list(LetterKind))
RECOMMENDED = pytest.mark.parametrize("kind", [*MUNICIPAL, LetterKind.STATUS_REPORT])
HOSTILE = {
    "ampersand": "AT&T & <w:br/> a < b > c \"citat\" 'apostrof'",
    "tags": "<script>alert(1)</script></w:t></w:r>",
    "template": "{{ 7*7 }} {% for x in y %} {# not a comment #}",
    "long": "Överenskommelse om samverkan " * 9,
    "emoji": "Blåbär 🫐 och familj 👨‍👩‍👧",
    "right to left": "اتفاقية التعاون \N{HEBREW LETTER ALEF}\N{RIGHT-TO-LEFT MARK}",
    "sami": "Váhčir, Jåhkåmåhkke, Árjepluovve đŋŧ",
    "typographic": "”Ja” – nej … §\N{NO-BREAK SPACE}64",
    "signs of Word": "\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}\N{LINE SEPARATOR}",
}


def towns() -> list[LetterMunicipality]:
    with (Path(__file__).parent / "municipalities.csv").open(encoding="utf-8") as file:
        return [
            LetterMunicipality(row["name"], row["full_name"], genitive(row["full_name"]), "")
            for row in csv.DictReader(file, delimiter=";")
        ]


@EVERY
def test_the_shipped_file_is_what_the_script_builds(kind: LetterKind) -> None:
    shipped = zipfile.ZipFile(path_of(kind))
    built = zipfile.ZipFile(io.BytesIO(saved(BUILDERS[kind]())))
    assert shipped.namelist() == built.namelist()
    for name in shipped.namelist():
        assert shipped.read(name) == built.read(name), name


@EVERY
def test_the_shipped_file_has_no_fault(kind: LetterKind) -> None:
    assert faults_in(path_of(kind).read_bytes(), example(kind).context()) == []


@pytest.mark.parametrize("kind", MUNICIPAL)
def test_each_municipality_gets_its_own(kind: LetterKind) -> None:
    letter = example(kind)
    assert isinstance(letter, MunicipalLetter)
    made = [dataclasses.replace(letter, municipality=town).context() for town in towns()]
    files = render_many(path_of(kind).read_bytes(), made)
    assert len(files) == 14
    for town, file in zip(towns(), files, strict=True):
        text = " ".join(lines(file))
        assert town.full_name in text
        others = {other.full_name for other in towns()} - {town.full_name}
        assert not [other for other in others if other in text]


@EVERY
@pytest.mark.parametrize("made", [example, emptiest])
def test_nothing_empty_is_printed(
    kind: LetterKind, made: Callable[[LetterKind], MunicipalLetter | StatusReport]
) -> None:
    content = render_one(path_of(kind).read_bytes(), made(kind).context())
    shown = lines(content)
    text = "\n".join(shown)
    assert not re.search(r"[{}]|\(\)|””|None| ,| \.|, ,|\.\.|  |^Dnr $", text, re.MULTILINE)
    document = opened(content)
    assert all(paragraph.text for paragraph in document.paragraphs[:-1])
    assert all(cell.text for table in document.tables for row in table.rows for cell in row.cells)


@RECOMMENDED
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_a_value_reads_back_as_it_was_written(kind: LetterKind, value: str) -> None:
    values = example(kind)
    recommendation = dataclasses.replace(
        values.recommendation,
        title=value,
        points=[f"att {value}", "att anta"],
        background=[value],
        attachments=[value],
    )
    values = dataclasses.replace(values, recommendation=recommendation)
    shown = lines(render_one(path_of(kind).read_bytes(), values.context()))
    assert value in shown
    assert f"att {value}" in shown


@RECOMMENDED
def test_the_longest_values_fit(kind: LetterKind) -> None:
    shown = lines(render_one(path_of(kind).read_bytes(), longest(kind).context()))
    assert longest(kind).recommendation.title in shown


@RECOMMENDED
def test_line_breaks_and_tabs_read_back(kind: LetterKind) -> None:
    recommendation = dataclasses.replace(example(kind).recommendation, title="ett\ntvå\ttre")
    values = dataclasses.replace(example(kind), recommendation=recommendation)
    assert "ett\ntvå\ttre" in lines(render_one(path_of(kind).read_bytes(), values.context()))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x0c", "\r", "\x1f", "\x85", "\ud800"])
def test_a_control_character_is_refused_and_not_dropped(sign: str) -> None:
    kind = LetterKind.COVER_LETTER
    recommendation = dataclasses.replace(example(kind).recommendation, title=f"Av{sign}tal")
    values = dataclasses.replace(example(kind), recommendation=recommendation)
    (answer,) = render_each(path_of(kind).read_bytes(), [values.context()])
    assert isinstance(answer, TemplateBroken)
    assert answer.field == "rekommendation.titel"
    assert f"U+{ord(sign):04X}" in str(answer)


@EVERY
def test_the_document_is_swedish_and_tagged(kind: LetterKind) -> None:
    document = opened(render_one(path_of(kind).read_bytes(), example(kind).context()))
    assert _language(document) == "sv-SE"
    assert document.core_properties.language == "sv-SE"
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 3
    assert ("List Number" in styles) is (kind in (*MUNICIPAL, LetterKind.STATUS_REPORT))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@EVERY
def test_the_header_counts_the_pages(kind: LetterKind) -> None:
    header = opened(path_of(kind).read_bytes()).sections[0].header
    codes = [code.text for code in header._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_status_report_has_a_row_for_each_municipality() -> None:
    report = example(LetterKind.STATUS_REPORT)
    assert isinstance(report, StatusReport)
    rows = [dataclasses.replace(report.rows[0], name=town.name) for town in towns()]
    content = render_one(
        path_of(LetterKind.STATUS_REPORT).read_bytes(),
        dataclasses.replace(report, rows=rows).context(),
    )
    table = opened(content).tables[0]
    assert [row.cells[0].text for row in table.rows[1:]] == [town.name for town in towns()]


def test_the_checklist_is_a_page_of_its_own_and_the_last() -> None:
    kind = LetterKind.OFFICIAL_LETTER
    document = opened(render_one(path_of(kind).read_bytes(), example(kind).context()))
    heading = next(p for p in document.paragraphs if p.text == "Så registrerar ni beslutet")
    assert heading.paragraph_format.page_break_before
    letter = example(kind)
    assert isinstance(letter, MunicipalLetter)
    assert f"Öppna {letter.record_address}" in [p.text for p in document.paragraphs]


def test_both_numbered_lists_begin_with_one() -> None:
    document = opened(path_of(LetterKind.OFFICIAL_LETTER).read_bytes())
    numbers = {
        element.get(qn("w:val"))
        for paragraph in document.paragraphs
        for element in paragraph._p.iter(qn("w:numId"))
    }
    assert len(numbers) == 2


def test_libreoffice_opens_it_and_the_text_comes_back(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LIBREOFFICE IS NOT INSTALLED: that the documents open is not shown")
    kind = LetterKind.OFFICIAL_LETTER
    values = example(kind)
    recommendation = dataclasses.replace(values.recommendation, title="Åtta & <sjö> väntar")
    values = dataclasses.replace(values, recommendation=recommendation)
    file = tmp_path / "brev.docx"
    file.write_bytes(render_one(path_of(kind).read_bytes(), values.context()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            office,
            "--headless",
            profile,
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = PdfReader(tmp_path / "brev.pdf").pages
    text = [" ".join(page.extract_text().split()) for page in pages]
    assert len(text) == 2
    assert "Åtta & <sjö> väntar" in text[0]
    assert "Sida 1 (2)" in text[0]
    assert "Kommunfullmäktige beslutar 1. att anta bilaga 2" in text[0]
    assert "Så registrerar ni beslutet" in text[1]


def _language(document: Document) -> str:
    style = document.styles["Normal"].element
    return str(style.find(".//" + qn("w:lang")).get(qn("w:val")))
