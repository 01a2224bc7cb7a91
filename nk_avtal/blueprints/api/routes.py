"""Everything below /api/v1."""

from __future__ import annotations

import nk_avtal.blueprints.api.agreements
import nk_avtal.blueprints.api.bodies
import nk_avtal.blueprints.api.conditions
import nk_avtal.blueprints.api.deadlines
import nk_avtal.blueprints.api.decisions
import nk_avtal.blueprints.api.document
import nk_avtal.blueprints.api.excerpts
import nk_avtal.blueprints.api.meetings
import nk_avtal.blueprints.api.municipalities
import nk_avtal.blueprints.api.recommendations
import nk_avtal.blueprints.api.reminders
import nk_avtal.blueprints.api.sending  # noqa: F401 - they add to the blueprint
from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.extensions import csrf

csrf.exempt(bp)  # no cookie is looked at here, so that no other site can use one

__all__ = ["bp"]
