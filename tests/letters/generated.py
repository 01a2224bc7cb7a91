"""Templates made at random: what an office may write in Word, and what Word makes of it."""

from __future__ import annotations

import io
import zipfile
from random import Random
from xml.sax.saxutils import escape

from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of

TEXTS = (
    *("Piteå", "", "AT&T <w:br/> \"a\" 'b' > c", "{{ 7*7 }} {% if %}", "ett\ntvå", "a\tb\tc"),
    *("blåbär 🫐", "اتفاقية", "  mellanslag  ", "§\N{NO-BREAK SPACE}64", "]]>", "x" * 300, "\n"),
)
WORDS = ("Avtalet", "gäller & får", "från <den>", "”citat”", "å ä ö", "parterna,", "a\tb", "1–2")
SHAPES = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rFonts w:ascii="Arial"/><w:i/></w:rPr>')
PARAGRAPHS = ("", "<w:pPr><w:keepNext/></w:pPr>", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')
FIELDS = (
    *("titel", "kommun.namn", "titel|upper", "titel|stor_bokstav", "kommun['namn']", "antal"),
    *(
        "bilagor|uppräkning",
        "bilagor|join(', ')",
        "bilagor|length",
        "titel or '–'",
        "titel ~ antal",
    ),
    *("'fast & <text>'", "dag|datum", "antal|kronor", "kommun.namn|genitiv", "titel|default('x')"),
)
CONDITIONS = ("titel", "bilagor", "antal > 3", "not titel", "kommun.namn == 'Piteå'", "antal <= 2")
_BASE = path_of(LetterKind.COVER_LETTER)


def values(random: Random) -> dict[str, object]:
    """Values for any of these templates."""
    one, two, *bilagor = random.choices(TEXTS, k=2 + random.randrange(4))
    cells = random.choices(TEXTS, k=2 * random.randrange(4))
    return {
        "titel": one,
        "kommun": {"namn": two},
        "antal": random.randrange(6),
        "dag": random.choice(("2026-12-31", "tills vidare")),
        "bilagor": bilagor,
        "rader": [{"namn": a, "del": b} for a, b in zip(cells[::2], cells[1::2], strict=True)],
    }


def template(random: Random) -> bytes:
    """A template with a body, a header and a footer."""
    body = "".join(_block(random, 2) for _ in range(random.randint(2, 6)))
    return word(body, *(_paragraph(random, _line(random)) for _ in range(2)))


def word(body: str, header: str = "<w:p/>", footer: str = "<w:p/>", **parts: str) -> bytes:
    """A shipped template with these blocks instead; `parts` replace or add other members, `__` in
    their names for `/`."""
    file = io.BytesIO()
    with zipfile.ZipFile(_BASE) as base, zipfile.ZipFile(file, "w") as made:
        contents = {name: base.read(name).decode() for name in base.namelist()}
        contents |= {name.replace("__", "/"): content for name, content in parts.items()}
        for start, name, inner in (
            ("<w:body", "document", body + "<w:sectPr" + _tail(contents["word/document.xml"])),
            ("<w:hdr", "header1", header + "</w:hdr>"),
            ("<w:ftr", "footer1", footer + "</w:ftr>"),
        ):
            content = contents[f"word/{name}.xml"]
            begins = content.index(">", content.index(start)) + 1
            contents[f"word/{name}.xml"] = content[:begins] + inner
        for name, content in contents.items():
            made.writestr(name, content)
    return file.getvalue()


def _tail(body: str) -> str:
    return body.rpartition("<w:sectPr")[2]


def member(name: str) -> str:
    """A member of the shipped template, to be replaced by another."""
    with zipfile.ZipFile(_BASE) as base:
        return base.read(name).decode()


def _block(random: Random, depth: int) -> str:
    kind = random.choice(("text", "text", "if", "for", "table", "drawing", "quirk"))
    if kind == "if" and depth:
        return _around(random, "p if " + random.choice(CONDITIONS), "p endif", depth)
    if kind == "for" and depth:
        return _around(random, "p for x in bilagor", "p endfor", depth)
    if kind == "table":
        return _table(random)
    if kind == "drawing":
        return drawing(random.randrange(9))
    if kind == "quirk":
        # tags with a minus sign join their paragraph with the one before or after
        lines = "Stycket före", random.choice(QUIRKS), "Stycket efter"
        return "".join(_paragraph(random, line) for line in lines)
    return _paragraph(random, _line(random))


QUIRKS = (
    "{# en anmärkning #}Text",
    "{% set y = titel|upper %}{{ y }}",
    "{{ loop_free|default('saknas') }}",
    "Ja{%- if titel %} {{ titel }}{% endif -%}",
    "{{ ‘citat’ }} {{ “citat”|upper }}",
    "{% for x in bilagor %}{{ loop.index }}. {{ x }}{% if not loop.last %}, {% endif %}{%endfor%}",
)


def _around(random: Random, opening: str, closing: str, depth: int) -> str:
    inner = "".join(_block(random, depth - 1) for _ in range(random.randint(1, 2)))
    start, end = (_paragraph(random, f"{{%{tag} %}}") for tag in (opening, closing))
    if opening.startswith("p if") and random.random() < 0.4:
        inner += _paragraph(random, "{%p else %}") + _block(random, 0)
    return start + inner + end


def _line(random: Random) -> str:
    pieces = []
    for _ in range(random.randint(1, 4)):
        field = f"{{{{ {random.choice(FIELDS)} }}}}"
        chosen = random.choice(CONDITIONS)
        pieces += random.choice(
            (
                (random.choice(WORDS), " ", field),
                (f"{{% if {chosen} %}}", field, "{% else %}", random.choice(WORDS), "{% endif %}"),
                ("{% for x in rader %}", "{{ x.namn }}, ", "{% endfor %}"),
                (random.choice(WORDS), " "),
            )
        )
    return "".join(pieces)


def _paragraph(random: Random, text: str) -> str:
    """A paragraph with this text in several runs, as Word splits them: anywhere, tags too."""
    cuts = sorted({random.randint(1, len(text) - 1) for _ in range(random.randrange(4))})
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    runs = "".join(
        f'<w:r>{random.choice(SHAPES)}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in pieces
    )
    return f"<w:p>{random.choice(PARAGRAPHS)}{runs}</w:p>"


def _table(random: Random) -> str:
    columns = random.randint(2, 4)
    cells = [_cell(random, random.choice(("{{ rad.namn }}", "{{ loop.index }}", "{{ rad.del }}")))]
    cells += [_cell(random, random.choice(WORDS)) for _ in range(columns - 1)]
    head = "".join(_cell(random, random.choice(WORDS)) for _ in range(columns))
    tag = random.choice(("{%%tr for rad in rader %%}", "{%%tr for rad in rader if rad.namn %%}"))
    rows = [tag.replace("%%", "%"), "".join(cells), "{%tr endfor %}"]
    rows[::2] = [_cell(random, row) for row in rows[::2]]
    grid = columns + (
        0 if random.random() < 0.9 else random.choice((1, -1))
    )  # Word and others do not always count right
    first = [head] if random.random() < 0.9 else []
    return (
        "<w:tbl><w:tblPr/><w:tblGrid>"
        + '<w:gridCol w:w="1500"/>' * grid
        + "</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in [*first, *rows])
        + "</w:tbl>"
    )


def _cell(random: Random, text: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>{_paragraph(random, text)}</w:tc>'
    )


def drawing(number: int) -> str:
    """A paragraph with a picture that has this number."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>'
        f'<wp:docPr descr="a &gt; b" id="{number}" name="Bild {number}"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
