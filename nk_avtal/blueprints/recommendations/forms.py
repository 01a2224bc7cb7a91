"""What is filled in about a recommendation. Fields that sending needs are named as
`domain.recommendations.Need` names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from nk_avtal.blueprints.forms import Form, options, stripped
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.recommendations import NotSendable
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import language, long_date
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.actions import Content
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.wording import AREAS, BODY_KINDS


class DayField(StringField):
    """A day in free form. `day` is how it was read; an empty field is None."""

    def __init__(self, label: Any, *, ahead: bool = False, **more: Any) -> None:
        super().__init__(label, **more)
        self.ahead = ahead
        self.day: date | None = None

    def read(self, today: date) -> None:
        """Read what was typed, or say what is wrong with it."""
        self.day = None
        if not (self.data or "").strip():
            return
        try:
            self.day = parse_day(self.data, today, latest_past=not self.ahead)
        except RuleBroken as refusal:
            self.errors = [refusal.text(language())]


class RecommendationForm(Form):
    """A draft: only the title must be there before it is sent."""

    version = HiddenField()
    title = StringField(
        _l("Vad rekommenderas?"),
        [
            DataRequired(_l("Skriv vad styrelsen rekommenderar, till exempel Prislista 2027")),
            Length(max=250, message=_l("Rubriken är för lång. Högst 250 tecken får plats")),
        ],
        filters=[stripped],
    )
    meeting = DayField(
        _l("Styrelsens möte"), description=_l("Till exempel 25 september eller 2026-09-25")
    )
    paragraph = StringField(_l("Paragraf i styrelsens protokoll"), [Length(max=40)])
    reference = StringField(_l("Förbundets diarienummer"), [Length(max=40)])
    decision_points = TextAreaField(
        _l("Förslag till beslut"),
        description=_l("En att-sats per rad, utan att. De står i kommunernas beslutsunderlag."),
    )
    addressees = SelectMultipleField(_l("Vilka kommuner ska besluta?"), coerce=int)
    suggested_body = SelectField(
        _l("Vem bör besluta?"),
        choices=options(BODY_KINDS),
    )
    reply_by = DayField(_l("Svara senast"), ahead=True, description=_l("Till exempel 31 mars"))
    document_version = SelectField(
        _l("Vilket dokument rekommenderas?"), [Optional()], coerce=lambda v: int(v) if v else None
    )
    object_name = StringField(
        _l("Vad kallas det i löpande text?"),
        [Length(max=80)],
        description=_l("I bestämd form, till exempel avtalet eller bilagan"),
    )
    area = SelectField(_l("Område"), choices=options(AREAS))
    takes_effect = StringField(
        _l("När börjar det gälla?"),
        [Length(max=120)],
        description=_l("Till exempel 1 januari 2027, eller när alla har antagit"),
    )
    background = TextAreaField(_l("Bakgrund"), description=_l("Står i tjänsteskrivelsen."))

    def prepare(self, members: Sequence[Municipality], versions: Iterable[DocumentVersion]) -> None:
        """Give the lists what there is to choose from."""
        self.addressees.choices = options({one.id: one.name for one in members})
        texts = {one.id: version_text(one) for one in versions}
        self.document_version.choices = options({"": _l("Inget valt"), **texts})

    def validate_paragraph(self, field: StringField) -> None:
        """A paragraph has a number."""
        if not (field.data or "").strip():
            return
        try:
            field.data = parse_paragraph(field.data).label
        except RuleBroken as refusal:
            raise ValidationError(refusal.text(language())) from None

    def read(self, today: date) -> bool:
        """Whether the form can be saved as a draft: what is there makes sense."""
        passed = bool(self.validate())
        for field in (self.meeting, self.reply_by):
            field.read(today)
        if self.meeting.day and self.reply_by.day and self.reply_by.day <= self.meeting.day:
            day = long_date(self.meeting.day)
            self.refuse(
                gettext("Svarsdatumet måste vara efter styrelsens möte den %(day)s", day=day),
                "reply_by",
            )
        return passed and not self.errors

    def lacking(self, check: Callable[[], None]) -> bool:
        """Put everything that sending lacks at its field, and say whether there was anything."""
        try:
            check()
        except NotSendable as refusal:
            for missing in refusal.missing:
                self.refuse(missing.message.text(language()), missing.need.value)
            return True
        return False

    @property
    def points(self) -> tuple[str, ...]:
        """The decision points without bullets, numbers and the word att."""
        lines = (line.strip(" \t-–•*") for line in (self.decision_points.data or "").splitlines())
        return tuple(line.removeprefix("att ").strip() for line in lines if line)

    @property
    def content(self) -> Content:
        """What the form holds, as the actions want it."""
        return Content(
            title=self.title.data,
            object_name=(self.object_name.data or "").strip(),
            area=Area(self.area.data),
            recommended_on=self.meeting.day,
            paragraph=(self.paragraph.data or "").strip(),
            reference=(self.reference.data or "").strip(),
            background=(self.background.data or "").strip(),
            suggested_body=BodyKind(self.suggested_body.data),
            reply_by=self.reply_by.day,
            takes_effect=(self.takes_effect.data or "").strip(),
            document_version_id=self.document_version.data,
            points=self.points,
            municipality_ids=frozenset(self.addressees.data or ()),
        )


def version_text(version: DocumentVersion) -> str:
    """A version to choose: which document, which version, which file, which bytes."""
    label = version.label or str(version.number)
    written: str = gettext(
        "%(title)s, version %(label)s (%(file)s, kontrollsumma %(checksum)s)",
        title=version.document.title,
        label=label,
        file=version.file.name,
        checksum=version.file.sha256[:12],
    )
    return written


def values_of(recommendation: Recommendation) -> dict[str, Any]:
    """What a saved draft puts into the form."""
    return {
        "version": recommendation.version,
        "title": recommendation.title,
        "meeting": _iso(recommendation.recommended_on),
        "paragraph": recommendation.paragraph,
        "reference": recommendation.reference,
        "decision_points": "\n".join(point.text for point in recommendation.points),
        "addressees": [one.municipality_id for one in recommendation.addressees if one.concerned],
        "suggested_body": recommendation.suggested_body.value,
        "reply_by": _iso(recommendation.reply_by),
        "document_version": recommendation.document_version_id,
        "object_name": recommendation.object_name,
        "area": recommendation.area.value,
        "takes_effect": recommendation.takes_effect,
        "background": recommendation.background,
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


class ReasonForm(Form):
    """Why a recommendation is taken back."""

    reason = TextAreaField(
        _l("Varför?"), description=_l("Skälet står i mejlet till kommunerna och på sidan.")
    )


class MoveForm(Form):
    """Another reply day for the marked recommendations."""

    reply_by = DayField(_l("Nytt svarsdatum"), ahead=True, description=_l("Till exempel 31 mars"))


class RemindForm(Form):
    """Which municipalities to remind."""

    municipalities = SelectMultipleField(_l("Vilka ska påminnas?"), coerce=int)
