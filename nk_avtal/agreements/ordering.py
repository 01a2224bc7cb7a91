"""The order of titles, kept beside them: no database knows by itself that Å Ä Ö come last.

A list that is sorted in Python has to read all there are to show the first 25. So each agreement
keeps what it is sorted by. The model writes it whenever a title is set (`Agreement`), and
`nk-avtal recount` writes all of it anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal.formats import swedish_key

LENGTH = 500


def key_of(title: str) -> str:
    """What a title is sorted by; its beginning, for a database indexes no endless text."""
    return swedish_key(title)[:LENGTH]


def rewrite(connection: Connection) -> int:
    """Keep it anew for every agreement; how many there are."""
    rows = connection.execute(sa.select(_TABLE.c.id, _TABLE.c.title)).all()
    found = [{"number": number, "key": key_of(title)} for number, title in rows]
    if found:
        connection.execute(_WRITE, found)
    return len(found)


_TABLE = sa.table("agreement", sa.column("id"), sa.column("title"), sa.column("title_key"))
_WRITE = (
    sa.update(_TABLE)
    .where(_TABLE.c.id == sa.bindparam("number"))
    .values(title_key=sa.bindparam("key"))
)
