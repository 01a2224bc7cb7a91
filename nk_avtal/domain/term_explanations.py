"""What the terms say, step by step, in sentences with their values: "Visa uträkningen"."""

from __future__ import annotations

from collections.abc import Iterator

from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.dates import Period, is_closed
from nk_avtal.domain.explanations import ClosedDay, Weekday
from nk_avtal.domain.notice_rules import RuleDay, Scope
from nk_avtal.domain.notices import Notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import Consequence, Fate, OptionDay, Term
from nk_avtal.domain.terms import SetDay, Terms


def term_steps(terms: Terms, term: Term) -> Iterator[Phrase]:
    """Which term it is and what limits it."""
    yield from _about_term(terms, term)
    yield from _about_limits(terms)


def notice_steps(terms: Terms, notice: Notice | None, term: Term) -> Iterator[Phrase]:
    """Until when notice can be given, or why there is no such day."""
    yield from _about_notice(terms, notice, term) if notice else _about_missing_notice(terms)


def otherwise_step(otherwise: Consequence) -> Phrase:
    """What happens if nothing is done."""
    told = _HAS_ENDED if otherwise.is_past else _OTHERWISE[otherwise.fate]
    return Phrase(*told, {"day": otherwise.day})


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


def _about_limits(terms: Terms) -> Iterator[Phrase]:
    if terms.longest:
        yield Phrase(*_LONGEST, {"longest": terms.longest, "day": terms.longest_end})
    if terms.earliest_end:
        yield Phrase(*_HALF_KNOWN, {"day": terms.earliest_end})


def _about_notice(terms: Terms, notice: Notice, term: Term) -> Iterator[Phrase]:
    yield Phrase(
        *_rule_words(terms.notice, terms.counted_from),
        {"notice": terms.notice, "day": notice.reckoned or notice.safe_day},
    )
    if notice.reckoned:
        found = next(one for one in terms.set_days if one.term_end == term.end)
        yield _set_by_hand(found)
    yield from _about_day(notice)
    if terms.valid_when:
        yield Phrase(*_VALID[terms.valid_when])


def _rule_words(rule: object, counted_from: CountedFrom) -> tuple[str, str]:
    if not isinstance(rule, Period):
        return _FIXED_DAY
    return _FROM_NEXT_MONTH if counted_from is CountedFrom.NEXT_MONTH else _PERIOD


def _set_by_hand(found: SetDay) -> Phrase:
    return Phrase(*_SET_DAY, {"day": found.day, "reason": found.reason.rstrip(".")})


def _about_day(notice: Notice) -> Iterator[Phrase]:
    if notice.month_end_reading:
        yield Phrase(*_READ_OTHERWISE, {"other": notice.month_end_reading})
    if is_closed(notice.safe_day):
        values = {"why": ClosedDay(notice.safe_day), "act_by": Weekday(notice.act_by)}
        yield Phrase(*_CLOSED, values)


def option_steps(terms: Terms, found: OptionDay) -> Iterator[Phrase]:
    """Until when the option can be used and what it brings about."""
    assert terms.option is not None
    values = {
        "step": terms.option.step,
        "left": found.left,
        "times": terms.option.times,
        "day": found.notice.safe_day,
        "to": found.prolongs_to,
    }
    yield Phrase(*_OPTION, values)
    yield from _about_day(found.notice)


def rule_steps(found: RuleDay) -> Iterator[Phrase]:
    """What a further rule asks for, and by when."""
    rule = found.rule
    values = {"notice": rule.notice, "day": found.notice.safe_day, "effect": found.takes_effect}
    yield Phrase(*_RULES[rule.scope], values | {"party": rule.party})
    yield from _about_day(found.notice)


