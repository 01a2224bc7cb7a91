"""The base of all forms: Swedish texts, kept values, and rules that become form errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.words import Language


def language() -> Language:
    """The language of the page, for sentences that a rule gives."""
    return "en" if str(get_locale() or "sv") == "en" else "sv"


def options(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """The choices of a field, from values and what they are called."""
    return [SelectChoice(value, label) for value, label in words.items()]


def number_or_none(text: Any) -> int | None:
    """The number of a chosen row; None where none is chosen."""
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else None


def stripped(text: str | None) -> str:
    """What was written, without the space around it: a filter for a field."""
    return (text or "").strip()


class Form(FlaskForm):
    """A form that says what is wrong beside the field and keeps what was typed."""

    class Meta(FlaskForm.Meta):
        @property
        def locales(self) -> list[str]:
            return [str(get_locale() or "sv")]

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 422 when it has errors."""
        return 422 if self.errors else 200

    @contextmanager
    def explaining(self, *fields: str, keep: bool = False) -> Iterator[None]:
        """Turn a broken rule into an error at the first of `fields`, or at the form itself.

        Everything done in the session so far is rolled back, unless it is to be kept, as an
        upload that passed.
        """
        try:
            yield
        except RuleBroken as refusal:
            if not keep:
                db.session.rollback()
            self.refuse(refusal.text(language()), *fields)

    def refuse_rule(self, refusal: RuleBroken) -> None:
        """Add a broken rule as an error at the field of its name."""
        self.refuse(refusal.text(language()), refusal.name)

    def refuse(self, message: str, *fields: str) -> None:
        """Add an error at the first of `fields`, or at the form itself."""
        errors: Any = self[fields[0]].errors if fields else self.form_errors
        if fields:
            self[fields[0]].errors = [*errors, message]
        else:
            self.form_errors.append(message)
