"""The start page, by role."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints.guard import me, public
from nk_avtal.blueprints.negotiations import words as words_of_negotiations
from nk_avtal.blueprints.start import association, municipal
from nk_avtal.domain.people import Role
from nk_avtal.outbox import queries as outbox
from nk_avtal.people.queries import counts_by_role
from nk_avtal.reminders.queries import without_recipient
from nk_avtal.reminders.wording import summary

bp = Blueprint("start", __name__)


@bp.get("/")
@public
def index() -> str | Response:
    """What this person does now; a visitor goes to the open register."""
    if g.person is None:
        return redirect(url_for("register.index"))
    if me().municipality is not None:
        return _municipal()
    return _administrator() if me().role is Role.ADMIN else _association()


def _municipal() -> str:
    municipality = me().municipality
    assert municipality is not None
    page = municipal.start_of(municipality, clock.today())
    return render_template(
        "start/municipal.html",
        page=page,
        municipality=municipality,
        shown=municipal.SHOWN_DECIDED,
        near_day=page.today + municipal.NEAR,
    )


def _association() -> str:
    page = association.start_of(me(), clock.today())
    template = "manager" if me().role is Role.MANAGER else "work"
    return render_template(
        f"start/{template}.html",
        page=page,
        near_day=page.today + association.NEAR,
        near_reply=page.today + municipal.NEAR,
        soon=page.today + association.SOON,
        summary=summary,
        shown=association.SHOWN,
        negotiation_words=words_of_negotiations,
    )


def _administrator() -> str:
    return render_template(
        "start/administrator.html",
        counts=counts_by_role(),
        waiting=outbox.waiting(),
        failed=outbox.failed(),
        nobody=without_recipient(clock.today()),
    )
