"""Everything kept, as sorted JSON lines: equal data gives equal bytes on either database.

Secrets of log-ins and ledgers of what was read are left out. An instant is written as whether it
is set, since two runs of the same work differ in nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from nk_avtal.db import UtcDateTime, db
from nk_avtal.models import TABLES

LEFT_OUT = frozenset(
    {"sign_in", "attempt", "mailed_link", "heartbeat", "calendar_feed", "calendar_event", "lull"}
    | {"made_document", "file_text", "search_entry", "search_word", "search_state", "import"}
    | {"publication"}
    | {"api_token", "api_use", "kept_answer"}
)
CONCEALED = frozenset({"password_hash", "digest", "request_id", "owner"})


def lines() -> Iterator[str]:
    """One line for each row, ordered by table and number."""
    for name in sorted(TABLES.keys() - LEFT_OUT):
        table = TABLES[name]
        for row in db.session.execute(sa.select(table).order_by(*table.primary_key)).mappings():
            values = {
                column.name: _plain(column, row[column.name])
                for column in table.columns
                if column.name not in CONCEALED
            }
            yield json.dumps({"table": name} | values, sort_keys=True, ensure_ascii=False)


def fingerprint() -> str:
    """SHA-256 of the whole: the same before and after whatever must not change anything."""
    digest = hashlib.sha256()
    for line in lines():
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _plain(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(column.type, UtcDateTime):
        return value is not None
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
