"""Recording what one that is asked has answered, changing it, undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from nk_avtal import clock
from nk_avtal.consultations import mails
from nk_avtal.consultations.models import Invited, Opinion, Reply
from nk_avtal.db import db
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.consultations import check_open
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.opinions import Said, check_reply
from nk_avtal.domain.phrases import Phrase
from nk_avtal.outbox.actions import stop
from nk_avtal.people.models import Person

UNDO_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Answered:
    """What somebody says that was answered; `said` by the number of the question. `received_on` is
    given by the association, for what came in another way; else it is today."""

    said: Mapping[int, Said] = field(default_factory=dict)
    text: str = ""
    given_by: str = ""
    reference: str = ""
    file: StoredFile | None = None
    received_on: date | None = None


def record(invited: Invited, answered: Answered, by: Person) -> Reply:
    """Record a reply, or change the one that stands; its first day is kept, and a file stays when
    no other comes. By somebody of the association it is marked as recorded on behalf.

    Raises RuleBroken when replies are not taken or the day is ahead, NotAnswered when the reply is
    not whole.
    """
    consultation, today = invited.consultation, clock.today()
    check_open(consultation.status)
    if answered.received_on and answered.received_on > today:
        raise RuleBroken(_AHEAD, name="received_on")
    reply = invited.reply
    file = answered.file or (reply.file if reply else None)
    said = [answered.said.get(one.id, Said(None)) for one in consultation.questions]
    check_reply(said, answered.text, file is not None)
    if reply is None:
        reply = Reply(invited=invited, received_on=answered.received_on or today)
        reply.recorded_at = clock.now()
        db.session.add(reply)
    else:
        reply.received_on = answered.received_on or reply.received_on
        reply.changed_at = clock.now()
        stop(mails.topic_of_reply(reply))
    reply.recorded_by, reply.on_behalf = by, not by.role.is_municipal
    reply.text, reply.given_by = answered.text, answered.given_by
    reply.reference, reply.file = answered.reference, file
    _fill_in(reply, answered)
    db.session.flush()
    mails.tell_recorded(reply, by)
    return reply


def _fill_in(reply: Reply, answered: Answered) -> None:
    kept = {one.question_id: one for one in reply.opinions}
    for question in reply.invited.consultation.questions:
        said = answered.said[question.id]
        assert said.stance
        if question.id not in kept:
            reply.opinions.append(Opinion(question=question, stance=said.stance))
            kept[question.id] = reply.opinions[-1]
        kept[question.id].stance, kept[question.id].comment = said.stance, said.comment


def can_undo(reply: Reply, by: Person) -> bool:
    """Whether `by` may take the reply back: who recorded it, for half an hour, unless it has been
    changed since."""
    fresh = clock.now() - reply.recorded_at <= UNDO_WITHIN
    mine = reply.recorded_by_id == by.id and reply.changed_at is None
    return reply.undone_at is None and mine and fresh


def undo(reply: Reply, by: Person) -> None:
    """Take a reply back: it stays, marked, and mail about it that has not left is stopped.

    Raises RuleBroken when it is too late, somebody else's, or the consultation is over.
    """
    check_open(reply.invited.consultation.status)
    if not can_undo(reply, by):
        raise RuleBroken(_TOO_LATE, name="too_late")
    reply.undone_at, reply.undone_by = clock.now(), by
    stop(mails.topic_of_reply(reply))


_AHEAD = Phrase(
    "Dagen har inte varit än. Skriv när svaret kom in, till exempel 16 november",
    "That day has not been yet. Write when the reply came in, for example 16 November",
)
_TOO_LATE = Phrase(
    "Det går att ångra i 30 minuter. Ändra svaret i stället",
    "Undoing works for 30 minutes. Change the reply instead",
)
