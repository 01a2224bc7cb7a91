"""One recommendation for one municipality, at a secret address, for who has no account.

Whoever holds the address may read what the municipality is asked, fetch its Word document, plan
the meeting and record the decision; nothing else. All addresses that open nothing answer the same.
"""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints import files
from nk_avtal.blueprints.adoptions.filling import Filling, Page, answer
from nk_avtal.blueprints.adoptions.forms import DecisionForm
from nk_avtal.blueprints.adoptions.plan_forms import PlanForm
from nk_avtal.blueprints.adoptions.planned import planned
from nk_avtal.blueprints.guard import network_address, public
from nk_avtal.blueprints.letters.sending import sent
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.letters.making import official_letter
from nk_avtal.recommendations import links
from nk_avtal.recommendations.models import Addressee, ReplyLink

bp = Blueprint("reply_links", __name__, url_prefix="/svar")


def _opened(token: str) -> ReplyLink:
    """The link, with which all that follows is done and told. 404 when it opens nothing."""
    link = links.opened(token, network_address())
    if link is None:
        abort(404)
    g.reply_link = link
    name = link.addressee.municipality.full_name
    db.session.info["actor"] = _("Via länk, %(name)s", name=name)
    if request.method == "POST":
        # An account of the municipality may answer in the same moment.
        db.session.refresh(link.addressee, with_for_update={"of": Addressee})
        link.used_at = clock.now()
    return link


@bp.after_request
def _keep_to_itself(response: Response) -> Response:
    """The address is the key: it goes to no other site, no cache and no index."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.route("/<token>", methods=["GET", "POST"])
@public
def show(token: str) -> Page:
    """What the municipality is asked, and the form for its decision."""
    link = _opened(token)
    addressee = link.addressee
    decision = queries.counting_decision(addressee)
    done = decision if decision and queries.settles(decision) else None
    if done and done.reply_link_id is None:
        return _answered(link, token, done)
    filling = Filling(
        addressee=addressee,
        form=DecisionForm(),
        decision=done,
        by=actions.Recorder(None, link),
        template="reply_links/show.html",
        done=url_for("reply_links.receipt", token=token),
        more={"token": token, "link": link},
    )
    return answer(filling)


def _answered(link: ReplyLink, token: str, decision: Decision) -> str:
    """An account of the municipality has recorded the decision: it is changed there, not here."""
    return render_template(
        "reply_links/receipt.html", link=link, token=token, decision=decision, mine=False
    )


@bp.get("/<token>/kvitto")
@public
def receipt(token: str) -> Page:
    """What has been recorded."""
    link = _opened(token)
    decision = queries.last_recorded(link.addressee)
    if decision is None:
        return redirect(url_for("reply_links.show", token=token))
    mine = decision.reply_link_id is not None
    return render_template(
        "reply_links/receipt.html", link=link, token=token, decision=decision, mine=mine
    )


@bp.route("/<token>/planera", methods=["GET", "POST"])
@public
def plan(token: str) -> Page:
    """Which meeting takes the matter up."""
    link = _opened(token)
    form = PlanForm()
    if planned(form, link.addressee):
        return redirect(url_for("reply_links.show", token=token))
    names = [body.name for body in bodies_of(link.addressee.municipality_id)]
    page = render_template("reply_links/plan.html", form=form, link=link, token=token, names=names)
    return page, form.status


@bp.get("/<token>/underlag.docx")
@public
def basis(token: str) -> Page:
    """The ready-filled Word document."""
    return sent(official_letter(_opened(token).addressee, clock.today()))


@bp.get("/<token>/dokument")
@public
def document(token: str) -> Page:
    """The text that is recommended."""
    version = _opened(token).addressee.recommendation.document_version
    if version is None:
        abort(404)
    return files.download(store.read(version.file), version.file.name, version.file.media_type)
