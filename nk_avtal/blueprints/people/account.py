"""The page of the own account, which several forms lead back to."""

from __future__ import annotations

from flask import render_template, session

from nk_avtal import clock
from nk_avtal.blueprints.guard import TOKEN, me
from nk_avtal.blueprints.people.forms import AccountForm, ChangePasswordForm
from nk_avtal.feeds.queries import feed_of
from nk_avtal.people import queries
from nk_avtal.people.signing_in import hash_of


def account_page(
    form: AccountForm | None = None,
    password_form: ChangePasswordForm | None = None,
    *,
    calendar_address: str = "",
) -> str:
    """The page with these forms, or with fresh ones. `calendar_address` is shown this once."""
    form = form or AccountForm(formdata=None, obj=me())
    password_form = password_form or ChangePasswordForm(formdata=None)
    return render_template(
        "people/account.html",
        form=password_form if password_form.errors else form,
        account_form=form,
        password_form=password_form,
        sign_ins=queries.sign_ins_of(me()),
        present=hash_of(session[TOKEN]),
        feed=feed_of(me()),
        calendar_address=calendar_address,
        now=clock.now(),
    )
