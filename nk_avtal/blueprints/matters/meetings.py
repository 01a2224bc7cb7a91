"""A meeting of one of the association's bodies: its agenda in order, and what waits for one."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.matters.blueprint import bp, preparing
from nk_avtal.bodies.models import Meeting
from nk_avtal.db import db
from nk_avtal.matters import actions, calling, queries
from nk_avtal.matters.models import Stop
from nk_avtal.outbox import queries as outbox
from nk_avtal.outbox.models import MessageState

MEETING = "/moten/<body>/<day>"


def meeting_of(body: str, day: str) -> Meeting:
    """The meeting of an address, or 404."""
    try:
        held_on = date.fromisoformat(day)
    except ValueError:
        abort(404)
    return queries.meeting_on(body, held_on)


def url_of(meeting: Meeting, page: str = "matters.agenda") -> str:
    """The address of a meeting, or of one of its pages."""
    return url_for(page, body=meeting.body.slug, day=meeting.held_on.isoformat())


@bp.get(MEETING)
@preparing
def agenda(body: str, day: str) -> str:
    """What a meeting deals with, in order."""
    meeting = meeting_of(body, day)
    stops = queries.agenda_of(meeting)
    mails = outbox.about(calling.topic_of(meeting))
    now = clock.now()
    return render_template(
        "matters/agenda.html",
        meeting=meeting,
        stops=stops,
        waiting=queries.waiting_for(meeting) if meeting.held_on >= clock.today() else [],
        hand_in=calling.hand_in_of(meeting),
        words=wording,
        mails=mails,
        held=any(one.state is MessageState.QUEUED and one.not_before > now for one in mails),
        open=[one for one in stops if one.outcome is None],
        url_of=url_of,
    )


def _stop_on(meeting: Meeting) -> Stop:
    asked = request.form.get("stop", "")
    found = (one for one in queries.agenda_of(meeting) if str(one.id) == asked)
    return next(found, None) or abort(404)


@bp.post(f"{MEETING}/ordning")
@preparing
def reorder(body: str, day: str) -> Response:
    """Let a matter come one place earlier or later."""
    meeting = meeting_of(body, day)
    stop = _stop_on(meeting)
    actions.reorder(queries.agenda_of(meeting), stop, up=request.form.get("up") == "1")
    db.session.commit()
    return redirect(f"{url_of(meeting)}#arende-{stop.id}")


@bp.post(f"{MEETING}/ta-upp")
@preparing
def take_up(body: str, day: str) -> Response:
    """Let the body deal with a matter that waits for it at this meeting."""
    meeting = meeting_of(body, day)
    asked = request.form.get("stop", "")
    found = (one for one in queries.waiting_for(meeting) if str(one.id) == asked)
    stop = next(found, None) or abort(404)
    actions.schedule(stop, meeting)
    db.session.commit()
    notices.done(_("%(title)s står på dagordningen.", title=stop.matter.title))
    return redirect(url_of(meeting))
