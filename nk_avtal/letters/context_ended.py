"""The values of what keeps an agreement on, and of what ends it.

No reason of a decision about a deadline and no note of a notice is among them: they are the
association's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nk_avtal import clock
from nk_avtal.agreements.reckoning import terms_of
from nk_avtal.domain.dates import ONE_DAY
from nk_avtal.domain.entry_phrases import pronoun
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.given_notices import Giver, Reach, still_bound
from nk_avtal.domain.letters_agreed import (
    LetterProlongation,
    LetterReceipt,
    NoticeConfirmation,
    ProlongationLetter,
)
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.domain.renewals import Fate, consequence, current_term
from nk_avtal.domain.words import capitalized
from nk_avtal.formats import swedish_key
from nk_avtal.letters.context import DEFINITE, day_of, notice_values, sender_of
from nk_avtal.letters.context_agreed import agreement_of
from nk_avtal.outbox.composing import ASSOCIATION
from nk_avtal.renewals.giving import endings_of
from nk_avtal.renewals.models import GivenNotice, RenewalDecision


def notice_confirmation(
    notice: GivenNotice, notices: Sequence[GivenNotice], today: date
) -> NoticeConfirmation:
    """The values of the receiver's confirmation; `notices` are all of the agreement."""
    values = notice_values(notice)
    by_association = notice.giver is Giver.COUNTERPARTY
    return NoticeConfirmation(
        sender=sender_of(notice.agreement, today),
        notice=values,
        receipt=LetterReceipt(
            confirmer=ASSOCIATION if by_association else values.recipient,
            recipient=values.party,
            sent_on=day_of(notice.sent_on),
            received_on=day_of(notice.received_on),
            others_bound=_others_bound(notice, notices) if notice.reach is Reach.EXIT else [],
        ),
    )


def _others_bound(notice: GivenNotice, notices: Sequence[GivenNotice]) -> list[str]:
    """The parties that stay bound when this notice and the earlier ones have taken effect."""
    agreement = notice.agreement
    leaving = [one for one in notices if one.reach is Reach.EXIT and one.withdrawn_at is None]
    names = {
        one.municipality_id or one.organisation: (
            one.municipality.full_name if one.municipality else one.organisation or ""
        )
        for one in agreement.parties
    }
    others = [one for one in names if one != notice.party]
    left = still_bound(others, endings_of(agreement, leaving), date.max)
    return sorted((names[one] for one in left), key=swedish_key)


def can_prolong(decision: RenewalDecision) -> bool:
    """Whether a decision keeps the agreement on, so that there is something to write."""
    if decision.undone_at:
        return False
    by_term = decision.kind in (DeadlineKind.NOTICE, DeadlineKind.END)
    prolongs = decision.answer is Answer.PROLONG and by_term
    return prolongs or decision.answer is Answer.USE_OPTION


def prolongation(
    decision: RenewalDecision, decisions: Sequence[RenewalDecision], today: date
) -> ProlongationLetter:
    """The values of a prolongation; `decisions` are all of the agreement."""
    agreement = decision.agreement
    thing = DEFINITE[agreement.kind]
    agreed = decision.kind is DeadlineKind.END
    old_end, new_end = _ends(decision, decisions)
    decided = decision.decided_at.astimezone(clock.zone()).date()
    return ProlongationLetter(
        sender=sender_of(agreement, today),
        agreement=agreement_of(agreement),
        prolongation=LetterProlongation(
            ground=_ground(decision, thing),
            decided_on=day_of(decided),
            old_end=day_of(old_end),
            new_start=day_of(old_end + ONE_DAY if old_end else None),
            new_end=day_of(new_end),
            agreed="ja" if agreed else "",
            clause=" ".join(agreement.clause.split()),
        ),
    )


def _ground(decision: RenewalDecision, thing: str) -> str:
    if decision.answer is Answer.USE_OPTION:
        return f"{ASSOCIATION} använder rätten att förlänga {thing}."
    if decision.kind is DeadlineKind.END:
        return f"Parterna är överens om att förlänga {thing}."
    return (
        f"{ASSOCIATION} säger inte upp {thing}. {capitalized(thing)} förlängs enligt sina villkor"
        f" om ingen annan part säger upp {pronoun(thing)}."
    )


def _ends(
    decision: RenewalDecision, decisions: Sequence[RenewalDecision]
) -> tuple[date | None, date | None]:
    """The last day before the prolongation and that of it, as far as the terms say."""
    if decision.kind is DeadlineKind.END:
        return decision.old_end_on, decision.new_end_on
    try:
        terms = terms_of(decision.agreement)
        if decision.answer is Answer.USE_OPTION:
            later = sum(
                one.answer is Answer.USE_OPTION and one.undone_at is None and one.id > decision.id
                for one in decisions
            )
            times = decision.agreement.options_used - later
            return terms.end_of(times - 1), terms.end_of(times)
        after = consequence(terms, decision.deadline_on)
        term = current_term(terms, decision.deadline_on)
    except RuleBroken:
        return None, None
    return (term.end, after.day) if after.fate is Fate.PROLONGED else (None, None)
