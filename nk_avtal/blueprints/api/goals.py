"""The goals that agreements serve: read, to be named where agreements are changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from marshmallow import Schema, fields

from nk_avtal import clock
from nk_avtal.agreements import actions
from nk_avtal.agreements.goal_sets import offered
from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.api.blueprint import bp, refuse
from nk_avtal.blueprints.api.fields import number
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.guard import requires
from nk_avtal.domain.people import Permission


class GoalShown(Schema):
    """A goal of a programme, such as the association's own or Agenda 2030."""

    id = number(required=True)
    programme = fields.String(required=True)
    goal_area = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    holds_from = fields.Date(required=True, allow_none=True)
    holds_until = fields.Date(required=True, allow_none=True)


@bp.get("/goals", tags=["agreements"])
@requires(Permission.READ_AGREEMENTS)
@bp.arguments(Part, location="query")
@bp.response(200, page_of(GoalShown))
def goals(asked: dict[str, Any]) -> Page:
    """The goals of all programmes, also of those that have ended."""
    rows, following = part(sa.select(Goal), Goal.id, asked)
    return {"items": [_shown(one) for one in rows], "next_cursor": following}


def _shown(goal: Goal) -> dict[str, Any]:
    same = ("id", "programme", "goal_area", "code", "title")
    return {name: getattr(goal, name) for name in same} | {
        "holds_from": goal.goal_set.first_on,
        "holds_until": goal.goal_set.last_on,
    }


def set_goals(agreement: Agreement, numbers: list[int]) -> None:
    """The goals that the agreement serves; answers 422 for one that cannot be chosen today."""
    present = {one.goal_id for one in agreement.goal_links}
    known = {one.id for one in offered(clock.today(), present)}
    if set(numbers) - known:
        refuse({"goals": [_("Välj mål som gäller i dag. Se listan över mål")]})
    actions.set_goals(agreement, numbers)
