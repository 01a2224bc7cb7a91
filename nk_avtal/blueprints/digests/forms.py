"""The choice of mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from nk_avtal.blueprints.forms import Form, options
from nk_avtal.domain.mail_choices import MailChoice

CHOICES = {
    MailChoice.AT_ONCE: _l("Varje påminnelse för sig"),
    MailChoice.WEEKLY: _l("Ett veckobrev på måndagar"),
    MailChoice.BOTH: _l("Både påminnelser och veckobrev"),
}
NOTES = {
    MailChoice.AT_ONCE: _l("Mejlet kommer den dag påminnelsen gäller."),
    MailChoice.WEEKLY: _l("Allt samlat. Den sista påminnelsen före en frist kommer ändå för sig."),
    MailChoice.BOTH: _l("Varje påminnelse för sig, och en sammanfattning på måndagar."),
}


class MailForm(Form):
    """How somebody wants to be reminded."""

    mails = RadioField(
        _l("Hur vill du bli påmind?"),
        choices=options({one.value: label for one, label in CHOICES.items()}),
        validators=[InputRequired(_l("Välj hur du vill bli påmind"))],
    )
