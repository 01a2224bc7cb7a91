"""The commands: `nk-avtal ...`, and the same under `flask`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from nk_avtal import clock, migrating
from nk_avtal.app import create_app
from nk_avtal.blueprints.guard import permissions_of
from nk_avtal.commands import (
    checking,
    comparing,
    exchanging,
    keeping,
    letters,
    mail,
    safekeeping,
    serving,
)
from nk_avtal.commands import dates as reckoning
from nk_avtal.commands import tokens as access
from nk_avtal.config import SettingsRefused
from nk_avtal.db import db
from nk_avtal.demo import loading
from nk_avtal.documents.places import Away
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.queries import municipality_by_code
from nk_avtal.people.accounts import add_person
from nk_avtal.reference import actions as reference
from nk_avtal.search import keeping as index

EXIT_REFUSED = 1
EXIT_SETTINGS = 4
OUTSIDE = (OSError, DBAPIError, Away)
"""What fails outside of the product: a disk, the database, the bucket."""


@click.command()
@click.option("--members", type=click.Path(exists=True, path_type=Path), default=reference.MEMBERS)
@click.option("--bodies", type=click.Path(exists=True, path_type=Path), default=reference.BODIES)
@click.option("--goals", type=click.Path(exists=True, path_type=Path), default=reference.GOALS)
@with_appcontext
def init(members: Path, bodies: Path, goals: Path) -> None:
    """Create or migrate the database and load the reference data. Can be run again."""
    migrating.upgrade(db.engine.url)
    reference.load(members, bodies, goals)
    db.session.commit()
    index.bring_up_to_date()


@click.command()
@click.option("--if-empty", is_flag=True, help="Succeed when the demonstration is there already.")
@with_appcontext
def demo(if_empty: bool) -> None:
    """Load the demonstration into an empty database; refuses another."""
    if if_empty and loading.is_loaded():
        return
    loading.load(clock.today())
    db.session.commit()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
@with_appcontext
def routes(as_json: bool) -> None:
    """Print every route with its methods and the permission that it declares."""
    found = [
        {
            "endpoint": rule.endpoint,
            "pattern": rule.rule,
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "permissions": [str(one) for one in permissions_of(current_app, rule.endpoint)],
        }
        for rule in current_app.url_map.iter_rules()
    ]
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for one in found:
        click.echo("{pattern}  {methods}  {permissions}".format(**one))


@click.group()
def person() -> None:
    """Accounts."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--municipality", metavar="CODE", help="The SCB code, for readers and clerks.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def add(email: str, name: str, role: str, municipality: str | None, password_stdin: bool) -> None:
    """Add an account."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    owner = municipality_by_code(municipality) if municipality else None
    add_person(email, name, Role(role), owner, password)
    db.session.commit()


COMMANDS: tuple[click.Command, ...] = (
    init,
    demo,
    routes,
    person,
    *checking.COMMANDS,
    *comparing.COMMANDS,
    *exchanging.COMMANDS,
    *reckoning.COMMANDS,
    *keeping.COMMANDS,
    *letters.COMMANDS,
    *mail.COMMANDS,
    *safekeeping.COMMANDS,
    *serving.COMMANDS,
    *access.COMMANDS,
)


def register(app: Flask) -> None:
    """Offer the commands under `flask` too."""
    for command in COMMANDS:
        app.cli.add_command(command)


def _application() -> Flask:
    return create_app()


def main() -> None:
    """Run a command; what it refuses is told in one line on stderr and never as a traceback."""
    group = FlaskGroup(
        name="nk-avtal", create_app=_application, add_default_commands=False, commands=COMMANDS
    )
    try:
        group.main(prog_name="nk-avtal", standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except (SettingsRefused, RuleBroken, click.ClickException, click.Abort, *OUTSIDE) as refusal:
        sys.exit(_tell(refusal))


def _tell(refusal: Exception) -> int:
    """Say what was refused, and with which code to end."""
    if isinstance(refusal, SettingsRefused):
        click.echo("\n".join(refusal.faults), err=True)
        return EXIT_SETTINGS
    if isinstance(refusal, click.ClickException):
        click.echo(f"nk-avtal: {refusal.format_message()}", err=True)
        return refusal.exit_code
    click.echo(_sentence(refusal), err=True)
    return EXIT_REFUSED


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, RuleBroken):
        return refusal.text("en")
    if isinstance(refusal, click.Abort):
        return "stopped"
    return f"nk-avtal: {getattr(refusal, 'orig', refusal)}".partition("\n")[0]


if __name__ == "__main__":
    main()
