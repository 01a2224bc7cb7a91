"""The date engine at the command line, for whoever wants to check a reckoning by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from nk_avtal import clock
from nk_avtal.domain.anchors import Anchor, CountedFrom
from nk_avtal.domain.dates import Period, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.explanations import Explanation
from nk_avtal.domain.lead_times import latest_start
from nk_avtal.domain.legal_force import legal_force
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.reckonings import reckon
from nk_avtal.domain.sittings import Sitting, Stop
from nk_avtal.domain.stored_terms import option_from
from nk_avtal.domain.terms import Terms

EXIT_USAGE = 2
BETWEEN = timedelta(days=70)
"""From one meeting of the board to the next, about five times a year."""


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
@click.option(
    "--counted-from",
    type=click.Choice([one.value for one in CountedFrom]),
    default="notice",
    help="When the period of notice begins to run.",
)
@click.option("--max-prolongations", type=int, help="At most so many terms after the first.")
@click.option("--longest", help="The longest time in all, such as 8y.")
@click.option("--option", help="A prolongation that somebody has to use, such as 1y.")
@click.option("--options", type=int, help="How many times the option can be used.")
@click.option("--use-by", help="How long before the end the option is used, such as 6m.")
@click.option("--options-used", type=int, default=0, help="How many times it has been.")
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
    if reckoning.option:
        values["option_by"] = reckoning.option.notice.safe_day
    _tell(values, reckoning.explanation, as_json)


def _terms(**given: Any) -> Terms:
    first, end = given["first"], given["end"]
    return Terms(
        start=given["start"],
        first=_period(first),
        end=end,
        following=_period(given["following"]),
        notice=parse_notice(given["notice"]),
        open_ended=not (first or end),
        max_prolongations=given["max_prolongations"],
        anchor=Anchor(given["anchor"]),
        counted_from=CountedFrom(given["counted_from"]),
        longest=_period(given["longest"]),
        option=option_from(
            given["option"], given["options"], given["use_by"], given["options_used"]
        ),
    )


def _period(text: str | None) -> Period | None:
    return parse_period(text) if text else None


@dates.command()
@click.option("--act-by", type=DAY, required=True, help="The last working day to give notice.")
@click.option("--meeting", "meetings", type=DAY, multiple=True, help="A meeting of the board.")
@click.option("--hand-in", type=int, default=14, help="Days before it to hand in documents.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def start(act_by: date, meetings: tuple[date, ...], hand_in: int, as_json: bool) -> None:
    """Print the latest day to begin, for the board to decide on notice in time."""
    sittings = tuple(Sitting(day, day - timedelta(days=hand_in)) for day in sorted(meetings))
    found = latest_start(
        act_by,
        [Stop("Styrelsen", sittings, timedelta(days=hand_in), every=BETWEEN, wait=BETWEEN)],
    )
    _tell({"start_by": found.start_by}, Explanation(tuple(found.steps)), as_json)


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
