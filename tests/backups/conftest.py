"""What the tests of backups share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from nk_avtal import migrating


@pytest.fixture
def ready_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new SQLite database begin with the tables of the tests' template: making them takes
    most of the time of restoring, and other tests do it."""
    real = migrating.upgrade

    def upgrade(
        url: sa.URL, revision: str = "head", connection: sa.Connection | None = None
    ) -> None:
        target = Path(url.database or "")
        if connection is None and not target.exists():
            shutil.copy(os.environ["NK_TEST_SQLITE_TEMPLATE"], target)
        else:
            real(url, revision, connection)

    monkeypatch.setattr(migrating, "upgrade", upgrade)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "all.backup"
