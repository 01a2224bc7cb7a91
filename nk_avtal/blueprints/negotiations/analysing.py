"""The analysis of a negotiation."""

from __future__ import annotations

from flask import render_template

from nk_avtal import wording
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations import words
from nk_avtal.blueprints.negotiations.blueprint import bp, reading
from nk_avtal.negotiations import queries
from nk_avtal.negotiations.shown import analysed, shown


@bp.get("/<slug>/analys")
@reading
def analysis(slug: str) -> str:
    """How far apart the sides are, what moved, how much is agreed, and what recurs."""
    negotiation = queries.by_slug(slug, me())
    found = shown(negotiation, drafts=False)
    return render_template(
        "negotiations/analysis.html",
        negotiation=negotiation,
        shown=found,
        analysis=analysed(found),
        titles={one.number: one.title for one in negotiation.issues},
        words=words,
        wording=wording,
    )
