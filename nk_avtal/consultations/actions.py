"""Writing and sending a consultation, giving more time, closing and withdrawing it.

Nobody is mailed twice for the same thing: sending is a step that can be taken once, and each mail
has a key of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations import mails, queries
from nk_avtal.consultations.models import Consultation, Invited, Question
from nk_avtal.db import db
from nk_avtal.domain import consultations as rules
from nk_avtal.domain.consultations import ConsultationDraft, ConsultationStatus, ConsultationStep
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.opinions import Guest
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.slugs import slug_of
from nk_avtal.people.models import Person

RESERVED = frozenset({"ny"})
"""Addresses below /remisser that no consultation may take."""


@dataclass(frozen=True)
class Content:
    """What a draft holds. All but the title may be missing until it is sent."""

    title: str
    body_id: int | None
    reference: str
    lead: str
    questions: tuple[str, ...]
    document_version_id: int | None
    reply_by: date | None
    handled_on: date | None
    municipality_ids: frozenset[int]
    guests: tuple[Guest, ...]
    internal_note: str

    @property
    def draft(self) -> ConsultationDraft:
        """What the rules ask about."""
        return ConsultationDraft(
            document_version=self.document_version_id,
            invited=len(self.municipality_ids) + len(self.guests),
            reply_by=self.reply_by,
        )


def draft(agreement: Agreement, content: Content, by: Person, now: datetime) -> Consultation:
    """A new draft about an agreement."""
    made = Consultation(
        agreement=agreement,
        slug=slug_of(content.title, queries.taken_slugs() | RESERVED),
        status=ConsultationStatus.DRAFT,
        made_up=agreement.made_up,
        created_at=now,
        created_by_id=by.id,
    )
    _write(made, content)
    db.session.add(made)
    return made


def edit(consultation: Consultation, content: Content) -> None:
    """Replace what the draft holds. Raises RuleBroken when it has been sent."""
    if consultation.status is not ConsultationStatus.DRAFT:
        raise RuleBroken(_SENT)
    _write(consultation, content)


def _write(consultation: Consultation, content: Content) -> None:
    for name in (
        *("title", "body_id", "reference", "lead", "document_version_id"),
        *("reply_by", "handled_on", "internal_note"),
    ):
        setattr(consultation, name, getattr(content, name))
    if [one.text for one in consultation.questions] != list(content.questions):
        consultation.questions = [
            Question(position=number, text=text)
            for number, text in enumerate(content.questions, start=1)
        ]
    _invite(consultation, content)


def _invite(consultation: Consultation, content: Content) -> None:
    """Those that stay keep their rows."""
    guests = {one.name: one.email for one in content.guests}
    kept = [
        one
        for one in consultation.invited
        if one.municipality_id in content.municipality_ids or one.name in guests
    ]
    towns, names = {one.municipality_id for one in kept}, {one.name for one in kept}
    for one in kept:
        one.email = guests.get(one.name or "", "")
    new = [Invited(municipality_id=number) for number in sorted(content.municipality_ids - towns)]
    others = [Invited(name=name, email=mail) for name, mail in guests.items() if name not in names]
    consultation.invited = [*kept, *new, *others]


def discard(consultation: Consultation) -> None:
    """Throw a draft away. Raises RuleBroken when it has been sent."""
    rules.check_discardable(consultation.status)
    db.session.delete(consultation)


def content_of(consultation: Consultation) -> Content:
    """What a saved consultation holds."""
    invited = consultation.invited
    return Content(
        title=consultation.title,
        body_id=consultation.body_id,
        reference=consultation.reference,
        lead=consultation.lead,
        questions=tuple(one.text for one in consultation.questions),
        document_version_id=consultation.document_version_id,
        reply_by=consultation.reply_by,
        handled_on=consultation.handled_on,
        municipality_ids=frozenset(one.municipality_id for one in invited if one.municipality_id),
        guests=tuple(Guest(one.name, one.email) for one in invited if one.name),
        internal_note=consultation.internal_note,
    )


def check_sendable(consultation: Consultation, today: date) -> None:
    """Raises NotReady with all that is missing, or RuleBroken when it has been sent."""
    rules.after(consultation.status, ConsultationStep.SEND)
    rules.check_sendable(content_of(consultation).draft, today)


def doubts(consultation: Consultation | Content, today: date) -> Sequence[Phrase]:
    """What may be wrong with the last day."""
    if consultation.reply_by is None or consultation.reply_by <= today:
        return ()
    return rules.window_doubts(consultation.reply_by, today, consultation.handled_on)


def send(consultation: Consultation, by: Person, now: datetime, today: date) -> int:
    """Send it, and say how many mails wait in the outbox. To which addresses is kept, whatever
    becomes of them later. Raises NotReady or RuleBroken."""
    check_sendable(consultation, today)
    consultation.status = rules.after(consultation.status, ConsultationStep.SEND)
    consultation.sent_at, consultation.sent_by = now, by
    for box in mails.boxes(consultation.invited):
        box.invited.mailed_to = ", ".join(one.email for one in box.recipients)
    db.session.flush()
    return mails.queue_sent(consultation, by)


def extend(consultation: Consultation, day: date, by: Person, today: date) -> int:
    """Give everybody more time, and say how many mails wait in the outbox. Raises RuleBroken."""
    rules.check_extension(consultation.status, consultation.reply_by, day, today)
    consultation.reply_by = day
    db.session.flush()
    return mails.queue_moved(consultation, by)


def close(consultation: Consultation, now: datetime) -> None:
    """End it: no more replies are taken, and those that were asked may read them all. Raises
    RuleBroken."""
    consultation.status = rules.after(consultation.status, ConsultationStep.CLOSE)
    consultation.closed_at = now


def reopen(consultation: Consultation) -> None:
    """Take replies again. Raises RuleBroken."""
    consultation.status = rules.after(consultation.status, ConsultationStep.REOPEN)
    consultation.closed_at = None


def withdraw(consultation: Consultation, reason: str, by: Person, now: datetime) -> int:
    """Take it back with a reason, and say how many mails wait in the outbox. Who has not yet got
    the first mail gets none of the two. Raises RuleBroken."""
    rules.check_withdrawable(consultation.status, reason)
    consultation.status = rules.after(consultation.status, ConsultationStep.WITHDRAW)
    consultation.withdrawn_at, consultation.withdrawal_reason = now, reason.strip()
    db.session.flush()
    return mails.queue_withdrawn(consultation, by)


_SENT = Phrase(
    "Remissen är skickad och kan inte ändras längre.",
    "The consultation has been sent and can no longer be changed.",
)
