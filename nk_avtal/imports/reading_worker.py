"""Reads spreadsheets and calendars in a process of its own: `python -m
nk_avtal.imports.reading_worker`. A hostile file can at most end it (reliability S-27, R-24)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur
from python_calamine import CalamineWorkbook

from nk_avtal.confined.answering import MEGABYTE, answer_all
from nk_avtal.documents.looking import inflated
from nk_avtal.domain.delimited import MOST_COLUMNS, NO_TABLE, check_size, rows_in
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

CPU_SECONDS = 5
MEMORY = 700 * MEGABYTE
MOST_SHEETS = 40
MOST_REPEATED = 400
_LONGEST_SERIES = timedelta(days=3 * 366)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_PRINTED = (b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html")
_OTHER_WORKBOOK = b"\xd0\xcf\x11\xe0"

Rows = list[list[Any]]


def main() -> None:
    """Answer with the sheets of the file, or with why it cannot be read."""
    answer_all(_answer, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def _answer(content: bytes, _job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"sheets": sheets_in(content)}
    except RuleBroken as refusal:
        return {"refusal": [refusal.text("sv"), refusal.text("en"), refusal.name]}
    except Exception:  # noqa: BLE001 - whatever a broken file brings about is one answer
        return {"refusal": [_BROKEN.text("sv"), _BROKEN.text("en"), "broken"]}


def sheets_in(content: bytes) -> list[dict[str, Any]]:
    """The sheets of a workbook, a calendar or a file with separated cells, by what it really is.

    Raises RuleBroken when it is none of them, or holds more than anybody brings in.
    """
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(_OTHER_WORKBOOK):
        raise RuleBroken(_LOCKED, name="locked")
    if content.startswith(_PRINTED):
        raise RuleBroken(NO_TABLE, name="binary")
    if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR"):
        return [_sheet("ics", _calendar(content))]
    return [_sheet("csv", rows_in(content))]


def _sheet(name: str, rows: Rows, coloured: bool = False) -> dict[str, Any]:
    return {"name": name, "rows": rows, "coloured": coloured}


def _workbook(content: bytes) -> list[dict[str, Any]]:
    """Sizes are counted on what really comes out of the archive, and before any cell is read."""
    parts = _parts(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    coloured = parts.get("xl/styles.xml", b"").count(b"<fill>") > _FILLS_OF_ALL
    found = []
    for name in book.sheet_names[:MOST_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        check_size(len(rows), max((len(row) for row in rows), default=0))
        found.append(_sheet(name, [[_cell(one) for one in row] for row in rows], coloured))
    return found


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, of which none reaches outside of it or is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = inflated(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise RuleBroken(_BROKEN, name="broken") from None
    if "xl/workbook.xml" not in parts:
        raise RuleBroken(_NO_WORKBOOK, name="no_workbook")
    if any(word in part[:2000] for part in parts.values() for word in _DECLARED):
        raise RuleBroken(_BROKEN, name="broken")
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            _check_cells(part)
    return parts


_DECLARED = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"))
"""What no spreadsheet program writes, and what would let a part grow or reach outside."""
_FILLS_OF_ALL = 2
"""Fills that every workbook has."""


def _check_cells(part: bytes) -> None:
    """Refuse a sheet with a cell far out, since all before it would be read as well."""
    cells = _CELL.findall(part)
    for letters in {letters for letters, _number in cells}:
        place = 0
        for letter in letters:
            place = place * 26 + letter - ord("A") + 1
        check_size(0, place)
    check_size(max((int(number) for _letters, number in cells), default=0), 0)
    check_size(0, part.count(b"<c ") // max(1, part.count(b"<row")) if b"<row" in part else 0)


def _cell(value: Any) -> Any:
    """As it travels: a day as a list with its ISO date, everything else as JSON has it."""
    if isinstance(value, datetime | date):
        return [value.isoformat()[:10]]
    if isinstance(value, str | bool | int | float):
        return value
    return str(value)


def _calendar(content: bytes) -> Rows:
    """A row for each day on which something is in a calendar, repeated events among them. One that
    was moved or cancelled by itself stands for its day in the series."""
    events: list[Any] = Calendar.from_ical(content).walk("VEVENT")
    own = {(str(one.get("uid")), _day(one["recurrence-id"].dt)) for one in events if _moved(one)}
    rows: Rows = [["Organ", "Datum", "Plats"]]
    for event in events:
        name, place = str(event.get("summary", "")), str(event.get("location", ""))
        for day in _days(event):
            if _moved(event) or (str(event.get("uid")), day) not in own:
                rows.append([name, [day.isoformat()], place])
        check_size(len(rows), MOST_COLUMNS)
    return rows


def _moved(event: Any) -> bool:
    return "recurrence-id" in event


def _days(event: Any) -> Iterator[date]:
    """The days of an event, each once, without those that are taken out of a series."""
    if str(event.get("status", "")).upper() == "CANCELLED":
        return
    out = set(_listed(event, "exdate"))
    first = _day(event["dtstart"].dt)
    found = [first, *_listed(event, "rdate")]
    if "rrule" in event:
        found += _repeated(first, event["rrule"])
    yield from sorted(set(found) - out)


def _day(moment: date) -> date:
    """The day in Sweden, where calendars keep their times in UTC."""
    if isinstance(moment, datetime):
        return (moment.astimezone(_SWEDEN) if moment.tzinfo else moment).date()
    return moment


def _listed(event: Any, name: str) -> list[date]:
    kept = event.get(name, [])
    return [
        _day(one.dt) for some in (kept if isinstance(kept, list) else [kept]) for one in some.dts
    ]


def _repeated(first: date, rule: Any) -> list[date]:
    """The days of a rule, for as long as anybody plans; a calendar may go on for ever."""
    until = rule.get("until", [None])[0]
    parts = {name: value for name, value in rule.items() if name.upper() != "UNTIL"}
    last = min(_day(until) if until else date.max, first + _LONGEST_SERIES)
    try:
        start = datetime.combine(first, datetime.min.time())
        written: Any = vRecur(parts)
        days = rrulestr(written.to_ical().decode(), dtstart=start)
        end = datetime.combine(last, datetime.min.time())
        return [one.date() for one in islice(days, MOST_REPEATED) if one <= end]
    except (ValueError, TypeError):
        raise RuleBroken(_REPEATS, name="repeats") from None


_BROKEN = Phrase(
    "Filen gick inte att öppna. Spara den på nytt som Excel-arbetsbok (.xlsx) och försök igen",
    "The file could not be opened. Save it anew as an Excel workbook (.xlsx) and try again",
)
_LOCKED = Phrase(
    "Filen har lösenord eller är i ett gammalt format. Spara den som Excel-arbetsbok (.xlsx) utan"
    " lösenord",
    "The file has a password or an old format. Save it as an Excel workbook (.xlsx) without one",
)
_NO_WORKBOOK = Phrase(
    "Filen är ingen Excel-arbetsbok. Spara den som .xlsx eller .csv",
    "The file is no Excel workbook. Save it as .xlsx or .csv",
)
_REPEATS = Phrase(
    "Kalendern har möten som upprepas på ett sätt som inte går att läsa. Exportera den med varje"
    " möte för sig",
    "The calendar has meetings that repeat in a way that cannot be read. Export each by itself",
)

if __name__ == "__main__":
    main()
