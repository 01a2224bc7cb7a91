"""Commands that bring files in and give them back."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from nk_avtal import canonical
from nk_avtal.db import db
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.imports import actions, kinds
from nk_avtal.imports.planning import Answers, Choice, Plan, Verdict
from nk_avtal.imports.reading import sheets_of

EXIT_REFUSED = 1
KIND = click.Choice([kind.value for kind in ImportKind])
ASK = "ask"


@click.command("import")
@click.argument("kind", type=KIND)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option(
    "--similar",
    type=click.Choice([ASK, *(one.value for one in Choice)]),
    default=ASK,
    help="Rows that may be there already under another title: refuse them (ask), take them for the"
    " same, skip them, or take them for new.",
)
@with_appcontext
def bring_in(kind: str, file: Path, dry_run: bool, similar: str) -> None:
    """Import FILE (.xlsx, .csv, for meetings also .ics): all of it or nothing.

    Prints every fault with sheet, row and column on stderr, and last `new N changed N same N`.
    """
    answers = Answers(others="" if similar == ASK else similar)
    of = ImportKind(kind)
    sheets = sheets_of(file.read_bytes())
    made = actions.plan(of, sheets, answers, None)
    _tell(made)
    if not made.ready:
        click.echo("nothing was imported", err=True)
        sys.exit(EXIT_REFUSED)
    if not dry_run:
        begun = actions.begin(of, file.name, sheets, None)
        actions.answer(begun, answers)
        actions.write(begun, made, None)
        db.session.commit()
    counts = made.counts
    told = (Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.SKIPPED)
    click.echo(" ".join(f"{one.value} {counts[one]}" for one in told))


def _tell(made: Plan) -> None:
    for column in made.missing:
        place = f"{made.sheet.name} {made.table.header + 1}"
        click.echo(f"{place}: no heading is read as {column.name}", err=True)
    for line, remark in (*made.wrong, *made.notes):
        mark = "" if remark.wrong else "note: "
        place = made.place(line, remark)
        click.echo(f"{mark}{made.sheet.name} {place}: {remark.text('en')}", err=True)
    for line in made.asked:
        names = "; ".join(name for name, _ in line.similar)
        row = line.row + 1
        click.echo(
            f"{made.sheet.name} {row}: {line.name} may be {names}. Say --similar same, skip or new",
            err=True,
        )


@click.command()
@click.argument("kind", type=KIND, required=False)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--canonical", "whole", type=click.Path(path_type=Path))
@with_appcontext
def export(kind: str | None, output: Path | None, whole: Path | None) -> None:
    """Write all of a KIND to a file (.xlsx or .csv), in the form in which it is imported.

    With --canonical everything that is kept is written as sorted JSON lines, equal for equal data
    on either database.
    """
    if whole is not None and kind is None:
        with whole.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in canonical.lines())
        return
    if kind is None or output is None or whole is not None:
        raise click.UsageError("Say either KIND and -o FILE, or --canonical FILE.")
    form = output.suffix.casefold().lstrip(".")
    if form not in ("xlsx", "csv"):
        raise click.UsageError("The file must end in .xlsx or .csv.")
    output.write_bytes(kinds.file_of(ImportKind(kind), form))


COMMANDS: tuple[click.Command, ...] = (bring_in, export)
