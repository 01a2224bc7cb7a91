"""The forms of the style guide: one field of each kind, without and with errors."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)

from nk_avtal.blueprints.forms import Form

FILLED = {"body": "kf", "decided_on": "16 november", "paragraph": "142", "areas": ["a"]}


class StyleGuideForm(Form):
    """One field of each kind that the forms of the product use."""

    body = RadioField(
        "Vem har beslutat?",
        choices={"kf": "Kommunfullmäktige", "ks": "Kommunstyrelsen", "n": "En nämnd"},
        description="Ifyllt efter styrelsens rekommendation.",
    )
    decided_on = StringField("Sammanträdesdatum", description="Skriv som du vill.")
    paragraph = StringField("Paragraf")
    reference = StringField("Kommunens diarienummer")
    outcome = RadioField(
        "Vad blev beslutet?",
        choices={
            "adopted": "Antagit",
            "adopted_with_addition": "Antagit med tillägg eller förbehåll",
            "referred_back": "Återremitterat eller bordlagt",
            "declined": "Avslagit",
        },
    )
    addition = TextAreaField("Vad lade kommunen till?")
    excerpt = FileField("Protokollsutdrag", description="PDF eller Word, högst 20 MB.")
    areas = SelectMultipleField("Områden", choices={"a": "Utbildning", "b": "Socialtjänst"})
    email = EmailField("E-post")
    password = PasswordField("Lösenord", render_kw={"autocomplete": "off"})
    number = IntegerField("Antal månader")
    day = DateField("Dag")
    address = URLField("Adress")
    kind = SelectField("Slag", choices={"a": "Avtal", "o": "Överenskommelse"})
    agreed = BooleanField("Ja, samma paragraf gäller båda")
    note = TextAreaField("Kommentar")


def opened() -> StyleGuideForm:
    """The form as a person meets it, partly filled in."""
    return StyleGuideForm(formdata=None, data=FILLED | {"outcome": "adopted"}, prefix="a-")


def refused() -> StyleGuideForm:
    """The same form after a try, with an error at every field."""
    form = StyleGuideForm(formdata=None, data=FILLED | {"outcome": "declined"}, prefix="b-")
    for field in form:
        field.errors = ["Skriv paragrafens nummer, till exempel 142"]
    return form
