"""Word documents of a meeting of the association's bodies."""

from __future__ import annotations

from flask import abort, request

from nk_avtal import clock
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.routes import Page, bp, old_wording
from nk_avtal.blueprints.letters.sending import sent
from nk_avtal.blueprints.matters.meetings import MEETING, meeting_of
from nk_avtal.domain.people import Permission
from nk_avtal.letters import meetings
from nk_avtal.matters import queries


@bp.get(f"{MEETING}/foredragningslista.docx")
@requires(Permission.PREPARE_MATTERS)
def agenda(body: str, day: str) -> Page:
    """What a body is to deal with, in order."""
    meeting = meeting_of(body, day)
    stops = queries.agenda_of(meeting)
    return sent(meetings.agenda(meeting, stops, me(), clock.today(), former=old_wording()))


@bp.get(f"{MEETING}/protokollsutdrag.docx")
@requires(Permission.PREPARE_MATTERS)
def minutes(body: str, day: str) -> Page:
    """What a body did with each matter, or with the one in the address (`?arende=`)."""
    meeting = meeting_of(body, day)
    only = request.args.get("arende", "")
    stops = [
        one for one in queries.agenda_of(meeting) if one.outcome and only in ("", one.matter.slug)
    ]
    if not stops:
        abort(404)
    return sent(meetings.minutes(meeting, stops, me(), clock.today(), former=old_wording()))
