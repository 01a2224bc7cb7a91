"""The register as data for programs: tables, JSON, and the JSON's own description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from nk_avtal.formats import speaking
from nk_avtal.outbox.composing import ASSOCIATION, link
from nk_avtal.register.entries import Entry
from nk_avtal.register.fields import ADDRESS, AGREEMENT, DECISION, NAMES, PUBLIC, TEXT, Field

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""CC0: facts that public bodies have decided to tell belong to nobody (docs/open-data.md)."""
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_COLUMNS = tuple(one for one in AGREEMENT if one.column)

Row = tuple[Any, ...]


def as_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """All of them, with what says how to read it and what it may be used for."""
    return {
        "$schema": link("register.schema"),
        "license": LICENCE,
        "publisher": ASSOCIATION,
        "avtal": [plain(one) for one in entries],
    }


def plain(value: Any) -> Any:
    """A public value as JSON has it: nothing but the listed fields."""
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if type(value) in PUBLIC:
        return {one.name: plain(getattr(value, one.name)) for one in PUBLIC[type(value)]}
    return value.isoformat() if isinstance(value, date) else value


def schema() -> dict[str, Any]:
    """What `as_json` looks like (JSON Schema), with what every field means."""
    top = {"$schema": ADDRESS, "license": ADDRESS, "publisher": TEXT}
    with speaking("sv"):
        kinds = {name: _object(_properties(PUBLIC[kind])) for name, kind in NAMES.items()}
    return {
        "$schema": SCHEMA,
        "$id": link("register.schema"),
        "title": "Öppet avtalsregister",
        "description": "Avtal som kommunerna i Norrbotten har gemensamt, och deras beslut.",
        **_object(top | {"avtal": {"type": "array", "items": {"$ref": "#/$defs/avtal"}}}),
        "$defs": kinds,
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _properties(fields: Iterable[Field]) -> dict[str, Any]:
    return {one.name: {"description": one.about, **_holds(one)} for one in fields}


def _holds(field: Field) -> Mapping[str, Any]:
    if field.codes is None:
        return field.holds
    codes = [{"const": str(code), "title": str(name)} for code, name in field.codes.items()]
    known = {"anyOf": [*codes, TEXT]} if field.also_as_written else {"oneOf": codes}
    return known if field.holds is TEXT else {"type": "array", "items": known}


def agreements(entries: Iterable[Entry]) -> tuple[list[str], list[Row]]:
    """The agreements as a table: its columns and its rows."""
    with speaking("sv"):
        rows = [tuple(_cell(one, column) for column in _COLUMNS) for one in entries]
    return [one.column for one in _COLUMNS], rows


def decisions(entries: Iterable[Entry]) -> tuple[list[str], list[Row]]:
    """The decisions as a table, each with the name and title of its agreement."""
    with speaking("sv"):
        rows = list(_decision_rows(entries))
    return ["avtal_namn", "avtal", *(one.column for one in DECISION)], rows


def _decision_rows(entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        for one in entry.decisions:
            yield (entry.slug, entry.title, *(_cell(one, column) for column in DECISION))


def _cell(value: Any, field: Field) -> Any:
    held = getattr(value, field.name)
    if isinstance(held, bool):
        return "ja" if held else "nej"
    if isinstance(held, tuple):
        return ", ".join(_word(one, field) for one in held)
    return _word(held, field) if isinstance(held, str) else held


def _word(code: str, field: Field) -> str:
    return str((field.codes or {}).get(code, code))
