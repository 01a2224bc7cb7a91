"""The dates of an agreement on a day, all at once, with how each came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.dates import Period, is_closed
from nk_avtal.domain.explanations import ClosedDay, Explanation, Weekday
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import (
    Consequence,
    Fate,
    Notice,
    Term,
    consequence,
    current_term,
    notice_by,
)
from nk_avtal.domain.terms import Anchor, Terms


@dataclass(frozen=True)
class Reckoning:
    """The current term, until when notice can be given, what happens otherwise, and why."""

    term: Term
    notice: Notice | None
    consequence: Consequence
    explanation: Explanation


def reckon(terms: Terms, today: date) -> Reckoning:
    """Everything that the terms say on `today`."""
    term = current_term(terms, today)
    notice = notice_by(terms, today)
    otherwise = consequence(terms, today)
    steps = (
        *_about_term(terms, term),
        *(_about_notice(terms, notice) if notice else _about_missing_notice(terms)),
        Phrase(*_OTHERWISE[otherwise.fate], {"day": otherwise.day}),
    )
    return Reckoning(term, notice, otherwise, Explanation(steps))


def _about_term(terms: Terms, term: Term) -> Iterator[Phrase]:
    if terms.open_ended:
        yield Phrase("Avtalet gäller tills vidare.", "The agreement is open-ended.")
        return
    if terms.first and terms.start and terms.anchor is Anchor.TERM:
        values = {"start": terms.start, "first": terms.first, "end": terms.end_of(0)}
        yield Phrase(*_FIRST_TERM, values)
    elif terms.anchor is Anchor.TERM:
        yield Phrase(*(_FIRST_END if term.number else _END), {"end": terms.end_of(0)})
    if terms.anchor is not Anchor.TERM:
        yield Phrase(*_ANCHORS[terms.anchor], {"end": terms.end_of(term.number)})
    elif term.number:
        values = {"times": term.number, "following": terms.following, "end": term.end}
        yield Phrase(*(_PROLONGED_ONCE if term.number == 1 else _PROLONGED), values)


def _about_notice(terms: Terms, notice: Notice) -> Iterator[Phrase]:
    counted = _PERIOD if isinstance(terms.notice, Period) else _FIXED_DAY
    yield Phrase(*counted, {"notice": terms.notice, "day": notice.safe_day})
    if notice.month_end_reading:
        yield Phrase(*_READ_OTHERWISE, {"other": notice.month_end_reading})
    if is_closed(notice.safe_day):
        values = {"why": ClosedDay(notice.safe_day), "act_by": Weekday(notice.act_by)}
        yield Phrase(*_CLOSED, values)


def _about_missing_notice(terms: Terms) -> Iterator[Phrase]:
    if terms.open_ended and terms.notice:
        yield Phrase(*_OPEN_NOTICE, {"notice": terms.notice})
    else:
        yield Phrase(
            "Ingen uppsägningstid är angiven.",
            "No period of notice is given.",
        )


_FIRST_TERM = (
    "Avtalet gäller från {start}. Första avtalstiden är {first} och slutar {end}.",
    "The agreement starts on {start}. Its first term is {first} and ends on {end}.",
)
_END = (
    "Avtalstiden slutar {end}.",
    "The term ends on {end}.",
)
_FIRST_END = (
    "Första avtalstiden slutar {end}.",
    "The first term ends on {end}.",
)
_PROLONGED_ONCE = (
    "Därefter förlängs avtalet med {following} i taget. "
    "Det är förlängt en gång och avtalstiden slutar {end}.",
    "After that it is prolonged by {following} at a time. "
    "It is prolonged once and the term ends on {end}.",
)
_PROLONGED = (
    "Därefter förlängs avtalet med {following} i taget. "
    "Det är förlängt {times} gånger, räknat från avtalets början, och avtalstiden slutar {end}.",
    "After that it is prolonged by {following} at a time. "
    "It is prolonged {times} times, counted from the start, and the term ends on {end}.",
)
_ANCHORS = {
    Anchor.MONTH: (
        "Avtalet kan avslutas vid ett månadsskifte. Närmast är {end}.",
        "The agreement can be ended with a month. The nearest is {end}.",
    ),
    Anchor.QUARTER: (
        "Avtalet kan avslutas vid ett kvartalsskifte. Närmast är {end}.",
        "The agreement can be ended with a quarter. The nearest is {end}.",
    ),
    Anchor.HALFYEAR: (
        "Avtalet kan avslutas vid ett halvårsskifte. Närmast är {end}.",
        "The agreement can be ended with a half-year. The nearest is {end}.",
    ),
    Anchor.YEAR: (
        "Avtalet kan avslutas vid ett årsskifte. Närmast är {end}.",
        "The agreement can be ended with a year. The nearest is {end}.",
    ),
}
_PERIOD = (
    "Uppsägningstiden är {notice}. Sista dagen att säga upp blir därför {day}. Dagen räknas in.",
    "The period of notice is {notice}. The last day to give notice is {day}, included.",
)
_FIXED_DAY = (
    "Uppsägning ska ske senast {notice}. Sista dagen att säga upp blir därför {day}. "
    "Dagen räknas in.",
    "Notice is given by {notice}. The last day to give notice is {day}, included.",
)
_READ_OTHERWISE = (
    "Räknat från månadsslut till månadsslut vore sista dagen {other}. Den tidigare är säker.",
    "Counted from month end to month end the last day would be {other}. The earlier is safe.",
)
_CLOSED = (
    "Det är {why}. Sista vardagen är {act_by}.",
    "That is {why}. The last working day is {act_by}.",
)
_OPEN_NOTICE = (
    "Uppsägningstiden är {notice} från den dag då uppsägningen tas emot.",
    "The period of notice is {notice} from the day on which notice is received.",
)
_OTHERWISE = {
    Fate.PROLONGED: (
        "Om inget görs förlängs avtalet till {day}.",
        "If nothing is done, the agreement is prolonged to {day}.",
    ),
    Fate.ENDS: (
        "Om inget görs upphör avtalet {day}.",
        "If nothing is done, the agreement ends on {day}.",
    ),
    Fate.CONTINUES: (
        "Om inget görs fortsätter avtalet att gälla.",
        "If nothing is done, the agreement goes on.",
    ),
}
