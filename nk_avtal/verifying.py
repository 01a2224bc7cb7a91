"""Whether all that is kept is whole: the database, what its rows point to, files, the chained log.

It can run while people work; it reads everything once and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import migrating
from nk_avtal.db import Base, db, reading
from nk_avtal.documents import known, store
from nk_avtal.documents.places import Away
from nk_avtal.history import chain

SYNCHRONOUS = ("off", "normal", "full", "extra")
"""What SQLite's numbers mean."""
POSTGRES_SETTINGS = ("synchronous_commit", "fsync", "full_page_writes", "data_checksums")


@dataclass
class Finding:
    """What was looked at, what there is to tell of it, and what is wrong with it."""

    part: str
    told: str = ""
    faults: list[str] = field(default_factory=list)


def findings() -> Iterator[Finding]:
    """One part after the other. What cannot be asked of a database without the newest schema is
    left out then."""
    yield _looked_at("database", _database)
    schema = _looked_at("schema", _schema)
    yield schema
    if not schema.faults:
        yield _looked_at("references", _references)
        yield _looked_at("files", _files)
        yield _looked_at("log", _log)


def _looked_at(part: str, look: Callable[[Finding], None]) -> Finding:
    finding = Finding(part)
    try:
        with reading():
            look(finding)
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        first_line = str(reason).partition("\n")[0]
        finding.faults.append(f"cannot be read ({type(reason).__name__}: {first_line})")
    finally:
        db.session.rollback()
    return finding


def _database(finding: Finding) -> None:
    """SQLite looks through its own file. PostgreSQL has no such command: every value is fetched
    once, which a page with a wrong checksum or a lost long value refuses."""
    if db.engine.dialect.name == "sqlite":
        finding.faults += [one for one in _pragma("integrity_check") if one != "ok"]
        (journal,), (synchronous,) = _pragma("journal_mode"), _pragma("synchronous")
        settings = f"journal_mode={journal} synchronous={SYNCHRONOUS[int(synchronous)]}"
        finding.told = f"SQLite {db.session.scalar(sa.func.sqlite_version())} {settings}"
        return
    version, *values = (
        db.session.scalar(sa.text(f"SHOW {name}"))
        for name in ("server_version", *POSTGRES_SETTINGS)
    )
    settings = " ".join(f"{n}={v}" for n, v in zip(POSTGRES_SETTINGS, values, strict=True))
    finding.told = f"PostgreSQL {version} {settings}"
    whole = sa.cast(sa.literal_column("whole_row"), sa.Text)
    for name in sa.inspect(db.session.connection()).get_table_names():
        rows = sa.table(name).alias("whole_row")
        db.session.scalar(sa.select(sa.func.sum(sa.func.length(whole))).select_from(rows))


def _pragma(name: str) -> list[str]:
    return [str(one) for one in db.session.scalars(sa.text(f"PRAGMA {name}"))]


def _schema(finding: Finding) -> None:
    if not migrating.is_current():
        finding.faults.append("not the newest: run nk-avtal init")


def _references(finding: Finding) -> None:
    """Asked of every foreign key: SQLite does not hold them for whoever works by hand."""
    asked = 0
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias("target")
            there = sa.exists().where(target.c[key.column.name] == key.parent)
            lost = sa.select(sa.func.count()).where(key.parent.is_not(None), ~there)
            asked += 1
            if count := db.session.scalar(lost):
                finding.faults.append(f"{count} rows of {key.parent} point nowhere")
    finding.told = f"{asked} kinds"


def _files(finding: Finding) -> None:
    """What the bin's emptying removes meanwhile is not missed: it is asked for again."""
    checksums = known.checksums(db.session.connection(), known.columns())
    finding.told = str(len(checksums))
    db.session.rollback()
    try:
        suspects = [checksum for checksum in checksums if not _is_whole(checksum)]
    except Away as reason:
        finding.faults.append(str(reason))
        return
    for checksum in suspects:
        if known.is_known(db.session.connection(), checksum, known.columns()):
            finding.faults.append(f"{checksum} is gone or altered")


def _is_whole(checksum: str) -> bool:
    try:
        store.read_bytes(checksum)
    except (store.Damaged, OSError):
        return False
    return True


def _log(finding: Finding) -> None:
    count, broken = chain.first_broken()
    finding.told = str(count)
    if broken is not None:
        finding.faults.append(f"broken at entry {broken}")
