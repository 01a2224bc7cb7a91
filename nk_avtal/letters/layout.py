"""What the shipped templates share: page, styles, header with page numbers, lists, tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FONT = "Arial"
INK = RGBColor(0x16, 0x24, 0x2B)
BRAND = RGBColor(0x0E, 0x3B, 0x47)
LANGUAGE = "sv-SE"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a property of the file, the same in every build
KEPT_STYLES = frozenset(
    {
        *("Normal", "Title", "Heading 1", "Heading 2", "List Number", "List Bullet"),
        *("Header", "Footer", "Table Grid", "Normal Table", "No List", "Default Paragraph Font"),
    }
)


def new_document(title: str) -> Document:
    """An empty A4 page with the styles of all shipped templates."""
    document = docx.Document()
    _forget_unused(document)
    _settle(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.header_distance, section.footer_distance = Cm(1.2), Cm(1.1)
    _style(document, "Normal", 10.5, INK, after=7)
    _style(document, "Title", 19, BRAND, bold=True, before=14, after=6)
    _style(document, "Heading 1", 12.5, BRAND, bold=True, before=15, after=4)
    _style(document, "Heading 2", 10.5, BRAND, bold=True, before=10, after=2)
    _style(document, "List Number", 10.5, INK, after=4)
    _style(document, "List Bullet", 10.5, INK, after=4)
    _style(document, "Header", 9, INK)
    _style(document, "Footer", 8.5, INK)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", LANGUAGE
    properties.created = properties.modified = MADE
    properties.comments = ""
    return document


def _forget_unused(document: Document) -> None:
    """The library's own template brings 790 kB of styles and a picture; a letter needs few."""
    kept = {name.lower() for name in KEPT_STYLES}
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")).lower() not in kept:
            styles.remove(style)
    for part, ending in ((document.part, "stylesWithEffects"), (document.part.package, "nail")):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(ending):
                del part.rels[key]


