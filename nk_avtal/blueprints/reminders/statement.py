"""The statement of a month: was anything missed?"""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request

from nk_avtal import clock, wording
from nk_avtal.blueprints.deadlines.months import month_of
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.routes import SHOWN
from nk_avtal.domain.dates import month_end
from nk_avtal.domain.people import Permission
from nk_avtal.domain.statements import month_before
from nk_avtal.reminders.statement import statement


@bp.get("/paminnelser/avstamning")
@requires(Permission.OVERSEE_REMINDERS)
def statement_page() -> str:
    """What the terms called for in a month (`?manad=2026-11`), and what became of it."""
    today = clock.today()
    month = min(month_of(request.args.get("manad", ""), month_before(today)), today.replace(day=1))
    found = statement(month, today)
    after = month_end(month) + timedelta(days=1)
    return render_template(
        "reminders/statement.html",
        month=month,
        statement=found,
        page=Page.of(found.lines, SHOWN),
        before=_address(month_before(month)),
        after=_address(after) if after <= today else None,
        became=wording.BECAME,
        words=wording,
    )


def _address(month: date) -> str:
    return f"{month:%Y-%m}"
