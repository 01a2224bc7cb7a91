"""Values to try a template with: an example to read, the longest that may come, the emptiest."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from nk_avtal.domain import letter_examples
from nk_avtal.domain.letters import Letter, LetterKind

_LONG = "Överenskommelse om samverkan & ansvar <för äldre> i ”Norrbotten” "


def example(kind: LetterKind) -> Letter:
    """Values such as they usually are, to explain the fields and to preview a template."""
    return letter_examples.EXAMPLES[kind]


def longest(kind: LetterKind) -> Letter:
    """Every value as long as it may be, with signs that mean something in a Word file's markup."""
    filled: Letter = _changed(example(kind), _lengthened)
    return filled


def emptiest(kind: LetterKind) -> Letter:
    """Nothing but what must be there before the document can be made."""
    bare: Letter = _changed(example(kind), _emptied)
    return bare


def _changed(values: Any, change: Any) -> Any:
    """The same values, each group and list item gone through, each text as `change` makes it."""
    changes = {one.name: change(getattr(values, one.name), one.metadata) for one in fields(values)}
    return replace(values, **changes)


def _lengthened(value: Any, limits: Any) -> Any:
    if isinstance(value, list):
        return [_lengthened(value[0], limits)] * limits["most"]
    if is_dataclass(value):
        return _changed(value, _lengthened)
    most: int = limits["longest"]
    if "@" in value or "://" in value:  # an address has nowhere to break a line
        return f"{'a' * (most - len(value))}{value}" if "@" in value else value.ljust(most, "a")
    return (_LONG * (most // len(_LONG) + 1))[:most]


def _emptied(value: Any, limits: Any) -> Any:
    if isinstance(value, list):
        return [] if limits["empty"] else [_emptied(value[0], limits)]
    if is_dataclass(value):
        return _changed(value, _emptied)
    return "" if limits["empty"] else value
