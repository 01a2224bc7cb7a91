"""Agreements from a file, held against those that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.agreements.terms import check_terms
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import folded, is_day, line_of
from nk_avtal.domain.import_columns import AGREEMENT_COLUMNS, Column
from nk_avtal.domain.likeness import Titles
from nk_avtal.domain.phrases import Phrase
from nk_avtal.imports.agreement_fields import Field, fields
from nk_avtal.imports.agreement_writing import (
    TERMS,
    steps_for,
    terms_after,
    write,
)
from nk_avtal.imports.planning import Answers, Choice, Line, Reader, Verdict
from nk_avtal.imports.words import Words
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.people.queries import association_people


def everything(by: Person | None = None) -> Sequence[Agreement]:
    """All agreements with what stands in a file, or those that somebody may see, in the order of
    their registration."""
    wanted = (visible_to(by) if by else sa.select(Agreement)).options(
        selectinload(Agreement.areas), selectinload(Agreement.parties)
    )
    return db.session.scalars(wanted.order_by(Agreement.id)).all()


@dataclass
class Known:
    """The agreements that are there, by what a row may know them by."""

    by_slug: dict[str, Agreement]
    by_number: dict[str, Agreement]
    by_title: dict[str, list[Agreement]]
    titles: Titles[Agreement]

    @classmethod
    def now(cls, found: Sequence[Agreement]) -> Known:
        by_title = defaultdict(list)
        for one in found:
            by_title[folded(one.title)].append(one)
        return cls(
            {one.slug: one for one in found},
            {folded(one.number): one for one in found if one.number},
            by_title,
            Titles((one.title, one) for one in found),
        )

    def exact(self, slug: str, number: str, title: str) -> Agreement | None:
        """The one that a row is certainly about: by its address, else by its number, else by its
        title where neither says otherwise."""
        found = self.by_slug.get(slug) or self.by_number.get(folded(number))
        if found:
            return found
        same = self.by_title.get(folded(title), [])
        if len(same) == 1 and not slug and not (number and same[0].number):
            return same[0]
        return None

    def similar(self, number: str, title: str) -> list[tuple[str, Agreement]]:
        """Those that it may be about. Two numbers are two agreements."""
        return [
            (name, one)
            for name, one in self.titles.like(title)
            if not (number and one.number) and folded(name) != ""
        ]


class Agreements:
    """Reads and writes agreements."""

    columns: Sequence[Column] = AGREEMENT_COLUMNS
    towns: Mapping[str, int] = {}

    def __init__(self, answers: Answers, words: Words) -> None:
        towns = members()
        self._answers = answers
        self._fields = fields(
            words,
            {folded(one.name): one.id for one in towns}
            | {folded(one.full_name): one.id for one in towns},
            {one.id: one.name for one in towns},
        )
        self._known = Known.now(everything())
        self._people = {
            folded(text): one for one in association_people() for text in (one.email, one.name)
        }
        self._seen: dict[tuple[str, Any], int] = {}
        self._sound: set[tuple[Any, ...]] = set()

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The row itself."""
        line = reader.line
        line.name = line_of(reader.cell("title"))
        open_ended = folded(line_of(reader.cell("following_term"))) == "tills vidare"
        skipped = {"following_term"} if open_ended else set()
        line.values = {
            one.key: value
            for one in self._fields
            if one.key in reader.places
            and one.key not in skipped
            and (value := reader.read(one.key, one.read, one.instead)) is not None
        }
        if skipped:
            line.values.setdefault("end", (None, Precision.OPEN_ENDED))
        self._look_at_number(reader)
        if not reader.has("title"):
            line.remark(reader.places["title"], _NO_TITLE)
        if line.verdict is not Verdict.WRONG:
            self._settle(reader)
        yield line

    def _look_at_number(self, reader: Reader) -> None:
        if is_day(reader.cell("number")):
            reader.line.remark(reader.places["number"], _NUMBER_IS_DAY)

    def _settle(self, reader: Reader) -> None:
        line = reader.line
        values = line.values
        slug, number, title = (values.get(one, "") for one in ("slug", "number", "title"))
        line.target = self._known.exact(slug, number, title)
        if line.target is None:
            self._ask(line, number, title)
        if line.verdict is Verdict.NEW:
            self._compare(reader)
            self._refuse_twice(line, slug or number or folded(title))

    def _ask(self, line: Line, number: str, title: str) -> None:
        """An agreement under another title: the answer says whether it is the same."""
        line.similar = self._known.similar(number, title)
        if line.values.get("slug"):
            line.similar = []
        if not line.similar:
            return
        choice = self._answers.choice(line.row)
        if choice is None:
            line.verdict = Verdict.ASKED
        elif choice is Choice.SKIP:
            line.verdict = Verdict.SKIPPED
        elif choice is Choice.SAME:
            line.target = line.similar[0][1]
            line.values.pop("title")  # what it is called here stays

    def _refuse_twice(self, line: Line, name: str) -> None:
        key = ("kept", line.target.id) if line.target else ("new", name)
        first = self._seen.setdefault(key, line.row)
        if first != line.row:
            line.remark(None, Phrase(*_TWICE, {"row": first + 1}))

    def _compare(self, reader: Reader) -> None:
        """What differs from what is kept, and whether it can be so."""
        line = reader.line
        kept = line.target
        line.changes = {
            one.key: line.values[one.key]
            for one in self._fields
            if one.key in line.values
            and (kept is None or one.current(kept) != line.values[one.key])
        }
        if kept is not None:
            line.changes.pop("slug", None)
        self._responsible(reader)
        self._check(reader)
        if line.verdict is Verdict.NEW and kept is not None:
            line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME

    def _responsible(self, reader: Reader) -> None:
        if not reader.has("responsible"):
            return
        found = self._people.get(folded(line_of(reader.cell("responsible"))))
        line = reader.line
        if found is None:
            line.remark(reader.places["responsible"], _NOBODY, wrong=False)
        elif line.target is None or line.target.responsible_id != found.id:
            line.changes["responsible_id"] = found.id

    def _check(self, reader: Reader) -> None:
        line = reader.line
        try:
            if TERMS & line.changes.keys():
                self._check_terms(terms_after(line.target, line.changes))
        except RuleBroken as refusal:
            reader.refuse("end" if "end" in reader.places else "title", refusal)
        try:
            steps_for(line)
        except RuleBroken as refusal:
            reader.refuse("stage", refusal)

    def _check_terms(self, terms: dict[str, Any]) -> None:
        """Those that have been looked at once are not looked at again."""
        key = tuple(terms.values())
        if key not in self._sound:
            check_terms(terms)
            self._sound.add(key)

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Register what is new and change what differs, through the actions of agreements."""
        write(lines)


def exported(words: Words) -> Iterator[list[Any]]:
    """A row for each agreement, in the order of their addresses."""
    towns = members()
    shown: list[Field] = fields(words, {}, {one.id: one.name for one in towns})
    for one in sorted(everything(), key=lambda agreement: agreement.slug):
        yield [field.show(field.current(one)) for field in shown]


LEFT_OUT = frozenset({"responsible"})
"""Columns that are read but not written: accounts are not the same elsewhere."""

_NO_TITLE = Phrase("Skriv avtalets titel", "Write the title of the agreement")
_NUMBER_IS_DAY = Phrase(
    "Kalkylprogrammet har gjort om numret till ett datum. Gör om cellen till text och skriv numret"
    " igen",
    "The program has turned the number into a date. Make the cell text and write it again",
)
_TWICE = (
    "Samma avtal står redan på rad {row}. Ta bort en av raderna",
    "The same agreement stands on row {row} already. Remove one of the rows",
)
_NOBODY = Phrase(
    "Ingen med det namnet eller den adressen har ett konto hos förbundet. Avtalet får ingen"
    " ansvarig",
    "Nobody with that name or address has an account with the association. Nobody is responsible",
)
