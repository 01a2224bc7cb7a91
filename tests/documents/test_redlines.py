"""Word files with tracked changes: accepting all gives the new text and rejecting all the old, as
one who only knows what the marks mean reads them, and as LibreOffice settles them."""

from __future__ import annotations

import base64
import io
import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from nk_avtal.documents.redlines.making import redline
from nk_avtal.letters.defaults_drafted import agreement_draft
from tests.documents import agreements, office, realistic, redlines

AUTHOR, AT = "Åsa Ö", "2026-11-27T10:00:00Z"
EDIT_SETS = 200 if os.environ.get("TEST_FULL") else 40
Made = tuple[str, bytes, bytes]


def drafted(seed: int) -> Document:
    """The shipped template of an agreement, fields and all."""
    return agreement_draft()


SOURCES: tuple[Callable[[int], Document], ...] = (
    agreements.agreement,
    realistic.agreement,
    drafted,
)


_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A point of a picture."""


def edit_set(seed: int) -> Made:
    """Two files: an agreement, in turn of each source, and an edit of it."""
    source = SOURCES[seed % len(SOURCES)]
    old = agreements.saved(source(seed % 10))
    return f"{source.__name__} {seed}", old, agreements.edited(old, seed)


def test_all_accepted_is_the_new_and_all_rejected_the_old() -> None:
    for seed in range(EDIT_SETS):
        name, old, new = edit_set(seed)
        made = redline(old, new, AUTHOR, AT)
        assert redlines.shape(made, "accept") == redlines.shape(new), name
        assert redlines.shape(made, "reject") == redlines.shape(old), name


def test_two_that_have_nothing_in_common_are_tracked_as_well() -> None:
    for seed in range(len(SOURCES)):
        old = agreements.saved(SOURCES[seed](1))
        new = agreements.saved(SOURCES[seed - 1](2))
        made = redline(old, new, AUTHOR, AT)
        assert redlines.shape(made, "accept") == redlines.shape(new)
        assert redlines.shape(made, "reject") == redlines.shape(old)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_settles_them_alike(tmp_path: Path) -> None:
    """All in one run, held against what LibreOffice itself makes of the old and the new."""
    files, wanted = {}, {}
    for seed in range(6):
        _, old, new = edit_set(seed)
        for how, content in (("accept", new), ("reject", old)):
            files[f"{how} {seed}"] = redline(old, new, AUTHOR, AT)
            wanted[f"{how} {seed}"] = f"accept {how} {seed}"
            files[f"accept {how} {seed}"] = content
    made = office.settled(files, tmp_path)
    for one, other in wanted.items():
        assert texts(redlines.shape(made[one])) == texts(redlines.shape(made[other])), one


def texts(shape: redlines.Shape) -> list[Any]:
    """What stands in paragraphs and cells; LibreOffice gives styles names of its own."""
    return [
        [[texts(cell) for cell in row] for row in one] if isinstance(one, list) else one[1]
        for one in shape
    ]


def changed(edit: Callable[[Document], Any], seed: int = 1) -> tuple[bytes, bytes, bytes]:
    """A realistic agreement, the same after `edit`, and both as one."""
    old = agreements.saved(realistic.agreement(seed))
    document = docx.Document(io.BytesIO(old))
    edit(document)
    new = agreements.saved(document)
    return old, new, redline(old, new, AUTHOR, AT)


def markup(content: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def test_a_change_of_look_or_level_is_tracked_and_nothing_else() -> None:
    def bold(document: Document) -> None:
        document.paragraphs[4].runs[-1].bold = True

    def level(document: Document) -> None:
        (found,) = document.paragraphs[4]._p.pPr.iter(qn("w:ilvl"))
        found.set(qn("w:val"), "2")

    for edit, mark in ((bold, "w:rPrChange"), (level, "w:pPrChange")):
        *_, made = changed(edit)
        text = markup(made)
        assert f"<{mark} " in text
        assert not any(f"<w:{one} " in text for one in ("ins", "del"))
    old = agreements.saved(realistic.agreement(1))
    assert "w:author" not in markup(redline(old, old, AUTHOR, AT))


def test_a_note_that_says_something_else_stays_readable_in_both() -> None:
    old = agreements.saved(realistic.agreement(1))
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as source, zipfile.ZipFile(new, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"(2017:30)", b"(2026:1)"))
    made = redline(old, new.getvalue(), AUTHOR, AT)
    notes = markup(made, "word/footnotes.xml")
    assert "(2017:30)" in notes
    assert "(2026:1)" in notes
    text = markup(made)
    assert text.count("<w:footnoteReference ") == 3
    numbers = [piece.split('"')[1] for piece in text.split("<w:footnoteReference ")[1:]]
    assert len(set(numbers)) == 3


def test_pictures_links_and_lists_that_went_can_come_back() -> None:
    old = realistic.agreement(2)
    old.paragraphs[3].add_run().add_picture(io.BytesIO(_PICTURE))
    link = OxmlElement("w:hyperlink")
    address = old.part.relate_to("https://example.org/", realistic.LINK, is_external=True)
    link.set(qn("r:id"), address)
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Webbplats</w:t></w:r>"))
    old.paragraphs[5]._p.append(link)
    before = agreements.saved(old)
    new = agreements.agreement(2)
    made = redline(before, agreements.saved(new), AUTHOR, AT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        links = archive.read("word/_rels/document.xml.rels").decode()
        assert any(archive.read(one) == _PICTURE for one in archive.namelist())
    assert "https://example.org/" in links
    rejected = redlines.shape(made, "reject")
    assert rejected == redlines.shape(before)
    opened = docx.Document(io.BytesIO(made))
    lists = {one.get(qn("w:numId")) for one in opened.part.numbering_part.element.iter(qn("w:num"))}
    used = {one.get(qn("w:val")) for one in opened.element.iter(qn("w:numId"))}
    assert used <= lists


def test_a_box_that_went_comes_back_with_its_text() -> None:
    old = agreements.agreement(1)
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>Utkast</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    old.paragraphs[2]._p.append(box)
    made = redline(agreements.saved(old), agreements.saved(agreements.agreement(1)), AUTHOR, AT)
    text = markup(made)
    assert "<w:del " in text
    assert "<w:t>Utkast</w:t>" in text


def test_the_header_is_compared_as_well() -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].runs[0].text = "Region Norrbotten\tSida "

    old, new, made = changed(edit)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        (part,) = (one for one in archive.namelist() if one.startswith("word/header"))
    for how, wanted in (("accept", new), ("reject", old)):
        assert redlines.shape(made, how, part) == redlines.shape(wanted, "", part)


def test_what_is_tracked_in_either_already_counts_as_accepted() -> None:
    first, second, third = (
        agreements.saved(agreements.agreement(0)),
        agreements.edited(agreements.saved(agreements.agreement(0)), 7),
        agreements.edited(agreements.saved(agreements.agreement(0)), 8),
    )
    once = redline(first, second, "Motparten", AT)
    made = redline(once, redline(first, third, "Motparten", AT), AUTHOR, AT)
    assert redlines.shape(made, "accept") == redlines.shape(third)
    assert redlines.shape(made, "reject") == redlines.shape(second)
    assert "Motparten" not in markup(made)


def test_a_field_is_never_torn_apart() -> None:
    dice = random.Random(1)

    def edit(document: Document) -> None:
        for paragraph in document.paragraphs[-2:]:
            for run in paragraph.runs:
                if run.text:
                    run.text = f"{dice.randint(0, 9)} {run.text}"

    *_, made = changed(edit)
    root = docx.Document(io.BytesIO(made)).element
    kinds = [one.get(qn("w:fldCharType")) for one in root.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)
    assert len(kinds) == 6
