"""Help, accessibility, personal data, and the style guide of the demo."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from nk_avtal.blueprints.guard import public
from nk_avtal.blueprints.pages.forms import opened, refused

bp = Blueprint("pages", __name__)


@bp.get("/hjalp")
@public
def guidance() -> str:
    """How things are done, what the signs mean, whom to ask."""
    return render_template("pages/help.html")


@bp.get("/tillganglighet")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template(
        "pages/accessibility.html",
        authority=current_app.config["SUPERVISORY_AUTHORITY"],
        authority_url=current_app.config["SUPERVISORY_AUTHORITY_URL"],
    )


@bp.get("/personuppgifter")
@public
def personal_data() -> str:
    """What is kept about people, why, and about cookies."""
    return render_template("pages/personal_data.html")


@bp.get("/stilguide")
@public
def style_guide() -> str:
    """Every building block of the pages in every state. In the demo only."""
    if not current_app.config["DEMO"]:
        abort(404)
    return render_template("pages/style_guide.html", sample=opened(), refused=refused())
