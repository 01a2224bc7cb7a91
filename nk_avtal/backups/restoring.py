"""Restoring a backup: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from nk_avtal import migrating
from nk_avtal.backups import archive
from nk_avtal.backups.archive import Damaged, Manifest, Reader
from nk_avtal.backups.errors import BackupRefused
from nk_avtal.backups.filling import filled
from nk_avtal.backups.taking import snapshot
from nk_avtal.documents import store
from nk_avtal.search import keeping

SIGNS_OF_WORK = ("person", "agreement", "recommendation")
"""An installation with none of these holds no more than `nk-avtal init` puts there."""


def restore(path: Path, *, replace: bool) -> Manifest:
    """Make the installation what it was when the backup at `path` was made, in the newest schema.

    What the target holds is replaced only with `replace`; its documents stay, as bytes that no row
    knows. Raises archive.Damaged, BackupRefused, Away, OSError; nothing has been changed then.
    """
    with archive.reading(path) as kept:
        if not migrating.knows(kept.manifest.revision):
            raise BackupRefused("the backup was made by a newer version of this product")
        if not replace and not _is_empty():
            raise BackupRefused("the target is not empty: --replace restores over what it holds")
        with _bytes_taken_back_on_failure() as put, filled(kept):
            _put_files(kept, put)
        keeping.bring_up_to_date()
        return kept.manifest


def _is_empty() -> bool:
    with snapshot() as connection:
        there = set(sa.inspect(connection).get_table_names())
        return not any(
            connection.scalar(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1))
            for name in there.intersection(SIGNS_OF_WORK)
        )


@contextmanager
def _bytes_taken_back_on_failure() -> Iterator[list[str]]:
    put: list[str] = []
    try:
        yield put
    except BaseException:
        for checksum in put:
            store.remove(checksum)
        raise


def _put_files(kept: Reader, put: list[str]) -> None:
    """Keep each document's bytes, also in place of such that are not what they should be."""
    for checksum in kept.manifest.files:
        content = kept.file(checksum)
        if store.checksum_of(content) != checksum:
            raise Damaged(f"the backup has other bytes than it says for {checksum}")
        there = store.place().get(checksum)
        if there != content:
            store.place().put(checksum, content)
        if there is None:
            put.append(checksum)
