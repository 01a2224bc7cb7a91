"""The outcome of all matters of a meeting, recorded on one page during it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal import clock, wording
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.matters import forms
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.blueprints.matters.meetings import MEETING, meeting_of, url_of
from nk_avtal.bodies.models import Meeting
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matters import MatterOutcome
from nk_avtal.matters import actions, queries
from nk_avtal.matters.actions import Result
from nk_avtal.matters.models import Stop

_FIELDS = {"outcome": "outcome", "decided_on": "outcome"}
"""At which field of a matter each refusal stands."""


@bp.route(f"{MEETING}/utfall", methods=BOTH)
@preparing
def outcomes(body: str, day: str) -> Page:
    """What the body does with each matter. What is recorded already stands beside what is left."""
    meeting = meeting_of(body, day)
    agenda = queries.agenda_of(meeting)
    known = queries.meetings_of({meeting.body_id}, clock.today())
    sent = _sent(agenda)
    form = forms.outcomes_form(sent, known)
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.validate():
        theirs = _changed_meanwhile(form, sent)
        if not theirs:
            count = _recorded(form, meeting, sent, known)
            if not form.errors:
                _tell(count)
                return redirect(url_of(meeting))
            meeting = meeting_of(body, day)
            agenda = queries.agenda_of(meeting)
    page = render_template(
        "matters/outcomes.html",
        form=form,
        meeting=meeting,
        agenda=agenda,
        rows={stop.id for stop in sent},
        theirs=theirs,
        words=wording,
        url_of=url_of,
    )
    return page, 409 if theirs else form.status


def _sent(agenda: Sequence[Stop]) -> list[Stop]:
    """The matters that the form has fields for: those that are left, and while it is sent also
    those that were when the page was opened, so that nothing typed is lost."""
    return [one for one in agenda if one.outcome is None or f"outcome_{one.id}" in request.form]


def _changed_meanwhile(form: Any, stops: Sequence[Stop]) -> list[dict[str, str]]:
    """What somebody else has recorded since the page was opened, of the matters that this one
    records too. Saving again leaves it as it is."""
    found = []
    for stop in stops:
        mine = form[f"outcome_{stop.id}"].data
        version = form[f"version_{stop.id}"]
        if version.data == str(stop.version):
            continue
        version.data = str(stop.version)
        if mine:
            words = wording.MATTER_OUTCOMES
            saved = words[stop.outcome] if stop.outcome else _("Inte behandlat än")
            both = {"mine": str(words[MatterOutcome(mine)]), "theirs": str(saved)}
            found.append({"name": stop.matter.title} | both)
    return found


def _recorded(form: Any, meeting: Meeting, stops: Sequence[Stop], known: dict[int, Any]) -> int:
    """Record what is chosen, all of it or nothing; how many that were."""
    later = {one.id: one for one in known.get(meeting.body_id, ())}
    count = 0
    for stop in stops:
        chosen = form[f"outcome_{stop.id}"].data
        if not chosen or stop.outcome is not None:
            continue
        paragraph = forms.read_paragraph(form, f"paragraph_{stop.id}")
        result = Result(
            MatterOutcome(chosen), meeting.held_on, paragraph, form[f"text_{stop.id}"].data or ""
        )
        try:
            actions.record(
                stop, result, me(), clock.today(), later.get(form[f"next_{stop.id}"].data)
            )
        except RuleBroken as refusal:
            field = _FIELDS.get(refusal.name or "", "outcome")
            form.refuse(refusal.text(language()), f"{field}_{stop.id}")
        count += 1
    if form.errors:
        db.session.rollback()
        return 0
    db.session.commit()
    return count


def _tell(count: int) -> None:
    if count:
        notices.done(
            ngettext("Ett utfall är registrerat.", "%(num)s utfall är registrerade.", count)
        )
    else:
        notices.done(_("Inget utfall var valt, så inget är ändrat."))
