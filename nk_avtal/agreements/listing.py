"""The list of agreements, narrowed down and sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.queries import visible_to, with_rules
from nk_avtal.agreements.reckoning import is_unwatched
from nk_avtal.agreements.stages import is_in
from nk_avtal.db import db, start_of
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.indexing.matching import numbers_with
from nk_avtal.indexing.models import HitKind
from nk_avtal.people.models import Person

LONGEST_NUMBER = 10
UNWATCHED = "saknar"
NARROWING = ("q", "omrade", "skede", "part", "ansvarig", "ordning", "bevakning")


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

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """What the address asks for."""
        words, area, stage, party, responsible, sort, watch = (
            asked.get(name, "") for name in NARROWING
        )
        return cls(words, area, stage, party, responsible, sort or "titel", watch)


def chosen(choice: Choice, reader: Person) -> list[Agreement]:
    """The agreements that the reader may see and that fit, in the order asked for, with their
    parties."""
    parties = selectinload(Agreement.parties).joinedload(Party.municipality)
    return _read(_ordered(_fitting(choice, reader), choice).options(parties))


def part(choice: Choice, reader: Person, number: int, size: int) -> tuple[int, list[Agreement]]:
    """How many fit, and part `number` (from 1) of them in the order asked for; the last part for
    a number beyond."""
    wanted = _fitting(choice, reader)
    counted = sa.select(sa.func.count()).select_from(
        wanted.with_only_columns(Agreement.id).subquery()
    )
    count = db.session.scalar(counted) or 0
    first = start_of(number, size, count)
    return count, _read(_ordered(wanted, choice).offset(first).limit(size))


def numbers(choice: Choice, reader: Person) -> Sequence[int]:
    """The numbers of all that fit, the latest added first."""
    wanted = _fitting(choice, reader).with_only_columns(Agreement.id)
    return db.session.scalars(wanted.order_by(Agreement.id.desc())).all()


def _read(wanted: sa.Select[Agreement]) -> list[Agreement]:
    """With what a list shows of each."""
    shown = (selectinload(Agreement.areas), joinedload(Agreement.responsible))
    return list(with_rules(db.session.scalars(wanted.options(*shown)).unique()))


def _fitting(choice: Choice, reader: Person) -> sa.Select[Agreement]:
    wanted = narrowed(visible_to(reader), choice)
    if choice.watch == UNWATCHED and reader.may(Permission.READ_DEADLINES):
        wanted = wanted.where(Agreement.id.in_(_unwatched(wanted)))
    return wanted


def narrowed(wanted: sa.Select[Agreement], choice: Choice) -> sa.Select[Agreement]:
    """Those that have all the words, of the area, stage, party and responsible person chosen."""
    if choice.words:
        wanted = wanted.where(Agreement.id.in_(numbers_with(HitKind.AGREEMENT, choice.words)))
    return wanted.where(*_conditions(choice))


def _ordered(wanted: sa.Select[Agreement], choice: Choice) -> sa.Select[Agreement]:
    by_title = (Agreement.title_key, Agreement.id)
    first = {"slutar": (Agreement.end_on.asc().nulls_last(),), "skede": (_STEP,)}
    return wanted.order_by(*first.get(choice.sort, ()), *by_title)


_STEP = sa.case({one: step for step, one in enumerate(Stage)}, value=Agreement.stage)


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
    if choice.stage:
        found.append(is_in(choice.stage, clock.today()))
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
