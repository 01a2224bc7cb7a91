"""Changing the terms of an agreement, its further rules of notice, and days set by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, AgreementNoticeRule, SetNoticeDay
from nk_avtal.agreements.reckoning import rule_of, terms_of
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.notice_rules import NoticeRule, Scope, next_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import term_number
from nk_avtal.domain.set_days import check_set_day
from nk_avtal.domain.stored_terms import option_from, terms_from
from nk_avtal.domain.terms import SetDay
from nk_avtal.people.models import Person

TERM_FIELDS = (
    *("start_on", "start_precision", "end_on", "end_precision", "first_term", "following_term"),
    *("max_prolongations", "longest", "notice_period", "anchor", "counted_from", "valid_when"),
    *("notice_by_members", "option_step", "option_times", "option_use_by", "options_used"),
    *("clause", "review_on"),
)
_COUNTED = (
    *("start_on", "start_precision", "end_on", "end_precision", "first_term", "following_term"),
    *("max_prolongations", "longest", "notice_period", "anchor", "counted_from", "valid_when"),
)


def set_terms(agreement: Agreement, terms: dict[str, Any]) -> dict[str, Any]:
    """Change the terms; what stood before, so that it can be put back.

    Raises RuleBroken when the terms contradict each other. Terms that are not known at all are
    allowed: the agreement then lacks a watched day.
    """
    check_terms(terms)
    before = {name: getattr(agreement, name) for name in TERM_FIELDS}
    for name in TERM_FIELDS:
        setattr(agreement, name, terms[name])
    return before


def check_terms(terms: dict[str, Any]) -> None:
    """Raise RuleBroken when the terms contradict each other."""
    start, end = terms["start_on"], terms["end_on"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise RuleBroken(_ENDS_FIRST, name="ends_first")
    option = option_from(
        terms["option_step"], terms["option_times"], terms["option_use_by"], terms["options_used"]
    )
    if terms["end_precision"] is Precision.UNKNOWN and not terms["first_term"]:
        return
    try:
        terms_from(**{name: terms[name] for name in _COUNTED}, option=option)
    except RuleBroken as refusal:
        if refusal.name not in ("term_unknown", "start_unknown", "date_imprecise"):
            raise


def add_rule(agreement: Agreement, rule: NoticeRule, clause: str) -> AgreementNoticeRule:
    """One more rule of notice. Raises RuleBroken when it contradicts the terms or says nothing
    new, or when a rule for one party does not say which."""
    if rule in {rule_of(one) for one in agreement.notice_rules}:
        raise RuleBroken(_KNOWN, name="rule_known")
    check_rule(agreement, rule)
    kept = AgreementNoticeRule(
        scope=rule.scope,
        notice_period=str(rule.notice),
        anchor=rule.anchor,
        counted_from=rule.counted_from,
        party_name=rule.party,
        clause=clause,
    )
    agreement.notice_rules.append(kept)
    return kept


def check_rule(agreement: Agreement, rule: NoticeRule) -> None:
    """Raise RuleBroken when a rule contradicts the agreement's terms, or is for one party and does
    not say which."""
    if rule.scope is Scope.PARTY and not rule.party:
        raise RuleBroken(_WHOSE, name="party_missing")
    try:
        next_day(terms_of(agreement), rule, clock.today())
    except RuleBroken as refusal:
        if refusal.name not in ("term_unknown", "start_unknown", "date_imprecise"):
            raise


def remove_rule(agreement: Agreement, rule_id: int) -> AgreementNoticeRule | None:
    """Take a further rule away; the one that was taken, or None when it was gone already."""
    gone = next((one for one in agreement.notice_rules if one.id == rule_id), None)
    agreement.notice_rules = [one for one in agreement.notice_rules if one is not gone]
    return gone


def set_notice_day(agreement: Agreement, day: date, reason: str, person: Person) -> SetNoticeDay:
    """Set the last day of notice of the present term by hand.

    Raises RuleBroken when there is no such day to change, or it does not fit.
    """
    terms = terms_of(agreement)
    number = 0 if terms.open_ended else term_number(terms, clock.today())
    end = clock.today() if terms.open_ended else terms.end_of(number)
    check_set_day(terms, number, SetDay(end, day, reason))
    found = next((one for one in agreement.set_days if one.term_end == end), None)
    if found is None:
        found = SetNoticeDay(term_end=end)
        agreement.set_days.append(found)
    found.day, found.reason = day, reason
    found.set_at, found.set_by = clock.now(), person
    return found


def unset_notice_day(agreement: Agreement, set_day_id: int) -> None:
    """Let the rule say the day again."""
    agreement.set_days = [one for one in agreement.set_days if one.id != set_day_id]


_ENDS_FIRST = Phrase(
    "Avtalet slutar före det börjar. Kontrollera datumen",
    "The agreement ends before it starts. Check the dates",
)
_WHOSE = Phrase("Skriv vilken part regeln gäller för", "Say which party the rule is for")
_KNOWN = Phrase("Den regeln finns redan på avtalet", "The agreement has that rule already")
