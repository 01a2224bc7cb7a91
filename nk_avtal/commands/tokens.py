"""Tokens for other programs, made on the server."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from nk_avtal.db import db
from nk_avtal.domain.tokens import USUAL_DAYS, Access
from nk_avtal.people import queries, tokens
from nk_avtal.people.models import Person


@click.group()
def token() -> None:
    """Tokens by which other programs read and write."""


@token.command("add")
@click.argument("name")
@click.option("--scope", type=click.Choice([one.value for one in Access]), required=True)
@click.option("--person", "email", metavar="EMAIL", help="For whom the program acts.")
@click.option("--days", type=click.IntRange(1, USUAL_DAYS), default=USUAL_DAYS, show_default=True)
@with_appcontext
def add(name: str, scope: str, email: str | None, days: int) -> None:
    """Print a new token once, for the program NAME.

    It acts with the rights of the account EMAIL, or else of the first open account of a
    secretary (then of a manager, a negotiator, an administrator). Whose it is is told on stderr.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise click.UsageError("NAME must have 1 to 80 characters")
    owner = _owner(email)
    _made, secret = tokens.make(owner, name, Access(scope), days)
    db.session.commit()
    click.echo(f"acts for {owner.name} <{owner.email}>, {owner.role.value}", err=True)
    click.echo(secret)


def _owner(email: str | None) -> Person:
    owner = queries.person_by_email(email) if email else tokens.usual_owner()
    if owner is None or not owner.active:
        what = f"no open account {email}" if email else "no open account of the association"
        raise click.ClickException(f"{what}: add one with nk-avtal person add")
    return owner


COMMANDS: tuple[click.Command, ...] = (token,)
