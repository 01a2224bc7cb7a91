"""The blueprint, by itself so that several files can add views to it."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from nk_avtal.blueprints.guard import requires
from nk_avtal.domain.people import Permission

bp = Blueprint("matters", __name__)
Page = str | tuple[str, int] | Response
BOTH = ("GET", "POST")
preparing = requires(Permission.PREPARE_MATTERS)
