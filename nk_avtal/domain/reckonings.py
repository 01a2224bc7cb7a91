"""The dates of an agreement on a day, all at once, with how each came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.explanations import Explanation
from nk_avtal.domain.notice_rules import NoticeRule, RuleDay, next_day
from nk_avtal.domain.notices import Notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import (
    Consequence,
    Fate,
    OptionDay,
    Term,
    consequence,
    current_term,
    notice_by,
    option_by,
)
from nk_avtal.domain.term_explanations import (
    notice_steps,
    option_steps,
    otherwise_step,
    rule_steps,
    term_steps,
)
from nk_avtal.domain.terms import Terms


@dataclass(frozen=True)
class Reckoning:
    """The current term, until when notice can be given, what happens otherwise, and why.

    `option` is the next use of an option, and `rules` the coming days of further rules.
    """

    term: Term
    notice: Notice | None
    consequence: Consequence
    explanation: Explanation
    option: OptionDay | None = None
    rules: tuple[RuleDay, ...] = ()


def reckon(terms: Terms, today: date, rules: tuple[NoticeRule, ...] = ()) -> Reckoning:
    """Everything that the terms and the further rules say on `today`.

    Raises RuleBroken when a rule contradicts the terms.
    """
    term = current_term(terms, today)
    notice = notice_by(terms, today)
    option = option_by(terms, today)
    otherwise = consequence(terms, today)
    coming = tuple(found for rule in rules if (found := next_day(terms, rule, today)))
    steps = (
        *term_steps(terms, term),
        *notice_steps(terms, notice, term),
        *(option_steps(terms, option) if option else ()),
        otherwise_step(otherwise),
        *(step for found in coming for step in rule_steps(found)),
    )
    return Reckoning(term, notice, otherwise, Explanation(steps), option, coming)


def ended_by_notice(day: date) -> Reckoning:
    """What is left to say when notice of the whole agreement counts: it ends on `day`."""
    told = Phrase(
        "Avtalet är uppsagt och gäller till och med {day}.",
        "Notice of the agreement is given, and it applies until {day}.",
        {"day": day},
    )
    ended = Consequence(Fate.ENDS, day)
    return Reckoning(Term(0, None, day), None, ended, Explanation((told,)))
