"""A clerk fetches the ready-filled Word document (ux 15, scenario 4)."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from tests import builders
from tests.browser.conftest import BOTH_WAYS
from tests.browser.visitor import Visitor

TITLE = "Prislista för interkommunal ersättning 2027"
REFERENCE = "KS 2026-400"


def text_of(path: Path) -> str:
    """All text of a document, of tables, headers and footers too, with plain spaces."""
    document = Document(str(path))
    edges = [part for one in document.sections for part in (one.header, one.footer)]
    edges += [one.first_page_header for one in document.sections]
    found = [document.element.body, *(part._element for part in edges)]
    text = "\n".join(element.text or "" for part in found for element in part.iter(qn("w:t")))
    return text.replace("\xa0", " ")


def languages_of(path: Path) -> set[str]:
    styles = Document(str(path)).styles.element
    return {element.get(qn("w:val")) for element in styles.iter(qn("w:lang"))}


@BOTH_WAYS
def test_4_the_word_document_is_fetched_filled_in_with_two_clicks(
    clerk: Visitor, tmp_path: Path
) -> None:
    page = clerk.page
    form = clerk.main.locator("#underlag form").filter(has_text=TITLE)
    clerk.click(form.get_by_text("Ert diarienummer"))
    form.get_by_label(f"Diarienummer för {TITLE}").fill(REFERENCE)
    with page.expect_download() as download:
        clerk.click(form.get_by_role("button", name=TITLE))
    assert clerk.clicks <= 2

    kept = tmp_path / "underlag.docx"
    download.value.save_as(kept)
    text = text_of(kept)
    for words in ("Piteå kommun", "25 september 2026", "62", "prislistan", REFERENCE):
        assert words in text
    for sign in ("{{", "}}", "{%", "[", "None"):
        assert sign not in text
    assert languages_of(kept) == {"sv-SE"}

    page.goto("/kommuner/pitea/beslut/prislista")
    assert page.get_by_label("Kommunens diarienummer").input_value() == REFERENCE
    page.goto("/")
    assert f"Hämtat {builders.real_day()}" in clerk.main.locator("#underlag form").filter(
        has_text=TITLE
    ).inner_text().replace("\xa0", " ")
