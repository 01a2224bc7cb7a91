"""What a Word template may do: show plain values, loop over them, choose between them.

Everything else is refused, first when the template is read and again when it runs: calls, tags
that reach other templates, attributes of anything but a dictionary, arithmetic that multiplies
text. What remains can still be slow or large; the process that runs it has limits for that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, Template, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nk_avtal.domain import words

_LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_PLAIN_FILTERS = ("default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
_REFUSED_NODES: tuple[type[nodes.Node], ...] = (
    *(nodes.Call, nodes.Macro, nodes.CallBlock, nodes.Block),
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
)


class NotShowable(Exception):
    """A template shows a list or a group of values as if it were a text."""


def day_written_out(text: str) -> str:
    """2026-12-31 as 31 december 2026; another text as it is."""
    try:
        return words.long_date(date.fromisoformat(text))
    except ValueError:
        return text


def kronor(amount: str | int) -> str:
    """1250 as 1 250 kr; a text that is no whole number as it is."""
    try:
        return f"{int(amount):,} kr".replace(",", "\N{NO-BREAK SPACE}").replace(
            " kr", "\N{NO-BREAK SPACE}kr"
        )
    except ValueError:
        return str(amount)


def ordinal(number: str | int) -> str:
    """8 as åttonde; a text that is no whole number as it is."""
    try:
        return words.ordinal(int(number))
    except ValueError:
        return str(number)


OUR_FILTERS: dict[str, Callable[..., object]] = {
    "datum": day_written_out,
    "genitiv": words.genitive,
    "kronor": kronor,
    "ordningstal": ordinal,
    "stor_bokstav": words.capitalized,
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
