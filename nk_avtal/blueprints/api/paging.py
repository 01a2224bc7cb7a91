"""Long lists in parts. A part begins after the row with which the one before it ended, so that no
row is passed over or comes twice while others are added or go."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_babel import gettext as _
from marshmallow import Schema, fields

from nk_avtal.blueprints.api.blueprint import refuse
from nk_avtal.blueprints.api.fields import LARGEST_NUMBER, Strict, Text, asked_number
from nk_avtal.db import db

LONGEST = 200
USUAL = 50
Row = TypeVar("Row")
Page = dict[str, Any]


class Part(Strict):
    """Which part of a list is asked for."""

    limit = asked_number(
        load_default=USUAL,
        highest=LONGEST,
        metadata={"description": "How many rows to answer with at most."},
    )
    cursor = Text(
        200,
        load_default="",
        metadata={"description": "The `next_cursor` of the answer before; nothing for the first."},
    )


def page_of(schema: type[Schema]) -> type[Schema]:
    """The answer with rows of a kind."""
    name = schema.__name__.removesuffix("Shown")
    items = fields.List(fields.Nested(schema), required=True)
    following = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Asks for the next part; null when this is the last."},
    )
    return Schema.from_dict({"items": items, "next_cursor": following}, name=f"{name}Page")


def part(
    wanted: sa.Select[Row], by: Any, asked: dict[str, Any]
) -> tuple[Sequence[Row], str | None]:
    """The rows of a query in the order of the number `by`, from where the cursor says."""
    after, limit = _after(asked["cursor"]), asked["limit"]
    if not isinstance(after, int):
        _unreadable()
    query = wanted.where(by > after).order_by(by).limit(limit + 1)
    rows = db.session.scalars(query).unique().all()
    more = len(rows) > limit
    return rows[:limit], _cursor(getattr(rows[limit - 1], by.key)) if more else None


def part_of_list(rows: Iterable[tuple[str, Row]], asked: dict[str, Any]) -> tuple[list[Row], Any]:
    """The same of rows that are reckoned, each with the text by which they are ordered."""
    after = _after(asked["cursor"]) or ""
    if not isinstance(after, str):
        _unreadable()
    found = sorted((one for one in rows if one[0] > after), key=lambda one: one[0])
    limit = asked["limit"]
    more = len(found) > limit
    return [row for _key, row in found[:limit]], _cursor(found[limit - 1][0]) if more else None


def _cursor(key: int | str) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _after(cursor: str) -> Any:
    if not cursor:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        after = json.loads(base64.b64decode(padded, altchars="-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        _unreadable()
    if isinstance(after, bool) or (isinstance(after, int) and abs(after) > LARGEST_NUMBER):
        _unreadable()
    return after


def _unreadable() -> Any:
    refuse({"cursor": [_("Skicka next_cursor som den stod i svaret före, eller inget alls")]})
