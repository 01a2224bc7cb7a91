"""What the gate for uploaded files lets in, and what it refuses (reliability S-26, S-27)."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from contextlib import suppress

import psutil
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from nk_avtal.confined.answering import MEGABYTE
from nk_avtal.confined.asking import ENDED, Confined
from nk_avtal.documents.intake import DOCX, LARGEST, PDF, WALL_SECONDS, recognise
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from tests.documents import samples
from tests.limited import branches

WORKER = "nk_avtal.documents.worker"
NAMED = "Protokollsutdraget"
BROKEN = "Filen gick inte att öppna. Spara den på nytt och försök igen"
TOO_HEAVY = (
    "Filen tog för lång tid att gå igenom. Spara en enklare kopia, till exempel genom att skriva"
    " ut den till PDF, och försök igen"
)
RELATIONS = "word/_rels/document.xml.rels"
WORD = path_of(LetterKind.OFFICIAL_LETTER)


def word(**changed: bytes) -> bytes:
    """A Word file with some parts added or replaced; `__` in a name stands for a slash."""
    return word_with({name.replace("__", "/"): part for name, part in changed.items()})


def word_with(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(WORD) as source, zipfile.ZipFile(file, "w", method) as made:
        for name in source.namelist():
            if name not in parts:
                made.writestr(name, source.read(name))
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(WORD) as source:
        return source.read(name)


def with_field(*codes: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    body = part("word/document.xml").replace(b"</w:body>", f"<w:p>{runs}</w:p></w:body>".encode())
    return word_with({"word/document.xml": body})


def with_relation(kind: str, target: str) -> bytes:
    link = (
        '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return word_with({RELATIONS: part(RELATIONS).replace(b"</Relationships>", link.encode())})


def pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf_with(change: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change == "attachment":
        writer.add_attachment("x.exe", b"MZ")
    elif change == "password":
        writer.encrypt("hemligt")
    else:
        action = {NameObject("/S"): NameObject(f"/{change}")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def refusal(content: bytes, name: str = "protokoll.pdf") -> str:
    begun = time.monotonic()
    with pytest.raises(RuleBroken) as reason:
        recognise(content, name, NAMED)
    assert time.monotonic() - begun < WALL_SECONDS + 1
    return str(reason.value)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.exe", "../../a", "a\x00.pdf", "a" * 10_000])
def test_a_file_is_known_by_content_whatever_its_name(name: str) -> None:
    assert recognise(WORD.read_bytes(), name).media_type == DOCX
    assert recognise(pdf(), name).media_type == PDF


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "DOC"),
        (b"{\\rtf1", "RTF"),
        (b"MZ\x90\x00", "EXE"),
        (b"<!DOCTYPE html><script>", "HTML"),
        (b"  <svg xmlns=''>", "HTML"),
        (b"hej", "TXT"),
    ],
)
def test_another_kind_is_named(content: bytes, kind: str) -> None:
    told = f"{NAMED} är i formatet {kind}. Välj en PDF eller ett Word-dokument"
    assert refusal(content) == told


def test_a_workbook_and_an_archive_are_named() -> None:
    for inside, kind in (("xl/workbook.xml", "XLSX"), ("a.txt", "ZIP")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(inside, b"x")
        assert f"formatet {kind}." in refusal(file.getvalue())


def test_too_large_and_empty_are_told() -> None:
    large = b"%PDF-1.7" + b"x" * (34 * MEGABYTE - 8)
    assert refusal(large) == "Filen är 34 MB. Högst 20 MB går att ladda upp"
    assert refusal(b"x" * (LARGEST + 1)).startswith("Filen är 21 MB")
    assert refusal(b"") == BROKEN


@pytest.mark.parametrize(
    "content",
    [
        word(**{"word__vbaProject.bin": b"x"}),
        word(**{"word__embeddings__a.xlsx": b"x"}),
        word(**{"word__activeX__a.bin": b"x"}),
        with_relation("attachedTemplate", "http://example.org/a.dotm"),
        with_relation("image", "http://example.org/a.png"),
        with_relation("hyperlink", "file:///etc/passwd"),
        with_field('INCLUDETEXT "x"'),
        with_field("INCLUDE", 'TEXT "x"'),
        with_field("DDEAUTO", "excel"),
        with_field('includepicture "http://example.org"'),
        word(**{"word__a.xml": b"<a xmlns='x'><altChunk/></a>"}),
        word(**{"word__a.bin": b"\n <a><instrText>INCLUDETEXT x</instrText></a>"}),
    ],
)
def test_a_word_file_that_acts_is_refused(content: bytes) -> None:
    assert refusal(content).startswith(f"{NAMED} har makron, inbäddade filer eller länkar")


@pytest.mark.parametrize(
    "content",
    [with_field("PAGE", 'HYPERLINK "https://x"'), with_relation("hyperlink", "https://x")],
)
def test_page_numbers_and_links_are_let_in(content: bytes) -> None:
    assert recognise(content, "a.docx").media_type == DOCX


def _many_tags() -> bytes:
    return b"<a>" + b"<b/>" * 7_000_000 + b"</a>"


def _many_names() -> bytes:
    return b"<a>" + b"".join(b"<b%x/>" % number for number in range(500_000)) + b"</a>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(word(**{"word__a.xml": b"\0" * 70 * MEGABYTE}), id="inflates without end"),
        pytest.param(word(**{"word__a.xml": _many_tags()}), id="many tags"),
        pytest.param(
            word_with({"word/a.xml": _many_tags()[: 18 * MEGABYTE] + b"</a>"}, zipfile.ZIP_STORED),
            id="many tags stored",
        ),
        pytest.param(word(**{"word__a.xml": _many_names()}), id="many names"),
    ],
)
def test_what_is_too_heavy_is_refused_soon(content: bytes) -> None:
    """By what it holds, or where the machine is slow by the time that it takes."""
    assert refusal(content) in (BROKEN, TOO_HEAVY)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            word(**{"word__a.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a/>'}),
            id="external entity",
        ),
        pytest.param(
            word(**{"word__a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), id="utf-16 doctype"
        ),
        pytest.param(word(**{"word__a.bin": b"<!DOCTYPE a><a/>"}), id="doctype under another name"),
        pytest.param(word(**{"..__x": b"x"}), id="traversal"),
        pytest.param(word(**{"WORD__document.xml": b"<a/>"}), id="the same name twice"),
        pytest.param(word(**{"word__a.xml": b"<a>"}), id="not well-formed"),
        pytest.param(WORD.read_bytes()[:5000], id="cut off"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, id="only the beginning"),
        pytest.param(b"%PDF-1.7\n" + WORD.read_bytes(), id="two kinds in one"),
        pytest.param(b"%PDF-1.7\nnothing", id="a pdf without anything"),
        pytest.param(pdf_with("password"), id="a locked pdf"),
    ],
)
def test_what_cannot_be_looked_through_is_refused_soon(content: bytes) -> None:
    assert refusal(content) == BROKEN


def test_a_million_parts_are_not_even_listed() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number:x}", b"")
    begun = time.monotonic()
    assert refusal(file.getvalue()) == BROKEN
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize("change", ["attachment", "Launch", "JavaScript"])
def test_a_pdf_that_acts_is_refused(change: str) -> None:
    assert refusal(pdf_with(change)).startswith(f"{NAMED} har makron, inbäddade filer")


def test_a_pdf_that_never_ends_is_refused_soon_and_leaves_nothing_behind() -> None:
    nasty = samples.inflating_pdf()
    before, begun = psutil.Process().memory_info().rss, time.monotonic()
    assert refusal(nasty).startswith("Filen tog för lång tid att gå igenom. Spara en enklare kopia")
    assert time.monotonic() - begun < WALL_SECONDS + 1
    assert psutil.Process().memory_info().rss - before < 100 * MEGABYTE
    assert branches() == []


def test_a_file_has_two_seconds_of_work_however_long_the_machine_takes_for_them() -> None:
    with Confined(WORKER, samples.inflating_pdf(), 60) as process:
        (worker,) = branches()
        process.send({})
        work = 0.0
        with suppress(psutil.Error):
            while worker.status() != psutil.STATUS_ZOMBIE:
                work = sum(worker.cpu_times()[:2])
                time.sleep(0.01)
        assert process.answer() == {"error": ENDED}
    assert 1 < work < 2


def test_looking_into_a_file_knows_no_secret_and_cannot_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NK_AVTAL_SECRET_KEY", "canary" * 10)
    with Confined(WORKER, pdf(), 5) as process:
        assert process.ask({}) == {"verdict": "pdf"}
        (worker,) = branches()
        assert worker.environ() == {}
        limits = {
            name: worker.rlimit(getattr(psutil, name))[0] for name in ("RLIMIT_AS", "RLIMIT_FSIZE")
        }
        assert limits == {"RLIMIT_AS": 512 * MEGABYTE, "RLIMIT_FSIZE": 0}
        assert worker.rlimit(psutil.RLIMIT_CPU)[0] <= 4


def test_a_script_inside_a_compressed_object_stream_is_found() -> None:
    held = b"4 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(held)
    content = b"%PDF-1.5\n" + (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    )
    places = [content.index(b"%d 0 obj" % number) for number in (1, 2, 3, 5)]
    content += packed + b"\nendstream endobj\n"
    start = len(content)
    rows = [(0, 0, 255)] + [(1, place, 0) for place in places[:3]] + [(2, 5, 0)]
    rows += [(1, places[3], 0), (1, start, 0)]
    table = b"".join(
        bytes([kind]) + place.to_bytes(3, "big") + bytes([last]) for kind, place, last in rows
    )
    content += (
        b"6 0 obj<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    ) + table
    content += b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start
    assert refusal(content).startswith(f"{NAMED} har makron, inbäddade filer")
