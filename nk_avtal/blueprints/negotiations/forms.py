"""What is filled in about a negotiation, its group, its rounds and its issues."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from nk_avtal import clock, wording
from nk_avtal.blueprints.forms import Form, number_or_none, options, stripped
from nk_avtal.blueprints.recommendations.forms import DayField
from nk_avtal.domain.negotiations import Channel, Importance, NegotiationKind, Side

LONGEST_TEXT = 8000


def short_text(label: Any, missing: Any = None, longest: int = 250, **more: Any) -> StringField:
    """A field for a short text; `missing` is what is said when nothing stands there."""
    return StringField(
        label,
        filters=[stripped],
        validators=[
            *([DataRequired(missing)] if missing else []),
            Length(max=longest, message=_l("Skriv högst %(max)d tecken")),
        ],
        render_kw={"autocomplete": "off"},
        **more,
    )


def long_text(label: Any, missing: Any = None, **more: Any) -> TextAreaField:
    """A field for a long text."""
    return TextAreaField(
        label,
        filters=[stripped],
        validators=[
            *([DataRequired(missing)] if missing else []),
            Length(max=LONGEST_TEXT, message=_l("Skriv högst %(max)d tecken")),
        ],
        **more,
    )


class DatedForm(Form):
    """A form with days in free form."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be saved; the days are read too."""
        passed = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field, DayField):
                field.read(clock.today())
                if field.day and not field.ahead and field.day > clock.today():
                    text = _("Datumet har inte varit än. Skriv en dag som har varit")
                    self.refuse(text, field.short_name)
        return passed and not self.errors


def lines_of(written: str | None) -> tuple[str, ...]:
    """One name for each line that says something."""
    lines = (one.strip()[:200] for one in (written or "").splitlines())
    return tuple(dict.fromkeys(one for one in lines if one))


class BeginForm(Form):
    """A negotiation to begin."""

    title = short_text(_l("Vad förhandlingen gäller"), _l("Skriv vad förhandlingen gäller"))
    kind = SelectField(
        _l("Varför förhandlar ni?"),
        choices=options({one.value: name for one, name in wording.NEGOTIATION_KINDS.items()}),
        default=NegotiationKind.RENEGOTIATION.value,
    )
    counterparties = long_text(
        _l("Motparter"), description=_l("En per rad, till exempel Region Norrbotten.")
    )
    group = SelectMultipleField(_l("Fler i förhandlingsgruppen"), coerce=int, validate_choice=False)
    follows = SelectField(
        _l("Ta över yrkanden från"),
        coerce=number_or_none,
        validate_choice=False,
        description=_l("Frågorna följer med, men inte det som sades om dem."),
    )


class NegotiationForm(DatedForm):
    """What a negotiation is, by when it must be done, and what comes next."""

    title = short_text(_l("Vad förhandlingen gäller"), _l("Skriv vad förhandlingen gäller"))
    kind = SelectField(
        _l("Varför förhandlar ni?"),
        choices=options({one.value: name for one, name in wording.NEGOTIATION_KINDS.items()}),
    )
    counterparties = long_text(
        _l("Motparter"), description=_l("En per rad, till exempel Region Norrbotten.")
    )
    counterparty_called = short_text(
        _l("Motparten kallas"), longest=80, description=_l("Till exempel Regionen.")
    )
    target_on = DayField(
        _l("Avtalet måste vara klart"), ahead=True, description=_l("Till exempel 31 mars 2027")
    )
    if_missed = long_text(_l("Vad händer om dagen missas?"))
    next_step = short_text(_l("Nästa steg"), description=_l("Till exempel Skicka nytt bud om § 6."))
    next_step_on = DayField(
        _l("Nästa steg senast"), ahead=True, description=_l("Till exempel 1 december")
    )
    version = HiddenField()


class GroupForm(Form):
    """Who negotiates, and which manager answers for it."""

    members = SelectMultipleField(
        _l("Förhandlingsgruppen"),
        coerce=int,
        validate_choice=False,
        description=_l("Bara de som står här skriver. Sekreterare och chefer läser."),
    )
    manager = SelectField(
        _l("Ansvarig chef"),
        coerce=number_or_none,
        validate_choice=False,
        description=_l("Läser också mandatet, och bestämmer med gruppen vilka som är med."),
    )
    version = HiddenField()


class MandateForm(DatedForm):
    """What the group may agree to."""

    limits = long_text(
        _l("Mandat"),
        description=_l(
            "Syns bara för förhandlingsgruppen och ansvarig chef. Det du skriver kan bli allmän"
            " handling."
        ),
    )
    given_by = short_text(_l("Vem har gett mandatet?"), longest=200)
    given_on = DayField(_l("När?"), description=_l("Till exempel 12 mars"))
    version = HiddenField()


class IssueForm(Form):
    """An issue."""

    title = short_text(_l("Vad yrkandet gäller"), _l("Skriv vad yrkandet gäller"))
    question = long_text(_l("Frågan"), description=_l("Vad som ska lösas, och varför."))
    contract_clause = short_text(
        _l("Klausul i avtalet"), longest=80, description=_l("Till exempel § 6")
    )
    importance = SelectField(
        _l("Hur viktigt är det för oss?"),
        choices=options({one.value: name for one, name in wording.IMPORTANCES.items()}),
        default=Importance.NORMAL.value,
        description=_l("Står aldrig i det som lämnar gruppen."),
    )
    owner = SelectField(_l("Vem håller i frågan?"), coerce=number_or_none, validate_choice=False)
    version = HiddenField()


class LinesForm(Form):
    """Many issues, one a line."""

    lines = long_text(
        _l("Yrkanden, ett per rad"),
        _l("Skriv minst ett yrkande"),
        description=_l("Klistra in från ett dokument. Punkter och nummer i början tas bort."),
    )


class PositionForm(DatedForm):
    """A position. `seen` is the newest that the writer's page showed."""

    side = HiddenField(default=Side.OURS.value)
    seen = HiddenField()
    text = long_text(_l("Position"), _l("Skriv positionen, till exempel 24 timmar på vardagar"))
    said_on = DayField(_l("Vilken dag?"), description=_l("Om det inte var i dag."))
    is_concession = BooleanField(_l("Vi ger efter i något"))
    in_return = long_text(
        _l("I utbyte mot"), description=_l("Står aldrig i det som lämnar gruppen.")
    )


class AgreeForm(Form):
    """What has been agreed."""

    wording = long_text(
        _l("Vad ni har kommit överens om"), _l("Skriv vad ni har kommit överens om")
    )
    version = HiddenField()


class RoundForm(DatedForm):
    """When a round meets, and what was said there."""

    meets_on = DayField(_l("Mötesdag"), ahead=True, description=_l("Till exempel 1 december"))
    meets_at = short_text(_l("Klockslag"), longest=20, description=_l("Till exempel 13.00"))
    is_latest = BooleanField(_l("Dagen är inte bestämd: senast då"))
    meeting_notes = long_text(
        _l("Mötesanteckningar"), description=_l("Står aldrig i det som lämnar gruppen.")
    )
    version = HiddenField()


class ContactForm(DatedForm):
    """A contact with the other side."""

    held_on = DayField(_l("Vilken dag?"), description=_l("Om det inte var i dag."))
    channel = SelectField(
        _l("Hur?"),
        choices=options({one.value: name for one, name in wording.CHANNELS.items()}),
        default=Channel.CALL.value,
    )
    spoken_with = short_text(_l("Med vem?"), longest=200)
    text = long_text(_l("Vad sades?"), _l("Skriv vad ni talade om"))
