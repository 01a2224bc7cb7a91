"""Commands that plan reminders and send mail."""

from __future__ import annotations

import sys
from datetime import date

import click
from flask.cli import with_appcontext

from nk_avtal import clock
from nk_avtal.commands.dates import DAY
from nk_avtal.outbox.sending import send_waiting
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
@with_appcontext
def remind(day: date | None) -> None:
    """Plan the reminders that are due on a day and queue their mails."""
    planned, already = run(day or clock.today())
    click.echo(f"planned {planned} already {already}")


COMMANDS: tuple[click.Command, ...] = (send, remind)
