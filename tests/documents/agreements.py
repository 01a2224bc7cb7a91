"""Agreements as Word files, and seeded edits of them as two sides of a negotiation make them."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

SECTIONS = {
    "Parter": (
        "Avtalet gäller mellan Region Norrbotten och länets 14 kommuner, nedan kallade parterna.",
    ),
    "Syfte": (
        "Syftet är att patienten får en trygg och sammanhållen vård, oavsett huvudman.",
        "Parterna ska verka för att onödiga sjukhusvistelser undviks.",
    ),
    "Ansvar": (
        "Regionen ansvarar för läkare enligt 16 kap. 1 § hälso- och sjukvårdslagen (2017:30).",
        "Kommunen ansvarar för hälso- och sjukvård upp till sjuksköterskenivå.",
        "Hembesök ska ske inom 2 timmar, dygnet runt.",
        'Avvikelser rapporteras till den "närmaste chefen" utan dröjsmål.',
    ),
    "Ersättning": (
        "Ersättningen är 412 kronor per timme och räknas upp årligen med PKV.",
        "Fakturering sker kvartalsvis i efterskott. Betalning ska ske inom 30 dagar.",
    ),
    "Uppföljning": (
        "Parterna följer upp avtalet årligen i en gemensam styrgrupp.",
        "Resultatet redovisas för respektive nämnd.",
    ),
    "Avtalstid": (
        "Avtalet gäller från och med den 1 januari 2027 till och med den 31 december 2029.",
        "Om avtalet inte sägs upp förlängs det med ett år i taget.",
        "Uppsägningstiden är sex månader.",
    ),
    "Tvist": ("Tvist ska i första hand lösas genom förhandling mellan parterna.",),
}
WORDS = [
    "ska",
    "bör",
    "kan",
    "senast",
    "därutöver",
    "gemensamt",
    "skriftligen",
    "årsvis",
    "länets",
    "kommunens",
]
CLAUSES = (
    "Parterna ska informera varandra om ändringar av betydelse.",
    "Personuppgifter behandlas enligt dataskyddsförordningen.",
    "Detta avtal har upprättats i femton likalydande exemplar.",
    "Kommunen utser en kontaktperson; regionen utser en annan.",
)
ROWS = (
    ("Kommun", "Andel", "Belopp 2027"),
    ("Arjeplog", "1,1 %", "45 000"),
    ("Boden", "11,2 %", "458 000"),
    ("Luleå", "31,4 %", "1 284 000"),
    ("Piteå", "17,0 %", "695 000"),
    ("Övertorneå", "1,6 %", "65 000"),
)


def agreement(seed: int = 0) -> Document:
    """An agreement: headings, clauses with emphasis and lists, a table, header and footer."""
    dice = random.Random(seed)
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Norrbottens Kommuner\tDnr 2026-117"
    document.sections[0].footer.paragraphs[0].text = "Avtal om läkarmedverkan"
    document.add_heading("Avtal om läkarmedverkan i hemsjukvården", 0)
    for title, clauses in SECTIONS.items():
        document.add_heading(title, 1)
        for number, clause in enumerate(clauses):
            style = dice.choice(("Normal", "Normal", "List Number", "List Bullet"))
            _write(document.add_paragraph(style=style), clause, dice)
            if number and dice.random() < 0.2:
                document.add_paragraph()
    table = document.add_table(0, 3, style="Table Grid")
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Luleå den dag som framgår av underskriften")
    return document


def _write(paragraph: Paragraph, text: str, dice: random.Random) -> None:
    """The text in one to four runs, some of them bold or italic."""
    while text:
        length = dice.choice((len(text), dice.randint(1, len(text))))
        run = paragraph.add_run(text[:length])
        run.bold, run.italic = dice.random() < 0.15 or None, dice.random() < 0.1 or None
        text = text[length:]


def edited(content: bytes, seed: int, most: int = 6) -> bytes:
    """The agreement after one to `most` edits."""
    dice = random.Random(seed)
    document = docx.Document(io.BytesIO(content))
    for _ in range(dice.randint(1, most)):
        dice.choice(EDITS)(document, dice)
    return saved(document)


def saved(document: Document) -> bytes:
    """The file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _some(document: Document, dice: random.Random, words: int = 1) -> Paragraph:
    fit = [one for one in document.paragraphs if len(one.text.split()) >= words]
    return dice.choice(fit or [document.add_paragraph("Ett två tre fyra fem sex")])


