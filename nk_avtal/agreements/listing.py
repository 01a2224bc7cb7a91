"""The list of agreements, narrowed down and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    wanted = visible_to(reader).options(
        selectinload(Agreement.areas),
        selectinload(Agreement.parties).joinedload(Party.municipality),
        joinedload(Agreement.responsible),
    )
    for condition in _conditions(choice):
        wanted = wanted.where(condition)
    found = [one for one in db.session.scalars(wanted).unique() if _fits(one, choice.words)]
    if choice.watch == UNWATCHED and reader.may(Permission.READ_DEADLINES):
        found = [one for one in with_rules(found) if is_unwatched(one, clock.today())]
    return _sorted(found, choice.sort)


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


def _fits(agreement: Agreement, words: str) -> bool:
    text = f"{agreement.title} {agreement.number or ''} {agreement.summary}".casefold()
    return all(word in text for word in words.casefold().split())


def _sorted(found: list[Agreement], sort: str) -> list[Agreement]:
    by_title = sorted(found, key=lambda one: swedish_key(one.title))
    if sort == "slutar":
        return sorted(by_title, key=lambda one: (one.end_on is None, one.end_on))
    if sort == "skede":
        return sorted(by_title, key=lambda one: list(Stage).index(one.stage))
    return by_title
