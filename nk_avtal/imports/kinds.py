"""Which kinds of file there are, and how each is read, written and exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nk_avtal.domain.import_columns import COLUMNS, Column, ImportKind
from nk_avtal.exchange import tables
from nk_avtal.imports import agreements, decision_queries, decisions, meetings, people
from nk_avtal.imports.collecting import uncollected
from nk_avtal.imports.planning import Answers, Kind
from nk_avtal.imports.words import Words
from nk_avtal.people.models import Person

TITLES = {
    ImportKind.AGREEMENTS: "Avtal",
    ImportKind.DECISIONS: "Beslut",
    ImportKind.MEETINGS: "Sammanträden",
    ImportKind.PEOPLE: "Personer",
}


def how(kind: ImportKind, answers: Answers, by: Person | None) -> Kind:
    """How files of a kind are read and written."""
    if kind is ImportKind.MEETINGS:
        return meetings.Meetings(by)
    words = Words()
    if kind is ImportKind.PEOPLE:
        return people.People(words)
    if kind is ImportKind.DECISIONS:
        return decisions.Decisions(answers, words, by)
    return agreements.Agreements(answers, words)


def columns_out(kind: ImportKind) -> list[Column]:
    """The columns of what is exported."""
    return [one for one in COLUMNS[kind] if one.key not in agreements.LEFT_OUT]


def rows_of(kind: ImportKind, by: Person | None) -> Iterator[list[Any]]:
    """What is exported: a row for each that `by` may fetch, always in the same order."""
    if kind is ImportKind.MEETINGS:
        return meetings.exported(by)
    if kind is ImportKind.PEOPLE:
        return people.exported(Words())
    if kind is ImportKind.DECISIONS:
        return decision_queries.exported(Words(), by)
    return agreements.exported(Words())


@uncollected()
def file_of(kind: ImportKind, form: str, by: Person | None = None) -> bytes:
    """All of a kind as a file: `xlsx` or `csv`."""
    head = [one.name for one in columns_out(kind)]
    if form == "csv":
        return tables.csv(head, rows_of(kind, by))
    return tables.xlsx(TITLES[kind], head, rows_of(kind, by))
