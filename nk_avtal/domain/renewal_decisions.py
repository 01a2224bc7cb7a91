"""What people can decide about a deadline, and how long that keeps its reminders quiet."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.reminders import DeadlineKind


class Answer(StrEnum):
    """What is decided about a deadline (ställningstagande)."""

    PROLONG = "prolong"  # förläng, or let it be prolonged
    RENEGOTIATE = "renegotiate"  # omförhandla
    GIVE_NOTICE = "give_notice"  # säg upp
    USE_OPTION = "use_option"  # använd optionen
    LET_END = "let_end"  # låt upphöra
    LATER = "later"  # avgör senare
    SETTLED = "settled"  # avgjort, or followed up: nothing more is known


ANSWERS: dict[DeadlineKind, tuple[Answer, ...]] = {
    DeadlineKind.NOTICE: (*(Answer.PROLONG, Answer.RENEGOTIATE, Answer.GIVE_NOTICE, Answer.LATER),),
    DeadlineKind.EXIT: (Answer.PROLONG, Answer.GIVE_NOTICE, Answer.LATER),
    DeadlineKind.OPTION: (Answer.USE_OPTION, Answer.RENEGOTIATE, Answer.LET_END, Answer.LATER),
    DeadlineKind.END: (Answer.RENEGOTIATE, Answer.PROLONG, Answer.LET_END, Answer.LATER),
    DeadlineKind.PRICE: (Answer.PROLONG, Answer.RENEGOTIATE, Answer.LATER),
    DeadlineKind.REVIEW: (Answer.SETTLED, Answer.RENEGOTIATE, Answer.LATER),
}
"""What can be decided about each kind of deadline, in the order of the page. The last day to begin
is no deadline of its own: what is decided concerns the last day of notice."""


def needs_successor(kind: DeadlineKind, answer: Answer) -> bool:
    """Whether an answer means that a new agreement is worked out. Other prices are negotiated
    within the one there is."""
    return answer is Answer.RENEGOTIATE and kind is not DeadlineKind.PRICE


def check_answer(kind: DeadlineKind, answer: Answer) -> None:
    """Raises RuleBroken named `answer_unknown` for an answer that a deadline does not have."""
    if answer not in ANSWERS.get(kind, ()):
        raise RuleBroken(_UNKNOWN, name="answer_unknown")


def check_until(until: date, deadline: date, today: date) -> None:
    """Whether a matter can wait until a day.

    Raises RuleBroken named `until_passed` for a day that is not ahead, and `until_too_late` for
    one after the deadline: then nothing could be done any more.
    """
    if until <= today:
        raise RuleBroken(_PASSED, name="until_passed")
    if until > deadline:
        raise RuleBroken(Phrase(*_TOO_LATE, {"deadline": deadline}), name="until_too_late")


def settles(answer: Answer, today: date, *, until: date | None, noticed: bool) -> bool:
    """Whether a decision keeps the reminders of its deadline quiet on `today`.

    "Later" does until its day. A decision to give notice does only once the notice counts under
    the agreement: notice that is decided but never sent must not be forgotten.
    """
    if answer is Answer.LATER:
        return until is not None and today < until
    return noticed if answer is Answer.GIVE_NOTICE else True


_UNKNOWN = Phrase(
    "Välj vad ni har kommit fram till",
    "Choose what you have decided",
)
_PASSED = Phrase(
    "Dagen har redan varit. Skriv en dag framåt i tiden",
    "That day has been. Write a day ahead",
)
_TOO_LATE = (
    "Då har fristen gått ut. Skriv en dag senast {deadline}",
    "By then the deadline has passed. Write a day no later than {deadline}",
)
