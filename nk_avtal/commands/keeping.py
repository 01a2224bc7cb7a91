"""Commands that write anew what is kept for speed."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from nk_avtal.adoptions import kept
from nk_avtal.agreements import ordering
from nk_avtal.db import db
from nk_avtal.documents import kept_texts
from nk_avtal.search import keeping


@click.command()
@with_appcontext
def recount() -> None:
    """Keep anew where every municipality stands, the order of titles, and the search index.

    Prints `rewritten N`, `ordered N` and `indexed N`.
    """
    connection = db.session.connection()
    places, titles = kept.rewrite(connection), ordering.rewrite(connection)
    things = keeping.rewrite(connection)
    db.session.commit()
    click.echo(f"rewritten {places}\nordered {titles}\nindexed {things}")


@click.command()
@click.option("--all", "every", is_flag=True, help="Also those that have been read before.")
@with_appcontext
def read_texts(every: bool) -> None:
    """Keep for search what uploaded files say. Prints `read N`; names files that are damaged."""
    count = 0
    for checksum, there in kept_texts.read_again(
        kept_texts.stored() if every else kept_texts.unread()
    ):
        count += there
        if not there:
            click.echo(f"damaged {checksum}", err=True)
    click.echo(f"read {count}")


COMMANDS: tuple[click.Command, ...] = (recount, read_texts)
