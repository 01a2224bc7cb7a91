"""The date engine at the command line, for whoever wants to check a reckoning by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import click
from flask.cli import with_appcontext

from nk_avtal import clock
from nk_avtal.domain.anchors import Anchor
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.explanations import Explanation
from nk_avtal.domain.legal_force import legal_force
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.reckonings import reckon
from nk_avtal.domain.terms import Terms

EXIT_USAGE = 2


class Day(click.ParamType[date]):
    """A day as ISO text."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is not a day as YYYY-MM-DD", param, ctx)


DAY = Day()


@click.group()
def dates() -> None:
    """The date engine."""


@dates.command()
@click.option("--start", type=DAY, required=True)
@click.option("--first", help="The first term, such as 36m.")
@click.option("--following", help="Each term after the first, such as 12m.")
@click.option("--notice", required=True, help="The period of notice, such as 6m.")
@click.option("--end", type=DAY, help="The last day of the first term, instead of --first.")
@click.option("--anchor", type=click.Choice([one.value for one in Anchor]), default="term")
@click.option("--today", type=DAY)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
@with_appcontext
def notice(as_json: bool, today: date | None, **given: Any) -> None:
    """Print the term, its end, the last safe day of notice and the last working day to act."""
    try:
        reckoning = reckon(_terms(**given), today or clock.today())
    except RuleBroken as refusal:
        click.echo(refusal.text("en"), err=True)
        sys.exit(EXIT_USAGE)
    last = reckoning.notice
    values = {
        "term_start": reckoning.term.start,
        "term_end": reckoning.term.end,
        "notice_by": last.safe_day if last else None,
        "act_by": last.act_by if last else None,
    }
    _tell(values, reckoning.explanation, as_json)


def _terms(
    start: date,
    first: str | None,
    following: str | None,
    notice: str,
    end: date | None,
    anchor: str,
) -> Terms:
    return Terms(
        start=start,
        first=parse_period(first) if first else None,
        end=end,
        following=parse_period(following) if following else None,
        notice=parse_notice(notice),
        open_ended=not (first or end),
        anchor=Anchor(anchor),
    )


@dates.command()
@click.option("--announced", type=DAY, required=True, help="The day of posting on the board.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def appeal(announced: date, as_json: bool) -> None:
    """Print the last day to appeal and the earliest legal force."""
    found = legal_force(announced)
    values = {"last_appeal_day": found.last_appeal_day, "legal_force": found.legal_force}
    _tell(values, found.explanation, as_json)


def _tell(values: Mapping[str, date | None], explanation: Explanation, as_json: bool) -> None:
    if as_json:
        text = {name: day.isoformat() if day else None for name, day in values.items()}
        told = text | {"explanation": explanation.text()}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, day in values.items():
        click.echo(f"{name.replace('_', ' ')}: {day or '-'}")
    click.echo(explanation.text())


COMMANDS: tuple[click.Command, ...] = (dates,)
