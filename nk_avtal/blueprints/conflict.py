"""Two people with the same agreement: the second sees what the first saved, and loses nothing."""

from __future__ import annotations

from flask import render_template, request
from wtforms import Field, HiddenField

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import Form
from nk_avtal.db import Versioned

Row = dict[str, str]


def meanwhile(form: Form, kept: Versioned) -> bool:
    """Whether somebody has saved `kept` since the page of `form` was opened."""
    return request.method == "POST" and str(form["version"].data) != str(kept.version)


def page(template: str, mine: Form, theirs: Form, agreement: Agreement) -> tuple[str, int]:
    """The same page with both versions; saving it again lets one's own apply."""
    mine["version"].data = str(agreement.version)
    versions = rows(mine, theirs)
    return render_template(template, form=mine, agreement=agreement, versions=versions), 409


def rows(mine: Form, theirs: Form) -> list[Row]:
    """The fields in which the two differ, as the page calls them."""
    found = []
    for field in mine:
        ours, other = _shown(field), _shown(theirs[field.short_name])
        if not isinstance(field, HiddenField) and ours != other:
            found.append({"name": str(field.label.text), "mine": ours, "theirs": other})
    return found


def _shown(field: Field) -> str:
    called = {str(one.value): str(one.label) for one in getattr(field, "choices", None) or ()}
    values = field.data if isinstance(field.data, list) else [field.data]
    written = [called.get(str(one), str(one)) for one in values if one not in (None, "")]
    return ", ".join(sorted(written) if called else written)
