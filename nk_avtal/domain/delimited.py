"""Tables as text: bytes in one of the encodings that Swedish programs write, and what stands
between the cells."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_SEPARATORS = ";,\t"
_LOOKED_AT = 20
"""Rows by which the separator is chosen."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NEVER_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_GUARDED = re.compile(r"'+\s*[=+\-@\t\r＝＋－＠]")


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else strict UTF-8, else Windows-1252.

    Raises RuleBroken named `binary` when it is no text in any of them.
    """
    marked = [name for mark, name in _MARKS if content.startswith(mark)]
    for name in marked or ("utf-8", "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if not _NEVER_IN_TEXT.search(text):
            return text
    raise RuleBroken(NO_TABLE, name="binary")


def separator_in(text: str) -> str:
    """What stands between the cells: the sign that parts most of the first rows alike. A first
    line such as `sep=;` says it."""
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        return said[1]
    return max(_SEPARATORS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> tuple[float, int, int]:
    """Which share of the rows has as many cells as most have, where most have several; how many
    have several; and how many cells. A cell may have lines of its own, so rows are no lines."""
    widths = _widths(text, sign)
    several = [one for one in widths if one > 1]
    usual = max(several, key=widths.count, default=0)
    return (widths.count(usual) / len(widths) if usual else 0, len(several), usual)


def _widths(text: str, sign: str) -> list[int]:
    """How many cells the first rows have that are not blank."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    widths: list[int] = []
    with suppress(csv.Error):
        for row in rows:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _LOOKED_AT:
                break
    return widths


def rows_in(content: bytes) -> list[list[str]]:
    """The rows of a file with separated cells. An apostrophe that kept a text from being taken for
    a formula is taken away.

    Raises RuleBroken named `binary`, `too_large` or `broken`, the last with the line.
    """
    text = decode(content)
    sign = separator_in(text)
    reader = csv.reader(io.StringIO(re.sub(r"\Asep=.\r?\n", "", text), newline=""), delimiter=sign)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([_unguarded(cell) for cell in row])
            check_size(len(rows), len(row))
    except csv.Error:
        raise RuleBroken(Phrase(*_BROKEN, {"line": reader.line_num}), name="broken") from None
    return rows


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def check_size(rows: int, columns: int) -> None:
    """Raise RuleBroken named `too_large` for more than anybody brings in at once."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        values = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise RuleBroken(Phrase(*_TOO_LARGE, values), name="too_large")


NO_TABLE = Phrase(
    "Filen är ingen tabell. Välj en Excel-fil (.xlsx) eller en textfil med semikolon (.csv)",
    "The file is no table. Choose an Excel file (.xlsx) or a text file with semicolons (.csv)",
)
_BROKEN = (
    "Rad {line} i filen går inte att läsa. Kontrollera citattecknen där",
    "Line {line} of the file cannot be read. Look at the quotation marks there",
)
_TOO_LARGE = (
    "Filen har för många rader eller kolumner. Högst {rows} rader och {columns} kolumner går att"
    " läsa. Dela filen",
    "The file has too many rows or columns. At most {rows} rows and {columns} columns can be read."
    " Split it",
)
