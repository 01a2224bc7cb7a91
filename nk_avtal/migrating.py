"""The database's schema: bringing it up to date and asking whether it is."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection

from nk_avtal.config import PROJECT
from nk_avtal.db import db

VERSION_TABLE = "alembic_version"


def configuration(url: URL) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    config.attributes["url"] = url
    return config


def upgrade(url: URL, revision: str = "head", connection: Connection | None = None) -> None:
    """Create the database's tables or bring them up to date, or to that revision; in the open
    transaction of `connection` where one is given."""
    config = configuration(url)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_current() -> bool:
    """Whether the open database has the newest schema."""
    head = ScriptDirectory.from_config(configuration(db.engine.url)).get_current_head()
    with db.engine.connect() as connection:
        return revision_of(connection) == head


def revision_of(connection: Connection) -> str | None:
    """The revision of a database's schema; None when it has none of our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this version has the migration that made a schema."""
    script = ScriptDirectory.from_config(configuration(db.engine.url))
    return any(one.revision == revision for one in script.walk_revisions())
