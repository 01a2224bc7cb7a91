"""Meeting calendars from a file, of municipalities and of the association."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal import clock
from nk_avtal.bodies import actions
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import NAMES, BodyKind, kind_named
from nk_avtal.domain.import_cells import Cell, day_of, folded, line_of, shortened, text_of
from nk_avtal.domain.import_columns import MEETING_COLUMNS, Column
from nk_avtal.domain.people import Permission
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_decisions import BODIES, body_named
from nk_avtal.domain.written_parties import nearly
from nk_avtal.imports.planning import Kind, Line, Reader, Verdict
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person

ASSOCIATION = "Förbundet"
_OURS = frozenset({"förbundet", "norrbottens kommuner"})
_LONGEST = 120


def everything(by: Person | None) -> Sequence[Meeting]:
    """The meetings that somebody may fetch: a municipality's own, or all for the association."""
    wanted = sa.select(Meeting).join(Meeting.body).options(joinedload(Meeting.body))
    if by and by.role.is_municipal:
        wanted = wanted.where(Body.municipality_id == by.municipality_id)
    return db.session.scalars(wanted.order_by(Meeting.id)).all()


COLUMN_OF = "town:"
"""How the keys of columns begin that bodies have of their own."""

COMMITTEES = (
    *("Socialnämnden", "Omsorgsnämnden", "Vård- och omsorgsnämnden", "Utbildningsnämnden"),
    *("Barn- och utbildningsnämnden", "Gymnasienämnden", "Kultur- och fritidsnämnden"),
    *("Samhällsbyggnadsnämnden", "Miljönämnden", "Miljö- och byggnadsnämnden", "Byggnadsnämnden"),
    *("Tekniska nämnden", "Överförmyndarnämnden", "Valnämnden", "Kommunstyrelsens arbetsutskott"),
)
"""Committees as they are called in most municipalities."""


class Meetings(Kind):
    """Reads and writes meetings."""

    columns: Sequence[Column] = MEETING_COLUMNS

    def __init__(self, by: Person | None) -> None:
        self._by = by
        towns = members()
        self._towns = {
            folded(name): one for one in towns for name in (one.name, one.full_name, one.code)
        }
        self._own = next((one for one in towns if by and one.id == by.municipality_id), None)
        self._bodies: dict[tuple[int | None, str], Body] = {}
        for body in db.session.scalars(sa.select(Body).order_by(Body.id.desc())):
            for name in filter(None, (body.short_name, body.name)):
                self._bodies[body.municipality_id, folded(name)] = body
        self.towns: Mapping[str, int] = self._headings()
        found = db.session.scalars(sa.select(Meeting))
        self._kept = {(one.body_id, one.held_on): one for one in found}
        self._seen: dict[Any, int] = {}

    def _headings(self) -> dict[str, int]:
        """The bodies that may have columns of their own: those of whoever brings it in, and those
        that municipalities usually have."""
        own = self._own.id if self._own else None
        names = {one.name: one.id for (owner, _), one in self._bodies.items() if owner == own}
        short = {
            one.short_name: one.id
            for (owner, _), one in self._bodies.items()
            if owner == own and one.short_name
        }
        usual = dict.fromkeys((*BODIES.values(), "KF", "KS", *COMMITTEES), 0)
        return usual | short | names

    def missing(self, places: Mapping[str, int]) -> tuple[Column, ...]:
        """Nothing, where bodies have columns of their own."""
        if "held_on" not in places and any(key.startswith(COLUMN_OF) for key in places):
            return ()
        return super().missing(places)

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The row itself, or a line for each day in a body's column."""
        own = {key: place for key, place in reader.places.items() if key.startswith(COLUMN_OF)}
        if not own or "held_on" in reader.places:
            yield self._planned(reader)
            return
        for key, place in own.items():
            for part in _days_in(reader.cell(key)):
                line = Line(reader.line.row, reader.line.cells)
                yield self._planned(
                    _OfBody(line, reader.places, key.removeprefix(COLUMN_OF), place, part)
                )

    def _planned(self, reader: Reader) -> Line:
        line = reader.line
        name = reader.read("body", lambda cell: shortened(line_of(cell), _LONGEST)) or ""
        held_on = reader.read("held_on", _coming)
        hand_in_by = reader.read("hand_in_by", _coming)
        place = reader.read("place", lambda cell: shortened(line_of(cell), _LONGEST)) or ""
        line.name = f"{name} {held_on or line_of(reader.cell('held_on'))}"
        for key, remark in (("body", _NO_BODY), ("held_on", _NO_DAY)):
            if not reader.has(key):
                line.remark(reader.places.get(key), remark)
        if hand_in_by and held_on and hand_in_by > held_on:
            line.remark(reader.places["hand_in_by"], _TOO_LATE)
        line.values = {"held_on": held_on, "hand_in_by": hand_in_by, "place": place}
        owner = self._owner(reader)
        if line.verdict is Verdict.NEW:
            self._settle(reader, owner, name)
        return line

    def _owner(self, reader: Reader) -> Municipality | None:
        """Whose body it is; one's own municipality, or the association, where nothing is said."""
        words = folded(line_of(reader.cell("owner")))
        if not words:
            owner = self._own
        elif words in _OURS:
            owner = None
        else:
            owner = self._towns.get(words)
            if owner is None:
                near = nearly(words, (one.name for one in self._towns.values()))
                remark = Phrase(*_NEARLY, {"town": near}) if near else _NO_TOWN
                reader.line.remark(reader.places["owner"], remark)
        if reader.line.verdict is Verdict.NEW and not self._may(owner):
            reader.line.remark(reader.places.get("owner"), _NOT_YOURS)
        return owner

    def _may(self, owner: Municipality | None) -> bool:
        if self._by is None:
            return True
        if owner is None:
            return self._by.may(Permission.WRITE_ASSOCIATION_MEETINGS)
        return self._by.may(Permission.WRITE_MEETING_PLAN, owner.id)

    def _settle(self, reader: Reader, owner: Municipality | None, name: str) -> None:
        line, number = reader.line, owner.id if owner else None
        body = self._bodies.get((number, folded(name)))
        body = body or self._bodies.get((number, folded(body_named(name))))
        day = line.values["held_on"]
        line.values |= {"owner": number, "body": body, "name": name}
        if body is None:
            line.remark(reader.places["body"], _NEW_BODY, wrong=False)
        key = (number, body.id if body else folded(name), day)
        first = self._seen.setdefault(key, line.row)
        if first != line.row:
            line.remark(None, Phrase(*_TWICE, {"row": first + 1}))
        elif body:
            self._compare(line, self._kept.get((body.id, day)))

    def _compare(self, line: Line, kept: Meeting | None) -> None:
        line.target = kept
        if kept is None:
            return
        line.changes = {
            name: line.values[name]
            for name in ("hand_in_by", "place")
            if line.values[name] and getattr(kept, name) != line.values[name]
        }
        line.shown = {
            name: (str(getattr(kept, name) or ""), str(value))
            for name, value in line.changes.items()
        }
        line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Add the meetings that are new, with bodies that are not here, and change the others."""
        del by
        made: dict[tuple[int | None, str], Body] = {}
        for line in lines:
            values = line.values
            if line.target is not None:
                kept = line.target
                hand_in_by = values["hand_in_by"] or kept.hand_in_by
                place = values["place"] or kept.place
                actions.change_meeting(kept, kept.held_on, hand_in_by, place)
                continue
            key = (values["owner"], folded(values["name"]))
            body = values["body"] or made.get(key)
            if body is None:
                kind = kind_of(values["name"], values["owner"])
                body = made[key] = actions.add_body(values["owner"], kind, values["name"], "")
                db.session.flush()
            day, hand_in_by = values["held_on"], values["hand_in_by"]
            before = (day - hand_in_by).days if hand_in_by else None
            actions.add_meetings(body, [day], before, values["place"])


class _OfBody(Reader):
    """A day in a body's own column. What stands beside it, as a place, may be of another body."""

    def __init__(
        self, line: Line, places: Mapping[str, int], name: str, place: int, day: Cell
    ) -> None:
        self._parts: dict[str, Cell] = {"body": name, "held_on": day}
        kept = {"owner": places["owner"]} if "owner" in places else {}
        super().__init__(line, kept | dict.fromkeys(self._parts, place))

    def cell(self, key: str) -> Cell:
        """The body, the day, or whose the row is."""
        return self._parts[key] if key in self._parts else super().cell(key)


