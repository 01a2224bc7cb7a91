"""Letters from one template, beside docxtpl and beside the least that a letter can cost.

The floor copies the packed members that stay the same, puts the values into the others with `%` and
deflates them, in this process. The letter is the one that Word engines were compared with before
this one was made: six fields, five points, a table of fourteen rows, three pages; `fat` has the 790
kB of styles of python-docx's own template. `shipped` is the tjänsteskrivelse that ships, with
fields in its header and footer too.

`engine` is the compiled template, `docxtpl` one DocxTemplate for each letter, `product` what a user
waits for: the limited process branched off, the template compiled, the values sent to it, and the
letters in one zip. All take turns in one run; the figures to quote are the ratios, of the work of
this process, and for the product of the time waited.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
from _memory import peak
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from nk_avtal.domain.letter_samples import example
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.bundles import Bundle, Order
from nk_avtal.letters.compiled import CompiledLetter
from nk_avtal.letters.language import LetterLanguage
from nk_avtal.letters.package import Package

FIELDS = ("kommun", "kontakt", "diarienummer", "datum", "avtal", "svar_senast")
COLUMNS = ("namn", "andel", "belopp", "status")
TOWNS = (
    *("Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda", "Jokkmokk", "Kalix"),
    *("Kiruna", "Luleå", "Pajala", "Piteå", "Älvsbyn", "Överkalix", "Övertorneå"),
)
PROSE = (
    "Kommunförbundet har tillsammans med länets kommuner berett ärendet om gemensam finansiering."
    " Avtalet reglerar parternas åtaganden, kostnadsfördelning, uppsägning och uppföljning."
    " Styrelsen rekommenderar kommunerna att anta avtalet i sin helhet. "
)
STYLES = {"Normal", "Heading 1", "Heading 2", "Table Grid", "Header", "Footer", "Normal Table"}
SLOWEST = 20
"""So many letters does docxtpl make in a round; each takes it as long, however many there are."""
Values = dict[str, Any]


def main() -> None:
    """Print the ratios of each number of letters and each template."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    rounds = asked.parse_args().rounds
    told = []
    for name, template, values in _templates():
        for count in (14, 290):
            figures = _measure(template, [values(one) for one in range(count)], rounds)
            told += [f"{name}:{count}:{what}={value}" for what, value in figures.items()]
            print(f"{name}, {count} letters: " + " ".join(told[-len(figures) :]), flush=True)
    print("SUMMARY " + " ".join(told))


def _templates() -> list[tuple[str, bytes, Callable[[int], Values]]]:
    kind = LetterKind.OFFICIAL_LETTER
    shipped, values = path_of(kind).read_bytes(), example(kind).context()
    return [
        ("slim", _letter(slim=True), _values),
        ("fat", _letter(slim=False), _values),
        ("shipped", shipped, lambda _number: values),
    ]


def _measure(template: bytes, values: list[Values], rounds: int) -> dict[str, str]:
    letter, floor = CompiledLetter(template, LetterLanguage()), _Floor(template, values[0])
    few, ready = values[:SLOWEST], [_ready(one) for one in values]
    contenders: dict[str, Callable[[], object]] = {
        "floor": lambda: [floor.fill(one) for one in ready],
        "engine": lambda: [letter.fill(one) for one in values],
        "compiling": lambda: CompiledLetter(template, LetterLanguage()),
        "docxtpl": lambda: [_by_docxtpl(template, one) for one in few],
        "zip_floor": lambda: _zipped(floor, ready),
        "product": lambda: _read(template, values),
    }
    contenders["product"]()  # starts what the limited processes branch off from
    work: dict[str, list[float]] = {name: [] for name in contenders}
    waited: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            times = len(values) / len(few) if name == "docxtpl" else 1
            for figures, one in zip((work, waited), _seconds(contender), strict=True):
                figures[name].append(one * times)
    return {
        "floor": f"{statistics.median(work['floor']) / len(values) * 1e6:.0f}us/letter",
        "engine": _ratio(work, "engine", "floor"),
        "docxtpl": _ratio(work, "docxtpl", "floor"),
        "docxtpl/engine": _ratio(work, "docxtpl", "engine"),
        "product/zip_floor": _ratio(waited, "product", "zip_floor"),
        "docxtpl/product": _ratio(waited, "docxtpl", "product"),
        "compiling": f"{statistics.median(work['compiling']) * 1e3:.0f}ms",
        "peak": f"{peak(lambda: _read(template, values)) / 1e6:.1f}MB",
    }


def _ratio(seconds: dict[str, list[float]], one: str, other: str) -> str:
    pairs = zip(seconds[one], seconds[other], strict=True)
    return f"{statistics.median(a / b for a, b in pairs):.2f}x"


