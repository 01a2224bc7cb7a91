"""The database's schema: bringing it up to date and asking whether it is."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL

from nk_avtal.config import PROJECT
from nk_avtal.db import db


def configuration(url: URL) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    config.attributes["url"] = url
    return config


def upgrade(url: URL) -> None:
    """Create the database's tables or bring them up to date."""
    command.upgrade(configuration(url), "head")


def is_current() -> bool:
    """Whether the open database has the newest schema."""
    head = ScriptDirectory.from_config(configuration(db.engine.url)).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
