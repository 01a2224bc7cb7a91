"""Forms for signing in, passwords and the own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from nk_avtal import wording
from nk_avtal.blueprints.forms import Form, options, stripped
from nk_avtal.domain.tokens import DAYS, LONGEST_NAME, USUAL_DAYS, Access


class SignInForm(Form):
    """Address and password; `next` is where the person was going."""

    email = StringField(
        _l("E-postadress"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv din e-postadress")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        _l("Lösenord"),
        validators=[InputRequired(_l("Skriv ditt lösenord")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    carried = HiddenField()


class ForgottenForm(Form):
    """Where to send the link."""

    email = StringField(
        _l("E-postadress"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv din e-postadress")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username"},
    )


class PasswordForm(Form):
    """A new password, by way of a mailed link."""

    password = PasswordField(
        _l("Nytt lösenord"),
        description=_l("Minst 12 tecken. Några ord i rad är lätta att minnas."),
        validators=[InputRequired(_l("Skriv ett nytt lösenord")), Length(max=1000)],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(PasswordForm):
    """A new password for someone who knows the present one."""

    present = PasswordField(
        _l("Nuvarande lösenord"),
        validators=[InputRequired(_l("Skriv ditt nuvarande lösenord")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class AccountForm(Form):
    """What a person decides about the own account."""

    name = StringField(
        _l("Namn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv ditt namn")), Length(max=120)],
    )
    language = SelectField(_l("Språk"), choices=options({"sv": "Svenska", "en": "English"}))
    shortcuts = BooleanField(_l("Slå på kortkommandon"))


class TokenForm(Form):
    """A token for another program."""

    token_name = StringField(
        _l("Vilket program är nyckeln till?"),
        description=_l(
            "Till exempel ärendesystemet. Namnet står i listan, så att du känner igen den."
        ),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv vilket program nyckeln är till")),
            Length(max=LONGEST_NAME, message=_l("Skriv högst %(max)d tecken")),
        ],
        render_kw={"autocomplete": "off"},
    )
    access = RadioField(
        _l("Vad får programmet göra?"),
        choices=options({one.value: text for one, text in wording.ACCESSES.items()}),
        default=Access.READ.value,
    )
    days = SelectField(
        _l("Hur länge ska den gälla?"),
        choices=options(dict(zip(DAYS, wording.TOKEN_DAYS, strict=True))),
        coerce=int,
        default=USUAL_DAYS,
    )
