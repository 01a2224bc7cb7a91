"""A new version that all decide on again, in place of a recommendation that has been sent."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext

from nk_avtal.db import db
from nk_avtal.domain import recommendations as rules
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.recommendations import Status, Step
from nk_avtal.domain.slugs import slug_of
from nk_avtal.recommendations import mails, queries
from nk_avtal.recommendations.models import Addressee, DecisionPoint, Recommendation

_COPIED = (
    *("title", "object_name", "area", "agreement_id", "body_id", "reference"),
    *("suggested_body", "takes_effect", "made_up"),
)


def follow(
    recommendation: Recommendation, addition: str, from_whom: str, now: datetime
) -> Recommendation:
    """A draft for the same municipalities with what one of them added.

    The board has to recommend it anew, so its day, § and the reply day are empty. Raises
    RuleBroken when the recommendation is no longer out, or is already being followed.
    """
    if recommendation.status is not Status.SENT:
        raise RuleBroken(gettext("Rekommendationen är inte ute hos kommunerna."))
    if queries.follower_of(recommendation):
        raise RuleBroken(gettext("Det finns redan ett utkast till en ny version."))
    told = gettext("Tillägg från %(name)s: %(text)s", name=from_whom, text=addition)
    made = Recommendation(
        **{name: getattr(recommendation, name) for name in _COPIED},
        slug=slug_of(recommendation.title, queries.taken_slugs()),
        status=Status.DRAFT,
        follows=recommendation,
        background="\n\n".join(part for part in (recommendation.background, told) if part),
        created_at=now,
        points=[DecisionPoint(position=p.position, text=p.text) for p in recommendation.points],
        addressees=[
            Addressee(municipality_id=one.municipality_id, concerned=one.concerned)
            for one in recommendation.addressees
        ],
    )
    db.session.add(made)
    return made


def take_over(recommendation: Recommendation, now: datetime) -> None:
    """What has just been sent takes the place of the one it follows. Nobody is mailed about that
    apart: the new mail says so."""
    before = recommendation.follows
    if before is None or before.status is not Status.SENT:
        return
    before.status = rules.after(before.status, Step.WITHDRAW)
    before.withdrawn_at = now
    mails.stop(before)
    before.withdrawal_reason = gettext(
        "Ersatt av en ny version, som styrelsen rekommenderade %(day)s, § %(paragraph)s",
        day=recommendation.recommended_on,
        paragraph=recommendation.paragraph,
    )
