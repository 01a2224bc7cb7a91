"""The personal links of a recommendation: who has one, whether it has been used, revoking it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import actions as adoptions
from nk_avtal.adoptions.queries import standing_decision
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.one import found
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.recommendations import link_queries, links, mails


@bp.get("/<slug>/lankar")
@requires(Permission.SEND_RECOMMENDATIONS)
def reply_links(slug: str) -> str:
    """Every link with its state."""
    recommendation = found(slug)
    return render_template(
        "recommendations/links.html",
        recommendation=recommendation,
        links=link_queries.links_of(recommendation),
        now=clock.now(),
    )


@bp.post("/<slug>/lankar/<int:link_id>/dra-in")
@requires(Permission.SEND_RECOMMENDATIONS)
def revoke_link(slug: str, link_id: int) -> Response:
    """Let a link open nothing any more."""
    link = link_queries.link_of(found(slug), link_id)
    links.revoke(link, me())
    db.session.commit()
    flash(_("Länken till %(email)s är indragen.", email=link.email), "notice")
    return redirect(url_for("recommendations.reply_links", slug=slug))


@bp.post("/<slug>/lankar/<int:link_id>/ny")
@requires(Permission.SEND_RECOMMENDATIONS)
def renew_link(slug: str, link_id: int) -> Response:
    """Mail a new link to the same address; the old one opens nothing any more."""
    link = link_queries.link_of(found(slug), link_id)
    mails.queue_link(link.addressee, link.email, me())
    db.session.commit()
    flash(_("En ny länk till %(email)s är köad.", email=link.email), "notice")
    return redirect(url_for("recommendations.reply_links", slug=slug))


@bp.post("/<slug>/lank-beslut/<int:decision_id>/bekrafta")
@requires(Permission.SEND_RECOMMENDATIONS)
def confirm_decision(slug: str, decision_id: int) -> Response:
    """Confirm a decision that came by a link."""
    decision = standing_decision(found(slug), decision_id)
    adoptions.confirm(decision, me())
    name = decision.addressee.municipality.name
    db.session.commit()
    flash(_("Beslutet från %(name)s är bekräftat.", name=name), "notice")
    return redirect(url_for("recommendations.show", slug=slug))
