"""The list of negotiations: narrowed down, sorted, in parts, with how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationState
from nk_avtal.formats import swedish_key
from nk_avtal.indexing.matching import numbers_with
from nk_avtal.indexing.models import HitKind
from nk_avtal.negotiations.models import Issue, Negotiation
from nk_avtal.negotiations.queries import visible_to
from nk_avtal.negotiations.shown import Shown, shown
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see. An unknown value narrows nothing."""

    words: str = ""
    state: str = NegotiationState.OPEN.value
    sort: str = "klart"


def listed(choice: Choice, reader: Person) -> list[Negotiation]:
    """The negotiations that the reader may know of and that fit, in the order asked for.

    There are few: a person is in the groups of a handful.
    """
    wanted = visible_to(reader).options(
        joinedload(Negotiation.agreement).joinedload(Agreement.responsible),
        selectinload(Negotiation.counterparties),
    )
    if choice.state in tuple(NegotiationState):
        wanted = wanted.where(Negotiation.state == NegotiationState(choice.state))
    if choice.words:
        wanted = wanted.where(Negotiation.id.in_(numbers_with(HitKind.NEGOTIATION, choice.words)))
    return sorted(db.session.scalars(wanted), key=_SORTS.get(choice.sort, _SORTS["klart"]))


def _by_target(one: Negotiation) -> tuple[object, ...]:
    return (one.target_on is None, one.target_on, swedish_key(one.title))


def _by_step(one: Negotiation) -> tuple[object, ...]:
    return (one.next_step_on is None, one.next_step_on, swedish_key(one.title))


def _by_title(one: Negotiation) -> tuple[object, ...]:
    return (swedish_key(one.title), one.id)


_SORTS = {"klart": _by_target, "steg": _by_step, "titel": _by_title}


def progress(some: Sequence[Negotiation]) -> dict[int, Shown]:
    """How far each of them has come, by its number, in a fixed number of statements."""
    if not some:
        return {}
    wanted = (
        sa.select(Negotiation)
        .where(Negotiation.id.in_([one.id for one in some]))
        .options(
            selectinload(Negotiation.rounds),
            selectinload(Negotiation.issues).options(
                selectinload(Issue.positions), selectinload(Issue.steps)
            ),
        )
    )
    return {one.id: shown(one, drafts=True) for one in db.session.scalars(wanted)}


def total(reader: Person) -> int:
    """How many the reader may know of."""
    counted = sa.select(sa.func.count()).select_from(visible_to(reader).subquery())
    return db.session.scalar(counted) or 0
