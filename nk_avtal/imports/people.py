"""Accounts from a file. A file holds no password, and nobody gets a mail: who is new asks for a
link at the sign-in page, or is invited anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import (
    Cell,
    choice_of,
    folded,
    line_of,
    shortened,
    truth_of,
)
from nk_avtal.domain.import_columns import PEOPLE_COLUMNS, Column
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_parties import nearly
from nk_avtal.imports.planning import Kind, Line, Reader, Verdict
from nk_avtal.imports.words import Words
from nk_avtal.municipalities.queries import members
from nk_avtal.people import accounts, administering
from nk_avtal.people.models import Person

_ADDRESS = re.compile(r"[^\s@,;<>\"()\[\]]+@[^\s@,;<>\"()\[\]]+\.[^\s@,;<>\"()\[\]]+")
FIELDS = ("name", "role", "municipality", "active", "language")


class People(Kind):
    """Reads and writes accounts."""

    columns: Sequence[Column] = PEOPLE_COLUMNS
    towns: Mapping[str, int] = {}

    def __init__(self, words: Words) -> None:
        self._words = words
        towns = members()
        self._towns = {
            folded(name): one for one in towns for name in (one.name, one.full_name, one.code)
        }
        self._kept = {one.email: one for one in everybody()}
        self._seen: dict[str, int] = {}

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The row itself."""
        line = reader.line
        line.name = line_of(reader.cell("email"))
        values = {
            "email": reader.read("email", _address),
            "name": reader.read("name", lambda cell: shortened(line_of(cell), 120)),
            "role": reader.read("role", lambda cell: choice_of(cell, self._words.roles.read)),
            "municipality": reader.read("municipality", self._town),
            "active": reader.read("active", truth_of),
            "language": reader.read("language", _language),
        }
        line.values = {name: value for name, value in values.items() if value is not None}
        for column in PEOPLE_COLUMNS:
            if column.needed and not reader.has(column.key):
                line.remark(reader.places.get(column.key), _EMPTY)
        if line.verdict is Verdict.NEW:
            self._settle(reader)
        yield line

    def _town(self, cell: Cell) -> Any:
        words = folded(line_of(cell))
        if words in ("förbundet", "norrbottens kommuner"):
            return None
        found = self._towns.get(words)
        if found is None:
            near = nearly(line_of(cell), (one.name for one in self._towns.values()))
            refusal = Phrase(*_NEARLY, {"town": near}) if near else _NO_TOWN
            raise RuleBroken(refusal, name="no_town")
        return found

    def _settle(self, reader: Reader) -> None:
        line = reader.line
        values = line.values
        first = self._seen.setdefault(values["email"], line.row)
        if first != line.row:
            line.remark(reader.places["email"], Phrase(*_TWICE, {"row": first + 1}))
            return
        line.target = kept = self._kept.get(values["email"])
        if values["role"].is_municipal is False:
            values["municipality"] = None
        elif kept and "municipality" not in values:
            values["municipality"] = kept.municipality
        try:
            accounts.check_place(values["role"], values.get("municipality"))
        except RuleBroken as refusal:
            reader.refuse("municipality" if "municipality" in reader.places else "role", refusal)
            return
        if kept is not None:
            line.changes = {
                name: values[name]
                for name in FIELDS
                if name in values and getattr(kept, name) != values[name]
            }
            line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Add and change accounts by the actions of people, which keep an administrator."""
        for line in lines:
            values = line.values
            one = line.target or accounts.add_person(
                values["email"], values["name"], values["role"], values.get("municipality")
            )
            wanted = administering.Standing(
                values["name"],
                values["role"],
                values.get("municipality"),
                values.get("active", one.active),
            )
            administering.change(one, wanted, by)
            one.language = values.get("language", one.language)


def everybody() -> Sequence[Person]:
    """All accounts with where they work."""
    wanted = sa.select(Person).options(joinedload(Person.municipality))
    return db.session.scalars(wanted.order_by(Person.email)).all()


def exported(words: Words) -> Iterator[list[Any]]:
    """A row for each account, by address. No password is among it, nor how one has signed in."""
    for one in sorted(everybody(), key=lambda person: person.email):
        yield [
            one.email,
            line_of(one.name),
            words.roles.written[one.role],
            one.municipality.name if one.municipality else "",
            "ja" if one.active else "nej",
            one.language,
        ]


def _address(cell: Cell) -> str:
    text = shortened(line_of(cell).casefold().removeprefix("mailto:"), 254)
    if not _ADDRESS.fullmatch(text):
        raise RuleBroken(_NO_ADDRESS, name="no_address")
    return text


def _language(cell: Cell) -> str:
    found = {"sv": "sv", "svenska": "sv", "en": "en", "engelska": "en"}.get(folded(line_of(cell)))
    if found is None:
        raise RuleBroken(_NO_LANGUAGE, name="no_language")
    return found


_EMPTY = Phrase("Fyll i cellen. Den behövs för varje konto", "Fill this in for every account")
_NO_ADDRESS = Phrase(
    "Skriv en e-postadress, till exempel namn@kommun.se",
    "Write an e-mail address, for example name@example.org",
)
_NO_LANGUAGE = Phrase("Skriv sv eller en", "Write sv or en")
_NEARLY = (
    "Ingen kommun heter så. Menas {town}? Skriv i så fall det",
    "No municipality has that name. Is {town} meant? Then write that",
)
_NO_TOWN = Phrase(
    "Kommunen finns inte bland medlemmarna. Lämna tomt för förbundets egna",
    "The municipality is none of the members. Leave it empty for the association's own",
)
_TWICE = (
    "Adressen står redan på rad {row}. Ta bort en av raderna",
    "The address stands on row {row} already. Remove one of the rows",
)
