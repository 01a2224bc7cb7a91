"""The board's recommendation, made of the matter that it decided on: nothing is typed twice."""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.actions import take
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage, Step
from nk_avtal.domain.matters import MatterOutcome
from nk_avtal.domain.recommendations import check_discardable
from nk_avtal.matters.models import Matter, Stop
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations import actions, beginnings
from nk_avtal.recommendations.actions import Content
from nk_avtal.recommendations.models import Recommendation

_BEFORE = (Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION)


def draft(matter: Matter, stop: Stop) -> Recommendation:
    """A draft with what the board had before it and decided: its day, § and points, the version of
    the document, and the member parties of the agreement. The reply day is left to who sends it."""
    agreement = matter.agreement
    assert agreement is not None  # the rules let the board recommend nothing else
    version = next((one.version_id for one in stop.papers if one.version_id), None)
    content = Content(
        title=matter.title,
        object_name=beginnings.object_name_of(agreement),
        area=matter.track.area,
        recommended_on=stop.decided_on,
        paragraph=stop.paragraph,
        reference=matter.reference,
        background=matter.summary,
        suggested_body=beginnings.suggested_body_of(agreement),
        reply_by=None,
        takes_effect="",
        document_version_id=version,
        points=tuple(matter.points) or (beginnings.decision_point_of(agreement),),
        municipality_ids=frozenset(beginnings.member_parties(agreement)),
    )
    made = actions.draft(agreement, content, members(), stop.body, clock.now())
    matter.recommendation = made
    if agreement.stage in _BEFORE:
        take(agreement, Step.RECOMMEND)
    return made


def draft_again(matter: Matter) -> Recommendation | None:
    """Another draft of what the board recommended, where the first was thrown away; None where the
    matter has a recommendation, or the board recommended nothing."""
    last = next((one for one in matter.stops if one.outcome is MatterOutcome.RECOMMENDED), None)
    if last is None or matter.recommendation is not None:
        return None
    return draft(matter, last)


def discard(made: Recommendation) -> None:
    """Throw a draft away. Another can be made of its matter. Raises RuleBroken when it has been
    sent."""
    check_discardable(made.status)
    of_it = sa.select(Matter).where(Matter.recommendation_id == made.id)
    for matter in db.session.scalars(of_it):
        matter.recommendation = None
    db.session.flush()
    actions.discard(made)


def take_back(matter: Matter) -> None:
    """Remove the draft again, with the stage. Raises RuleBroken when it has been sent."""
    agreement = matter.agreement
    if matter.recommendation is not None:
        discard(matter.recommendation)
    if agreement and agreement.stage is Stage.RECOMMENDED:
        take(agreement, Step.PREPARE)
