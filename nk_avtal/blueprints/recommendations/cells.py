"""The cells of the matrix as HTML: there are thousands, and most of them are alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from flask import current_app, url_for
from markupsafe import Markup, escape

from nk_avtal.adoptions import words
from nk_avtal.adoptions.cells import Cell
from nk_avtal.adoptions.facts import Place
from nk_avtal.adoptions.matrix import Row
from nk_avtal.blueprints.recommendations.links import place_url, records_for
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.formats import language
from nk_avtal.municipalities.models import Municipality

PLACE, NAME = "\ue000", "\ue001"
"""Where the address of the place and the name of the member go, in what is written once."""


class Cells:
    """The cells of `columns`. The macro `matrix_cell` draws each kind of cell once; address and
    name are put in afterwards."""

    def __init__(self, columns: Sequence[Municipality], today: date) -> None:
        self._today, self._language = today, language()
        self._columns = [(one.id, one.slug, str(escape(one.name))) for one in columns]
        self._own = next((one for one in columns if records_for(one)), None)
        self._drawn: dict[Cell | Place, str] = {}

    def of(self, row: Row) -> Markup:
        """The cells of a row, in the order of the columns."""
        here = url_for("recommendations.show", slug=row.slug)
        own = {self._own.id: place_url(row.slug, self._own)} if self._own else {}
        written = []
        for number, slug, name in self._columns:
            cell = row.places.get(number)
            if cell is None:
                written.append("<td></td>")
                continue
            drawn = self._drawn.get(cell) or self._draw(cell)
            place = own.get(number) or f"{here}#{slug}"
            written.append(drawn.replace(PLACE, place).replace(NAME, name))
        return Markup("".join(written))  # noqa: S704 - made of what the macro has escaped

    def _draw(self, cell: Cell | Place) -> str:
        told = (cell.standing, cell.outcome, cell.day, cell.planned_on)
        self._drawn[cell] = _drawn(*told, self._today, self._language)
        return self._drawn[cell]


@lru_cache(maxsize=8192)
def _drawn(
    where: Standing,
    outcome: Outcome | None,
    day: date | None,
    planned_on: date | None,
    today: date,
    _language: str,
) -> str:
    """A kind of cell in a language: pages of the same day have mostly the same."""
    cell = Cell(where, outcome, day, planned_on)
    macro = current_app.jinja_env.get_template("macros/matrix.html").module.matrix_cell  # type: ignore[attr-defined]
    drawn = macro(where, words.named(cell, NAME, today), words.cell(cell), PLACE)
    return f"<td>{' '.join(drawn.split())}</td>"
