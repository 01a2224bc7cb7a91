"""Commands that serve, and the check that comes before."""

from __future__ import annotations

import os
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from nk_avtal import checks, scheduler, serving
from nk_avtal.config import PROJECT

EXIT_UNSAFE = 4


@click.command()
@with_appcontext
def check() -> None:
    """Refuse unsafe or contradictory settings, one line each."""
    _refuse_faults()
    click.echo("ok")


def _refuse_faults() -> None:
    found = checks.faults()
    for fault in found:
        click.echo(fault, err=True)
    if found:
        sys.exit(EXIT_UNSAFE)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: that of BASE_URL.")
@click.option("--workers", type=click.IntRange(1, 64), help="Default: one for each core.")
@click.option("--no-scheduler", is_flag=True, help="Web only; another node runs the scheduler.")
@with_appcontext
def serve(port: int | None, workers: int | None, no_scheduler: bool) -> None:
    """Serve: web workers and, unless told otherwise, the scheduler."""
    _refuse_faults()
    port = port or serving.port_of(current_app.config["BASE_URL"])
    with_scheduler = current_app.config["SCHEDULER"] and not no_scheduler
    _greet(port)
    service = serving.Serving(port, workers or serving.usual_workers(), scheduler=with_scheduler)
    os.environ.pop("FLASK_DEBUG", None)
    sys.exit(service.run(str(PROJECT)))


def _greet(port: int) -> None:
    click.echo(f"Serving on http://127.0.0.1:{port}  (stop with Ctrl-C)")
    if current_app.config["DEMO"]:
        click.echo("Demonstration log-ins, all with the password norrbotten:")
        for name, role in DEMO_LOG_INS:
            click.echo(f"  {name}@demo.example".ljust(34) + role)


DEMO_LOG_INS = (
    ("chef", "manager"),
    ("forhandlare", "negotiator"),
    ("sekreterare", "secretary"),
    ("kommun-2581", "clerk in Piteå (one for each municipality, by its code)"),
    ("lasare", "reader"),
    ("admin", "administrator"),
)


@click.command("scheduler")
@with_appcontext
def schedule() -> None:
    """Run the scheduler alone, for a node of its own."""
    scheduler.work(current_app._get_current_object())  # type: ignore[attr-defined]


COMMANDS: tuple[click.Command, ...] = (check, serve, schedule)
