"""Commands that make a backup, and restore one."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from nk_avtal.backups import archive, restoring, taking
from nk_avtal.backups.errors import BackupRefused

EXIT_BROKEN = 3


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything that is kept, database and documents, to FILE, while people work.

    A document that is gone or altered is told, and the exit code is 3; all the rest is there.
    """
    try:
        made = taking.take(file)
    except BackupRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    for checksum in made.missing:
        click.echo(f"{checksum} is gone or altered, and is not in the backup", err=True)
    click.echo(f"kept {_told(made)}")
    if made.missing:
        sys.exit(EXIT_BROKEN)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Restore over what the target holds.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Restore FILE, all of it or nothing, into an empty installation of either database.

    A file that is not a whole backup is refused with exit code 3.
    """
    try:
        made = restoring.restore(file, replace=replace)
    except archive.Damaged as damage:
        click.echo(f"nothing was restored: {damage}", err=True)
        sys.exit(EXIT_BROKEN)
    except BackupRefused as refusal:
        raise click.ClickException(f"nothing was restored: {refusal}") from None
    for checksum in made.missing:
        click.echo(f"{checksum} was gone or altered when the backup was made", err=True)
    click.echo(f"restored {_told(made)}, as of {made.made_at}")


def _told(made: archive.Manifest) -> str:
    return f"{sum(made.tables.values())} rows and {len(made.files)} documents"


COMMANDS: tuple[click.Command, ...] = (backup, restore)
