"""The list of changed clauses for the board, as Word: what stood, what stands, under which
heading."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import docx
from docx.table import _Cell

from nk_avtal.domain.comparing import Change, Kind

LONGEST_HEADING = 60
_OLD = frozenset({Kind.SAME, Kind.REMOVED, Kind.MOVED_AWAY})
_NEW = frozenset({Kind.SAME, Kind.ADDED, Kind.MOVED_HERE})


@dataclass(frozen=True)
class Titles:
    """The words of the list, in the reader's language."""

    title: str
    under: str
    before: str
    after: str


def changed(changes: Iterable[Change]) -> Iterator[tuple[str, Change]]:
    """Each change with the heading under which it stands."""
    heading = ""
    for change in changes:
        stays = change.kind not in (Kind.REMOVED, Kind.MOVED_AWAY)
        if stays and not change.in_table and _is_heading(change.text):
            heading = f"{change.number} {change.text}".strip()
        if change.kind is not Kind.SAME:
            yield heading, change


def _is_heading(text: str) -> bool:
    """A short line that does not end as a sentence does."""
    return 0 < len(text) <= LONGEST_HEADING and text[-1] not in ".,;:"


def clause_list(changes: Iterable[Change], titles: Titles) -> bytes:
    """A table with a row for each change; removed words are struck out, new ones underlined."""
    document = docx.Document()
    document.add_heading(titles.title, 1)
    table = document.add_table(1, 3, style="Table Grid")
    for cell, text in zip(
        table.rows[0].cells, (titles.under, titles.before, titles.after), strict=True
    ):
        cell.paragraphs[0].add_run(text).bold = True
    for heading, change in changed(changes):
        under, before, after = table.add_row().cells
        under.text = heading
        _write(before, change.before, change, _OLD)
        _write(after, change.number, change, _NEW)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(cell: _Cell, number: str, change: Change, shown: frozenset[Kind]) -> None:
    """What stood or stands, after its number; nothing where the line was not there."""
    if change.kind not in shown | {Kind.CHANGED}:
        return
    if number:
        cell.paragraphs[0].add_run(f"{number} ")
    for kind, text in change.pieces:
        if kind in shown:
            run = cell.paragraphs[0].add_run(text)
            run.font.strike = kind is Kind.REMOVED or None
            run.underline = kind is Kind.ADDED or None
