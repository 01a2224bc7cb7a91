"""Writing large imports in the scheduler's process. What it has come to stands in the table, in
transactions of their own, since on SQLite nobody sees into one that is under way."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import structlog

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.imports import actions
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.queries import next_waiting

SILENT = timedelta(minutes=10)
"""After which a process that was writing has ended; what it had begun was never kept."""
INTERRUPTED = "interrupted"
BROKE = "broke"

log = structlog.get_logger("nk_avtal.imports")


def write_waiting() -> int:
    """Write the imports that wait, one after another; how many. Commits each."""
    _give_up_silent()
    count = 0
    while (one := next_waiting()) is not None:
        one.state, one.heard_at = ImportState.WORKING, clock.now()
        db.session.commit()
        _write(one)
        count += 1
    db.session.commit()
    return count


def _write(one: Import) -> None:
    number, by = one.id, one.made_by
    if by:
        db.session.info |= {"actor": by.name, "actor_id": by.id}
    try:
        plan = actions.plan_again(one, lambda seen: _tell(number, seen))
        db.session.rollback()  # what follows begins anew, with the right to write
        actions.write(one, plan, by)
        db.session.commit()
    except RuleBroken as refusal:
        _fail(number, refusal.text("sv"))
    except Exception as reason:
        log.error("import_failed", number=number, exc_info=reason)
        _fail(number, BROKE)
    finally:
        db.session.info.pop("actor_id", None)
        db.session.info["request_id"] = ""
        db.session.info["actor"] = "schemaläggaren"


def _tell(number: int, seen: int) -> None:
    """Say how far the reading has come; nothing has been written yet."""
    db.session.commit()
    db.session.execute(
        sa.update(Import).where(Import.id == number).values(seen=seen, heard_at=clock.now())
    )
    db.session.commit()


def _fail(number: int, reason: str) -> None:
    db.session.rollback()
    failed = {"state": ImportState.FAILED, "failure": reason}
    db.session.execute(sa.update(Import).where(Import.id == number).values(**failed))
    db.session.commit()


def _give_up_silent() -> None:
    failed = {"state": ImportState.FAILED, "failure": INTERRUPTED}
    db.session.execute(
        sa.update(Import)
        .where(Import.state == ImportState.WORKING, Import.heard_at < clock.now() - SILENT)
        .values(**failed)
    )
    db.session.commit()
