"""The agreements on one line of time: five years, one row each, area by area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.blueprints.agreements.lines import Scale
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.agreements import Area, Precision, Stage
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.renewals import Fate
from nk_avtal.domain.stored_terms import last_day_within
from nk_avtal.formats import long_date, short_date

YEARS = 5
MOST_ROWS = 60
NARROWEST_WITH_TEXT = 11
BEFORE_AGREED = frozenset(
    {Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.RECOMMENDED, Stage.DECIDING}
)


@dataclass(frozen=True)
class Chart:
    """What `macros/timeline.html` draws. `left_out` counts agreements without a known time."""

    groups: list[tuple[str, list[dict[str, Any]]]]
    years: list[int]
    today: float
    left_out: int
    hidden: int


def chart_of(agreements: Iterable[Agreement], today: date) -> Chart:
    """The agreements that apply or are to apply within the years, at most MOST_ROWS of them."""
    first, last = first_day(today), date(today.year + YEARS - 1, 12, 31)
    frame = _Frame(first, last, today)
    spans = [_Span.of(one, today) for one in agreements]
    inside = [one for one in spans if one.known and one.touches(first, last, today)]
    groups: dict[Area, list[dict[str, Any]]] = defaultdict(list)
    for one in inside[:MOST_ROWS]:
        groups[one.area].append(frame.row(one))
    return Chart(
        groups=[(str(wording.AREAS[area]), groups[area]) for area in Area if groups[area]],
        years=list(range(first.year, last.year + 1)),
        today=frame.scale.x(today),
        left_out=sum(not one.known for one in spans),
        hidden=max(0, len(inside) - MOST_ROWS),
    )


def first_day(today: date) -> date:
    """Where the line begins."""
    return date(today.year, 1, 1)


@dataclass(frozen=True)
class _Span:
    """From when an agreement applies, until when, and until when it may be prolonged."""

    agreement: Agreement
    start: date | None
    end: date | None
    prolonged_to: date | None
    notice_by: date | None
    open_ended: bool
    proposed: bool
    reckoning: Reckoning | None

    @classmethod
    def of(cls, agreement: Agreement, today: date) -> _Span:
        reckoning = reckoning_of(agreement, today)
        end = last_day_within(agreement.end_on, agreement.end_precision)
        prolonged_to = notice_by = None
        if reckoning:
            end = reckoning.term.end or end
            otherwise = reckoning.consequence
            prolonged_to = otherwise.day if otherwise.fate is Fate.PROLONGED else None
            notice_by = reckoning.notice.safe_day if prolonged_to and reckoning.notice else None
        if agreement.notice_ends_on:
            end, prolonged_to, notice_by = agreement.notice_ends_on, None, None
        start = agreement.start_on
        return cls(
            agreement=agreement,
            start=start,
            end=end,
            prolonged_to=prolonged_to,
            notice_by=notice_by,
            open_ended=agreement.end_precision is Precision.OPEN_ENDED and end is None,
            proposed=agreement.stage in BEFORE_AGREED and (start is None or start > today),
            reckoning=reckoning,
        )

    @property
    def known(self) -> bool:
        return self.end is not None or (self.open_ended and self.start is not None)

    @property
    def area(self) -> Area:
        return self.agreement.areas[0].area if self.agreement.areas else Area.OTHER

    def touches(self, first: date, last: date, today: date) -> bool:
        begins = self.start is None or self.start <= last
        return begins and (self.end is None or self.end >= today or self.end >= first)

    @property
    def text(self) -> str:
        """What the row says under the title."""
        if self.proposed and self.start:
            return str(_("Föreslås gälla från %(day)s", day=long_date(self.start)))
        if self.agreement.notice_ends_on:
            return str(_("Uppsagt, upphör %(day)s", day=long_date(self.end)))
        if self.notice_by:
            return str(_("Säg upp senast %(day)s", day=long_date(self.notice_by)))
        if self.open_ended:
            return self._open_ended()
        return self._ending()

    def _open_ended(self) -> str:
        if not self.agreement.notice_period:
            return str(_("Tills vidare"))
        period = parse_notice(self.agreement.notice_period).text(language())
        return str(_("Tills vidare. Uppsägningstid %(period)s", period=period))

    def _ending(self) -> str:
        if self.prolonged_to:
            return str(_("Förlängs till %(day)s", day=long_date(self.prolonged_to)))
        text = _("Gäller till %(day)s", day=long_date(self.end))
        work = {
            Stage.NEGOTIATION: _("Förhandling pågår"),
            Stage.DECIDING: _("Kommunerna beslutar nu"),
        }.get(self.agreement.stage)
        return f"{text}. {work}" if work else str(text)

    @property
    def sentence(self) -> str:
        """The same line for those who hear it."""
        parts = []
        if self.open_ended:
            parts.append(_("Gäller tills vidare"))
        elif self.end and not self.proposed:
            parts.append(_("Gäller till %(day)s", day=long_date(self.end)))
        if self.notice_by and self.prolonged_to:
            parts.append(_("Säg upp senast %(day)s", day=long_date(self.notice_by)))
            parts.append(_("Förlängs annars till %(day)s", day=long_date(self.prolonged_to)))
        return ". ".join([*parts] or [self.text]) + "."


class _Frame:
    """The years that the line shows; what lies outside is cut off."""

    def __init__(self, first: date, last: date, today: date) -> None:
        self.first, self.last, self.today = first, last, today
        self.scale = Scale(first, last)

    def row(self, span: _Span) -> dict[str, Any]:
        notice = span.notice_by
        return {
            "title": span.agreement.title,
            "url": url_for("agreements.show", slug=span.agreement.slug),
            "text": span.text,
            "sentence": span.sentence,
            "bars": self._bars(span),
            "endless": span.open_ended,
            "deadline_x": self.scale.x(notice) if notice and notice <= self.last else None,
        }

    def _bars(self, span: _Span) -> list[dict[str, Any]]:
        kind = "proposed" if span.proposed else "in_force"
        bars = [self._bar(kind, span.start or self.first, span.end or self.last)]
        if bars[0]["kind"] == "in_force" and bars[0]["width"] >= NARROWEST_WITH_TEXT:
            bars[0]["label"] = self._label(span)
        if span.prolonged_to and span.end and span.end < self.last:
            bars.append(self._bar("prolongation", span.end, span.prolonged_to))
        return bars

    def _bar(self, kind: str, start: date, end: date) -> dict[str, Any]:
        return self.scale.bar(kind, max(start, self.first), min(end, self.last), "")

    def _label(self, span: _Span) -> str:
        if span.end is None:
            return str(_("Tills vidare"))
        day = f"{short_date(span.end)} {span.end.year}"
        return str(_("Till %(day)s", day=day))
