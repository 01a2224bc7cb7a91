"""The members, for administrators: names, place on the map, inhabitants."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from nk_avtal import clock
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.admin.routes import bp
from nk_avtal.blueprints.forms import Form, language, stripped
from nk_avtal.blueprints.guard import requires
from nk_avtal.bodies.queries import last_meeting_days
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.municipalities import actions, queries
from nk_avtal.municipalities.models import ContactKind, Municipality
from nk_avtal.recommendations.recipients import mailboxes

NAMES = ("name", "full_name", "genitive", "seat", "finnish_name", "meankieli_name", "sami_name")
WIDEST = 30
"""The rows and columns that a map can have."""


def _text(label: Any, longest: int, required: Any = None, **more: Any) -> StringField:
    length = Length(max=longest, message=_l("Skriv högst %(max)d tecken"))
    return StringField(
        label,
        filters=[stripped],
        validators=[DataRequired(required), length] if required else [length],
        render_kw={"autocomplete": "off"},
        **more,
    )


class MunicipalityForm(Form):
    """What is kept about a member. `version` is the one that was read."""

    name = _text(_l("Kort namn"), 80, _l("Skriv kommunens namn"))
    full_name = _text(_l("Helt namn"), 120, _l("Skriv hela namnet"))
    genitive = _text(
        _l("Helt namn i genitiv"),
        120,
        _l("Skriv namnet i genitiv"),
        description=_l("Till exempel Piteå kommuns."),
    )
    seat = _text(_l("Centralort"), 80, _l("Skriv centralorten"))
    finnish_name = _text(_l("Namn på finska"), 120)
    meankieli_name = _text(_l("Namn på meänkieli"), 120)
    sami_name = _text(_l("Namn på samiska"), 120)
    tile_row = _text(_l("Rad på kartan"), 2)
    tile_column = _text(_l("Kolumn på kartan"), 2)
    inhabitants = _text(_l("Invånare"), 12)
    counted_on = _text(_l("Räknade den"), 60)
    active = BooleanField(_l("Kommunen är medlem"), default=True)
    version = HiddenField()

    def fill_from(self, municipality: Municipality) -> None:
        """Show what is kept."""
        for name in NAMES:
            self[name].data = getattr(municipality, name)
        self.tile_row.data = str(municipality.tile_row or "")
        self.tile_column.data = str(municipality.tile_column or "")
        newest = municipality.populations[-1] if municipality.populations else None
        self.inhabitants.data = str(newest.inhabitants) if newest else ""
        self.counted_on.data = long_date(newest.counted_on) if newest else ""
        self.active.data = municipality.active
        self.version.data = str(municipality.version)

    def described(self) -> actions.Described:
        """What is filled in; errors at the place on the map when that cannot be read."""
        names = {name: self[name].data for name in NAMES}
        return actions.Described(**names, tile=self._tile(), active=bool(self.active.data))

    def _tile(self) -> tuple[int, int] | None:
        row, column = self.tile_row.data, self.tile_column.data
        if not row and not column:
            return None
        if not all(text.isdecimal() and 1 <= int(text) <= WIDEST for text in (row, column)):
            self.refuse(_("Skriv både rad och kolumn, som tal från 1"), "tile_row")
            return None
        return int(row), int(column)

    def counted(self, today: date) -> tuple[date, int] | None:
        """When and how many; errors at what cannot be read."""
        text = "".join(self.inhabitants.data.split())
        if not text:
            return None
        if not text.isdecimal():
            self.refuse(_("Skriv ett antal, till exempel 42203"), "inhabitants")
            return None
        try:
            return parse_day(self.counted_on.data, today), int(text)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), "counted_on")
            return None


@bp.get("/admin/kommuner")
@requires(Permission.ADMINISTER)
def municipalities() -> str:
    """Every member: whether it can be reached and how far its meeting plan goes."""
    found = queries.all_members()
    return render_template(
        "admin/municipalities.html",
        found=found,
        unreachable={one.municipality.id for one in mailboxes(found) if one.is_missing},
        last_days=last_meeting_days(),
        for_mail=ContactKind.RECOMMENDATIONS,
    )


@bp.route("/admin/kommuner/<municipality>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def municipality(municipality: Municipality) -> str | tuple[str, int] | Response:
    """Change what is kept about a member."""
    form = MunicipalityForm()
    if request.method == "GET":
        form.fill_from(municipality)
        return _page(form, municipality)
    form.validate()
    described, counted = form.described(), form.counted(clock.today())
    if form.errors:
        return _page(form, municipality), form.status
    if form.version.data != str(municipality.version):
        return _page(form, municipality, theirs=_saved(municipality)), 409
    if _is_saved(form, municipality, described, counted):
        return redirect(url_for("admin.municipalities"))
    return _page(form, municipality), form.status


def _is_saved(
    form: MunicipalityForm,
    town: Municipality,
    described: actions.Described,
    counted: tuple[date, int] | None,
) -> bool:
    try:
        actions.describe(town, described)
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal.text(language()), refusal.name)
        return False
    if counted:
        actions.count(town, *counted)
    db.session.commit()
    notices.done(_("%(name)s är ändrad.", name=town.full_name))
    return True


def _saved(town: Municipality) -> MunicipalityForm:
    """The member as somebody else has saved it, to compare with."""
    form = MunicipalityForm(formdata=None)
    form.fill_from(town)
    return form


def _page(
    form: MunicipalityForm, town: Municipality, theirs: MunicipalityForm | None = None
) -> str:
    form.version.data = str(town.version)
    return render_template(
        "admin/municipality.html", form=form, municipality=town, theirs=theirs, names=NAMES
    )
