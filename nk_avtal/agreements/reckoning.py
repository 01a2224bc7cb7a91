"""What an agreement's own terms say, from how they are kept."""

from __future__ import annotations

from datetime import date

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.lifecycle import Phase, Validity, phase
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.notice_rules import NoticeRule
from nk_avtal.domain.reckonings import Reckoning, ended_by_notice, reckon
from nk_avtal.domain.renewals import Fate
from nk_avtal.domain.stored_terms import option_from, terms_from
from nk_avtal.domain.terms import SetDay, Terms

BINDING = (Stage.RECOMMENDED, Stage.DECIDING, Stage.CONCLUDED)
"""Stages in which an agreement applies, or soon will, and somebody has to keep an eye on it."""


def terms_of(agreement: Agreement) -> Terms:
    """The terms of the agreement. Raises RuleBroken when they are unknown or contradict."""
    return terms_from(
        start_on=agreement.start_on,
        start_precision=agreement.start_precision,
        end_on=agreement.end_on,
        end_precision=agreement.end_precision,
        first_term=agreement.first_term,
        following_term=agreement.following_term,
        max_prolongations=agreement.max_prolongations,
        longest=agreement.longest,
        notice_period=agreement.notice_period,
        anchor=agreement.anchor,
        counted_from=agreement.counted_from,
        valid_when=agreement.valid_when,
        option=option_from(
            agreement.option_step,
            agreement.option_times,
            agreement.option_use_by,
            agreement.options_used,
        ),
        set_days=tuple(SetDay(one.term_end, one.day, one.reason) for one in agreement.set_days),
    )


def rule_of(kept: AgreementNoticeRule) -> NoticeRule:
    """A further rule of notice. Raises RuleBroken when it cannot be read."""
    notice = parse_notice(kept.notice_period)
    return NoticeRule(kept.scope, notice, kept.anchor, kept.counted_from, kept.party_name)


def reckoning_of(agreement: Agreement, today: date) -> Reckoning | None:
    """What the agreement's terms say on a day; None when they do not say enough."""
    found = reckoned(agreement, today)
    return None if isinstance(found, RuleBroken) else found


def reckoned(agreement: Agreement, today: date) -> Reckoning | RuleBroken:
    """The same, or the refusal that says what is missing or contradicts. Once notice of the whole
    agreement counts, its terms say nothing more."""
    if agreement.stage is Stage.TERMINATED and agreement.notice_ends_on:
        return ended_by_notice(agreement.notice_ends_on, today)
    try:
        rules = tuple(rule_of(one) for one in agreement.notice_rules)
        return reckon(terms_of(agreement), today, rules)
    except RuleBroken as refusal:
        return refusal


def validity_of(agreement: Agreement, reckoning: Reckoning | None) -> Validity:
    """The days that decide in which phase the agreement is."""
    notice = reckoning.notice if reckoning else None
    ends = agreement.notice_ends_on
    if reckoning and reckoning.consequence.fate is Fate.ENDS:
        ends = ends or reckoning.consequence.day
    return Validity(
        starts_on=agreement.start_on,
        ends_on=ends,
        notice_by=notice.safe_day if notice else None,
        review_on=agreement.review_on,
    )


def phase_of(agreement: Agreement, today: date) -> Phase | None:
    """Where the calendar has brought an agreement that is concluded; None before that."""
    return phase(agreement.stage, validity_of(agreement, reckoning_of(agreement, today)), today)


def is_unwatched(agreement: Agreement, today: date) -> bool:
    """Whether no day of an agreement that binds can be watched: it has no end, no last day of
    notice and no review (saknar bevakning)."""
    if agreement.stage not in BINDING or agreement.review_on:
        return False
    open_ended = agreement.end_precision is Precision.OPEN_ENDED
    return open_ended or reckoning_of(agreement, today) is None
