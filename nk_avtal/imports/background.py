"""Writing large imports, and undoing them, in the scheduler's process.

What it has come to stands in the table, in transactions of their own, since on SQLite nobody sees
into one that is under way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from nk_avtal import clock
from nk_avtal.db import db, reading
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.imports import actions, undoing
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.queries import next_waiting
from nk_avtal.people.models import Person

SILENT = timedelta(minutes=10)
"""After which a process that was writing has ended; what it had begun was never kept."""
INTERRUPTED = "interrupted"
BROKE = "broke"
HINDERED = "hindered"
"""Nothing was undone, since something stands in the way."""

log = structlog.get_logger("nk_avtal.imports")


def do_waiting() -> int:
    """Write or undo the imports that wait, one after another; how many. Commits each."""
    _give_up_silent()
    count = 0
    while (one := next_waiting()) is not None:
        if one.state is ImportState.UNDOING:
            _undo(one)
        else:
            one.state, one.heard_at = ImportState.WORKING, clock.now()
            db.session.commit()
            _write(one)
        count += 1
    db.session.commit()
    return count


def _write(one: Import) -> None:
    number, by = one.id, one.made_by
    with _acting_for(by):
        try:
            db.session.commit()
            with reading():
                plan = actions.plan_again(one, lambda seen: _tell(number, seen))
                db.session.rollback()  # what follows begins anew, with the right to write
            actions.write(one, plan, by)
            db.session.commit()
        except RuleBroken as refusal:
            _fail(number, refusal.text("sv"))
        except Exception as reason:
            log.error("import_failed", number=number, exc_info=reason)
            _fail(number, BROKE)


def _undo(one: Import) -> None:
    """Nothing of it is kept before all is; a process that ends meanwhile leaves it waiting."""
    number, by = one.id, one.undone_by
    with _acting_for(by):
        db.session.info["request_id"] = f"undo {number}"
        try:
            if undoing.undo(one, by):
                _keep(number, HINDERED)
            db.session.commit()
        except Exception as reason:
            log.error("undoing_failed", number=number, exc_info=reason)
            _keep(number, BROKE)


@contextmanager
def _acting_for(by: Person | None) -> Iterator[None]:
    """The history names who asked for it."""
    if by:
        db.session.info |= {"actor": by.name, "actor_id": by.id}
    try:
        yield
    finally:
        db.session.info.pop("actor_id", None)
        db.session.info["request_id"] = ""
        db.session.info["actor"] = "schemaläggaren"


def _tell(number: int, seen: int) -> None:
    """Say how far the reading has come; nothing has been written yet."""
    db.session.commit()
    with reading(False):
        told = sa.update(Import).where(Import.id == number)
        db.session.execute(told.values(seen=seen, heard_at=clock.now()))
        db.session.commit()


def _fail(number: int, reason: str) -> None:
    _end(number, state=ImportState.FAILED, failure=reason)


def _keep(number: int, reason: str) -> None:
    """What was written stays, and nobody has undone it."""
    _end(number, state=ImportState.DONE, failure=reason, undone_by_id=None)


def _end(number: int, **values: Any) -> None:
    db.session.rollback()
    db.session.execute(sa.update(Import).where(Import.id == number).values(**values))
    db.session.commit()


def _give_up_silent() -> None:
    failed = {"state": ImportState.FAILED, "failure": INTERRUPTED}
    db.session.execute(
        sa.update(Import)
        .where(Import.state == ImportState.WORKING, Import.heard_at < clock.now() - SILENT)
        .values(**failed)
    )
    db.session.commit()
