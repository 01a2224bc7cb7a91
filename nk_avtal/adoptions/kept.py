"""Where each municipality stands, kept beside its place: a copy for lists of thousands.

`which_counts` says which decision counts; its outcome and day are copied to the addressee, and
whether the municipality has yet to decide. Reckoning that for every place there has ever been
takes seconds where the copy takes milliseconds. A listener writes it, so nobody can forget to;
`nk-avtal recount` writes all of it anew. It leaves no history, being no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.domain.adoptions import DecisionFacts, standing, which_counts
from nk_avtal.domain.tallies import remains
from nk_avtal.history.removing import Removed, rows_removed
from nk_avtal.recommendations.models import Addressee

AT_A_TIME = 5000

Kept = dict[str, Any]


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _context: UOWTransaction) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    places = {one.id: one for one in changed if isinstance(one, Addressee)}
    numbers = places.keys() | {one.addressee_id for one in changed if isinstance(one, Decision)}
    if numbers:
        _keep_in(session, numbers, places)


@rows_removed.connect
def _rows_removed(session: Session, removed: Removed) -> None:
    numbers = {row["addressee_id"] for row in removed.get(Decision, ())}
    if numbers:
        _keep_in(session, numbers, {})


def _keep_in(session: Session, numbers: Collection[int], places: dict[int, Addressee]) -> None:
    """Keep where these places stand, in the objects of the session too."""
    for kept in keep(session.connection(), numbers):
        key = identity_key(Addressee, kept["number"])
        place = places.get(kept["number"]) or session.identity_map.get(key)
        for name in ("outcome", "decided_on", "awaited") if place else ():
            set_committed_value(place, name, kept[name])


def rewrite(connection: Connection) -> int:
    """Keep it anew for every place; how many there are."""
    numbers = list(connection.scalars(sa.select(Addressee.id).order_by(Addressee.id)))
    for start in range(0, len(numbers), AT_A_TIME):
        keep(connection, numbers[start : start + AT_A_TIME])
    return len(numbers)


def keep(connection: Connection, numbers: Collection[int]) -> list[Kept]:
    """Keep where these places stand. They are held first, so that of two who decide at once the
    second sees what the first has done."""
    wanted = sa.select(Addressee.id, Addressee.concerned).where(Addressee.id.in_(numbers))
    held = connection.execute(wanted.order_by(Addressee.id).with_for_update()).all()
    decisions = _decisions(connection, numbers)
    found = [_kept(number, concerned, decisions.get(number, ())) for number, concerned in held]
    if found:
        connection.execute(_WRITE, found)
    return found


def _decisions(connection: Connection, numbers: Collection[int]) -> dict[int, list[DecisionFacts]]:
    wanted = sa.select(
        Decision.addressee_id, Decision.outcome, Decision.decided_on, Decision.id
    ).where(Decision.addressee_id.in_(numbers), stands(Decision))
    found: dict[int, list[DecisionFacts]] = defaultdict(list)
    for number, outcome, decided_on, recorded in connection.execute(wanted):
        found[number].append(DecisionFacts(outcome, decided_on, recorded))
    return found


def _kept(number: int, concerned: bool, decisions: Collection[DecisionFacts]) -> Kept:
    counting = which_counts(decisions)
    return {
        "number": number,
        "outcome": counting.outcome.value if counting else None,
        "decided_on": counting.decided_on if counting else None,
        "awaited": remains(standing(concerned, decisions, None, None, date.min)),
    }


_TABLE = Addressee.__table__
_WRITE = (
    sa.update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id == sa.bindparam("number"))
    .values({name: sa.bindparam(name) for name in ("outcome", "decided_on", "awaited")})
)
