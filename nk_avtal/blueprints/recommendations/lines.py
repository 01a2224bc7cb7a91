"""The rows of the matrix as HTML: there are thousands of cells, and most of them are alike.

What is alike is drawn once, by the macro that says how it looks, and put together here. The
template writes the line and what stands beside the cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import current_app, url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from nk_avtal.adoptions import pictures, words
from nk_avtal.adoptions.cells import Cell
from nk_avtal.adoptions.facts import Place
from nk_avtal.adoptions.matrix import Row
from nk_avtal.blueprints.recommendations.links import place_url, records_for
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.formats import language, long_date
from nk_avtal.municipalities.models import Municipality

MARK = "\x1a"
"""Where addresses and names go in what is drawn once."""

SLUG = "the-slug-of-a-row"
"""The same in an address, which is worked out once a page."""

NARROW = 30
"""For how many members, at most, a card shows a strip of signs."""

_OTHERS = [one for one in words.EXCEPTIONS_FIRST if one is not Standing.ADOPTED]
_Kind = tuple[tuple[str, ...], Standing, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A recommendation, drawn: its cells in the order of the columns, its sum, and for its card a
    strip of signs, those who have not adopted by standing, and the names of those who have."""

    row: Row
    url: str
    when: str
    when_in_full: str
    cells: Markup
    total: Markup
    sum: Markup
    strip: Markup
    others: Markup
    adopted: Markup
    adopters: int


class Lines:
    """Draws the rows of a page."""

    def __init__(self, columns: Sequence[Municipality], today: date) -> None:
        self._today, self._language = today, language()
        self._columns = [(one.id, f"#{one.slug}", str(escape(one.name))) for one in columns]
        self._own = next((one for one in columns if records_for(one)), None)
        self._address = url_for("recommendations.show", slug=SLUG)
        self._narrow = len(columns) <= NARROW
        self._kinds: dict[Cell | Place, _Kind] = {}
        self._when: dict[tuple[bool, date], tuple[str, str]] = {}

    def of(self, row: Row) -> Line:
        """The line of a row whose places are known."""
        here = self._address.replace(SLUG, row.slug)
        own = place_url(row.slug, self._own) if self._own else ""
        own_id = self._own.id if self._own else None
        written: list[str] = []
        names: dict[Standing, list[str]] = defaultdict(list)
        standings: list[Standing] = []
        for number, anchor, name in self._columns:
            cell = row.places.get(number)
            if cell is None:
                written.append("<td></td>")
                continue
            (a, b, c, d), standing, ahead = self._kinds.get(cell) or self._kind(cell)
            written += (a, own, b) if number == own_id else (a, here, anchor, b)
            written += (name, c, name, d)
            standings.append(standing)
            names[standing].append(name + ahead)
        asked = (row.withdrawn, row.reply_by)
        when, when_in_full = self._when.get(asked) or self._said(*asked)
        tally = row.tally
        counted = (tally.adopted, tally.concerned, tally.with_addition)
        total, in_words = _total(*counted, self._language)
        return Line(
            row=row,
            url=here,
            when=when,
            when_in_full=when_in_full,
            cells=_safe(written),
            total=Markup() if row.withdrawn else total,
            sum=in_words,
            strip=_safe([_sign(one) for one in standings]) if self._narrow else Markup(),
            others=_safe([self._group(one, names[one]) for one in _OTHERS if one in names]),
            adopted=_safe([", ".join(names[Standing.ADOPTED])]),
            adopters=len(names[Standing.ADOPTED]),
        )

    def _kind(self, cell: Cell | Place) -> _Kind:
        """How a kind of cell looks, where it stands, and what follows the name in a list."""
        told = (cell.standing, cell.outcome, cell.day, cell.planned_on)
        drawn = _cell(*told, self._today, self._language)
        self._kinds[cell] = (drawn, cell.standing, pictures.ahead(cell))
        return self._kinds[cell]

    def _said(self, withdrawn: bool, day: date) -> tuple[str, str]:
        """When the answers are due, in short and in full."""
        short, full = [
            gettext("Tillbakadragen") if withdrawn else gettext("Svar senast %(day)s", day=one)
            for one in (words.day_text(day, self._today), long_date(day))
        ]
        self._when[withdrawn, day] = short, full
        return short, full

    def _group(self, standing: Standing, names: list[str]) -> str:
        before, after = _group(standing, self._language)
        return f"{before}{', '.join(names)}{after}"


@lru_cache(maxsize=8192)
def _cell(
    where: Standing,
    outcome: Outcome | None,
    day: date | None,
    planned_on: date | None,
    today: date,
    _language: str,
) -> tuple[str, ...]:
    """A kind of cell in a language, in pieces: between them come the address of the place, and
    the name twice. Pages of the same day have mostly the same kinds."""
    cell = Cell(where, outcome, day, planned_on)
    said, shown = words.named(cell, MARK, today), words.cell(cell)
    drawn = _drawn("matrix", "matrix_cell", where, said, shown, MARK)
    return tuple(f"<td>{drawn}</td>".split(MARK))


@lru_cache(maxsize=1024)
def _total(adopted: int, concerned: int, added: int, _language: str) -> tuple[Markup, Markup]:
    """How many have adopted, as the last cell of a line and as its card say it."""
    cell = _drawn("matrix", "row_total", adopted, concerned, added)
    return Markup(cell), Markup(_drawn("matrix", "adopted_of", adopted, concerned))  # noqa: S704


@lru_cache
def _sign(standing: Standing) -> str:
    return _drawn("matrix", "strip_sign", standing)


@lru_cache
def _group(standing: Standing, _language: str) -> tuple[str, ...]:
    """A group of names in pieces: between them come the names."""
    label = str(words.STANDINGS[standing])
    return tuple(_drawn("lists", "named_group", standing, label, MARK).split(MARK))


def _drawn(file: str, macro: str, *arguments: object) -> str:
    """What a macro makes of these, without the breaks of its lines."""
    macros = current_app.jinja_env.get_template(f"macros/{file}.html").module
    return " ".join(str(getattr(macros, macro)(*arguments)).split())


def _safe(pieces: Iterable[str]) -> Markup:
    """Pieces that macros have made, and names that are escaped."""
    return Markup("".join(pieces))  # noqa: S704
