"""What a Word template may do: show plain values, loop over them, choose between them.

Everything else is refused, first when the template is read and again when it runs: calls, tags
that reach other templates, attributes of anything but a dictionary, arithmetic that multiplies
text. What remains can still be slow or large; the process that runs it has limits for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, Template, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nk_avtal.domain import words
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_amounts import Money, read_money

_LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_PLAIN_FILTERS = ("default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
_REFUSED_NODES: tuple[type[nodes.Node], ...] = (
    *(nodes.Call, nodes.Macro, nodes.CallBlock, nodes.Block),
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
)


class NotShowable(Exception):
    """A template shows a list or a group of values as if it were a text."""


_LONG_DATE = re.compile(rf"(\d{{1,2}})\s({'|'.join(words.MONTHS['sv'])})\s(\d{{4}})")


def _day(text: str) -> date | None:
    """The day that a value writes, 2026-12-31 or 31 december 2026; None for another text."""
    if found := _LONG_DATE.fullmatch(text.strip()):
        text = f"{found[3]}-{words.MONTHS['sv'].index(found[2]) + 1:02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_written_out(text: str) -> str:
    """2026-12-31 as 31 december 2026; another text as it is."""
    day = _day(text)
    return words.kept_together(words.long_date(day)) if day else text


def day_in_figures(text: str) -> str:
    """31 december 2026 as 2026-12-31, for a table; another text as it is."""
    day = _day(text)
    return day.isoformat() if day else text


def day_with_weekday(text: str) -> str:
    """2026-12-31 as torsdag 31 december 2026; another text as it is."""
    day = _day(text)
    return f"{words.weekday_name(day)} {day_written_out(text)}" if day else text


def kronor(amount: str | int) -> str:
    """1250 as 1 250 kr, and 1250,50 with its öre; another text as it is."""
    try:
        return Money(read_money(str(amount))).text()
    except RuleBroken:
        return str(amount)


def without_att(point: str) -> str:
    """A decision point without its first word: anta avtalet."""
    return point.removeprefix("att ")


def uncapitalized(text: str) -> str:
    """The text with a small first letter: kommunfullmäktige in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def ordinal(number: str | int) -> str:
    """8 as åttonde; a text that is no whole number as it is."""
    try:
        return words.ordinal(int(number))
    except ValueError:
        return str(number)


OUR_FILTERS: dict[str, Callable[..., object]] = {
    "datum": day_written_out,
    "datum_i_siffror": day_in_figures,
    "veckodag": day_with_weekday,
    "genitiv": words.genitive,
    "kronor": kronor,
    "ordningstal": ordinal,
    "stor_bokstav": words.capitalized,
    "liten_bokstav": uncapitalized,
    "utan_att": without_att,
    "uppräkning": words.join_and,
}
"""The filters that the office needs, by the names that a template uses."""


class LetterLanguage(ImmutableSandboxedEnvironment):
    """Jinja, reduced to what a letter needs."""

    intercepted_binops = frozenset({"*", "**", "%", "//"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_shown)
        self.globals.clear()
        self.filters = {name: FILTERS[name] for name in _PLAIN_FILTERS} | OUR_FILTERS
        self._compiled: dict[Any, Template] = {}

    def from_string(self, source: Any, *args: Any, **more: Any) -> Template:
        """The template of a text, compiled once: all letters of a batch have the same."""
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *args, **more)
        return self._compiled[source]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for refused in tree.find_all(_REFUSED_NODES):
            raise SecurityError(_called(refused))
        return tree

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing may be called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiplying text can fill the memory; a letter has no need to."""
        raise SecurityError(operator)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value of a dictionary, or the place in a loop; never an attribute of an object."""
        if attribute.startswith("_"):
            raise SecurityError(attribute)
        if obj.__class__ is dict and attribute in obj:  # nearly always, and much the quickest
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A value of a dictionary by its name, or an item of a list by its number."""
        named = isinstance(obj, dict) and isinstance(argument, str)
        numbered = isinstance(obj, list) and isinstance(argument, int)
        if named or numbered:
            try:
                return obj[argument]
            except LookupError:
                pass
        return self.undefined(obj=obj, name=argument)


def _called(node: nodes.Node) -> str:
    """What a refused part of a template is called, as the office wrote it."""
    if isinstance(node, nodes.Call):
        inner = node.node
        return str(getattr(inner, "name", None) or getattr(inner, "attr", None) or "()")
    return type(node).__name__.lower().replace("fromimport", "import")


def _shown(value: Any) -> Any:
    if value.__class__ is str or isinstance(value, str | int | float | Undefined):
        return value
    raise NotShowable