def _words(document: Document, dice: random.Random) -> None:
    for run in _some(document, dice, 4).runs:
        told = [dice.choice(WORDS) if dice.random() < 0.25 else one for one in run.text.split(" ")]
        run.text = " ".join(told)


def _case_and_signs(document: Document, dice: random.Random) -> None:
    for run in _some(document, dice).runs:
        run.text = dice.choice(
            (
                run.text.upper(),
                run.text.replace('"', "\u201d").replace(" ", "\u00a0", 1),
                run.text.replace(".", ";"),
                run.text.replace(" ", "  ", 1),
            )
        )


def _sentence(document: Document, dice: random.Random) -> None:
    _some(document, dice).add_run(" " + dice.choice(CLAUSES))


def _tab_or_break(document: Document, dice: random.Random) -> None:
    run = _some(document, dice).add_run()
    dice.choice((run.add_tab, run.add_break))()
    run.add_text("tillägg")


def _added(document: Document, dice: random.Random) -> None:
    new = _some(document, dice).insert_paragraph_before("")
    new.style = dice.choice(("Normal", "List Number", "Heading 2"))
    _write(new, dice.choice(CLAUSES), dice)


def _removed(document: Document, dice: random.Random) -> None:
    element = _some(document, dice)._p
    if len(document.paragraphs) > 5:
        element.getparent().remove(element)


def _split(document: Document, dice: random.Random) -> None:
    paragraph = _some(document, dice, 4)
    half = len(paragraph.text) // 2
    before = paragraph.insert_paragraph_before(paragraph.text[:half], paragraph.style)
    assert before is not None
    text = paragraph.text[half:]
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    (paragraph.runs[0] if paragraph.runs else paragraph.add_run()).text = text


def _merged(document: Document, dice: random.Random) -> None:
    paragraph = _some(document, dice)
    following = paragraph._p.getnext()
    if following is not None and following.tag == qn("w:p"):
        for run in list(following.iterchildren(qn("w:r"))):
            paragraph._p.append(run)
        following.getparent().remove(following)


def _section_moved(document: Document, dice: random.Random) -> None:
    heads = [one._p for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    if len(heads) < 3:
        return
    moved, target = dice.sample(heads, 2)
    section = [moved]
    while (after := section[-1].getnext()) is not None and after.tag == qn("w:p"):
        if after in heads:
            break
        section.append(after)
    for element in section:
        target.addprevious(element)


def _cell(document: Document, dice: random.Random) -> None:
    if document.tables:
        cell = dice.choice(dice.choice(document.tables[0].rows).cells)
        cell.text = dice.choice(("52 000", "1,2 %", "Älvsbyn", ""))


def _row_added(document: Document, dice: random.Random) -> None:
    if document.tables:
        row = dice.choice(document.tables[0].rows)._tr
        new = copy.deepcopy(row)
        row.addnext(new)
        for number, text in enumerate(new.iter(qn("w:t"))):
            text.text = ("Kalix", "6,2 %", "253 000")[number % 3]


def _row_removed(document: Document, dice: random.Random) -> None:
    if document.tables and len(document.tables[0].rows) > 2:
        row = dice.choice(document.tables[0].rows)._tr
        row.getparent().remove(row)


def _table_added(document: Document, dice: random.Random) -> None:
    table = document.add_table(2, 2, style="Table Grid")
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Ny {number}"
    _some(document, dice)._p.addnext(table._tbl)


def _table_removed(document: Document, dice: random.Random) -> None:
    if document.tables:
        element = document.tables[-1]._tbl
        element.getparent().remove(element)


EDITS: tuple[Callable[[Document, random.Random], Any], ...] = (
    *(_words, _words, _case_and_signs, _sentence, _tab_or_break, _added, _removed),
    *(_split, _merged, _section_moved, _cell, _row_added, _row_removed),
    *(_table_added, _table_removed),
)
