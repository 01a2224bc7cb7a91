"""Commands that plan reminders and send mail."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from nk_avtal import clock
from nk_avtal.commands.dates import DAY
from nk_avtal.digests import running as digests
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.reminders import ledger, statement_mails
from nk_avtal.reminders.running import run

EXIT_FAILED = 1


@click.command()
@click.option("--now", "at_once", is_flag=True, help="Do not wait for the hold time to end.")
@with_appcontext
def send(at_once: bool) -> None:
    """Send what is in the outbox."""
    tally = send_waiting(at_once=at_once)
    click.echo(f"sent {tally.sent} failed {tally.failed} waiting {tally.waiting}")
    if tally.failed:
        sys.exit(EXIT_FAILED)


@click.command()
@click.option("--date", "day", type=DAY, help="Default: today.")
@click.option("--all", "afresh", is_flag=True, help="Also look where nothing was to come yet.")
@with_appcontext
def remind(day: date | None, afresh: bool) -> None:
    """Plan what is due on a day, and the letters of its week, and queue the mails."""
    day = day or clock.today()
    outcome = run(day, afresh=afresh)
    outcome.refused += digests.run(day) + statement_mails.run(day)
    if outcome.refused:
        click.echo(f"{outcome.refused} reminders could not be written; see the log", err=True)
    click.echo(f"planned {outcome.planned} already {outcome.already}")
    if outcome.refused:
        sys.exit(EXIT_FAILED)


@click.group()
def reminders() -> None:
    """What will be due, and what became of each reminder."""


@reminders.command()
@click.option("--from", "first", type=DAY, help="Default: today.")
@click.option("--to", "last", type=DAY, help="Default: 30 days later.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
@with_appcontext
def plan(first: date | None, last: date | None, as_json: bool) -> None:
    """Print what runs on these days would plan, as things stand now."""
    first = first or clock.today()
    last = last or first + timedelta(days=30)
    _print(ledger.planned_between(first, last), as_json, "{date}  {recipient}  {title}")


@reminders.command("ledger")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
@with_appcontext
def show_ledger(as_json: bool) -> None:
    """Print every reminder and what became of its mail."""
    _print(ledger.entries(), as_json, "{deadline}  {state}  {recipient}  {key}")


def _print(rows: Iterable[dict[str, Any]], as_json: bool, line: str) -> None:
    found = list(rows)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for row in found:
        click.echo(line.format(**row))


COMMANDS: tuple[click.Command, ...] = (send, remind, reminders)
