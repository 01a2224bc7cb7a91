"""The blueprint of the negotiations, and what marks its views.

Nobody outside the association learns that an address exists: see `domain.people.UNREVEALED`. Which
negotiations somebody may read, write or lead is decided in `negotiations.queries`.
"""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from nk_avtal.blueprints.guard import requires
from nk_avtal.domain.people import Permission
from nk_avtal.negotiations.models import Issue

Page = str | tuple[str, int] | Response

bp = Blueprint("negotiations", __name__, url_prefix="/forhandlingar")
reading = requires(Permission.READ_NEGOTIATIONS)
writing = requires(Permission.WRITE_NEGOTIATIONS)
leading = requires(Permission.LEAD_NEGOTIATIONS)


def to_workspace(slug: str) -> Response:
    """Back to the negotiation."""
    return redirect(url_for("negotiations.show", slug=slug))


def to_issue(issue: Issue) -> Response:
    """Back to the negotiation with an issue chosen."""
    return redirect(issue_url(issue))


def issue_url(issue: Issue) -> str:
    """The address of the workspace with an issue chosen."""
    return url_for(
        "negotiations.show",
        slug=issue.negotiation.slug,
        yrkande=issue.number,
        _anchor=f"yrkande-{issue.number}",
    )
