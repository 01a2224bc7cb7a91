"""The shipped templates: as the script builds them, true to every value, nothing empty printed."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
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
NUMBERED = (
    *(*MUNICIPAL, LetterKind.STATUS_REPORT, LetterKind.RECOMMENDATION, LetterKind.EXCERPT),
    *(LetterKind.DECISION_BASIS, LetterKind.CONSULTATION),
)
MARK = "Märke9"
HOSTILE = {
    "ampersand": "AT&T & <w:br/> a < b > c \"citat\" 'apostrof'",
    "tags": "<script>alert(1)</script></w:t></w:r>",
    "template": "{{ 7*7 }} {% for x in y %} {# not a comment #}",
    "long": ("Överenskommelse om samverkan " * 9)[:250].rstrip(),
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


@EVERY
def test_whatever_is_written_comes_out_for_every_municipality(kind: LetterKind) -> None:
    """Sign by sign, everywhere where the template shows it, and of its own municipality alone."""
    values = [list(HOSTILE.values())[place % len(HOSTILE)] for place in range(14)]
    made = []
    for town, value in zip(towns(), values, strict=True):
        made += [written(kind, MARK, town), written(kind, value, town)]
    texts = ["\n".join(lines(file)) for file in render_many(path_of(kind).read_bytes(), made)]
    for town, value, plain, hostile in zip(towns(), values, texts[::2], texts[1::2], strict=True):
        assert MARK in plain
        assert hostile == plain.replace(MARK, value)
        if "kommun" in made[0]:
            assert town.full_name in plain
            others = {other.full_name for other in towns()} - {town.full_name}
            assert not [other for other in others if other in plain]


def written(kind: LetterKind, text: str, town: LetterMunicipality) -> dict[str, Any]:
    """The example's values with every text exchanged, for a municipality if it is for one."""
    values = _exchanged(example(kind).context(), text)
    if "kommun" in values:
        names = {"namn": town.name, "fullt_namn": town.full_name, "genitiv": town.genitive}
        values["kommun"] |= names
    return values


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _exchanged(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {name: _exchanged(one, text) for name, one in value.items()}
    if isinstance(value, list):
        return [_exchanged(one, text) for one in value]
    return text


@cache
def sampled(kind: LetterKind) -> dict[str, bytes]:
    """The shipped template filled with the example, the longest and the emptiest values."""
    made = {"example": example, "longest": longest, "emptiest": emptiest}
    values = [one(kind).context() for one in made.values()]
    return dict(zip(made, render_many(path_of(kind).read_bytes(), values), strict=True))


@EVERY
@pytest.mark.parametrize("made", ["example", "emptiest"])
def test_nothing_empty_is_printed(kind: LetterKind, made: str) -> None:
    content = sampled(kind)[made]
    shown = lines(content)
    text = "\n".join(shown)
    assert not re.search(r"[{}]|\(\)|””|None| ,| \.|, ,|\.\.|  |^Dnr $", text, re.MULTILINE)
    document = opened(content)
    assert all(paragraph.text for paragraph in document.paragraphs[:-1])
    assert all(cell.text for table in document.tables for row in table.rows for cell in row.cells)


@EVERY
def test_the_longest_values_fit(kind: LetterKind) -> None:
    shown = " ".join(lines(sampled(kind)["longest"]))
    longest_text = next(text for text in _texts(longest(kind).context()) if len(text) == 250)
    assert longest_text in shown


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
    document = opened(sampled(kind)["example"])
    assert _language(document) == "sv-SE"
    assert document.core_properties.language == "sv-SE"
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 3
    assert ("List Number" in styles) is (kind in NUMBERED)
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


def test_libreoffice_opens_each_and_the_text_comes_back(tmp_path: Path) -> None:
    """All in one run: starting takes longer than converting."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LIBREOFFICE IS NOT INSTALLED: that the documents open is not shown")
    files = [tmp_path / f"{kind.value}.docx" for kind in LetterKind]
    for kind, file in zip(LetterKind, files, strict=True):
        file.write_bytes(sampled(kind)["example"])
    letter = example(LetterKind.OFFICIAL_LETTER)
    changed = dataclasses.replace(letter.recommendation, title="Åtta & <sjö> väntar")
    letter = dataclasses.replace(letter, recommendation=changed)
    template = path_of(LetterKind.OFFICIAL_LETTER).read_bytes()
    files[0].write_bytes(render_one(template, letter.context()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=180)
    for file in files:
        pages = _pages(file)
        assert f"Sida 1 ({len(pages)})" in pages[0]
        assert len(pages) <= 3
        headings = [one.text for one in opened(file.read_bytes()).paragraphs if _is_heading(one)]
        found = " ".join(pages)
        assert [text for text in headings if " ".join(text.split()) not in found] == []
    text = _pages(files[0])
    assert len(text) == 2
    assert "Åtta & <sjö> väntar" in text[0]
    assert "Kommunfullmäktige beslutar 1. att anta bilaga 2" in text[0]
    assert "Så registrerar ni beslutet" in text[1]


def _pages(file: Path) -> list[str]:
    pages = PdfReader(file.with_suffix(".pdf")).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def _is_heading(paragraph: Paragraph) -> bool:
    return bool(paragraph.style and paragraph.style.name.startswith(("Title", "Heading")))


def _language(document: Document) -> str:
    style = document.styles["Normal"].element
    return str(style.find(".//" + qn("w:lang")).get(qn("w:val")))