def _days_in(cell: Cell) -> list[Cell]:
    """The days of a cell; several have commas, semicolons or lines between them."""
    if not isinstance(cell, str):
        return [cell] if text_of(cell) else []
    return [part for part in re.split(r"[,;\n]", cell) if text_of(part)]


def kind_of(name: str, owner: int | None) -> BodyKind:
    """What a body is that is not here, from its name."""
    if owner is not None:
        known = {folded(own): kind for kind, own in NAMES.items()}
        return known.get(folded(body_named(name))) or kind_named(name)
    words = folded(name)
    if "nätverk" in words or "grupp" in words:
        return BodyKind.NETWORK
    return BodyKind.PREPARATORY if "beredning" in words else BodyKind.FORUM


def _coming(cell: Any) -> date:
    return day_of(cell, clock.today(), latest_past=False)


def exported(by: Person | None) -> Iterator[list[Any]]:
    """A row for each meeting, by owner, body and day."""
    names = {one.id: one.name for one in db.session.scalars(sa.select(Municipality))}
    rows = [
        [
            ASSOCIATION if one.body.municipality_id is None else names[one.body.municipality_id],
            one.body.name,
            one.held_on.isoformat(),
            one.hand_in_by.isoformat() if one.hand_in_by else "",
            line_of(one.place),
        ]
        for one in everything(by)
    ]
    yield from sorted(rows)


_NO_BODY = Phrase("Skriv vilket organ som möts", "Say which body meets")
_NO_DAY = Phrase("Skriv dagen, till exempel 2027-02-15", "Write the day, for example 2027-02-15")
_TOO_LATE = Phrase(
    "Handlingarna ska in senast samma dag som sammanträdet",
    "Documents are due no later than the day of the meeting",
)
_NEARLY = (
    "Ingen kommun heter så. Menas {town}? Skriv i så fall det",
    "No municipality has that name. Is {town} meant? Then write that",
)
_NO_TOWN = Phrase(
    "Kommunen finns inte bland medlemmarna. Skriv namnet som det står i listan över kommuner,"
    " eller Förbundet",
    "The municipality is none of the members. Write its name as the list has it, or Förbundet",
)
_NOT_YOURS = Phrase(
    "Du kan bara ta in den egna kommunens sammanträden",
    "You can bring in the meetings of your own municipality only",
)
_NEW_BODY = Phrase(
    "Organet finns inte och läggs till samtidigt", "The body is not here and is added too"
)
_TWICE = (
    "Samma sammanträde står redan på rad {row}. Ta bort en av raderna",
    "The same meeting stands on row {row} already. Remove one of the rows",
)
