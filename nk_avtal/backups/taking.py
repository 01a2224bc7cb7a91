"""Making a backup while people work: the rows as they were in one moment, and their documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from nk_avtal import clock, migrating
from nk_avtal.backups import archive
from nk_avtal.backups.archive import Manifest, Writer
from nk_avtal.backups.errors import BackupRefused
from nk_avtal.backups.tables import last_numbers, rows_of, tables_in
from nk_avtal.db import db, reading
from nk_avtal.documents import known, store

TRIES = 3


class _RemovedMeanwhile(Exception):
    """A document was removed for good after the rows were read."""


def take(target: Path) -> Manifest:
    """Write a backup to `target`, in place of what is there only when it is whole.

    A document that is gone or altered is left out and listed in the manifest, for a backup of all
    the rest is better than none. Raises BackupRefused, Away, OSError.
    """
    for _ in range(TRIES):
        try:
            with archive.writing(target) as writer:
                return _take(writer)
        except _RemovedMeanwhile:
            continue
    raise BackupRefused("documents are being removed all the time: try again")


def _take(writer: Writer) -> Manifest:
    made_at = clock.now().isoformat(timespec="seconds")
    with snapshot() as connection:
        revision = migrating.revision_of(connection)
        if revision is None:
            raise BackupRefused("there is nothing to back up: the database has no tables")
        tables = tables_in(connection)
        rows = {name: writer.rows(name, rows_of(connection, one)) for name, one in tables.items()}
        checksums = known.checksums(connection, _with_checksums(tables))
        numbers = last_numbers(connection)
    files, missing = _copy(writer, checksums)
    manifest = Manifest(made_at, revision, rows, numbers, files, missing)
    writer.manifest(manifest)
    return manifest


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """Inside, the database as it is in one moment. Nobody waits for it, and it waits for nobody."""
    with reading(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection


def _with_checksums(tables: Mapping[str, sa.Table]) -> list[sa.Column[str]]:
    """Where the rows of this schema, which may be older than the models, know bytes."""
    return [
        tables[column.table.name].columns[column.name]
        for column in known.columns()
        if column.table.name in tables and column.name in tables[column.table.name].columns
    ]


def _copy(writer: Writer, checksums: list[str]) -> tuple[list[str], list[str]]:
    """Those that were copied, and those that are gone or altered."""
    files, missing = [], []
    for checksum in checksums:
        try:
            writer.file(checksum, store.read_bytes(checksum))
            files.append(checksum)
        except store.Damaged:
            if not _is_known_now(checksum):
                raise _RemovedMeanwhile from None
            missing.append(checksum)
    return files, missing


def _is_known_now(checksum: str) -> bool:
    with snapshot() as connection:
        tables = tables_in(connection)
        return known.is_known(connection, checksum, _with_checksums(tables))
