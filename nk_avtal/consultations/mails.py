"""The mails about a consultation, to those that are asked and to those who record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from nk_avtal import clock
from nk_avtal.consultations import queries
from nk_avtal.consultations.models import Consultation, Invited, Reply
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written, compose, link
from nk_avtal.outbox.models import MessageState
from nk_avtal.people.models import Person
from nk_avtal.people.queries import language_of
from nk_avtal.recommendations.recipients import Recipient, mailboxes

SENT, WITHDRAWN, MOVED = "consultation", "consultation_withdrawn", "consultation_moved"
_UNSENT = (MessageState.STOPPED, MessageState.QUEUED)


@dataclass(frozen=True)
class Box:
    """One that is asked, and where its mail goes."""

    invited: Invited
    recipients: tuple[Recipient, ...]

    @property
    def is_missing(self) -> bool:
        """Whether it cannot be reached itself."""
        return not any(one.known for one in self.recipients)


def boxes(invited: Iterable[Invited]) -> list[Box]:
    """Where mail to each of them goes, in their order."""
    wanted = list(invited)
    towns: list[Municipality] = [one.municipality for one in wanted if one.municipality]
    known = {box.municipality.id: box.recipients for box in mailboxes(towns)}
    return [Box(one, known.get(one.municipality_id or 0) or _guest(one)) for one in wanted]


def _guest(invited: Invited) -> tuple[Recipient, ...]:
    return (Recipient(invited.email, invited.called),) if invited.email else ()


def page_of(invited: Invited) -> str:
    """The address of a consultation's page for one that is asked. Those without accounts have
    none: they answer by mail."""
    if invited.municipality is None:
        return ""
    town, slug = invited.municipality.slug, invited.consultation.slug
    return link("consultations.of_town", municipality=town, slug=slug)


def written(kind: str, invited: Invited, by: Person | None = None, **more: Any) -> Written:
    """The mail of one kind to one that is asked, in Swedish whatever the sender reads."""
    consultation = invited.consultation
    return compose(
        kind,
        title=consultation.title,
        consultation=consultation,
        invited=invited,
        url=page_of(invited),
        reply_to=by.email if by else "",
        today=clock.today(),
        **more,
    )


def queue_sent(consultation: Consultation, by: Person, again: int = 0) -> int:
    """Queue the first mail to all; `again` makes it a new mail after a stop."""
    found = boxes(queries.in_order(consultation.invited))
    return _queue(SENT, consultation, found, by, f":{again}")


def queue_moved(consultation: Consultation, by: Person) -> int:
    """Tell all that have got the consultation that there is more time."""
    return _queue(MOVED, consultation, _reached(consultation), by, f":{consultation.reply_by}")


def queue_withdrawn(consultation: Consultation, by: Person) -> int:
    """Queue the withdrawal to the addresses that have got the consultation."""
    reached = _reached(consultation)
    stop(consultation)
    return _queue(WITHDRAWN, consultation, reached, by, "")


def _reached(consultation: Consultation) -> list[Box]:
    mails = queries.messages(consultation)
    got = {one.recipient for one in mails if one.kind == SENT and one.state not in _UNSENT}
    found = boxes(queries.in_order(consultation.invited))
    return [Box(one.invited, tuple(r for r in one.recipients if r.email in got)) for one in found]


def stop(consultation: Consultation) -> int:
    """Stop the mails that have not left, and say how many they were."""
    return outbox.stop(queries.topic_of(consultation))


def send_again(consultation: Consultation, by: Person) -> int:
    """Queue anew the first mails when all of them were stopped; what has left is not repeated."""
    mails = [one for one in queries.messages(consultation) if one.kind == SENT]
    if any(one.state is not MessageState.STOPPED for one in mails):
        return 0
    return queue_sent(consultation, by, again=len(mails))


def _queue(
    kind: str, consultation: Consultation, found: Iterable[Box], by: Person, key: str
) -> int:
    topic, count = queries.topic_of(consultation), 0
    for box in found:
        letter = written(kind, box.invited, by) if box.recipients else None
        for recipient in box.recipients:
            assert letter
            message = outbox.queue(
                kind=kind,
                recipient=recipient.email,
                recipient_name=box.invited.full_name if recipient.known else "",
                reply_to=by.email,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                topic=topic,
                dedupe_key=f"{topic}:{kind}:{box.invited.id}:{recipient.email}{key}",
            )
            count += message is not None
    return count


def topic_of_reply(reply: Reply) -> str:
    """What the mails about a reply are filed under, so that they can be stopped."""
    return f"consultation_reply:{reply.id}"


def tell_recorded(reply: Reply, by: Person) -> None:
    """Queue the receipt: to the clerk who recorded it, or to the municipality when the association
    did; and word to who sent the consultation."""
    invited, consultation = reply.invited, reply.invited.consultation
    if invited.municipality and not reply.on_behalf:
        _receipt(reply, by.email, _l("kommunhandläggare"))
    elif invited.municipality:
        for recipient in boxes([invited])[0].recipients:
            if recipient.known:
                _receipt(reply, recipient.email, _l("kommunens kontakt"))
    sender = consultation.sent_by
    if sender and sender.active and sender.id != by.id:
        _word("consultation_answered", reply, sender.email, _l("avsändare"))


def _receipt(reply: Reply, email: str, role: Any) -> None:
    _word("consultation_receipt", reply, email, role)


def _word(name: str, reply: Reply, email: str, role: Any) -> None:
    consultation = reply.invited.consultation
    inside = name == "consultation_answered"
    page = link("consultations.show", slug=consultation.slug) if inside else page_of(reply.invited)
    letter = compose(
        name,
        locale=language_of(email),
        title=consultation.title,
        consultation=consultation,
        invited=reply.invited,
        reply=reply,
        url=page,
        role=role,
        about=consultation.title,
    )
    outbox.queue(
        kind=name,
        topic=topic_of_reply(reply),
        recipient=email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )
