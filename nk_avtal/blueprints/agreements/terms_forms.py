"""Forms for the terms of an agreement: the term, the notice, what can be done besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.agreements.forms import short_text, stripped
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.dates import Period, month_end
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay, parse_notice
from nk_avtal.domain.partial_dates import parse_partial_day
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.domain.written_periods import read_notice, read_period
from nk_avtal.formats import long_date

Read = TypeVar("Read")
PERIODS = (
    *("first_term", "following_term", "longest", "notice_period"),
    *("option_step", "option_use_by"),
)
NUMBERS = ("max_prolongations", "option_times", "options_used")
CHOSEN: dict[str, Callable[[str], Any]] = {
    "anchor": Anchor,
    "counted_from": CountedFrom,
    "valid_when": ValidWhen,
}


class TermsForm(Form):
    """How long the agreement runs and how it ends. Days may be half known."""

    start = short_text(_l("Gäller från"), 60)
    end = short_text(_l("Gäller till och med"), 60)
    first_term = short_text(_l("Första avtalstid"), 20)
    following_term = short_text(_l("Förlängs med"), 20)
    max_prolongations = short_text(_l("Högst så många gånger"), 4)
    longest = short_text(_l("Längsta sammanlagda tid"), 20)
    notice_period = short_text(_l("Uppsägningstid"), 20)
    anchor = SelectField(_l("Upphör vid"), choices=options(wording.ANCHORS), default="term")
    counted_from = SelectField(
        _l("Uppsägningstiden räknas från"), choices=options(wording.COUNTED_FROM), default="notice"
    )
    valid_when = SelectField(
        _l("Uppsägningen gäller när"), choices=options(wording.VALID_WHEN), default="received"
    )
    notice_by_members = BooleanField(_l("Kommunerna beslutar också om uppsägning"))
    option_step = short_text(_l("Optionen förlänger med"), 20)
    option_times = short_text(_l("Antal optioner"), 4)
    option_use_by = short_text(_l("Optionen används senast"), 20)
    options_used = short_text(_l("Hittills använda"), 4)
    clause = TextAreaField(
        _l("Så står det i avtalet"), filters=[stripped], validators=[Length(max=4000)]
    )
    review_on = short_text(_l("Nästa uppföljning"), 60)
    version = HiddenField()

    FURTHER = (
        *("anchor", "counted_from", "valid_when", "longest", "notice_by_members"),
        *("option_step", "option_times", "option_use_by", "options_used"),
    )

    @property
    def further(self) -> bool:
        """Whether any of the less usual terms says something, or is wrong."""
        usual = {"", "0", "term", "notice", "received", "None", "False"}
        return any(
            self[name].errors or str(self[name].data or "") not in usual for name in self.FURTHER
        )

    def fill_from(self, agreement: Agreement) -> None:
        """Show the present terms."""
        self.start.data = _shown(agreement.start_on, agreement.start_precision)
        self.end.data = _shown(agreement.end_on, agreement.end_precision)
        self.clause.data = agreement.clause
        for name in PERIODS:
            kept = getattr(agreement, name)
            self[name].data = written(kept) if kept else ""
        for name in NUMBERS:
            number = getattr(agreement, name)
            self[name].data = "" if number is None else str(number)
        for name in CHOSEN:
            self[name].data = getattr(agreement, name).value
        self.notice_by_members.data = agreement.notice_by_members
        self.review_on.data = long_date(agreement.review_on) if agreement.review_on else ""
        self.version.data = str(agreement.version)

    def terms(self, today: date) -> dict[str, Any] | None:
        """The terms that are written, or None when something has to be corrected."""
        start = read(self, "start", parse_partial_day) or (None, Precision.UNKNOWN)
        end = read(self, "end", parse_partial_day) or (None, Precision.UNKNOWN)
        values: dict[str, Any] = {
            "start_on": start[0],
            "start_precision": start[1],
            "end_on": _last_day(*end),
            "end_precision": end[1],
            "notice_by_members": self.notice_by_members.data,
            "clause": self.clause.data,
            "review_on": read(
                self, "review_on", lambda text: parse_day(text, today, latest_past=False)
            ),
        }
        values |= {name: self._period(name) for name in PERIODS}
        values |= {name: self._count(name) for name in NUMBERS}
        values |= {name: kind(self[name].data) for name, kind in CHOSEN.items()}
        values["options_used"] = values["options_used"] or 0
        return None if self.errors else values

    def _period(self, name: str) -> str | None:
        by_day = name in ("notice_period", "option_use_by")
        found: Period | MonthDay | None = read(self, name, read_notice if by_day else read_period)
        return str(found) if found else None

    def _count(self, name: str) -> int | None:
        text = self[name].data
        if text and not text.isdecimal():
            self.refuse(str(_l("Skriv ett antal, till exempel 2")), name)
        return int(text) if text.isdecimal() else None


class RuleForm(Form):
    """A further rule of notice."""

    scope = SelectField(_l("Vad regeln gäller"), choices=options(wording.SCOPES))
    party = short_text(_l("Part"), 200)
    notice_period = short_text(_l("Hur lång tid före, eller vilken dag"), 20)
    anchor = SelectField(_l("Räknat till"), choices=options(wording.ANCHORS), default="term")
    counted_from = SelectField(
        _l("Tiden räknas från"), choices=options(wording.COUNTED_FROM), default="notice"
    )
    clause = TextAreaField(
        _l("Så står det i avtalet"), filters=[stripped], validators=[Length(max=4000)]
    )

    def notice(self) -> Period | MonthDay | None:
        """The time or the day that is written, or None with an error at the field."""
        if not self.notice_period.data:
            self.refuse(str(_l("Skriv till exempel 6 månader eller 31 oktober")), "notice_period")
            return None
        return read(self, "notice_period", read_notice)


class SetDayForm(Form):
    """A last day of notice set by hand, and why."""

    day = short_text(_l("Sista dag att säga upp"), 60)
    reason = TextAreaField(
        _l("Skäl"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv varför dagen ska vara en annan")), Length(max=2000)],
    )

    def chosen(self, today: date) -> date | None:
        """The day that is written, or None with an error at the field."""
        if not self.day.data:
            self.refuse(str(_l("Skriv dagen, till exempel 30 juni 2027")), "day")
            return None
        return read(self, "day", lambda text: parse_day(text, today, latest_past=False))


def read(form: Form, name: str, parse: Callable[[str], Read]) -> Read | None:
    """What a field says, or None when it is empty, or wrong and now has an error."""
    text = form[name].data
    if not text:
        return None
    try:
        return parse(text)
    except RuleBroken as refusal:
        form.refuse(refusal.text(language()), name)
        return None


def _shown(day: date | None, precision: Precision) -> str:
    if precision is Precision.OPEN_ENDED:
        return "tills vidare"
    return long_date(day, precision) if day and precision is not Precision.UNKNOWN else ""


def _last_day(day: date | None, precision: Precision) -> date | None:
    """An end that is known as a month or a year is that month's or year's last day."""
    if day is None or precision is Precision.DAY:
        return day
    return date(day.year, 12, 31) if precision is Precision.YEAR else month_end(day)


def written(kept: str) -> str:
    """A kept period in words; as it stands when it cannot be read, so that it can be mended."""
    try:
        return parse_notice(kept).text(language())
    except RuleBroken:
        return kept
