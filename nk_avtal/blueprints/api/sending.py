"""Recommendations sent to the municipalities, and taken back."""

from __future__ import annotations

from typing import Any

from nk_avtal import clock
from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.blueprints.api.fields import Strict, Text
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.recommendations import (
    RecommendationShown,
    answer_with,
    recommendation_by_id,
    tag_of,
)
from nk_avtal.blueprints.api.saving import saves
from nk_avtal.blueprints.api.versions import check_seen
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.letters.making import keep_as_sent
from nk_avtal.recommendations import actions
from nk_avtal.recommendations.models import Recommendation

sending = requires(Permission.SEND_RECOMMENDATIONS)
ONE = "/recommendations/<int:recommendation_id>"


class Nothing(Strict):
    """Nothing is told."""


class Withdrawal(Strict):
    """Why it is taken back; the reason is mailed."""

    reason = Text(4000, 1, required=True)


def _seen(recommendation_id: int) -> Recommendation:
    found = recommendation_by_id(recommendation_id)
    check_seen(tag_of(found))
    return found


@bp.post(f"{ONE}/send", tags=["recommendations"])
@sending
@bp.arguments(Nothing)
@saves
@bp.response(200, RecommendationShown)
def send_recommendation(_told: dict[str, Any], recommendation_id: int) -> Tagged:
    """Send a draft to its municipalities. The mails wait a while, and can be stopped on its page
    until they leave."""
    found = _seen(recommendation_id)
    actions.send(found, me(), clock.now(), clock.today())
    keep_as_sent(found, me(), clock.today())
    db.session.flush()
    return answer_with(found)


@bp.post(f"{ONE}/withdraw", tags=["recommendations"])
@sending
@bp.arguments(Withdrawal)
@saves
@bp.response(200, RecommendationShown)
def withdraw_recommendation(told: dict[str, Any], recommendation_id: int) -> Tagged:
    """Take a recommendation back. Municipalities that have got it are told why."""
    found = _seen(recommendation_id)
    actions.withdraw(found, told["reason"], me(), clock.now(), clock.today())
    db.session.flush()
    return answer_with(found)
