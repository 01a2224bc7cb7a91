"""Two people with the same draft: the second sees what the first saved, and loses nothing. A draft
may be half written, so its form and what is kept of it are held against each other as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import Field

from nk_avtal.blueprints.forms import Form


def meanwhile(form: Form, version: int) -> bool:
    """Whether somebody has saved since the form was opened. Then saving again takes over."""
    kept = form["version"]
    if str(kept.data) == str(version):
        return False
    kept.data = kept.raw_data = str(version)
    form.form_errors.append(
        gettext("Någon annan har ändrat utkastet. Jämför, och spara igen om din version ska gälla.")
    )
    return True


def theirs(form: Form, saved: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the other one saved in the fields that differ, as `macros/lists.html` shows facts."""
    return [
        {"name": str(field.label.text), "value": _shown(field, saved[field.short_name])}
        for field in form
        if field.short_name in saved
        and field.short_name != "version"
        and (field.data or "") != (saved[field.short_name] or "")
    ]


def _shown(field: Field, value: Any) -> str:
    choices = {one.value: one.label for one in getattr(field, "choices", None) or ()}
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value) or "–")
