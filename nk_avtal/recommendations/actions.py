"""Writing, sending, withdrawing a recommendation, and moving its reply day.

Nobody is mailed twice for the same thing: sending is a step that can be taken once, and each mail
has a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from flask_babel import gettext

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain import agreements as lifecycle
from nk_avtal.domain import recommendations as rules
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.recommendations import Draft, Status, Step
from nk_avtal.domain.slugs import slug_of
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations import following, mails, queries
from nk_avtal.recommendations.models import Addressee, DecisionPoint, Recommendation

RESERVED = frozenset({"ny", "paminn", "flytta"})
"""Addresses below /rekommendationer that no recommendation may take."""


@dataclass(frozen=True)
class Content:
    """What a draft holds. All but the title may be missing until it is sent."""

    title: str
    object_name: str
    area: Area
    recommended_on: date | None
    paragraph: str
    reference: str
    background: str
    suggested_body: BodyKind
    reply_by: date | None
    takes_effect: str
    document_version_id: int | None
    points: tuple[str, ...]
    municipality_ids: frozenset[int]

    @property
    def draft(self) -> Draft:
        """What the rules ask about."""
        return Draft(
            meeting_on=self.recommended_on,
            paragraph=self.paragraph,
            decision_points=self.points,
            addressees=len(self.municipality_ids),
            reply_by=self.reply_by,
            document_version=self.document_version_id,
        )


def draft(
    agreement: Agreement,
    content: Content,
    members: Iterable[Municipality],
    board: Body | None,
    now: datetime,
) -> Recommendation:
    """A new draft, in which every member has a place."""
    made = Recommendation(
        agreement_id=agreement.id,
        slug=slug_of(content.title, queries.taken_slugs() | RESERVED),
        status=Status.DRAFT,
        body_id=board.id if board else None,
        made_up=agreement.made_up,
        created_at=now,
        addressees=[Addressee(municipality_id=one.id, concerned=False) for one in members],
    )
    _write(made, content)
    db.session.add(made)
    return made


def edit(recommendation: Recommendation, content: Content) -> None:
    """Replace what the draft holds. Raises RuleBroken when it has been sent."""
    if recommendation.status is not Status.DRAFT:
        raise RuleBroken(gettext("Rekommendationen är skickad och kan inte ändras längre."))
    _write(recommendation, content)


def discard(recommendation: Recommendation) -> None:
    """Throw a draft away. Raises RuleBroken when it has been sent."""
    rules.check_discardable(recommendation.status)
    db.session.delete(recommendation)


def _write(recommendation: Recommendation, content: Content) -> None:
    for name in (
        *("title", "object_name", "area", "recommended_on", "paragraph", "reference"),
        *("background", "suggested_body", "reply_by", "takes_effect", "document_version_id"),
    ):
        setattr(recommendation, name, getattr(content, name))
    if [point.text for point in recommendation.points] != list(content.points):
        recommendation.points = [
            DecisionPoint(position=number, text=text)
            for number, text in enumerate(content.points, start=1)
        ]
    for addressee in recommendation.addressees:
        addressee.concerned = addressee.municipality_id in content.municipality_ids


def content_of(recommendation: Recommendation) -> Content:
    """What a saved recommendation holds."""
    kept = {
        one.name: getattr(recommendation, one.name)
        for one in fields(Content)
        if one.name not in ("points", "municipality_ids")
    }
    concerned = (one.municipality_id for one in recommendation.addressees if one.concerned)
    points = tuple(point.text for point in recommendation.points)
    return Content(points=points, municipality_ids=frozenset(concerned), **kept)


def as_draft(recommendation: Recommendation) -> Draft:
    """What the rules ask about, of what is kept."""
    return Draft(
        meeting_on=recommendation.recommended_on,
        paragraph=recommendation.paragraph,
        decision_points=[point.text for point in recommendation.points],
        addressees=sum(addressee.concerned for addressee in recommendation.addressees),
        reply_by=recommendation.reply_by,
        document_version=recommendation.document_version_id,
    )


def check_sendable(recommendation: Recommendation, today: date) -> None:
    """Raises NotSendable with all that is missing, or RuleBroken when it is too early or late."""
    rules.after(recommendation.status, Step.SEND)
    rules.check_sendable(as_draft(recommendation))
    if recommendation.recommended_on and recommendation.recommended_on > today:
        raise RuleBroken(gettext("Styrelsen har inte mött än. Skicka efter mötet."))


def send(recommendation: Recommendation, by: Person, now: datetime, today: date) -> int:
    """Send it to the concerned municipalities and say how many mails wait in the outbox.

    The agreement follows into the municipalities' hands where its stage allows it: one that
    already applies stays where it is while an addition to it is decided. Raises RuleBroken.
    """
    check_sendable(recommendation, today)
    recommendation.status = rules.after(recommendation.status, Step.SEND)
    recommendation.sent_at = now
    recommendation.sent_by_id = by.id
    _bring_along(recommendation.agreement, today)
    following.take_over(recommendation, now)
    db.session.flush()
    return mails.queue_sent(recommendation, by)


def _bring_along(agreement: Agreement, today: date) -> None:
    for step in (lifecycle.Step.RECOMMEND, lifecycle.Step.SEND):
        if step in lifecycle.steps_from(agreement.stage) and agreement.stage is not Stage.DECIDING:
            agreement.stage = lifecycle.after(agreement.stage, step)
            agreement.stage_changed_on = today


def withdraw(
    recommendation: Recommendation, reason: str, by: Person, now: datetime, today: date
) -> int:
    """Take it back with a reason, and say how many mails wait in the outbox.

    Who has not yet got the first mail gets none of the two. Raises RuleBroken.
    """
    rules.check_withdrawable(recommendation.status, reason)
    recommendation.status = rules.after(recommendation.status, Step.WITHDRAW)
    recommendation.withdrawn_at = now
    recommendation.withdrawal_reason = reason.strip()
    agreement = recommendation.agreement
    if agreement.stage is Stage.DECIDING and not queries.others_sent(recommendation):
        agreement.stage = lifecycle.after(agreement.stage, lifecycle.Step.PREPARE)
        agreement.stage_changed_on = today
    db.session.flush()
    return mails.queue_withdrawn(recommendation, by)


def move_reply_day(recommendation: Recommendation, day: date) -> None:
    """Give the municipalities another reply day. Raises RuleBroken."""
    if recommendation.status is not Status.SENT:
        raise RuleBroken(gettext("Bara en skickad rekommendation har ett svarsdatum att flytta."))
    if recommendation.recommended_on and day <= recommendation.recommended_on:
        raise RuleBroken(gettext("Svarsdatumet måste vara efter styrelsens möte."))
    recommendation.reply_by = day
