"""The command that compares two Word files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from nk_avtal import clock
from nk_avtal.documents.comparing import tracked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.option("--author", default="NK Avtal", show_default=True, help="Whose the changes are.")
@with_appcontext
def compare(old: Path, new: Path, output: Path, author: str) -> None:
    """Write OLD with what NEW changes as tracked changes, to accept or reject in Word."""
    output.write_bytes(tracked(old.read_bytes(), new.read_bytes(), author, clock.now()))


COMMANDS: tuple[click.Command, ...] = (compare,)
