"""Commands that look and change nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from nk_avtal import verifying
from nk_avtal.history import chain

EXIT_BROKEN = 3


@click.group()
def history() -> None:
    """The chained log of changes."""


@history.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
@with_appcontext
def head(as_json: bool) -> None:
    """Print the newest entry's number and digest, to be kept elsewhere as an anchor."""
    number, digest = chain.head()
    click.echo(json.dumps({"entry": number, "digest": digest}) if as_json else f"{number} {digest}")


@history.command()
@click.option("--anchor", type=click.Path(exists=True, path_type=Path), help="A kept head.")
@with_appcontext
def verify(anchor: Path | None) -> None:
    """Check the log. Prints `ok N`, or the first broken entry and exits with 3."""
    kept = json.loads(anchor.read_text()) if anchor else None
    count, broken = chain.first_broken((kept["entry"], kept["digest"]) if kept else None)
    if broken is None:
        click.echo(f"ok {count}")
        return
    click.echo(f"broken at entry {broken}", err=True)
    sys.exit(EXIT_BROKEN)


@click.command("verify")
@with_appcontext
def verify_all() -> None:
    """Look whether the database, references, files and the log are whole. Changes nothing.

    Prints a line for each; what is wrong goes to stderr, and the exit code is 3 then.
    """
    broken = False
    for finding in verifying.findings():
        for fault in finding.faults:
            click.echo(f"{finding.part}: {fault}", err=True)
        if finding.faults:
            broken = True
        else:
            click.echo(f"{finding.part} ok {finding.told}".strip())
    sys.exit(EXIT_BROKEN if broken else 0)


COMMANDS: tuple[click.Command, ...] = (history, verify_all)
