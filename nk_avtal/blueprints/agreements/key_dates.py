"""The dates of an agreement that its page puts first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.lead_times import LeadTime
from nk_avtal.domain.notices import Notice
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.renewals import Consequence, Fate
from nk_avtal.formats import days_left, long_date

KeyDate = dict[str, Any]


def key_dates_of(
    agreement: Agreement, reckoning: Reckoning | None, lead_time: LeadTime | None, today: date
) -> list[KeyDate]:
    """The dates that matter, the one to act on first."""
    if reckoning is None:
        return []
    found = [*_to_act_on(reckoning, lead_time, today)]
    if reckoning.term.end:
        found += _end_of(agreement, reckoning.term.end, reckoning.consequence, today)
    elif agreement.end_precision is Precision.OPEN_ENDED:
        found.append({"name": _("Gäller"), "value": _("Tills vidare"), "note": ""})
    for one in reckoning.rules:
        found.append(_date(str(wording.SCOPES[one.rule.scope]), one.notice.safe_day, today))
    return found


def _end_of(agreement: Agreement, end: date, otherwise: Consequence, today: date) -> list[KeyDate]:
    if otherwise.is_past:
        return [_date(_("Upphörde"), end, today)]
    return [_date(_("Gäller till"), end, today), _otherwise(agreement, otherwise)]


def ending_of(agreement: Agreement, today: date) -> list[KeyDate]:
    """After notice of the whole agreement: the day on which it ends, if that is known."""
    ends = agreement.notice_ends_on
    if ends is None:
        return []
    name = _("Upphör") if ends >= today else _("Upphörde")
    return [_date(name, ends, today) | {"important": True}]


def _to_act_on(reckoning: Reckoning, lead_time: LeadTime | None, today: date) -> Iterator[KeyDate]:
    notice = reckoning.notice
    if notice and notice.safe_day >= today:
        yield _notice(notice, today)
    if lead_time:
        begun = _date(_("Påbörja ärendet senast"), lead_time.start_by, today)
        if lead_time.estimated:
            begun["note"] = _("Uppskattat")
        yield begun
    if reckoning.option:
        yield _date(_("Använd optionen senast"), reckoning.option.notice.safe_day, today)


def _notice(notice: Notice, today: date) -> KeyDate:
    shown = _date(_("Säg upp senast"), notice.safe_day, today) | {"important": True}
    if notice.reckoned:
        shown["note"] = _("Satt för hand")
    return shown


def _date(name: str, day: date, today: date) -> KeyDate:
    return {"name": name, "value": long_date(day), "note": days_left(day, today).capitalize()}


def _otherwise(agreement: Agreement, otherwise: Consequence) -> KeyDate:
    if otherwise.fate is Fate.PROLONGED and otherwise.day:
        kept = agreement.following_term
        period = parse_period(kept).text(language()) if kept else ""
        return {
            "name": _("Annars förlängs det till"),
            "value": long_date(otherwise.day),
            "note": _("%(period)s i taget", period=period) if period else "",
        }
    return {
        "name": _("Om inget görs"),
        "value": otherwise.phrase.text(language()),
        "note": "",
    }
