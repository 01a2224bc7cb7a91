"""Signing in and out, passwords, the own account."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.blueprints import keeping
from nk_avtal.blueprints.addresses import own_path
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import (
    TOKEN,
    act_as,
    me,
    network_address,
    public,
    recognise,
    requires,
)
from nk_avtal.blueprints.people.account import account_page
from nk_avtal.blueprints.people.forms import (
    AccountForm,
    ChangePasswordForm,
    ForgottenForm,
    PasswordForm,
    SignInForm,
)
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.people import signing_in
from nk_avtal.people.models import Person

bp = Blueprint("people", __name__)

Page = str | tuple[str, int] | Response


@bp.route("/logga-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in; afterwards go where the person was going."""
    form = SignInForm(data={"next": request.args.get("next", "")} if not request.form else None)
    if g.person and request.method == "GET":
        return redirect(own_path(form.next.data) or url_for("start.index"))
    status = 200
    if form.validate_on_submit():
        token, status = _tried(form)
        if token:
            return _signed_in(form, token)
    page = render_template("people/sign_in.html", form=form)
    return page, form.status if status == 200 else status


def _tried(form: SignInForm) -> tuple[str | None, int]:
    """The secret of the new sign-in, or why there is none."""
    try:
        made = signing_in.announce(form.email.data, network_address())
    except signing_in.TooManyTries as refusal:
        form.refuse(refusal.text(language()), "email")
        return None, 429
    db.session.commit()
    token = signing_in.sign_in(made, form.password.data)
    db.session.commit()
    if token is None:
        form.refuse(_("E-postadressen och lösenordet hör inte ihop. Kontrollera båda"), "email")
    return token, 200 if token else 422


def _signed_in(form: SignInForm, token: str) -> Page:
    """Where the person was going, or the form that was left when the session ended."""
    _begin(token)
    typed = keeping.carried(form.carried.data)
    if typed is None:
        return redirect(own_path(form.next.data) or url_for("start.index"))
    act_as(recognise())
    return render_template("people/save_again.html", typed=typed, signed_in_again=True)


def _begin(token: str) -> None:
    """Put the secret into a fresh session: what the visitor had before is not carried over."""
    session.clear()
    g.pop("csrf_token", None)  # it belonged to the visitor's session
    session[TOKEN] = token
    session.permanent = True


@bp.post("/logga-ut")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    """End this sign-in."""
    signing_in.sign_out(session[TOKEN])
    db.session.commit()
    session.clear()
    return redirect(url_for("people.sign_in"))


@bp.post("/sprak")
@public
def choose_language() -> Response:
    """Show the pages in the other language."""
    chosen = "en" if request.form.get("language") == "en" else "sv"
    if g.person:
        me().language = chosen
        db.session.commit()
    else:
        session["language"] = chosen
    return redirect(own_path(request.form.get("next")) or url_for("start.index"))


@bp.route("/glomt-losenord", methods=["GET", "POST"])
@public
def forgotten() -> Page:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    form = ForgottenForm()
    if form.validate_on_submit():
        signing_in.ask_for_reset(form.email.data, network_address())
        db.session.commit()
        return render_template("people/link_sent.html", email=form.email.data)
    return render_template("people/forgotten.html", form=form), form.status


@bp.route("/losenord/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> Page:
    """Set a password by way of a mailed link, which is then used up."""
    person = signing_in.person_of_link(token, network_address())
    if person is None:
        return render_template("people/link_used.html"), 404
    form = PasswordForm()
    if form.validate_on_submit():
        with form.explaining("password"):
            return _password_is_set(person, form.password.data)
    return render_template("people/set_password.html", form=form, person=person), form.status


def _password_is_set(person: Person, password: str) -> Response:
    act_as(person)
    signing_in.set_password(person, password)
    token = signing_in.open_sign_in(person)
    db.session.commit()
    _begin(token)
    flash(_("Lösenordet är ändrat och du är inloggad."), "notice")
    return redirect(url_for("start.index"))


@bp.route("/konto", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def account() -> Page:
    """The own account."""
    form = AccountForm(obj=me())
    if form.validate_on_submit():
        form.populate_obj(me())
        db.session.commit()
        flash(_("Ändringarna är sparade."), "notice")
        return redirect(url_for("people.account"))
    return account_page(form), form.status


@bp.post("/konto/losenord")
@requires(Permission.SIGNED_IN)
def change_password() -> Page:
    """Change the own password; all other sign-ins end."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if me().demo:
            abort(403)
        with form.explaining("present"):
            signing_in.change_password(me(), form.present.data, form.password.data, session[TOKEN])
            db.session.commit()
            flash(_("Lösenordet är ändrat. Andra inloggningar har avslutats."), "notice")
            return redirect(url_for("people.account"))
    return account_page(password_form=form), form.status


@bp.post("/konto/logga-ut-overallt")
@requires(Permission.SIGNED_IN)
def sign_out_everywhere() -> Response:
    """End all sign-ins but this one."""
    signing_in.sign_out_everywhere(me(), session[TOKEN])
    db.session.commit()
    flash(_("Alla andra inloggningar har avslutats."), "notice")
    return redirect(url_for("people.account"))
