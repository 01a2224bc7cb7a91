"""Commands that write anew what is kept for speed."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from nk_avtal.adoptions import kept
from nk_avtal.db import db


@click.command()
@with_appcontext
def recount() -> None:
    """Keep anew where every municipality stands. Prints `rewritten N`."""
    count = kept.rewrite(db.session.connection())
    db.session.commit()
    click.echo(f"rewritten {count}")


COMMANDS: tuple[click.Command, ...] = (recount,)
