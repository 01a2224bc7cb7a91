"""The form for a year's cost and its key, with a field of its own for each municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from nk_avtal import clock, wording
from nk_avtal.blueprints.agreements.forms import short_text, stripped
from nk_avtal.blueprints.agreements.terms_forms import read
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.costs.actions import YearCost
from nk_avtal.costs.models import CostYear
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_amounts import (
    ORE_IN_KRONA,
    Money,
    Percent,
    read_money,
    read_percent,
)
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date, swedish_key
from nk_avtal.municipalities.models import Municipality

_AT = {
    "population_missing": "counted_on",
    "fixed_exceeds_total": "fixed",
    "floor_above_ceiling": "floor",
    "floors_exceed_total": "floor",
    "bounds_with_amounts": "floor",
    "ceilings_below_total": "ceiling",
}
"""The field at which each refusal is told; the total for the others."""
_OF_TABLE = ("stated_missing", "percent_sum", "amount_sum")


class CostForm(Form):
    """A year's cost and by what it is shared."""

    total = short_text(_l("Kostnad att dela"), 40)
    kind = SelectField(_l("Delas"), choices=options(wording.COST_KEYS), default="population")
    counted_on = short_text(_l("Invånarna räknas den"), 60)
    fixed = short_text(_l("Fast del som delas lika"), 40)
    floor = short_text(_l("Lägst per kommun"), 40)
    ceiling = short_text(_l("Högst per kommun"), 40)
    in_ore = BooleanField(_l("Räkna med ören"))
    note = TextAreaField(
        _l("Var nyckeln kommer ifrån"), filters=[stripped], validators=[Length(max=4000)]
    )
    version = HiddenField()

    members: Sequence[Municipality] = ()

    @property
    def table(self) -> list[StringField]:
        """The fields of the municipalities, in the order of the page."""
        return [self[_name(one)] for one in self.members]

    @property
    def uses_table(self) -> bool:
        """Whether the table is to be open: the key uses it, or it is wrong."""
        known = {one.value for one in KeyKind if one.has_table}
        return self.kind.data in known or any(one.errors for one in self.table)

    def fill_from(self, kept: CostYear | None, counted_on: date | None, total: bool) -> None:
        """Show a kept key; `total` says whether its amount is to be shown too."""
        self.counted_on.data = long_date(counted_on)
        if kept is None:
            return
        self.kind.data = kept.kind.value
        self.total.data = _written(kept.total) if total else ""
        self.counted_on.data = long_date(kept.counted_on or counted_on)
        self.fixed.data = _written(kept.fixed or None)
        self.floor.data, self.ceiling.data = _written(kept.floor), _written(kept.ceiling)
        self.in_ore.data, self.note.data = kept.in_ore, kept.note
        for one in kept.shares:
            name = _name(one.municipality)
            if name in self and one.stated is not None:
                self[name].data = _stated(one.stated, kept.kind)

    def cost(self) -> YearCost | None:
        """What is written, or None when something has to be corrected."""
        kind = KeyKind(self.kind.data)
        stated = self._table(kind)
        key = CostKey(
            kind,
            fixed=read(self, "fixed", read_money) or 0,
            floor=read(self, "floor", read_money),
            ceiling=read(self, "ceiling", read_money),
            unit=1 if self.in_ore.data else ORE_IN_KRONA,
        )
        if key.fixed and kind is not KeyKind.EQUAL_PART:
            self.refuse(_("Välj nyckeln med en fast del lika för alla, eller töm fältet"), "fixed")
        total = read(self, "total", read_money)
        if total is None and kind is KeyKind.AMOUNTS and stated:
            total = sum(stated.values())
        counted_on = self._day() if kind.by_population else None
        if total is None and not self.total.errors:
            self.refuse(_("Skriv kostnaden i kronor, till exempel 1 250 000"), "total")
        if self.errors or total is None:
            return None
        return YearCost(total, key, counted_on, stated, self.note.data)

    def _table(self, kind: KeyKind) -> dict[int, int]:
        if not kind.has_table:
            return {}
        parse: Callable[[str], int] = read_percent if kind is KeyKind.PERCENT else read_money
        found = {one.id: read(self, _name(one), parse) for one in self.members}
        return {number: value for number, value in found.items() if value is not None}

    def _day(self) -> date | None:
        if not self.counted_on.data:
            self.refuse(_("Skriv dagen, till exempel 31 december 2025"), "counted_on")
            return None
        today = clock.today()
        return read(self, "counted_on", lambda text: parse_day(text, today, latest_past=False))

    def refuse_key(self, refusal: RuleBroken) -> None:
        """Tell at its field why the key cannot be kept."""
        field = _AT.get(refusal.name, "total")
        empty = [one for one in self.table if not one.data]
        if refusal.name in _OF_TABLE and self.members:
            field = (empty or self.table)[0].short_name
        self.refuse(refusal.text(language()), field)


def form_for(members: Iterable[Municipality]) -> CostForm:
    """The form with a field for each municipality, in Swedish order."""
    ordered = sorted(members, key=lambda one: swedish_key(one.name))
    fields = {_name(one): short_text(one.name, 40) for one in ordered}
    made: CostForm = type("CostFormOf", (CostForm,), fields | {"members": ordered})()
    return made


def _name(one: Municipality) -> str:
    return f"stated_{one.code}"


def _written(ore: int | None) -> str:
    return "" if ore is None else Money(ore).number(language())


def _stated(kept: int, kind: KeyKind) -> str:
    if kind is KeyKind.PERCENT:
        return Percent(kept).number(language())
    return Money(kept).number(language())
