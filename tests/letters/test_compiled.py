"""A compiled template gives what docxtpl gives, and where it might not, docxtpl is asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.compiled import CompiledLetter, WholeLetter, compiled
from nk_avtal.letters.language import LetterLanguage
from tests.letters import generated
from tests.letters.words import lines

TEMPLATES = 200
VALUES = {
    "titel": "Avtalet",
    "kommun": {"namn": "Piteå"},
    "antal": 2,
    "bilagor": ["ett", "två"],
    "rader": [{"namn": "a", "del": "b"}] * 2,
}


def members(content: bytes) -> dict[str, bytes]:
    """Every member of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def differing(made: bytes, wanted: bytes) -> list[str]:
    """The members that are not the same XML, or not the same bytes."""
    ours, theirs = members(made), members(wanted)
    assert ours.keys() == theirs.keys()
    return [
        name
        for name, content in ours.items()
        if content != theirs[name] and _canonical(content) != _canonical(theirs[name])
    ]


def _canonical(content: bytes) -> bytes:
    canonical: bytes = etree.tostring(etree.fromstring(content), method="c14n")
    return canonical


def by_docxtpl(template: bytes, values: dict[str, Any]) -> bytes:
    document, file = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render(values, jinja_env=LetterLanguage(), autoescape=True)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_shipped_template_gives_what_docxtpl_gives(kind: LetterKind) -> None:
    template = path_of(kind).read_bytes()
    letter = compiled(template, LetterLanguage())
    assert isinstance(letter, CompiledLetter)
    for made in (example, longest, emptiest):
        values = made(kind).context()
        assert differing(letter.fill(values), by_docxtpl(template, values)) == []


def test_generated_templates_give_what_docxtpl_gives() -> None:
    random, language, quick = Random(5), LetterLanguage(), 0
    for number in range(TEMPLATES):
        template, values = generated.template(random), generated.values(random)
        letter = compiled(template, language)
        quick += isinstance(letter, CompiledLetter)
        assert differing(letter.fill(values), by_docxtpl(template, values)) == [], number
    assert 0.7 * TEMPLATES < quick < TEMPLATES


def paragraph(text: str, shape: str = "") -> str:
    return f'<w:p><w:r>{shape}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: str) -> str:
    inner = (f"<w:tc><w:tcPr><w:noWrap/></w:tcPr>{cell}</w:tc>" for cell in cells)
    return f"<w:tr>{''.join(inner)}</w:tr>"


def table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="1500"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


A, B = paragraph("a"), paragraph("{{ titel }}")
FOR, END = paragraph("{%tr for rad in rader %}"), paragraph("{%tr endfor %}")
CUT = "</w:t></w:r></w:p><w:p><w:r><w:t>"
HEAD = generated.member("docProps/core.xml")
QUICK = {
    "a word that is bold inside a choice": paragraph(
        "{% if titel %}a</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b{% endif %}c"
    ),
    "a choice over two paragraphs": paragraph(
        f"a {{% if titel %}}b{CUT}c{{% else %}}d{{% endif %}}"
    ),
    "a loop over two paragraphs": paragraph(
        f"{{% for x in bilagor %}}{{{{ x }}}}{CUT}{{% endfor %}}"
    ),
    "pictures in a loop": paragraph("{%p for x in bilagor %}")
    + generated.drawing(7)
    + generated.drawing(7)
    + paragraph("{%p endfor %}"),
    "a table with a head and a loop": table(2, row(A, B), row(FOR, A), row(A, B), row(END, A)),
    "a table in a choice": paragraph("{%p if titel %}")
    + table(2, row(A, B), row(A, table(1, row(B)) + A))
    + paragraph("{%p endif %}"),
    "a cell over two columns": table(
        2, row(A, B), "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc></w:tr>"
    ),
    "breaks of its own": paragraph("a\tb\nc {{ titel }}"),
    "a break in a tag": paragraph("{{ 'a\tb'\n }}"),
}
BY_DOCXTPL = {
    "a table without a head": table(2, row(FOR, A), row(A, B), row(END, A)),
    "a table with fewer columns than it says": table(3, row(A, B)),
    "a table with more columns than it says": table(1, row(A, B)),
    "a row with more cells than columns": table(1, row(A), row(A, B)),
    "a table without a grid": f"<w:tbl><w:tblPr/><w:tblGrid/>{row(A)}</w:tbl>",
    "a column that is repeated": table(
        1, row(paragraph("{%tc for x in bilagor %}"), B, paragraph("{%tc endfor %}"))
    ),
    "a width that depends on a value": table(2, row(paragraph("{% colspan antal %}a"), A)),
    "a colour that depends on a value": table(2, row(A, paragraph("{% cellbg titel %}a"))),
    "a cell that goes on downwards": table(
        2, row(A, A), row(FOR, A), row(A, paragraph("{% vm %}a")), row(END, A)
    ),
    "a value in a tag": generated.drawing(1).replace("Bild 1", "{{ titel }}"),
    "a choice in a tag": generated.drawing(1).replace("Bild 1", "{% if titel %}x{% endif %}"),
    "a block that is kept for later": paragraph("{% set x %}a{{ titel }}{% endset %}{{ x }}"),
    "a block that is filtered": paragraph("{% filter upper %}a{% endfilter %}"),
    "a block without escaping": paragraph("{% autoescape false %}{{ titel }}{% endautoescape %}"),
    "a run that is closed in a choice": "<w:p><w:r><w:t>{% if titel %}</w:t></w:r>{% endif %}</w:p>"
    "<w:p><w:r><w:t>a</w:t></w:r></w:p>",
    "braces to be shown": paragraph("{_{ titel }_}"),
    "a comment": f"<!-- {{{{ titel }}}} -->{A}",
    "a picture without a number": generated.drawing(1).replace(' id="1"', ""),
}


