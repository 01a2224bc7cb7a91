"""An agreement's time as a line: the term, what follows, today and the last day of notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.renewals import Fate
from nk_avtal.formats import long_date, short_date

MOST_YEARS = 40


def line_of(
    agreement: Agreement, reckoning: Reckoning | None, today: date
) -> dict[str, Any] | None:
    """The parts of the line in per cent, or None when no term is known."""
    if reckoning is None or reckoning.term.end is None:
        return None
    start = reckoning.term.start or agreement.start_on
    if start is None:
        return None
    otherwise = reckoning.consequence
    last = otherwise.day if otherwise.fate is Fate.PROLONGED else None
    first, end = date(start.year, 1, 1), date((last or reckoning.term.end).year, 12, 31)
    if end.year - first.year > MOST_YEARS:
        return None
    scale = Scale(first, end)
    term_end = reckoning.term.end
    bars = [scale.bar("in_force", start, term_end, _said_of(start, term_end, today))]
    if last:
        bars.append(scale.bar("prolongation", term_end, last, _("Förlängning")))
    return {
        "sentence": reckoning.explanation.text(language()),
        "years": [
            {"x": scale.x(date(year, 1, 1)), "label": str(year)}
            for year in range(first.year, end.year + 1, 1 + (end.year - first.year) // 10)
        ],
        "bars": bars,
        "today": scale.x(today) if first <= today <= end else None,
        "deadline": _deadline(reckoning, scale, today),
    }


def _said_of(start: date, end: date, today: date) -> str:
    if today > end:
        return str(_("Gällde"))
    return str(_("Gäller nu")) if start <= today else ""


def _deadline(reckoning: Reckoning, scale: Scale, today: date) -> dict[str, Any] | None:
    notice = reckoning.notice
    if notice is None or notice.safe_day < today:
        return None
    label = _(
        "Säg upp senast %(day)s %(year)s",
        day=short_date(notice.safe_day),
        year=notice.safe_day.year,
    )
    return {"x": scale.x(notice.safe_day), "label": label, "day": long_date(notice.safe_day)}


class Scale:
    """Where a day lies between the ends of the line."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = (last - first).days + 1

    def x(self, day: date) -> float:
        return round(100 * (day - self.first).days / self.days, 2)

    def bar(self, kind: str, start: date, end: date, label: str) -> dict[str, Any]:
        left = self.x(start)
        width = round(self.x(end + timedelta(days=1)) - left, 2)
        return {"kind": kind, "x": left, "width": width, "label": label}
