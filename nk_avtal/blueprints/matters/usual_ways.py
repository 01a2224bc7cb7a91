"""The usual way of the matters of each track: data that the office changes."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from nk_avtal import wording
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import Form, number_or_none, options
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.bodies.models import Body
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.domain.matters import Track
from nk_avtal.matters import actions, queries

PLACES = 8


@bp.get("/arenden/vagar")
@preparing
def usual_ways() -> str:
    """Which bodies the matters of each track usually pass."""
    return render_template("matters/usual_ways.html", routes=queries.routes(), words=wording)


@bp.route("/arenden/vagar/<track>", methods=BOTH)
@preparing
def usual_way(track: str) -> Page:
    """Change the usual way of a track; the matters that have begun keep theirs."""
    if track not in tuple(Track):
        abort(404)
    of = Track(track)
    bodies = {one.id: one for one in bodies_of(None)}
    kept = queries.route_of(of)
    form = _form(bodies, kept)
    if form.validate_on_submit() and not _is_stale(form, kept):
        chosen = [bodies.get(form[f"body_{place}"].data) for place in range(PLACES)]
        found = [one for one in chosen if one]
        if found:
            actions.set_route(of, found)
            db.session.commit()
            notices.done(_("Vägen är sparad. Nya ärenden får den."))
            return redirect(url_for("matters.usual_ways"))
        form.refuse(_("Välj minst ett organ"), "body_0")
    page = render_template(
        "matters/usual_way.html", form=form, name=wording.TRACKS[of], rows=range(PLACES)
    )
    return page, 409 if form.form_errors else form.status


def _form(bodies: dict[int, Body], kept: Any) -> Any:
    names: dict[Any, Any] = {"": _("Inget")} | {one.id: one.name for one in bodies.values()}
    fields: dict[str, Any] = {"known": HiddenField(default=_known(kept))}
    for place in range(PLACES):
        fields[f"body_{place}"] = SelectField(
            _l("Organ %(number)s", number=place + 1),
            choices=options(names),
            coerce=number_or_none,
            validate_choice=False,
            default=kept[place].id if place < len(kept) else "",
        )
    return type("UsualWayForm", (Form,), fields)()


def _known(kept: Any) -> str:
    return " ".join(str(one.id) for one in kept)


def _is_stale(form: Any, kept: Any) -> bool:
    """Whether somebody has changed the way since the page was opened."""
    if form.known.data == _known(kept):
        return False
    form.known.data = _known(kept)
    form.refuse(_("Någon annan har ändrat vägen sedan du öppnade sidan. Spara igen, så gäller din"))
    return True
