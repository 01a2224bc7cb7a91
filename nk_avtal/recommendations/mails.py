"""The mails that municipalities get about a recommendation (ux 9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import current_app
from flask_babel import lazy_gettext as _l

from nk_avtal import clock
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.reply_links import expiry
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written, compose
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.models import Person
from nk_avtal.recommendations import link_queries, links, queries
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.recommendations.recipients import Mailbox, Recipient, mailboxes

SENT = "recommendation"
WITHDRAWN = "withdrawal"
_UNSENT = (MessageState.STOPPED, MessageState.QUEUED)
_BODIES = {
    BodyKind.COUNCIL: _l("kommunfullmäktige"),
    BodyKind.EXECUTIVE: _l("kommunstyrelsen"),
    BodyKind.COMMITTEE: _l("den ansvariga nämnden"),
}


def written(
    kind: str,
    recommendation: Recommendation,
    to: Municipality,
    link: str = "",
    valid_until: date | None = None,
) -> Written:
    """The mail of one kind to one municipality, in Swedish whatever the sender reads. `link` is
    the personal one, for who has no account."""
    return compose(
        kind,
        personal_link=link,
        valid_until=valid_until,
        title=recommendation.title,
        recommendation=recommendation,
        municipality=to,
        body=_BODIES.get(recommendation.suggested_body, ""),
        url=f"{current_app.config['BASE_URL']}/kommuner/{to.slug}/beslut/{recommendation.slug}",
    )


def concerned(recommendation: Recommendation) -> list[Mailbox]:
    """The mailboxes of the municipalities that are to decide."""
    members = [one.municipality for one in queries.addressees(recommendation) if one.concerned]
    return mailboxes(sorted(members, key=queries.by_name))


def queue_sent(recommendation: Recommendation, by: Person, again: int = 0) -> int:
    """Queue the first mail to everyone concerned; `again` makes it a new mail after a stop."""
    return _queue(SENT, recommendation, by, concerned(recommendation), f":{again}")


def queue_withdrawn(recommendation: Recommendation, by: Person) -> int:
    """Queue the withdrawal to the addresses that have got the recommendation."""
    got = {mail.recipient for mail in _of(recommendation, SENT) if mail.state not in _UNSENT}
    stop(recommendation)
    boxes = [
        Mailbox(box.municipality, tuple(one for one in box.recipients if one.email in got))
        for box in concerned(recommendation)
    ]
    return _queue(WITHDRAWN, recommendation, by, boxes)


def stop(recommendation: Recommendation) -> int:
    """Stop the mails that have not left, and say how many they were."""
    return outbox.stop(queries.topic_of(recommendation))


def send_again(recommendation: Recommendation, by: Person) -> int:
    """Queue anew the mails that were stopped; what has left or waits is not repeated."""
    mails = _of(recommendation, SENT)
    if any(mail.state is not MessageState.STOPPED for mail in mails):
        return 0
    return queue_sent(recommendation, by, again=len(mails))


def _of(recommendation: Recommendation, kind: str) -> list[Message]:
    return [mail for mail in queries.messages(recommendation) if mail.kind == kind]


def queue_link(addressee: Addressee, email: str, by: Person) -> None:
    """Queue the recommendation once more to an address, with a new personal link."""
    recommendation = addressee.recommendation
    box = Mailbox(addressee.municipality, (Recipient(email, email),))
    letter = _with_link(recommendation, addressee, email)
    _one(SENT, recommendation, by, box, box.recipients[0], letter, f":{clock.now():%Y%m%d%H%M%S%f}")


def _with_link(recommendation: Recommendation, addressee: Addressee, email: str) -> Written:
    token = links.make(addressee, email)
    url = f"{current_app.config['BASE_URL']}/svar/{token}"
    until = expiry(recommendation.reply_by or clock.today()).date()
    return written(SENT, recommendation, addressee.municipality, url, until)


def _queue(
    kind: str, recommendation: Recommendation, by: Person, boxes: Iterable[Mailbox], key: str = ""
) -> int:
    boxes = list(boxes)
    signing_in = link_queries.clerks_among(one.email for box in boxes for one in box.recipients)
    places = {one.municipality_id: one for one in recommendation.addressees}
    queued = 0
    for box in boxes:
        usual = written(kind, recommendation, box.municipality)
        for recipient in box.recipients:
            letter = usual
            if kind == SENT and recipient.known and recipient.email not in signing_in:
                letter = _with_link(recommendation, places[box.municipality.id], recipient.email)
            queued += _one(kind, recommendation, by, box, recipient, letter, key)
    return queued


def _one(
    kind: str,
    recommendation: Recommendation,
    by: Person,
    box: Mailbox,
    recipient: Recipient,
    letter: Written,
    key: str,
) -> bool:
    topic = queries.topic_of(recommendation)
    message = outbox.queue(
        kind=kind,
        recipient=recipient.email,
        recipient_name=box.municipality.full_name if recipient.known else "",
        reply_to=by.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        topic=topic,
        dedupe_key=f"{topic}:{kind}:{box.municipality.id}:{recipient.email}{key}",
    )
    return message is not None
