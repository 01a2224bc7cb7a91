"""Write the next migration: the difference between the newest schema and the models."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import make_url

from nk_avtal import migrating


def main() -> None:
    number, message = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        url = make_url(f"sqlite:///{Path(folder) / 'new.sqlite3'}")
        configuration = migrating.configuration(url)
        command.upgrade(configuration, "head")
        made = command.revision(configuration, message=message, autogenerate=True, rev_id=number)
    path = Path(made.path)
    path.write_text(path.read_text().replace("nk_avtal.db.UtcDateTime()", "sa.DateTime()"))
    print(path)


if __name__ == "__main__":
    main()
