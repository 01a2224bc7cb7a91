"""The page of the own account, which several forms lead back to."""

from __future__ import annotations

from flask import render_template, session
from flask_babel import gettext as _

from nk_avtal import clock, wording
from nk_avtal.blueprints.guard import TOKEN, me
from nk_avtal.blueprints.people.forms import AccountForm, ChangePasswordForm, TokenForm
from nk_avtal.blueprints.views.shown import readable
from nk_avtal.domain.calendars import OWN, Subject
from nk_avtal.feeds import shared
from nk_avtal.feeds.models import CalendarFeed
from nk_avtal.feeds.queries import feeds_of
from nk_avtal.people import queries, tokens
from nk_avtal.people.signing_in import hash_of
from nk_avtal.views.queries import views_of


def account_page(
    form: AccountForm | None = None,
    password_form: ChangePasswordForm | None = None,
    token_form: TokenForm | None = None,
    *,
    calendar_address: str = "",
    calendar_of: Subject = OWN,
    secret: str = "",
) -> str:
    """The page with these forms, or with fresh ones. `calendar_address`, which opens the calendar
    of `calendar_of`, and the `secret` of a token are shown this once."""
    form = form or AccountForm(formdata=None, obj=me())
    password_form = password_form or ChangePasswordForm(formdata=None)
    token_form = token_form or TokenForm(formdata=None)
    wrong = next((one for one in (password_form, token_form) if one.errors), form)
    return render_template(
        "people/account.html",
        form=wrong,
        account_form=form,
        password_form=password_form,
        token_form=token_form,
        tokens=tokens.tokens_of(me()),
        secret=secret,
        words=wording,
        sign_ins=queries.sign_ins_of(me()),
        present=hash_of(session[TOKEN]),
        calendars=_calendars(),
        views=readable(views_of(me())),
        calendar_address=calendar_address,
        calendar_name="" if calendar_of == OWN else _calendar_name(calendar_of),
        now=clock.now(),
    )


def _calendars() -> list[tuple[str, str, CalendarFeed | None]]:
    """The calendars with their names, and what they are about: the own one first, which can be
    made here when there is none."""
    feeds = {one.subject: one for one in feeds_of(me())}
    own = feeds.pop(str(OWN), None)
    others = [
        (subject, _calendar_name(Subject.read(subject) or OWN), feed)
        for subject, feed in feeds.items()
    ]
    return [(str(OWN), _calendar_name(OWN), own), *others]


def _calendar_name(subject: Subject) -> str:
    if subject == OWN:
        return str(_("Dina egna frister, svarsdatum och möten"))
    name = shared.name_for(me(), subject)
    return name if name else str(_("En kalender som du inte längre får läsa"))
