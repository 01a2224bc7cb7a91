"""Forms for an agreement's documents and their versions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from nk_avtal.blueprints.forms import Form, number_or_none, options, stripped
from nk_avtal.documents.actions import Description
from nk_avtal.documents.models import Document, DocumentKind, Mark, Openness, Origin

KINDS = {
    DocumentKind.AGREEMENT: _l("Avtalstext"),
    DocumentKind.ANNEX: _l("Bilaga"),
    DocumentKind.MINUTES: _l("Protokoll"),
    DocumentKind.BACKGROUND: _l("Bakgrund"),
    DocumentKind.OTHER: _l("Övrigt"),
}
OPENNESS = {
    Openness.INTERNAL: _l("Internt"),
    Openness.OPEN: _l("Öppet för kommunerna"),
    Openness.PUBLIC: _l("Öppet för alla"),
}
OPENNESS_NOTES = {
    Openness.INTERNAL.value: _l("bara förbundet läser"),
    Openness.OPEN.value: _l("alla som är inloggade läser"),
    Openness.PUBLIC.value: _l("syns också i det öppna registret när avtalet är publicerat"),
}


ORIGINS = {
    Origin.OURS: _l("Från oss"),
    Origin.COUNTERPARTY: _l("Från motparten"),
    Origin.JOINT: _l("Gemensam"),
}
MARKS = {
    Mark.AGREED: _l("Överenskommen"),
    Mark.SIGNED: _l("Undertecknad"),
}


class VersionForm(Form):
    """A file, from whom it came, and what its version is called."""

    file = FileField(_l("Fil"), description=_l("PDF eller Word, högst 20 MB."))
    origin = RadioField(
        _l("Från vem?"),
        choices=options(ORIGINS),
        validators=[InputRequired(_l("Välj från vem versionen kommer"))],
    )
    label = StringField(
        _l("Vad versionen kallas"),
        description=_l("Till exempel 1.2 eller Undertecknat. Annars får den ett nummer."),
        filters=[stripped],
        validators=[Length(max=80, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
    )


class DescriptionForm(Form):
    """What a document is and who may read it. `version` is the one that was read."""

    title = StringField(
        _l("Titel"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv vad dokumentet heter")),
            Length(max=250, message=_l("Titeln är för lång. Skriv högst %(max)d tecken")),
        ],
        render_kw={"autocomplete": "off"},
    )
    kind = SelectField(_l("Slag"), choices=options(KINDS))
    openness = RadioField(
        _l("Vem får läsa?"),
        choices=options(OPENNESS),
        validators=[InputRequired(_l("Välj vem som får läsa dokumentet"))],
    )
    version = HiddenField()

    def fill_from(self, document: Document) -> None:
        """Show what is kept."""
        self.title.data = document.title
        self.kind.data = document.kind.value
        self.openness.data = document.openness.value
        self.version.data = str(document.version)

    def description(self, title: str = "") -> Description:
        """What is filled in, in a form without errors; with a `title` instead of the one there."""
        return Description(
            title or self.title.data, DocumentKind(self.kind.data), Openness(self.openness.data)
        )


class DocumentForm(DescriptionForm, VersionForm):
    """New documents, each with its first version."""

    file = MultipleFileField(
        _l("Filer"),
        description=_l(
            "PDF eller Word, högst 20 MB var. Du kan välja flera eller dra dem hit: varje fil"
            " blir ett dokument."
        ),
    )
    title = StringField(
        _l("Titel"),
        description=_l(
            "Lämna tomt så får dokumentet filens namn. Flera filer får alltid sina egna."
        ),
        filters=[stripped],
        validators=[Length(max=250, message=_l("Titeln är för lång. Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
    )


class MarkForm(Form):
    """Which version is the agreed or signed one; no number takes the mark away."""

    mark = SelectField(_l("Märk som"), choices=options(MARKS))
    number = SelectField(_l("Version"), coerce=number_or_none)

    def offer(self, document: Document) -> None:
        """The versions that can be chosen, the newest first."""
        self.number.choices = [
            *((one.number, str(one.number)) for one in reversed(document.versions)),
            ("", "–"),
        ]
