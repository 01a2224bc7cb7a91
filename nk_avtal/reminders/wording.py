"""What a deadline of an agreement is called where it stands alone: in a calendar, in a letter."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.term_explanations import otherwise_step
from nk_avtal.domain.words import Language
from nk_avtal.reminders.watching import Watched

SUMMARIES: dict[DeadlineKind, LazyString] = {
    DeadlineKind.NOTICE: _l("Sista dag att säga upp %(title)s"),
    DeadlineKind.END: _l("%(title)s upphör"),
    DeadlineKind.START: _l("Sista dag att börja: %(title)s"),
    DeadlineKind.OPTION: _l("Sista dag att använda optionen: %(title)s"),
    DeadlineKind.PRICE: _l("Sista dag att begära andra priser: %(title)s"),
    DeadlineKind.EXIT: _l("Sista dag för en part att lämna: %(title)s"),
    DeadlineKind.REVIEW: _l("Följ upp %(title)s"),
}
_DECISIVE = frozenset({DeadlineKind.NOTICE, DeadlineKind.OPTION, DeadlineKind.START})


def summary(one: Watched) -> str:
    """What the day is, with the agreement's title."""
    return str(SUMMARIES[one.deadline.kind]) % {"title": one.agreement.title}


def otherwise(one: Watched, language: Language) -> str:
    """What becomes of the agreement if nothing is done, as a sentence; empty when the terms do
    not say, or when the day does not decide that."""
    if one.reckoning is None or one.deadline.kind not in _DECISIVE:
        return ""
    return otherwise_step(one.reckoning.consequence).text(language)
