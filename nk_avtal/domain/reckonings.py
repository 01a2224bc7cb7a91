"""The dates of an agreement on a day, all at once, with how each came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nk_avtal.domain.explanations import Explanation
from nk_avtal.domain.notice_rules import NoticeRule, RuleDay, next_day
from nk_avtal.domain.notices import Notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import (
    Consequence,
    OptionDay,
    Term,
    consequence,
    current_term,
    ending,
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
    """The current term, until when notice can be given, and what happens otherwise.

    `option` is the next use of an option, and `rules` the coming days of further rules. `terms`
    is None when notice of the whole agreement counts, and only its end is left to say.
    """

    term: Term
    notice: Notice | None
    consequence: Consequence
    terms: Terms | None
    option: OptionDay | None = None
    rules: tuple[RuleDay, ...] = ()

    @cached_property
    def explanation(self) -> Explanation:
        """How the dates came about. Put into words when asked for: most are only compared."""
        if self.terms is None:
            told = _NOTICE_HAS_ENDED if self.consequence.is_past else _NOTICE_ENDS
            return Explanation((Phrase(*told, {"day": self.consequence.day}),))
        return Explanation(
            (
                *term_steps(self.terms, self.term),
                *notice_steps(self.terms, self.notice, self.term),
                *(option_steps(self.terms, self.option) if self.option else ()),
                otherwise_step(self.consequence),
                *(step for found in self.rules for step in rule_steps(found)),
            )
        )


def reckon(terms: Terms, today: date, rules: tuple[NoticeRule, ...] = ()) -> Reckoning:
    """Everything that the terms and the further rules say on `today`.

    Raises RuleBroken when a rule contradicts the terms.
    """
    return Reckoning(
        term=current_term(terms, today),
        notice=notice_by(terms, today),
        consequence=consequence(terms, today),
        terms=terms,
        option=option_by(terms, today),
        rules=tuple(found for rule in rules if (found := next_day(terms, rule, today))),
    )


def ended_by_notice(day: date, today: date) -> Reckoning:
    """What is left to say when notice of the whole agreement counts: it ends on `day`."""
    return Reckoning(Term(0, None, day), None, ending(day, today), terms=None)


_NOTICE_ENDS = (
    "Avtalet är uppsagt och gäller till och med {day}.",
    "Notice of the agreement is given, and it applies until {day}.",
)
_NOTICE_HAS_ENDED = (
    "Avtalet är uppsagt och gällde till och med {day}.",
    "Notice of the agreement was given, and it applied until {day}.",
)
