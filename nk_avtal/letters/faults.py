"""What is wrong with a template, in words that an office person understands."""

from __future__ import annotations

from collections.abc import Mapping

from nk_avtal.confined.asking import ENDED
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase


class TemplateBroken(RuleBroken):
    """A template cannot be filled. `field` names what it asks for and does not get."""

    def __init__(self, message: Phrase, field: str = "") -> None:
        super().__init__(message, name="template_broken")
        self.field = field


def explained(fault: Mapping[str, str]) -> TemplateBroken:
    """The refusal for an answer of the limited process."""
    error, detail = fault["error"], fault.get("detail", "")
    instead, sentence = fault.get("instead", ""), fault.get("sentence", "")
    parts = [_TEXTS.get(error, _BROKEN)]
    parts += [_INSTEAD] if instead else []
    parts += [_STANDS] if sentence else []
    swedish, english = (". ".join(texts).replace("?.", "?") for texts in zip(*parts, strict=True))
    values = {"detail": detail, "instead": instead, "sentence": sentence}
    field = detail if error == "unknown_field" else ""
    return TemplateBroken(Phrase(swedish, english, values), field)


def unprintable(field: str, sign: str) -> TemplateBroken:
    """The refusal of a value with a sign that a Word file cannot hold."""
    values = {"field": field, "sign": f"U+{ord(sign):04X}"}
    return TemplateBroken(Phrase(*_UNPRINTABLE, values), field)


_TEXTS = {
    "unknown_field": (
        "Mallen innehåller fältet {detail}, som inte finns",
        "The template has the field {detail}, which does not exist",
    ),
    "forbidden": (
        "Mallen innehåller {detail}, som inte är tillåtet. Den får bara visa, upprepa och välja"
        " mellan uppgifter",
        "The template has {detail}, which is not allowed. It may only show, repeat and choose"
        " between values",
    ),
    "list_shown": (
        "Mallen visar en lista som om den vore en text. Upprepa den med for, eller skriv"
        " |uppräkning efter fältet",
        "The template shows a list as if it were a text. Repeat it with for, or write"
        " |uppräkning after the field",
    ),
    "unknown_filter": (
        "Mallen använder |{detail}, som inte finns",
        "The template uses |{detail}, which does not exist",
    ),
    "syntax": (
        "Ett fält i mallen är felskrivet eller inte avslutat",
        "A field in the template is misspelt or not closed",
    ),
    "too_big": (
        "Dokumentet blev för stort. Kontrollera upprepningarna i mallen",
        "The document became too large. Check what the template repeats",
    ),
    ENDED: (
        "Mallen tog för lång tid eller för mycket minne. Kontrollera upprepningarna i den",
        "The template took too much time or memory. Check what it repeats",
    ),
}
_BROKEN = (
    "Mallen gick inte att fylla i. Spara den på nytt i Word och försök igen",
    "The template could not be filled in. Save it anew in Word and try again",
)
_INSTEAD = ("Menar du {instead}?", "Do you mean {instead}?")
_STANDS = ("Det står i: ”{sentence}”", "It stands in: ”{sentence}”")
_UNPRINTABLE = (
    "Uppgiften {field} har ett tecken ({sign}) som inte kan stå i ett Word-dokument. Skriv om den",
    "The value {field} has a sign ({sign}) that a Word document cannot hold. Write it anew",
)