@pytest.mark.parametrize("body", QUICK.values(), ids=QUICK)
def test_what_can_be_compiled_is(body: str) -> None:
    letter = _as_docxtpl(generated.word(body))
    assert isinstance(letter, CompiledLetter)


@pytest.mark.parametrize("body", BY_DOCXTPL.values(), ids=BY_DOCXTPL)
def test_what_needs_the_tree_is_left_to_docxtpl(body: str) -> None:
    letter = _as_docxtpl(generated.word(body))
    assert isinstance(letter, WholeLetter)


def test_fields_in_properties_and_footnotes_are_left_to_docxtpl() -> None:
    note = f"<w:footnotes xmlns:w='{W}'><w:footnote w:id='2'>{{}}</w:footnote></w:footnotes>"
    fields = {
        "docProps__core.xml": HEAD.replace("<dc:subject/>", "<dc:subject>{{ titel }}</dc:subject>"),
        "word__footnotes.xml": note.format(B),
    }
    for name, content in fields.items():
        template = _with_footnotes(B, **{name: content})
        assert isinstance(_as_docxtpl(template), WholeLetter)
    without = _with_footnotes(B, **{"word__footnotes.xml": note.format(paragraph("a\tb"))})
    assert isinstance(_as_docxtpl(without), CompiledLetter)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _with_footnotes(body: str, **parts: str) -> bytes:
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    more = {
        types: f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        relations: f'<Relationship Id="n1" Type="{relation}" Target="footnotes.xml"/>'
        "</Relationships>",
    }
    for name, end in more.items():
        content = generated.member(name)
        parts[name.replace("/", "__")] = content[: content.rindex("</")] + end
    empty = f"<w:footnotes xmlns:w='{W}'/>"
    return generated.word(body, **{"word__footnotes.xml": empty, **parts})


def _as_docxtpl(template: bytes) -> object:
    """How a template is filled, after it has given what docxtpl gives, or failed as it does."""
    letter = compiled(template, LetterLanguage())
    for titel in ("Avtalet & <a>", "", "a\nb\tc"):
        values = {**VALUES, "titel": titel, "bilagor": [titel] * len(titel)}
        assert _outcome(lambda v: letter.fill(v), values) == _outcome(
            lambda v: by_docxtpl(template, v), values
        )
    return letter


def _outcome(fill: Callable[[dict[str, Any]], bytes], values: dict[str, Any]) -> object:
    try:
        return {name: _canonical(one) for name, one in members(fill(values)).items()}
    except Exception as reason:  # noqa: BLE001 - whatever docxtpl answers
        return type(reason)


def test_braces_in_a_value_stay_as_they_were_written() -> None:
    """docxtpl takes `{_{` in a value for its own."""
    letter = compiled(generated.word(B), LetterLanguage())
    for written in ("{_{ a }_}", "{%p if x %}", "{{ titel }}"):
        assert written in lines(letter.fill({"titel": written}))


def test_the_same_values_give_the_same_bytes() -> None:
    letter = compiled(generated.word(B, B, B), LetterLanguage())
    again = compiled(generated.word(B, B, B), LetterLanguage())
    assert letter.fill(VALUES) == letter.fill(VALUES) == again.fill(VALUES)


def test_a_part_without_fields_is_packed_once() -> None:
    letter = compiled(generated.word(B, A, A), LetterLanguage())
    assert isinstance(letter, CompiledLetter)
    assert letter.changing == {"word/document.xml"}
