"""The start page, by role."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nk_avtal.blueprints.guard import public

bp = Blueprint("start", __name__)


@bp.get("/")
@public
def index() -> str | Response:
    """What this person does now; a visitor goes to the open register."""
    if g.person is None:
        return redirect(url_for("register.index"))
    return render_template("start/index.html")
