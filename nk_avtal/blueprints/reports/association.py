"""The reports on all agreements: the state, and the auditors' questions."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, url_for
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reports.blueprint import bp
from nk_avtal.blueprints.reports.cooperation import address
from nk_avtal.blueprints.reports.sending import FORMS, sent
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reports import Report
from nk_avtal.municipalities.queries import members
from nk_avtal.reports.audit import audit_of
from nk_avtal.reports.queries import kept_in
from nk_avtal.reports.state import Places, state_of

reading = requires(Permission.READ_DEADLINES)
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "agreements": ("agreements.index", {}),
    "unwatched": ("agreements.index", {"bevakning": "saknar"}),
    "deadlines": ("deadlines.index", {}),
    "recommendations": ("recommendations.index", {}),
    "goals": ("goals.index", {}),
    "statement": ("reminders.statement_page", {}),
    "reports": ("reports.index", {}),
}
"""The lists behind the numbers."""


def _named(name: str) -> str:
    endpoint, values = LISTS[name]
    return url_for(endpoint, **values)


MAKERS = {"laget": state_of, "revision": audit_of}


def _report(name: str) -> Report:
    if name not in MAKERS:
        abort(404)
    return MAKERS[name](me(), clock.today(), Places(address, _named))


@bp.get("/rapporter")
@reading
def index() -> str:
    """The state of the agreements, and the way to the other reports."""
    year = clock.today().year
    return render_template(
        "reports/association.html",
        report=_report("laget"),
        name="laget",
        tabs=_tabs("reports.index"),
        towns=members(),
        year=year,
        kept=kept_in(year),
    )


@bp.get("/rapporter/revision")
@reading
def audit() -> str:
    """The auditors' questions on one page."""
    return render_template(
        "reports/association.html",
        report=_report("revision"),
        name="revision",
        tabs=_tabs("reports.audit"),
    )


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    pages = {"reports.index": _("Läget"), "reports.audit": _("Revisorernas frågor")}
    return [(text, url_for(one), one == current) for one, text in pages.items()]


@bp.get(f"/rapporter/<name>.<{FORMS}:form>")
@reading
def file(name: str, form: str) -> Response:
    """The whole of a report as Word or Excel."""
    return sent(_report(name), form)
