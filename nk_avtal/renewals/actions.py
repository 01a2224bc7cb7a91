"""Deciding about a deadline, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import terms_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer, check_answer, check_until
from nk_avtal.people.models import Person
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.queries import standing
from nk_avtal.renewals.succeeding import give_up, succeed


@dataclass(frozen=True)
class Told:
    """What somebody has decided, and why; the rest belongs to some answers only."""

    answer: Answer
    reason: str
    until: date | None = None
    new_end_on: date | None = None
    successor: Agreement | None = None


def hold(agreement: Agreement) -> None:
    """Let one person at a time decide about an agreement, with what is kept now."""
    one = sa.select(Agreement.id).where(Agreement.id == agreement.id).with_for_update()
    db.session.execute(one)
    db.session.refresh(agreement)


def decide(
    agreement: Agreement, kind: DeadlineKind, day: date, told: Told, by: Person
) -> RenewalDecision:
    """Keep what was decided about a deadline, with what follows from it: renegotiating begins a
    successor as a draft, unless one is chosen or at work already.

    Raises RuleBroken for an answer that the deadline does not have, and for what does not go with
    it.
    """
    check_answer(kind, told.answer)
    later = told.answer is Answer.LATER
    if later:
        check_until(told.until or date.min, day, clock.today())
    decision = RenewalDecision(
        agreement_id=agreement.id,
        kind=kind,
        deadline_on=day,
        answer=told.answer,
        reason=told.reason,
        until=told.until if later else None,
        decided_at=clock.now(),
        decided_by_id=by.id,
    )
    before = standing(agreement, kind, day)
    if told.answer is Answer.USE_OPTION:
        _use_option(agreement)
    if told.answer is Answer.PROLONG and kind is DeadlineKind.END:
        _move_end(agreement, decision, told.new_end_on)
    succeed(agreement, decision, told.successor)
    db.session.add(decision)
    if before:
        give_up(before)
    return decision


def _use_option(agreement: Agreement) -> None:
    if agreement.options_used >= (agreement.option_times or 0):
        raise RuleBroken(_NO_OPTION, name="no_option")
    agreement.options_used += 1


def _move_end(agreement: Agreement, decision: RenewalDecision, new_end: date | None) -> None:
    if agreement.stage is Stage.TERMINATED:
        raise RuleBroken(_TERMINATED, name="terminated")
    if agreement.first_term or agreement.end_on is None:
        raise RuleBroken(_END_IS_RECKONED, name="end_is_reckoned")
    if new_end is None or new_end <= decision.deadline_on:
        raise RuleBroken(Phrase(*_NOT_LATER, {"end": decision.deadline_on}), name="not_later")
    decision.old_end_on, decision.new_end_on = agreement.end_on, new_end
    agreement.end_on, agreement.end_precision = new_end, Precision.DAY
    terms_of(agreement)


def undo(decision: RenewalDecision, by: Person) -> Agreement | None:
    """Take a decision back, with what followed from it; the deadline is watched again.

    A draft successor that somebody has worked on stays and is returned. Raises RuleBroken when
    notice has been registered on its ground.
    """
    if decision.undone_at:
        return None
    rests_on_it = sa.select(GivenNotice.id).where(
        GivenNotice.decision_id == decision.id, GivenNotice.withdrawn_at.is_(None)
    )
    if db.session.scalar(rests_on_it.limit(1)):
        raise RuleBroken(_NOTICE_STANDS, name="notice_stands")
    decision.undone_at, decision.undone_by_id = clock.now(), by.id
    _restore(decision.agreement, decision)
    return give_up(decision)


def _restore(agreement: Agreement, decision: RenewalDecision) -> None:
    if decision.answer is Answer.USE_OPTION:
        agreement.options_used = max(0, agreement.options_used - 1)
    if decision.new_end_on and agreement.end_on == decision.new_end_on:
        agreement.end_on = decision.old_end_on


_NO_OPTION = Phrase(
    "Avtalet har ingen option kvar. Kontrollera villkoren",
    "The agreement has no option left. Check its terms",
)
_TERMINATED = Phrase(
    "Avtalet är uppsagt. Återta uppsägningen om det ska fortsätta gälla",
    "Notice of the agreement is given. Withdraw it if the agreement is to go on",
)
_END_IS_RECKONED = Phrase(
    "Slutdagen räknas ut av avtalstiden. Ändra den i avtalets villkor i stället",
    "The end is reckoned from the term. Change it among the terms of the agreement instead",
)
_NOT_LATER = (
    "Skriv ett nytt slutdatum efter {end}",
    "Write a new end after {end}",
)
_NOTICE_STANDS = Phrase(
    "Det finns en uppsägning som bygger på beslutet. Återta den först",
    "There is a notice that rests on the decision. Withdraw that first",
)
