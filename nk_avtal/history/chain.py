"""Checking that the chained log has not been altered behind the product's back.

The chain alone shows an entry that was edited, removed or put in. It does not show that the tail
was cut or the whole rewritten: for that, keep the head (`history head --json`) somewhere else and
give it to `history verify --anchor`.
"""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.history.models import Entry
from nk_avtal.history.recorder import digest_of

COVERED = (
    "at",
    "actor",
    "actor_id",
    "request_id",
    "noun",
    "object_id",
    "event",
    "changes",
    "agreement_id",
    "recommendation_id",
    "municipality_id",
)


def head() -> tuple[int, str]:
    """The number and digest of the newest entry; (0, "") when there is none."""
    newest = sa.select(Entry.id, Entry.digest).order_by(Entry.id.desc()).limit(1)
    found = db.session.execute(newest).first()
    return (found.id, found.digest) if found else (0, "")


def first_broken(anchor: tuple[int, str] | None = None) -> tuple[int, int | None]:
    """How many entries follow correctly, and the number of the first that does not.

    `anchor` is a head that was kept elsewhere: it must still be in the chain.
    """
    digest, count = "", 0
    anchored = anchor is None or anchor == (0, "")
    wanted = sa.select(Entry).order_by(Entry.id).execution_options(yield_per=500)
    with db.session.scalars(wanted) as entries:
        for entry in entries:
            digest = digest_of(digest, {name: getattr(entry, name) for name in COVERED})
            if digest != entry.digest:
                return count, entry.id
            count += 1
            anchored = anchored or (entry.id, entry.digest) == anchor
    return count, None if anchored or anchor is None else anchor[0]
