"""What a planning says in sentences, before anybody reads its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from nk_avtal.blueprints.forms import language
from nk_avtal.domain.backward_plans import Demand, Plan
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.formats import join_and, long_date
from nk_avtal.recommendations.plans import Planning

MOST_NAMES = 3


def names_in_short(names: Sequence[str]) -> str:
    """Kiruna och Pajala; of many the first and how many more."""
    if len(names) <= MOST_NAMES:
        return str(join_and(names))
    return str(join_and([*names[:2], _("%(num)s till", num=len(names) - 2)]))


def backwards(planning: Planning, today: date) -> list[str]:
    """Until when it has to be sent, who is the bottleneck, and what is left."""
    wanted, send_by = planning.asked.wanted, planning.send_by
    if wanted is None or send_by is None:
        return []
    found = [
        _(
            "För att gälla %(day)s måste rekommendationen skickas senast %(send)s.",
            day=long_date(wanted),
            send=long_date(send_by),
        )
    ]
    if len(planning.first_out) < len(planning.lanes):
        found.append(_("Trångast: %(names)s.", names=names_in_short(planning.first_out)))
    if send_by < min(today, planning.asked.sent_on):
        found.append(_("Den dagen har redan varit."))
    return found


def margin(planning: Planning) -> str:
    """What is left, or who is too late, when it is sent on the given day."""
    sent_on = planning.asked.sent_on
    late = [
        one.municipality.name for one in planning.lanes if one.back and one.back.slack(sent_on) < 0
    ]
    day = long_date(sent_on)
    left = (planning.send_by - sent_on).days if planning.send_by else 0
    if planning.asked.is_sent:
        return _margin_of_sent(day, late, left)
    if late:
        return str(
            ngettext(
                "Skickas den %(day)s hinner inte %(names)s.",
                "Skickas den %(day)s hinner %(num)s kommuner inte: %(names)s.",
                len(late),
                day=day,
                names=names_in_short(late),
            )
        )
    return str(
        ngettext(
            "Skickas den %(day)s finns en dag till godo.",
            "Skickas den %(day)s finns %(num)s dagar till godo.",
            left,
            day=day,
        )
    )


def _margin_of_sent(day: str, late: list[str], left: int) -> str:
    if late:
        return str(
            ngettext(
                "Den skickades %(day)s, och då hinner inte %(names)s.",
                "Den skickades %(day)s, och då hinner %(num)s kommuner inte: %(names)s.",
                len(late),
                day=day,
                names=names_in_short(late),
            )
        )
    return str(
        ngettext(
            "Den skickades %(day)s, med en dag till godo.",
            "Den skickades %(day)s, med %(num)s dagar till godo.",
            left,
            day=day,
        )
    )


def forwards(planning: Planning, condition_day: date | None) -> list[str]:
    """When it can apply at the earliest, and whom the others wait for. `condition_day`: when the
    agreement's condition can be met, where that does not need all."""
    if planning.applies_on is None:
        return []
    days = {"sent": long_date(planning.asked.sent_on), "day": long_date(planning.applies_on)}
    found = [
        _("Rekommendationen skickades %(sent)s och kan gälla tidigast %(day)s.", **days)
        if planning.asked.is_sent
        else _("Skickas den %(sent)s kan det gälla tidigast %(day)s.", **days)
    ]
    if len(planning.last_in) < len(planning.lanes):
        found.append(_("Sist: %(names)s.", names=names_in_short(planning.last_in)))
    if condition_day:
        day = long_date(condition_day)
        found.append(_("Villkoret för att börja gälla kan vara uppfyllt redan %(day)s.", day=day))
    return found


def grounds(planning: Planning) -> list[str]:
    """What the days rest on: what is demanded, and how much of it is guessed."""
    found = []
    if planning.asked.demand is Demand.DECISION:
        found.append(_("Laga kraft krävs inte, så beslutets dag räknas."))
    if planning.estimated:
        found.append(
            ngettext(
                "En kommun av %(all)s är uppskattad, för mötesplanen räcker inte.",
                "%(num)s kommuner av %(all)s är uppskattade, för mötesplanerna räcker inte.",
                planning.estimated,
                all=len(planning.lanes),
            )
            if len(planning.lanes) > 1
            else _("Dagarna är uppskattade, för mötesplanen räcker inte.")
        )
    return found


def lines(plan: Plan) -> list[str]:
    """How the days of one plan came about."""
    return [one.text(language()) for one in plan.steps]


def columns(kinds: Iterable[BodyKind]) -> list[tuple[BodyKind, str]]:
    """The bodies as columns of a table."""
    return [(kind, short_name(kind)) for kind in kinds]


def short_name(kind: BodyKind) -> str:
    """A municipal body in few letters."""
    return str(SHORT[kind])


SHORT = {
    BodyKind.COMMITTEE: _l("Nämnd"),
    BodyKind.WORKING_COMMITTEE: "AU",
    BodyKind.EXECUTIVE: "KS",
    BodyKind.COUNCIL: "KF",
}


def unattainable(planning: Planning, reply_by: date | None) -> list[str]:
    """What a draft promises and the meetings cannot keep: the reply day, the day of effect."""
    sent_on = long_date(planning.asked.sent_on)
    found: list[str] = []
    late = [one for one in planning.lanes if reply_by and one.ahead.decided_on > reply_by]
    if late:
        found.append(
            _(
                "Svarsdatumet %(day)s: skickas rekommendationen %(sent)s hinner inte %(names)s."
                " Alla kan ha beslutat tidigast %(last)s.",
                day=long_date(reply_by),
                sent=sent_on,
                names=names_in_short([one.municipality.name for one in late]),
                last=long_date(max(one.ahead.decided_on for one in late)),
            )
        )
    wanted, applies_on = planning.asked.wanted, planning.applies_on
    if wanted and applies_on and applies_on > wanted:
        found.append(
            _(
                "Börjar gälla %(day)s: det kan gälla i alla kommuner tidigast %(last)s.",
                day=long_date(wanted),
                last=long_date(applies_on),
            )
        )
    return [*found, *grounds(planning)] if found else []


def basis(estimated: bool) -> str:
    """Whether a plan rests on the calendar or on a guess."""
    return str(_("uppskattade")) if estimated else str(_("kända"))


def row_of(planning: Planning, number: int) -> list[Any]:
    """One municipality as the files have it."""
    lane = planning.lanes[number]
    cells: list[Any] = [lane.municipality.name]
    for plan in (lane.back, lane.ahead):
        cells += [plan.send_on if plan else None]
        cells += [_held(plan, kind) for kind in planning.kinds]
        cells += [plan.effect if plan else None, basis(plan.estimated) if plan else ""]
    slack = lane.back.slack(planning.asked.sent_on) if lane.back else None
    return [*cells, slack, (lane.back or lane.ahead).missed.days]


def _held(plan: Plan | None, kind: BodyKind) -> date | None:
    passed = plan.at(kind) if plan else None
    return passed.held_on if passed else None


def head_of(planning: Planning) -> list[str]:
    """The columns of the files."""
    head = [str(_("Kommun"))]
    for first in (_("Skicka senast"), _("Skickades") if planning.asked.is_sent else _("Skickas")):
        names = [name for _kind, name in columns(planning.kinds)]
        head += [first, *names, str(_("Gäller tidigast")), str(_("Dagarna är"))]
    return [*head, str(_("Marginal, dagar")), str(_("Ett missat möte, dagar"))]
