"""An agreement as Word itself writes it: numbered headings and clauses, footnotes, a header with
fields, a table with merged cells, a content control, a link, bookmarks, marks of spelling, and an
annex on a page of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.documents.agreements import ROWS, SECTIONS

LINK = RELATIONSHIP_TYPE.HYPERLINK
TITLES = (
    "Samverkansavtal för försörjning av hjälpmedel till personer med funktionsnedsättning",
    "Överenskommelse om samarbete kring personer med psykisk funktionsnedsättning",
    "Avtal om läkarmedverkan i hemsjukvården",
    "Samverkansavtal Naturbruksgymnasiet i Kalix",
)
NOTES = ("Hälso- och sjukvårdslagen (2017:30).", "Kommunallagen (2017:725) 9 kap. 37 §.")
_SPACE = 'xml:space="preserve"'


def agreement(seed: int = 0) -> Document:
    """One of a few agreements; the seed chooses title, how text is split into runs, and what
    Word has left in it."""
    dice = random.Random(seed)
    document = docx.Document()
    _number(document)
    _note(document)
    body = document.element.body
    end = body.sectPr
    for markup in _body(TITLES[seed % len(TITLES)], dice):
        end.addprevious(parse_xml(markup))
    _head(document, dice)
    return document


def _body(title: str, dice: random.Random) -> Iterator[str]:
    yield _paragraph(_runs(title, dice), '<w:pStyle w:val="Title"/>')
    yield _control(_runs("Dnr 2026-117", dice))
    for at, (heading, clauses) in enumerate(SECTIONS.items()):
        mark = f'<w:bookmarkStart w:id="{at}" w:name="_Ref{at}"/>'
        head = mark + _runs(heading, dice) + f'<w:bookmarkEnd w:id="{at}"/>'
        yield _paragraph(head, '<w:pStyle w:val="Heading1"/>' + _numbering(0))
        for number, clause in enumerate(clauses):
            inner = _runs(clause, dice)
            if number == 0 and at in (2, 4):
                inner += f'<w:r><w:footnoteReference w:id="{at // 2}"/></w:r>'
            level = 1 if dice.random() < 0.7 else 2
            yield _paragraph(inner, _numbering(level) + '<w:spacing w:after="120"/>')
        if heading == "Ersättning":
            yield _costs(dice)
            yield _paragraph("")
    yield _signatures(dice)
    yield _paragraph(_runs("Bilaga 1. Parternas kontaktpersoner", dice), "<w:pageBreakBefore/>")
    yield _paragraph(
        '<w:r><w:tab/><w:t xml:space="preserve">Se även avsnitt </w:t></w:r>'
        + _field(" REF _Ref2 \\h ", "Ansvar")
    )


def _number(document: Document) -> None:
    """Numbers 1, 1.1 and a) for headings and clauses."""
    texts = ("%1", "%1.%2", "%3)")
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"lowerLetter" if at == 2 else "decimal"}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{567 * (at + 1)}" w:hanging="567"/></w:pPr></w:lvl>'
        for at, text in enumerate(texts)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )


def _numbering(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'


def _note(document: Document) -> None:
    notes = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t {_SPACE}> {text}</w:t></w:r></w:p></w:footnote>"
        for at, text in enumerate(NOTES, start=1)
    )
    apart = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for at, (kind, tag) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), -1
        )
    )
    markup = f"<w:footnotes {nsdecls('w')}>{apart}{notes}</w:footnotes>"
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + markup.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _head(document: Document, dice: random.Random) -> None:
    head = document.sections[0].header.paragraphs[0]
    head.text = "Norrbottens Kommuner\tSida "
    for element in parse_xml(_paragraph(_field(" PAGE ", "1"))):
        head._p.append(element)


def _paragraph(inner: str, properties: str = "") -> str:
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return (
        f'<w:p {nsdecls("w")} w:rsidR="00A{3:05d}" w:rsidRDefault="00B{4:05d}">'
        f"{properties}{inner}</w:p>"
    )


def _runs(text: str, dice: random.Random) -> str:
    """The text in runs as Word leaves them behind: split anywhere, marked, now and then empty."""
    found = ""
    while text:
        length = dice.choice((len(text), dice.randint(1, len(text))))
        look = dice.choice(("", "", "", "<w:b/>", "<w:i/>", '<w:lang w:val="sv-SE"/>'))
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        found += dice.choice(("", "", '<w:proofErr w:type="spellStart"/>', "<w:r/>"))
        found += (
            f'<w:r w:rsidRPr="00C{dice.randint(0, 99999):05d}">{look}'
            f"<w:t {_SPACE}>{escape(text[:length])}</w:t></w:r>"
        )
        text = text[length:]
    return found


def _field(code: str, shown: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in _FIELD_MARKS}
    return (
        f"{marks['begin']}<w:r><w:instrText {_SPACE}>{code}</w:instrText></w:r>"
        f"{marks['separate']}<w:r><w:t>{shown}</w:t></w:r>{marks['end']}"
    )


_FIELD_MARKS = ("begin", "separate", "end")


def _control(inner: str) -> str:
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Diarienummer"/><w:tag w:val="dnr"/>'
        f'<w:id w:val="117"/></w:sdtPr><w:sdtContent>{_paragraph(inner)}</w:sdtContent></w:sdt>'
    )


def _costs(dice: random.Random) -> str:
    """What each pays: a heading over all columns, then rows."""
    over = (
        '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>'
        f"{_paragraph(_runs('Kostnader per kommun', dice))}</w:tc></w:tr>"
    )
    rows = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{_paragraph(_runs(text, dice))}</w:tc>" for text in row)
        + "</w:tr>"
        for row in ROWS
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
        f"<w:tblGrid>{_columns(3)}</w:tblGrid>{over}{rows}</w:tbl>"
    )


def _signatures(dice: random.Random) -> str:
    """Who signs: the first column runs over two rows."""

    def cell(text: str, merge: str = "") -> str:
        properties = f"<w:tcPr><w:vMerge{merge}/></w:tcPr>" if merge or not text else ""
        return f"<w:tc>{properties}{_paragraph(_runs(text, dice))}</w:tc>"

    rows = (
        cell("Piteå kommun", ' w:val="restart"') + cell("Ort och datum"),
        cell("") + cell("Namnförtydligande"),
    )
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{_columns(2)}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def _columns(count: int) -> str:
    return f'<w:gridCol w:w="{9000 // count}"/>' * count