class _Floor:
    """A letter whose members with fields are format strings."""

    def __init__(self, template: bytes, values: Values) -> None:
        marked = CompiledLetter(template, LetterLanguage())
        filled = marked.fill(_marks(values))
        with zipfile.ZipFile(io.BytesIO(filled)) as archive:
            self._texts = {name: _format(archive.read(name).decode()) for name in marked.changing}
        self._package = Package(filled, marked.changing)
        wanted = _texts(self.fill(_ready(values))), _texts(marked.fill(values))
        assert wanted[0] == wanted[1] == _texts(_by_docxtpl(template, values))

    def fill(self, known: dict[str, str]) -> bytes:
        filled = {name: (text % known).encode() for name, text in self._texts.items()}
        return self._package.with_members(filled)


def _ready(values: Values) -> dict[str, str]:
    """What the format strings ask for; making it is no part of the floor."""
    return {name: escape(text) for name, text in _flat(values)}


def _flat(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Each text in the values with the way to it."""
    if isinstance(value, str):
        return [(path, value)]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [one for name, part in inner for one in _flat(part, f"{path}.{name}")]


def _marks(value: Any, path: str = "") -> Any:
    """The same values with a mark in place of each text that says something."""
    if isinstance(value, str):
        return f"@@{path}@/" if value else ""
    if isinstance(value, dict):
        return {name: _marks(part, f"{path}.{name}") for name, part in value.items()}
    return [_marks(part, f"{path}.{number}") for number, part in enumerate(value)]


def _format(text: str) -> str:
    return re.sub(r"@@([^@]*)@/", r"%(\1)s", text.replace("%", "%%"))


def _texts(content: bytes) -> list[str]:
    """What a letter says; the floor knows nothing of filters that write capitals."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text.lower() for paragraph in document.paragraphs] + cells


def _by_docxtpl(template: bytes, values: Values) -> bytes:
    document, file = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render(values, jinja_env=LetterLanguage(), autoescape=True)
    document.save(file)
    return file.getvalue()


def _zipped(floor: _Floor, values: list[dict[str, str]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, one in enumerate(values):
            archive.writestr(f"{number}.docx", floor.fill(one))
    return file.getvalue()


def _read(template: bytes, values: list[Values]) -> None:
    named = [(f"{number}.docx", one) for number, one in enumerate(values)]
    bundle = Bundle([Order(LetterKind.COVER_LETTER, template, named)])
    for _ in bundle:
        pass
    assert not bundle.missing


def _values(number: int) -> Values:
    town = f"{TOWNS[number % 14]} {number}"
    rows = [
        {
            "namn": name,
            "andel": f"{(one + 1) * 1.7:.1f} %",
            "belopp": f"{(one + 3) * 12345} kr",
            "status": "Beslutat" if (number + one) % 3 else "Väntar",
        }
        for one, name in enumerate(TOWNS)
    ]
    points = [{"nr": str(one), "text": f"att {town} antar punkt {one}"} for one in range(1, 6)]
    return {
        "kommun": town,
        "kontakt": f"Kommundirektör & registrator {number}",
        "diarienummer": f"KF 2026-{number:04d}",
        "datum": "2026-11-24",
        "avtal": "Samverkansavtal om räddningstjänst",
        "svar_senast": "2027-02-28",
        "rader": rows,
        "punkter": points,
    }


def _letter(*, slim: bool) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kommunförbundet Norr – gemensamma avtal"
    section.footer.paragraphs[0].text = "Box 1, 971 00 Luleå · org.nr 222000-0000"
    document.add_heading("Begäran om beslut", 1)
    for field in FIELDS:
        document.add_paragraph(f"{field.capitalize()}: ").add_run(f"{{{{ {field} }}}}")
    document.add_heading("Bakgrund", 2)
    for _ in range(5):
        document.add_paragraph(PROSE * 2)
    document.add_heading("Förslag till beslut", 2)
    for line in ("{%p for p in punkter %}", "{{ p.nr }}. {{ p.text }}", "{%p endfor %}"):
        document.add_paragraph(line)
    document.add_heading("Kommunernas andelar", 2)
    table = document.add_table(rows=4, cols=len(COLUMNS))
    table.style = "Table Grid"
    for column, name in enumerate(COLUMNS):
        table.cell(0, column).text = name.capitalize()
        table.cell(2, column).text = f"{{{{ r.{name} }}}}"
    table.cell(1, 0).text, table.cell(3, 0).text = "{%tr for r in rader %}", "{%tr endfor %}"
    document.add_heading("Kontakt", 2)
    for _ in range(3):
        document.add_paragraph(PROSE)
    if slim:
        _slim(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _slim(document: Any) -> None:
    """Leave out what Word would not have saved."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")).lower() not in map(str.lower, STYLES):
            styles.remove(style)
    for holder, end in ((document.part, "stylesWithEffects"), (document.part.package, "thumbnail")):
        for name, relation in list(holder.rels.items()):
            if relation.reltype.endswith(end):
                del holder.rels[name]


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long this process has worked, and how long one has waited."""
    began = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - began[0], time.perf_counter() - began[1]


if __name__ == "__main__":
    main()
