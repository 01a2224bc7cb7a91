"""The fields of what programs send and get, with sentences that are put into their language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from nk_avtal.blueprints.forms import language
from nk_avtal.domain.errors import RuleBroken

LARGEST_NUMBER = 2**31 - 1
_SHOWN_SPACE = frozenset("\n\r\t")


class Strict(Schema):
    """The base of what is sent: a name that it does not know is an error and never passed over."""

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """A text without space around it, and without signs that no database keeps or that do not
    show: those would also be a way to forge a line of a mail or a log."""

    def __init__(self, longest: int, shortest: int = 0, **more: Any) -> None:
        length = validate.Length(min=shortest or None, max=longest)
        super().__init__(validate=length, **more)

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        text: str = super()._deserialize(value, *args, **more)
        if any(_is_hidden(sign) for sign in text):
            raise ValidationError(_("Texten har tecken som inte syns. Ta bort dem"))
        return text.strip()


def _is_hidden(sign: str) -> bool:
    return sign not in _SHOWN_SPACE and unicodedata.category(sign) in ("Cc", "Cs")


class Read(Text):
    """A text that a rule reads, such as the number of a paragraph or a period."""

    def __init__(self, read: Callable[[str], Any], longest: int, **more: Any) -> None:
        super().__init__(longest, **more)
        self._read = read

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *args, **more)
        with refusing():
            return self._read(text)


class refusing:  # noqa: N801 - read as a word: `with refusing():`
    """Tells a broken rule as an error of the field that is read."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, refusal: BaseException | None, _trace: object) -> None:
        if isinstance(refusal, RuleBroken):
            raise ValidationError(refusal.text(language())) from None


def number(**more: Any) -> fields.Integer:
    """The number of a row, or a count that a database can keep."""
    lowest = more.pop("lowest", 1)
    between = validate.Range(min=lowest, max=more.pop("highest", LARGEST_NUMBER))
    return fields.Integer(strict=more.pop("strict", True), validate=between, **more)


def asked_number(**more: Any) -> fields.Integer:
    """The same in an address, where everything is text."""
    return number(strict=False, **more)


def code(**more: Any) -> fields.String:
    """A municipality by its SCB code."""
    form = validate.Regexp(r"^[0-9]{4}$", error=_l("Skriv kommunens kod, till exempel 2581"))
    return fields.String(validate=form, **more)


def one_of(kind: type[StrEnum], **more: Any) -> fields.Enum[Any]:
    """One of the values of a kind."""
    return fields.Enum(kind, by_value=True, **more)


_IN_SWEDISH = {
    "Missing data": _l("Uppgiften saknas"),
    "Unknown field": _l("Den uppgiften finns inte"),
    "Field may not be null": _l("Uppgiften måste ha ett värde"),
    "Invalid input type": _l("Det ska vara ett objekt i JSON"),
    "Not a valid string": _l("Det ska vara text"),
    "Not a valid integer": _l("Det ska vara ett heltal"),
    "Not a valid boolean": _l("Det ska vara true eller false"),
    "Not a valid date": _l("Skriv dagen som ÅÅÅÅ-MM-DD"),
    "Not a valid list": _l("Det ska vara en lista"),
    "Not a valid": _l("Värdet går inte att läsa"),
    "Must be one of": _l("Värdet är inte ett av dem som finns"),
    "Shorter than": _l("Texten är för kort"),
    "Longer than": _l("Det är för långt"),
    "Length must be": _l("Längden är fel"),
    "Must be greater": _l("Talet är för litet eller för stort"),
    "Must be less": _l("Talet är för litet eller för stort"),
}
"""What marshmallow says, by how it begins, the longest first where one begins as another."""


def in_words(messages: Any) -> Any:
    """The same errors with the sentences of the library in the language of the answer."""
    if isinstance(messages, Mapping):
        return {str(name): in_words(some) for name, some in messages.items()}
    if isinstance(messages, list):
        return [in_words(one) for one in messages]
    text = str(messages)
    found = (told for start, told in _IN_SWEDISH.items() if text.startswith(start))
    return str(next(found, text))
