"""What is filled in about a consultation. Fields that sending needs are named as
`domain.consultations.ConsultationNeed` names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from nk_avtal.blueprints.forms import Form, number_or_none, options, stripped
from nk_avtal.blueprints.recommendations.forms import DayField, version_text
from nk_avtal.bodies.models import Body
from nk_avtal.consultations.actions import Content, content_of
from nk_avtal.consultations.models import Consultation
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.consultations import NotReady
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.opinions import Guest, guests_in
from nk_avtal.formats import language
from nk_avtal.municipalities.models import Municipality

_BULLET = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")


class ConsultationForm(Form):
    """A draft: only the title must be there before it is sent."""

    version = HiddenField()
    title = StringField(
        _l("Vad gäller remissen?"),
        [
            DataRequired(_l("Skriv vad remissen gäller, till exempel Inriktning 2027–2030")),
            Length(max=250, message=_l("Rubriken är för lång. Högst 250 tecken får plats")),
        ],
        filters=[stripped],
    )
    document_version = SelectField(
        _l("Vilken version skickas?"),
        [Optional()],
        coerce=number_or_none,
        description=_l(
            "De som får remissen kan läsa just den versionen, även om dokumentet är internt."
        ),
    )
    lead = TextAreaField(
        _l("Inledning"),
        description=_l("Bakgrund och vad ni vill veta. Står först på sidan och i missivet."),
    )
    questions = TextAreaField(
        _l("Frågor"),
        description=_l(
            "En fråga per rad. På varje fråga svarar de tillstyrker, tillstyrker med ändring,"
            " avstyrker eller avstår."
        ),
    )
    reply_by = DayField(_l("Svara senast"), ahead=True, description=_l("Till exempel 27 februari"))
    handled_on = DayField(
        _l("Svaren behandlas"),
        ahead=True,
        description=_l("Styrelsens möte eller en annan dag, till exempel 12 mars"),
    )
    municipalities = SelectMultipleField(_l("Vilka kommuner får remissen?"), coerce=int)
    guests = TextAreaField(
        _l("Nätverk, beredningar och andra"),
        description=_l(
            "En per rad: namn och, om det finns, e-postadress. Till exempel Länets socialchefer,"
            " socialchefer@example.org. De svarar till er, och ni registrerar svaret."
        ),
    )
    body = SelectField(_l("I vems namn skickas den?"), [Optional()], coerce=number_or_none)
    reference = StringField(_l("Förbundets diarienummer"), [Length(max=40)], filters=[stripped])
    internal_note = TextAreaField(
        _l("Intern anteckning"), description=_l("Syns bara för förbundet och skickas aldrig.")
    )

    def prepare(
        self,
        members: Iterable[Municipality],
        versions: Sequence[DocumentVersion],
        bodies: Sequence[Body],
    ) -> None:
        """Give the choices."""
        self.municipalities.choices = options({one.id: one.name for one in members})
        self.document_version.choices = [
            SelectChoice("", gettext("Välj")),
            *(SelectChoice(one.id, version_text(one)) for one in versions),
        ]
        self.body.choices = [
            SelectChoice("", "Norrbottens Kommuner"),
            *(SelectChoice(one.id, one.name) for one in bodies),
        ]
        self.found: tuple[Guest, ...] = ()

    def read(self, today: date) -> bool:
        """Read what was typed. Whether it can be saved as a draft."""
        good = bool(self.validate())
        self.reply_by.read(today)
        self.handled_on.read(today)
        try:
            self.found = tuple(guests_in(self.guests.data or ""))
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), "guests")
        return good and not self.errors

    def lacking(self, refusal: NotReady) -> None:
        """Say at each field what sending needs."""
        for need, phrase in refusal.missing:
            self.refuse(phrase.text(language()), need.value)

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions without bullets and numbers."""
        lines = (_BULLET.sub("", one).strip() for one in (self.questions.data or "").splitlines())
        return tuple(one for one in lines if one)

    @property
    def content(self) -> Content:
        """What the form holds, as the actions want it."""
        return Content(
            title=self.title.data,
            body_id=self.body.data,
            reference=self.reference.data,
            lead=(self.lead.data or "").strip(),
            questions=self.asked,
            document_version_id=self.document_version.data,
            reply_by=self.reply_by.day,
            handled_on=self.handled_on.day,
            municipality_ids=frozenset(self.municipalities.data or ()),
            guests=self.found,
            internal_note=(self.internal_note.data or "").strip(),
        )


def values_of(consultation: Consultation) -> dict[str, Any]:
    """What a saved draft puts into the form."""
    content = content_of(consultation)
    guests = (f"{one.name}, {one.email}" if one.email else one.name for one in content.guests)
    return {
        "version": consultation.version,
        "title": content.title,
        "document_version": content.document_version_id,
        "lead": content.lead,
        "questions": "\n".join(content.questions),
        "reply_by": content.reply_by.isoformat() if content.reply_by else "",
        "handled_on": content.handled_on.isoformat() if content.handled_on else "",
        "municipalities": sorted(content.municipality_ids),
        "guests": "\n".join(guests),
        "body": content.body_id,
        "reference": content.reference,
        "internal_note": content.internal_note,
    }


class ReasonForm(Form):
    """Why a consultation is taken back."""

    reason = TextAreaField(
        _l("Varför?"), description=_l("Skälet står i mejlet till dem som har fått remissen.")
    )


class ExtendForm(Form):
    """A later last day."""

    reply_by = DayField(
        _l("Ny sista dag att svara"), ahead=True, description=_l("Till exempel 31 mars")
    )


class RemindForm(Form):
    """Whom to remind."""

    invited = SelectMultipleField(_l("Vilka ska påminnas?"), coerce=int)
