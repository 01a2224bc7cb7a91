"""The statement of a month: was anything missed?"""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from nk_avtal import clock, wording
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.deadlines.months import month_of
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.routes import SHOWN
from nk_avtal.domain.dates import month_end
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.statements import month_before
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.statement import Line, statement


@bp.get("/paminnelser/avstamning")
@requires(Permission.OVERSEE_REMINDERS)
def statement_page() -> str:
    """What the terms called for in a month (`?manad=2026-11`), and what became of it."""
    today, month = clock.today(), _asked_month()
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


@bp.get(f"/paminnelser/avstamning.<{listed.FORMS}:form>")
@requires(Permission.OVERSEE_REMINDERS)
def statement_file(form: str) -> Response:
    """The same for Excel or as text, with what went out that nothing called for."""
    month = _asked_month()
    found = statement(month, clock.today())
    columns = [_("Dag"), _("Avtal"), _("Slag"), _("Frist"), _("Dagar före"), _("Vad det blev")]
    rows = [*map(_row, found.lines), *map(_uncalled, found.uncalled)]
    title = _("Avstämning %(month)s", month=f"{month:%Y-%m}")
    name = f"avstamning-{month:%Y-%m}"
    return listed.sent(listed.Listed(title, name, [*columns, _("Avviker")], rows), form)


def _row(one: Line) -> tuple[object, ...]:
    wanted = one.expected
    return (
        *(wanted.on, one.agreement.title, str(wording.DEADLINES[DeadlineKind(wanted.kind)])),
        *(wanted.falls_on, wanted.lead, str(wording.BECAME[one.became])),
        _("ja") if one.is_difference else _("nej"),
    )


def _uncalled(one: Reminder) -> tuple[object, ...]:
    title = one.agreement.title if one.agreement else ""
    return (
        *(clock.day_of(one.planned_at), title, str(wording.DEADLINES[one.kind])),
        *(one.deadline_on, None),
        _("Påminnelsen gick, men villkoren ger ingen sådan frist."),
        _("ja"),
    )


def _asked_month() -> date:
    today = clock.today()
    asked = month_of(request.args.get("manad", ""), month_before(today))
    return min(asked, today.replace(day=1))


def _address(month: date) -> str:
    return f"{month:%Y-%m}"
