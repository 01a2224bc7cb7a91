"""Fills the decision's form from a minutes excerpt, for the clerk to check before saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from nk_avtal.blueprints.adoptions.forms import OUTCOMES, RARE_OUTCOMES, DecisionForm
from nk_avtal.documents.intake import PDF
from nk_avtal.documents.models import StoredFile
from nk_avtal.documents.reading import text_of
from nk_avtal.domain.bodies import NAMES, BodyKind
from nk_avtal.domain.excerpts import Found, Line, read_excerpt
from nk_avtal.formats import long_date

LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Proposal:
    """A value read from the excerpt: for which field, what, and where it stands. `kept` says that
    the clerk had written something else there, which was left alone."""

    name: str
    value: str
    place: str
    quote: str
    kept: bool


def propose(form: DecisionForm, excerpt: StoredFile, title: str, today: date) -> list[Proposal]:
    """What the excerpt says, filled into the fields that are empty."""
    lines = [Line(place, text) for place, text in text_of(excerpt)]
    word = _("sida") if excerpt.media_type == PDF else _("stycke")
    return [
        Proposal(
            name=str(form[one.field].label.text),
            value=_shown(one),
            place=f"{word} {one.line.place}",
            quote=one.line.text[:LONGEST_QUOTE],
            kept=not _fill(form, one),
        )
        for one in read_excerpt(lines, title, today)
    ]


def _shown(found: Found) -> str:
    if found.field == "outcome":
        return str((OUTCOMES | RARE_OUTCOMES)[found.value])
    if found.field == "immediately":
        return str(_("Ja"))
    return _written(found)


def _written(found: Found) -> str:
    """The value as a person would write it in the field."""
    is_day = found.field.endswith("_on")
    return long_date(date.fromisoformat(found.value)) if is_day else found.value


def _fill(form: DecisionForm, found: Found) -> bool:
    """Fill the field unless the clerk has written something else in it. Who decided is filled in
    from the recommendation and not by the clerk, so there the excerpt goes first."""
    if found.field == "body":
        return _fill_body(form, found.value)
    field: Any = form[found.field]
    if found.field == "immediately":
        field.data = True
        return True
    value = found.value if found.field == "outcome" else _written(found)
    if field.data and field.data != value:
        return False
    field.data = value
    return True


def _fill_body(form: DecisionForm, name: str) -> bool:
    kinds = {named.casefold(): kind for kind, named in NAMES.items()}
    kind = kinds.get(name.casefold(), BodyKind.COMMITTEE)
    form.body.data = kind.value
    if kind is BodyKind.COMMITTEE:
        form.body_name.data = name
    return True
