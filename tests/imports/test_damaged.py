"""A thousand damaged files (reliability R-24, S-27): none is more than refused."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
from flask import Flask

from nk_avtal import canonical
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.imports import actions
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.reading import sheets_of
from nk_avtal.imports.reading_worker import sheets_in
from tests.imports import sheets
from tests.imports.test_decisions import WIDE
from tests.imports.test_meetings_and_people import CALENDAR

FILES = 1000
LETTERS = b";,\t\"'\n\r\0=\xff\xe5\xc3\xa5\x1a0123456789<>&"


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The file cut off, with other bytes in it, with a part twice, or in another encoding."""
    place = chance.randrange(len(content))
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.choice(LETTERS)
    encoding = chance.choice(("utf-16", "utf-8", "utf-8-sig"))
    return chance.choice(
        (
            content[:place],
            bytes(changed),
            content[:place] + content[place // 2 :],
            content[place:] + content[:place],
            content.decode("latin-1").encode(encoding),
            bytes(chance.choice(LETTERS) for _ in range(chance.randrange(1, 300))),
        )
    )


def refused(content: bytes) -> bool:
    try:
        sheets_in(content)
    except Exception as reason:  # noqa: BLE001 - the process answers that it cannot be opened
        return not isinstance(reason, RuleBroken) or bool(reason.text("sv"))
    return False


def test_a_thousand_damaged_files_are_read_or_refused() -> None:
    chance = random.Random(24)
    whole = (sheets.messy(), WIDE, CALENDAR, WIDE.decode("utf-8-sig").encode("cp1252"))
    began = time.monotonic()

    found = [refused(damaged(chance.choice(whole), chance)) for _ in range(FILES)]

    assert sum(found) > FILES // 5
    assert time.monotonic() - began < 120


def bombs() -> dict[str, bytes]:
    """Workbooks that no person has written."""
    whole = sheets.workbook(("Blad", [["Titel", "Nr"], ["Avtal", "1"]]))
    million = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in ("A", "XFD"))
    many = "".join("<c><v>1</v></c>" for _ in range(200_000))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    found = {
        "far": f"{head}<sheetData><row>{million}</row></sheetData></worksheet>",
        "low": f'{head}<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        "</worksheet>",
        "wide": f"{head}<sheetData><row>{many}</row></sheetData></worksheet>",
        "entity": f'<!DOCTYPE x [<!ENTITY a "a">]>{head}<sheetData/></worksheet>',
        "ratio": f"{head}{' ' * 30_000_000}</worksheet>",
    }
    return {name: _with_sheet(whole, text.encode()) for name, text in found.items()}


def _with_sheet(whole: bytes, part: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/")
            new.writestr(entry.filename, part if is_sheet else old.read(entry))
    return file.getvalue()


def test_bombs_are_refused_by_the_limited_process() -> None:
    for name, content in bombs().items():
        with pytest.raises(RuleBroken) as refusal:
            sheets_of(content)
        assert refusal.value.name in ("too_large", "broken", "too_heavy"), name
    for content in (b"", b"\xd0\xcf\x11\xe0" * 9, b"\x89PNG\r\n\x1a\n\0", b"%PDF-1.7 \0"):
        with pytest.raises(RuleBroken):
            sheets_of(content)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_brought_in_changes_nothing(app: Flask, database_url: str) -> None:
    before = canonical.fingerprint()
    chance = random.Random(7)
    for _ in range(60):
        try:
            text = damaged(WIDE, chance)
            read = sheets_of(text) if chance.random() < 0.1 else None
            for kind in ImportKind:
                actions.plan(kind, read or [], Answers(), None)
        except RuleBroken:
            continue
    assert canonical.fingerprint() == before
