"""The list of agreements, narrowed down and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.queries import visible_to, with_rules
from nk_avtal.agreements.reckoning import is_unwatched
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person

LONGEST_NUMBER = 10
UNWATCHED = "saknar"


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see. An unknown value narrows nothing."""

    words: str = ""
    area: str = ""
    stage: str = ""
    party: str = ""
    responsible: str = ""
    sort: str = "titel"
    watch: str = ""


def chosen(choice: Choice, reader: Person) -> Sequence[Agreement]:
    """The agreements that the reader may see and that fit, in the order asked for."""
    return loaded(found(choice, reader))


def found(choice: Choice, reader: Person) -> list[int]:
    """The same by number: of all there are, only what they are sorted by is read."""
    wanted = visible_to(reader)
    for condition in _conditions(choice):
        wanted = wanted.where(condition)
    if choice.watch == UNWATCHED and reader.may(Permission.READ_DEADLINES):
        wanted = wanted.where(Agreement.id.in_(_unwatched(wanted)))
    rows: Sequence[Any] = db.session.execute(wanted.with_only_columns(*_SORTED_BY)).all()
    return [row.id for row in _sorted([row for row in rows if _fits(row, choice.words)], choice)]


def loaded(numbers: Sequence[int]) -> list[Agreement]:
    """These agreements with what a list shows of each, in the order given."""
    wanted = (
        sa.select(Agreement)
        .where(Agreement.id.in_(numbers))
        .options(
            selectinload(Agreement.areas),
            selectinload(Agreement.parties).joinedload(Party.municipality),
            joinedload(Agreement.responsible),
        )
    )
    known = {one.id: one for one in db.session.scalars(wanted).unique()}
    return [known[number] for number in numbers]


_SORTED_BY = (
    *(Agreement.id, Agreement.title, Agreement.number, Agreement.summary),
    *(Agreement.end_on, Agreement.stage),
)


def _unwatched(wanted: sa.Select[Agreement]) -> list[int]:
    today = clock.today()
    kept = with_rules(db.session.scalars(wanted).all())
    return [one.id for one in kept if is_unwatched(one, today)]


def total(reader: Person) -> int:
    """How many agreements the reader may see."""
    counted = sa.select(sa.func.count()).select_from(visible_to(reader).subquery())
    return db.session.scalar(counted) or 0


def other_parties(reader: Person) -> Sequence[str]:
    """The parties beside the members in what the reader may see, in the Swedish order."""
    seen = visible_to(reader).with_only_columns(Agreement.id)
    wanted = sa.select(Party.organisation).where(
        Party.organisation.is_not(None), Party.agreement_id.in_(seen)
    )
    names = (one for one in db.session.scalars(wanted.distinct()) if one)
    return sorted(names, key=swedish_key)


def _conditions(choice: Choice) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.area in tuple(Area):
        found.append(Agreement.areas.any(AgreementArea.area == Area(choice.area)))
    if choice.stage in tuple(Stage):
        found.append(Agreement.stage == Stage(choice.stage))
    town, responsible = _number(choice.party), _number(choice.responsible)
    if town:
        found.append(Agreement.parties.any(Party.municipality_id == town))
    elif choice.party:
        found.append(Agreement.parties.any(Party.organisation == choice.party))
    if responsible:
        found.append(Agreement.responsible_id == responsible)
    return found


def _number(text: str) -> int | None:
    """The number of a row; None for what no row of a database can have."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def _fits(row: Any, words: str) -> bool:
    if not words:
        return True
    text = f"{row.title} {row.number or ''} {row.summary}".casefold()
    return all(word in text for word in words.casefold().split())


def _sorted(rows: list[Any], choice: Choice) -> list[Any]:
    by_title = sorted(rows, key=lambda row: swedish_key(row.title))
    if choice.sort == "slutar":
        return sorted(by_title, key=lambda row: (row.end_on is None, row.end_on))
    if choice.sort == "skede":
        return sorted(by_title, key=lambda row: list(Stage).index(row.stage))
    return by_title
