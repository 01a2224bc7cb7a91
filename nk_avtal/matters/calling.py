"""The kallelse: what a body's members are told before a meeting, with the days that matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from nk_avtal import clock
from nk_avtal.bodies.models import Body, BodyRecipient, Meeting
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matters import sitting_of
from nk_avtal.domain.phrases import Phrase
from nk_avtal.matters.models import Stop
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written, compose, link
from nk_avtal.people.models import Person

KIND = "call"


def topic_of(meeting: Meeting) -> str:
    """How the outbox knows the mails about a meeting."""
    return f"meeting:{meeting.id}"


def hand_in_of(meeting: Meeting) -> date:
    """The last day for documents, the usual one where the plan does not say."""
    return sitting_of(meeting.held_on, meeting.hand_in_by).hand_in_by


def written(meeting: Meeting, agenda: Sequence[Stop]) -> Written:
    """The mail, in Swedish whatever the sender reads."""
    return compose(
        KIND,
        title=meeting.body.name,
        meeting=meeting,
        hand_in=hand_in_of(meeting),
        agenda=agenda,
        url=link("matters.agenda", body=meeting.body.slug, day=meeting.held_on.isoformat()),
    )


def send(meeting: Meeting, agenda: Sequence[Stop], by: Person) -> int:
    """Queue the kallelse to the body's recipients; how many mails wait. Raises RuleBroken without
    any recipient."""
    if not meeting.body.recipients:
        raise RuleBroken(_NOBODY)
    letter, topic = written(meeting, agenda), topic_of(meeting)
    key = f"{clock.now():%Y%m%d%H%M}"  # pressed twice is sent once; another day it is a new one
    messages = [
        outbox.queue(
            kind=KIND,
            recipient=one.email,
            reply_to=by.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            topic=topic,
            dedupe_key=f"{topic}:{KIND}:{one.email}:{key}",
        )
        for one in meeting.body.recipients
    ]
    return sum(message is not None for message in messages)


def stop(meeting: Meeting) -> int:
    """Stop the mails that have not left, and say how many they were."""
    return outbox.stop(topic_of(meeting))


def set_recipients(body: Body, addresses: Iterable[str]) -> None:
    """To whom the kallelse goes. Raises RuleBroken for what cannot be an address."""
    wanted = list(addresses)
    for one in wanted:
        outbox.check_address(one)
    kept = {one.email: one for one in body.recipients}
    body.recipients = [kept.get(one) or BodyRecipient(email=one) for one in wanted]


_NOBODY = Phrase(
    "Skriv först till vilka kallelsen går",
    "Write first to whom the summons goes",
)