def _settle(document: Document) -> None:
    """A Swedish document of today's Word: no window says that it is of an older one."""
    settings: Any = document.settings.element
    compatibility = settings.find(qn("w:compat"))
    compatibility.remove(compatibility.find(qn("w:useFELayout")))
    for one in compatibility.findall(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    settings.find(qn("w:themeFontLang")).attrib.clear()
    for tag, value in (("themeFontLang", LANGUAGE), ("decimalSymbol", ","), ("listSeparator", ";")):
        settings.find(qn(f"w:{tag}")).set(qn("w:val"), value)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _style(
    document: Document,
    name: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: int = 0,
    after: int = 0,
) -> None:
    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = colour
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for place in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{place}"), FONT)
    if name == "Normal":
        properties.append(_element("w:lang", LANGUAGE))
        for language in document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
    for unwanted in ("w:pBdr", "w:contextualSpacing"):
        for old in list(style.element.iter(qn(unwanted))):
            old.getparent().remove(old)


def _element(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def header(
    document: Document, sender: str, kind: str, date: str, reference: str, label: str = "Dnr"
) -> None:
    """Sender to the left; kind of document, date, number if any, and page to the right.
    `reference` is a field, and `label` says what number it is; without a field there is none."""
    part = document.sections[0].header
    table = part.add_table(1, 2, Cm(16))
    _without_lines(table)
    left, right = table.rows[0].cells
    left.width, right.width = Cm(9), Cm(7)
    _line(left.paragraphs[0], sender, bold=True)
    _line(right.paragraphs[0], kind, bold=True)
    number = (f"{{%p if {reference} %}}", f"{label} {{{{ {reference} }}}}", "{%p endif %}")
    for text in (date, *(number if reference else ())):
        _line(right.add_paragraph(), text)
    page = _line(right.add_paragraph(), "Sida ")
    _field(page, "PAGE")
    page.add_run(" (")
    _field(page, "NUMPAGES")
    page.add_run(")")
    table._tbl.addnext(_line(part.paragraphs[0], "")._p)  # Word wants a paragraph after a table


def footer(document: Document, text: str) -> None:
    """One small line at the foot of every page."""
    _line(document.sections[0].footer.paragraphs[0], text)


def _line(paragraph: Paragraph, text: str, *, bold: bool = False) -> Paragraph:
    paragraph.paragraph_format.space_after = Pt(0)
    if text:
        paragraph.add_run(text).bold = bold or None
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()._r
    for kind in ("begin", "code", "separate", "shown", "end"):
        if kind == "code":
            run.append(_text("w:instrText", code))
        elif kind == "shown":
            run.append(_text("w:t", "1"))
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)


def _text(tag: str, text: str) -> Any:
    element = OxmlElement(tag)
    element.text = text
    return element


def new_numbering(document: Document) -> int:
    """A numbered list of its own, which begins with 1."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    used = int(style.find(".//" + qn("w:numId")).get(qn("w:val")))
    abstract = numbering.num_having_numId(used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def numbered(document: Document, text: str, numbering: int) -> None:
    """An item of a numbered list."""
    paragraph = document.add_paragraph(text, style="List Number")
    properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


_LINES = """
<w:tblBorders {ns}>
  <w:top w:val="single" w:sz="8" w:space="0" w:color="0E3B47"/>
  <w:left w:val="nil"/>
  <w:bottom w:val="single" w:sz="4" w:space="0" w:color="9AA8AE"/>
  <w:right w:val="nil"/>
  <w:insideH w:val="single" w:sz="4" w:space="0" w:color="9AA8AE"/>
  <w:insideV w:val="nil"/>
</w:tblBorders>"""
_NO_LINES = "<w:tblBorders {ns}>" + "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip


def _bordered(table: Any, borders: str) -> None:
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    after = properties.find(qn("w:tblLayout"))
    drawn = parse_xml(borders.format(ns=nsdecls("w")))
    properties.append(drawn) if after is None else after.addprevious(drawn)


_FLUSH = '<w:tblCellMar {ns}><w:left w:w="0" w:type="dxa"/></w:tblCellMar>'


def _without_lines(table: Any) -> None:
    table.autofit = False
    _bordered(table, _NO_LINES)
    _flush(table)


def _flush(table: Any) -> None:
    """The texts of the first column begin where those around the table do."""
    margins = parse_xml(_FLUSH.format(ns=nsdecls("w")))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def table(document: Document, heads: list[str], widths: list[float], rows: list[list[str]]) -> Any:
    """A table with a head that repeats on every page; `rows` may hold template tags."""
    made = document.add_table(1, len(heads))
    made.style = document.styles["Table Grid"]
    made.autofit = False
    _bordered(made, _LINES)
    _flush(made)
    _fill(made.rows[0].cells, heads, bold=True)
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", "true"))
    for texts in rows:
        _fill(made.add_row().cells, texts)
    for row in made.rows:
        row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit", "true"))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
            _roomy(cell.paragraphs[0])
    return made


def lines_in(cell: Any, labels: Sequence[str]) -> None:
    """Lines to write on by hand in a cell, each after its label."""
    for number, label in enumerate(labels):
        line = cell.add_paragraph() if number else cell.paragraphs[0]
        line.add_run(f"{label}\t").font.size = Pt(9.5)
        shape = line.paragraph_format
        shape.space_before, shape.space_after = Pt(14), Pt(3)
        shape.tab_stops.add_tab_stop(Cm(10), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def line_to_fill(document: Document, label: str, *, last: bool = False) -> None:
    """A line to write on by hand, after its label; kept with the next one unless it is the last."""
    shape = document.add_paragraph(f"{label}\t").paragraph_format
    shape.space_before, shape.keep_with_next = Pt(16), not last
    shape.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _fill(cells: Any, texts: list[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        _line(cell.paragraphs[0], text, bold=bold)


def _roomy(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    for run in paragraph.runs:
        run.font.size = Pt(9.5)


def new_page(paragraph: Paragraph) -> None:
    """Let a heading begin a new page."""
    paragraph.paragraph_format.page_break_before = True
