"""Tokens for other programs, made and revoked by the one for whom the programs act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal.blueprints.forms import Form
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.people.account import account_page
from nk_avtal.blueprints.people.forms import TokenForm
from nk_avtal.blueprints.people.routes import Page, bp
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.tokens import Access
from nk_avtal.people import tokens


@bp.post("/konto/nycklar")
@requires(Permission.SIGNED_IN)
def make_token() -> Page:
    """Make a token. It is shown this once: only its hash is kept."""
    form = TokenForm()
    if not form.validate_on_submit():
        return account_page(token_form=form), form.status
    _token, secret = tokens.make(
        me(), form.token_name.data, Access(form.access.data), form.days.data
    )
    db.session.commit()
    return account_page(secret=secret)


@bp.route("/konto/nycklar/<int:token_id>/ta-bort", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def revoke_token(token_id: int) -> Page:
    """Ask, since it cannot be undone; then let the token open nothing any more."""
    token = tokens.token_of(me(), token_id)
    if request.method == "GET":
        return render_template("people/revoke_token.html", token=token, form=Form())
    tokens.revoke(token, me())
    db.session.commit()
    flash(_("Nyckeln till %(name)s fungerar inte längre.", name=token.name), "notice")
    return redirect(url_for("people.account", _anchor="nycklar"))
