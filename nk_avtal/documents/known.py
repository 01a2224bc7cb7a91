"""Which bytes the rows know: those that must be in the document store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from nk_avtal.db import BYTES, Base

Columns = Collection[sa.ColumnElement[Any]]


def columns() -> Sequence[sa.Column[Any]]:
    """Every column that holds a checksum of bytes, by what its model says of it."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.items() >= BYTES.items()
    ]


def checksums(connection: sa.Connection, within: Columns) -> list[str]:
    """The checksums in those columns, each once, in order."""
    if not within:
        return []
    return sorted(connection.scalars(sa.union(*[sa.select(column) for column in within])))


def is_known(connection: sa.Connection, checksum: str, within: Columns) -> bool:
    """Whether any row knows these bytes, in those columns."""
    found = [sa.exists().where(column == checksum) for column in within]
    return bool(connection.scalar(sa.select(sa.or_(*found))))
