"""Whether the migrations make exactly what the models say, from empty and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import make_url

from nk_avtal import migrating


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = make_url(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
        configuration = migrating.configuration(url)
        command.upgrade(configuration, "head")
        command.check(configuration)
        command.downgrade(configuration, "base")
        command.upgrade(configuration, "head")


if __name__ == "__main__":
    main()
