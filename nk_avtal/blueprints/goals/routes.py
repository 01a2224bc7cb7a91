"""How the goals are covered, and entering or replacing a programme of goals."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from nk_avtal import clock, wording
from nk_avtal.agreements import goal_sets
from nk_avtal.agreements.goals import GoalSet
from nk_avtal.blueprints import listed, notices
from nk_avtal.blueprints.forms import Form, language, options, stripped
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.goals import GoalLine, parse_goals
from nk_avtal.domain.people import Permission
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.matters.coverage import Coverage, Status, coverage_of

bp = Blueprint("goals", __name__, url_prefix="/mal")
Page = str | tuple[str, int] | AnyResponse
BOTH = ("GET", "POST")
STATUSES = {
    Status.WORK: _l("Under arbete"),
    Status.IN_FORCE: _l("Gäller"),
    Status.ENDED: _l("Upphört"),
}


class GoalsForm(Form):
    """A programme of goals."""

    version = HiddenField()
    name = StringField(
        _l("Vad heter målen?"),
        [DataRequired(_l("Skriv vad målen heter, till exempel Inriktning 2023–2026")),
         Length(max=120, message=_l("Namnet är för långt. Högst 120 tecken får plats"))],
        filters=[stripped],
    )  # fmt: skip
    first_on = StringField(_l("Gäller från"), filters=[stripped])
    last_on = StringField(_l("Gäller till"), filters=[stripped])
    goals = TextAreaField(
        _l("Mål"),
        description=_l(
            "Ett mål per rad: nummer, målområde och mål med semikolon emellan. Rader som kopieras"
            " ur Excel går också bra."
        ),
    )
    follows = SelectField(_l("Ersätter"), [Optional()], validate_choice=False)

    def read(self, today: date) -> goal_sets.Content | None:
        """What is written; None when something has to be corrected."""
        first, last = self._day("first_on", today), self._day("last_on", today)
        lines: list[GoalLine] = []
        try:
            lines = parse_goals(self.goals.data or "")
        except RuleBroken as refusal:
            self.refuse_rule(refusal)
        return None if self.errors else goal_sets.Content(self.name.data, first, last, lines)

    def _day(self, name: str, today: date) -> date | None:
        written = self[name].data
        if not written:
            return None
        try:
            return parse_day(written, today, latest_past=False)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


@bp.get("")
@requires(Permission.READ_DRAFTS)
def index() -> str:
    """A programme beside the agreements and matters."""
    sets = goal_sets.all_sets()
    chosen = _chosen(sets)
    asked = request.args
    return render_template(
        "goals/index.html",
        sets=sets,
        chosen=chosen,
        coverage=_coverage(chosen) if chosen else None,
        area=asked.get("omrade", ""),
        status=asked.get("lage", ""),
        words=wording,
        statuses=STATUSES,
        narrowing={one: asked[one] for one in ("mal", "omrade", "lage") if asked.get(one)},
    )


def _chosen(sets: Any) -> GoalSet | None:
    """The programme of the address, or the newest that holds today."""
    asked = request.args.get("mal", "")
    today = clock.today()
    fits = [one for one in sets if str(one.id) == asked]
    holding = [one for one in sets if one.holds_on(today)]
    return next(iter([*fits, *holding, *sets]), None)


def _coverage(chosen: GoalSet) -> Coverage:
    asked = request.args
    return coverage_of(chosen, clock.today(), asked.get("omrade", ""), asked.get("lage", ""))


@bp.get("/mal.<any(xlsx, csv):form>")
@requires(Permission.READ_DRAFTS)
def export(form: str) -> Response:
    """The same as a file: a row for each goal and what serves it."""
    chosen = _chosen(goal_sets.all_sets())
    head = [_("Program"), _("Nummer"), _("Målområde"), _("Mål"), _("Slag"), _("Titel")]
    rows: list[tuple[object, ...]] = []
    for one in _coverage(chosen).served if chosen else ():
        goal = one.goal
        first = (goal.programme, goal.code, goal.goal_area, goal.title)
        found = [(*first, _("Avtal"), thing.title) for thing in one.agreements]
        found += [(*first, _("Ärende"), thing.title) for thing in one.matters]
        rows += found or [(*first, "", "")]
    return listed.sent(Listed(_("Mål"), "mal", head, rows), form)


@bp.route("/ny", methods=BOTH)
@requires(Permission.WRITE_GOALS)
def new() -> Page:
    """Enter a programme, in place of an earlier one or beside the others."""
    sets = {str(one.id): one for one in goal_sets.all_sets()}
    form = GoalsForm()
    form.follows.choices = options({"": _l("Inga")} | {key: one.name for key, one in sets.items()})
    if form.validate_on_submit() and (content := form.read(clock.today())):
        with _at_fields(form):
            made = goal_sets.enter(content, sets.get(form.follows.data))
            db.session.commit()
            notices.done(_("Målen är sparade. De går att välja på avtal och ärenden."))
            return redirect(url_for("goals.index", mal=made.id))
    return render_template("goals/form.html", form=form, goal_set=None), form.status


@bp.route("/<int:goal_set_id>", methods=BOTH)
@requires(Permission.WRITE_GOALS)
def edit(goal_set_id: int) -> Page:
    """Correct a programme. What serves a goal stays as long as the goal's number does."""
    kept = goal_sets.by_id(goal_set_id)
    form = GoalsForm()
    stale = False
    if request.method == "GET":
        _show(form, kept)
    elif form.validate() and (content := form.read(clock.today())):
        stale = form.version.data != str(kept.version)
        if not stale:
            with _at_fields(form):
                goal_sets.change(kept, content)
                db.session.commit()
                notices.done(_("Målen är ändrade."))
                return redirect(url_for("goals.index", mal=goal_set_id))
        else:
            form.version.data = str(kept.version)
            form.refuse(_("Någon annan har ändrat målen. Spara igen, så gäller din version"))
    page = render_template("goals/form.html", form=form, goal_set=kept)
    return page, 409 if stale else form.status


class _at_fields:  # noqa: N801 - a context manager that reads as words
    """Turn a broken rule into an error at the field of its name, with nothing kept."""

    def __init__(self, form: GoalsForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, refusal: Any, _trace: Any) -> bool:
        if not isinstance(refusal, RuleBroken):
            return False
        db.session.rollback()
        self.form.refuse_rule(refusal)
        return True


def _show(form: GoalsForm, kept: GoalSet) -> None:
    form.version.data = str(kept.version)
    form.name.data = kept.name
    form.first_on.data, form.last_on.data = long_date(kept.first_on), long_date(kept.last_on)
    lines = (GoalLine(one.code, one.goal_area, one.title).text for one in kept.goals)
    form.goals.data = "\n".join(lines)