def _about_missing_notice(terms: Terms) -> Iterator[Phrase]:
    if terms.open_ended and terms.notice:
        yield Phrase(*_OPEN_NOTICE[terms.counted_from], {"notice": terms.notice})
        if terms.anchor is not Anchor.TERM:
            yield Phrase(*_OPEN_ANCHORS[terms.anchor])
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
_FROM_NEXT_MONTH = (
    "Uppsägningstiden är {notice}, räknat från månadsskiftet efter uppsägningen. "
    "Sista dagen att säga upp blir därför {day}. Dagen räknas in.",
    "The period of notice is {notice}, counted from the first day of the month after. "
    "The last day to give notice is {day}, included.",
)
_READ_OTHERWISE = (
    "Räknat från månadsslut till månadsslut vore sista dagen {other}. Den tidigare är säker.",
    "Counted from month end to month end the last day would be {other}. The earlier is safe.",
)
_CLOSED = (
    "Det är {why}. Sista vardagen är {act_by}.",
    "That is {why}. The last working day is {act_by}.",
)
_OPEN_NOTICE = {
    CountedFrom.NOTICE: (
        "Uppsägningstiden är {notice} från den dag då uppsägningen tas emot.",
        "The period of notice is {notice} from the day on which notice is received.",
    ),
    CountedFrom.NEXT_MONTH: (
        "Uppsägningstiden är {notice} från månadsskiftet efter uppsägningen.",
        "The period of notice is {notice} from the first day of the month after.",
    ),
}
_OPEN_ANCHORS = {
    Anchor.MONTH: (
        "Avtalet upphör vid ett månadsskifte.",
        "The agreement ends with a month.",
    ),
    Anchor.QUARTER: (
        "Avtalet upphör vid ett kvartalsskifte.",
        "The agreement ends with a quarter.",
    ),
    Anchor.HALFYEAR: (
        "Avtalet upphör vid ett halvårsskifte.",
        "The agreement ends with a half-year.",
    ),
    Anchor.YEAR: (
        "Avtalet upphör vid ett årsskifte.",
        "The agreement ends with a year.",
    ),
}
_LONGEST = (
    "Avtalet gäller sammanlagt högst {longest}, till och med {day}.",
    "The agreement runs for at most {longest}, until {day}.",
)
_HALF_KNOWN = (
    "Slutet är inte känt på dagen. Uppsägningen räknas från den tidigaste dag det kan vara, {day}.",
    "The day of the end is not known. Notice is counted from the earliest it can be, {day}.",
)
_SET_DAY = (
    "Dagen är satt för hand till {day}: {reason}.",
    "The day is set by hand to {day}: {reason}.",
)
_VALID = {
    ValidWhen.RECEIVED: (
        "Uppsägningen ska ha kommit fram till motparten den dagen.",
        "The other party must have received it by that day.",
    ),
    ValidWhen.SENT: (
        "Det räcker att uppsägningen är avsänd den dagen.",
        "It is enough that it has been sent by that day.",
    ),
}
_OPTION = (
    "Avtalet kan förlängas med {step} om optionen används senast {day}, och gäller då till {to}. "
    "Det går {left} av {times} gånger till.",
    "The agreement can be prolonged by {step} if the option is used by {day}, and then runs until "
    "{to}. That is possible {left} of {times} times more.",
)
_RULES = {
    Scope.PRICE: (
        "Ändrade priser från och med dagen efter {effect} ska begäras senast {day}.",
        "Other prices after {effect} are asked for by {day}.",
    ),
    Scope.EXIT: (
        "En part som vill lämna avtalet {effect} ska säga upp det senast {day}. "
        "De andra är kvar i avtalet.",
        "A party that wants to leave the agreement on {effect} gives notice by {day}. "
        "The others stay bound.",
    ),
    Scope.PARTY: (
        "För {party} är sista dagen att säga upp avtalet till {effect} {day}.",
        "For {party} the last day to give notice for {effect} is {day}.",
    ),
}
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
_HAS_ENDED = ("Avtalet upphörde {day}.", "The agreement ended on {day}.")
