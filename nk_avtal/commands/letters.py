"""The command that makes a recommendation's Word documents."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import NoResultFound

from nk_avtal import clock
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import actions, gathering
from nk_avtal.recommendations.queries import by_slug


@click.command()
@click.argument("recommendation")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.option("--municipality", metavar="CODE", help="Only for the municipality with this code.")
@with_appcontext
def letters(recommendation: str, output: Path, municipality: str | None) -> None:
    """Make the Word documents of RECOMMENDATION, one set for each addressed municipality.

    A document that cannot be made is told, and listed in the zip; the others are made.
    """
    try:
        found = by_slug(recommendation, drafts=False)
    except NoResultFound:
        raise RuleBroken(f"there is no sent recommendation called {recommendation}") from None
    some = [
        one for one in gathering.concerned(found) if municipality in (None, one.municipality.code)
    ]
    if not some:
        raise RuleBroken(f"the recommendation does not concern {municipality}")
    kinds = [LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER]
    bundle = actions.bundle(some, clock.today(), kinds)
    with closing(bundle), output.open("wb") as file:
        file.writelines(bundle)
    for name, reason in bundle.missing:
        click.echo(f"{name}: {reason.text('en')}", err=True)


COMMANDS: tuple[click.Command, ...] = (letters,)
