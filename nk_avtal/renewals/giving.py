"""Giving notice of an agreement, following it, and withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nk_avtal import clock
from nk_avtal.agreements.actions import take
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import rule_of, terms_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage, Step
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.given_notices import Course, Ending, Giver, Reach, agreement_ends
from nk_avtal.domain.notice_rules import NoticeRule, Scope, next_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import ends_when_given
from nk_avtal.people.models import Person
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.queries import notices_of


@dataclass(frozen=True)
class Notified:
    """Who gives notice, of what, and how far it has come. `ends_on` is a day set by hand, with its
    reason."""

    giver: Giver
    reach: Reach
    course: Course
    municipality_id: int | None = None
    organisation: str | None = None
    body_name: str = ""
    paragraph: str = ""
    reference: str = ""
    note: str = ""
    ends_on: date | None = None
    effect_reason: str = ""


def give(
    agreement: Agreement, told: Notified, by: Person, decision: RenewalDecision | None = None
) -> GivenNotice:
    """Register notice of an agreement.

    Raises RuleBroken when its days are out of order, when its giver is no party, or when the day
    on which it takes effect can neither be reckoned nor is given.
    """
    notice = GivenNotice(
        agreement=agreement,
        decision=decision,
        giver=told.giver,
        reach=told.reach,
        registered_at=clock.now(),
        registered_by_id=by.id,
    )
    _follow(notice, told)
    db.session.add(notice)
    db.session.flush()
    _summarise(agreement)
    return notice


def follow(notice: GivenNotice, told: Notified) -> None:
    """Change what is known of a notice; raises as `give`."""
    notice.giver, notice.reach = told.giver, told.reach
    _follow(notice, told)
    db.session.flush()
    _summarise(notice.agreement)


def _follow(notice: GivenNotice, told: Notified) -> None:
    told.course.check(clock.today())
    _check_party(notice.agreement, told)
    notice.municipality_id, notice.organisation = told.municipality_id, told.organisation
    notice.body_name, notice.note = told.body_name, told.note
    notice.paragraph, notice.reference = told.paragraph, told.reference
    course = told.course
    notice.decided_on, notice.sent_on = course.decided_on, course.sent_on
    notice.received_on, notice.confirmed_on = course.received_on, course.confirmed_on
    notice.takes_effect_on = _effect(notice.agreement, told)
    notice.effect_reason = told.effect_reason if told.ends_on else ""


def _check_party(agreement: Agreement, told: Notified) -> None:
    parties = {one.municipality_id or one.organisation for one in agreement.parties}
    named = told.municipality_id or told.organisation
    if told.giver is not Giver.ASSOCIATION and named not in parties:
        raise RuleBroken(_NO_PARTY, name="no_party")


def _effect(agreement: Agreement, told: Notified) -> date | None:
    """The last day of the giver, or of everybody; None until the notice counts."""
    if told.ends_on and not told.effect_reason:
        raise RuleBroken(_REASON, name="reason_missing")
    counted = told.course.counts_from(agreement.valid_when)
    if told.ends_on or counted is None:
        return told.ends_on
    party = _name_of(agreement, told)
    return effect_when_given(agreement, counted, told.reach, party)


def _name_of(agreement: Agreement, told: Notified) -> str:
    """What rules of notice call the giver."""
    towns = (one.municipality for one in agreement.parties if one.municipality)
    named = (one.name for one in towns if one.id == told.municipality_id)
    return next(named, told.organisation or "")


def effect_when_given(
    agreement: Agreement, counted_on: date, reach: Reach = Reach.WHOLE, party: str = ""
) -> date:
    """The last day of the agreement, or of the one who leaves it, when notice counts from a day.

    A further rule of notice holds where the agreement has one for leaving, or for the party that
    is named. Raises RuleBroken named `effect_unknown` when the terms do not say enough.
    """
    try:
        terms, rule = terms_of(agreement), _rule(agreement, reach, party)
        found = next_day(terms, rule, counted_on) if rule else None
        if found:
            return found.takes_effect
        if rule and terms.open_ended:
            terms = replace(terms, notice=rule.notice, counted_from=rule.counted_from)
        return ends_when_given(terms, counted_on)
    except RuleBroken:
        raise RuleBroken(_UNKNOWN, name="effect_unknown") from None


def _rule(agreement: Agreement, reach: Reach, party: str) -> NoticeRule | None:
    rules = [rule_of(one) for one in agreement.notice_rules]
    scope = Scope.EXIT if reach is Reach.EXIT else Scope.PARTY
    fitting = (one for one in rules if one.scope is scope and one.party in ("", party))
    return next(fitting, None)


def withdraw(notice: GivenNotice, reason: str, by: Person) -> None:
    """The notice no longer stands; the agreement goes on as before."""
    if notice.withdrawn_at:
        return
    notice.withdrawn_at, notice.withdrawn_by_id = clock.now(), by.id
    notice.withdrawal_reason = reason
    db.session.flush()
    _summarise(notice.agreement)


def restore(notice: GivenNotice) -> None:
    """The notice stands after all."""
    notice.withdrawn_at = notice.withdrawn_by_id = None
    notice.withdrawal_reason = ""
    db.session.flush()
    _summarise(notice.agreement)


def endings_of(agreement: Agreement, notices: Sequence[GivenNotice]) -> list[Ending]:
    """The notices that stand and count, as the rules know them."""
    return [
        Ending(one.party, one.reach, one.takes_effect_on)
        for one in notices
        if one.takes_effect_on and _counts(agreement, one)
    ]


def _counts(agreement: Agreement, notice: GivenNotice) -> date | None:
    if notice.withdrawn_at:
        return None
    return notice.course.counts_from(agreement.valid_when)


def _summarise(agreement: Agreement) -> None:
    """Let the agreement itself say that notice of the whole counts, and until when it applies.

    Only here are its stage and its days of notice set.
    """
    notices = notices_of(agreement)
    counting = [one for one in notices if _counts(agreement, one)]
    parties = [one.municipality_id or one.organisation for one in agreement.parties]
    ends = agreement_ends(parties, endings_of(agreement, notices))
    over = [one for one in counting if one.reach is Reach.WHOLE] or (counting if ends else [])
    days = [day for one in over if (day := _counts(agreement, one))]
    agreement.notice_given_on = min(days, default=None)
    agreement.notice_ends_on = ends
    if over:
        _terminate(agreement, over[0])
    elif agreement.stage is Stage.TERMINATED:
        _resume(agreement, notices)


def _terminate(agreement: Agreement, notice: GivenNotice) -> None:
    if agreement.stage is not Stage.TERMINATED:
        notice.stage_before = agreement.stage
        take(agreement, Step.GIVE_NOTICE)


def _resume(agreement: Agreement, notices: Sequence[GivenNotice]) -> None:
    """No step leads out of TERMINATED: the agreement stands again where notice found it."""
    before = next((one.stage_before for one in notices if one.stage_before), Stage.CONCLUDED)
    agreement.stage, agreement.stage_changed_on = before, clock.today()


_NO_PARTY = Phrase(
    "Välj den part som säger upp avtalet",
    "Choose the party that gives notice",
)
_REASON = Phrase(
    "Skriv varför dagen är en annan än den uträknade",
    "Write why the day is another than the reckoned one",
)
_UNKNOWN = Phrase(
    "Dagen går inte att räkna ut av avtalets villkor. Skriv sista dagen och varför",
    "The day cannot be reckoned from the terms. Write the last day and why",
)
