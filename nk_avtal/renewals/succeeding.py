"""The agreement that is to take the place of a renegotiated one: made as a draft, linked, and taken
back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nk_avtal import clock
from nk_avtal.agreements.actions import (
    Members,
    register,
    relate,
    set_areas,
    set_entry,
    set_goals,
    set_members,
)
from nk_avtal.agreements.models import Agreement, AgreementNoticeRule
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.agreements.terms import TERM_FIELDS
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Relation, Stage
from nk_avtal.domain.dates import ONE_DAY
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import needs_successor
from nk_avtal.renewals import successors
from nk_avtal.renewals.models import RenewalDecision

MARK = " (omförhandling)"
"""What follows the title of the old agreement in that of the draft, so that lists tell them apart.
It is part of what people write and therefore Swedish."""
LONGEST_TITLE = 250
_PLAIN = (
    *("summary", "responsible_id", "manager_id", "counterparty_contact", "decided_by"),
    *("compensation", "legal_basis", "cooperation", "made_up"),
)
_OF_ITS_OWN = frozenset(
    {"start_on", "start_precision", "end_on", "end_precision", "options_used", "clause"}
    | {"review_on"}
)
"""Terms that a new agreement cannot have in common with the old one: its days, what has happened
under it, and the wording of a text that is not written yet."""


def succeed(agreement: Agreement, decision: RenewalDecision, chosen: Agreement | None) -> None:
    """Link the agreement that is to take the place of this one, if the decision brings one about.

    A renegotiation without a chosen one continues with the successor that is already being worked
    on, or begins one as a draft.
    """
    successor = chosen
    if successor is None and needs_successor(decision.kind, decision.answer):
        known = successors.successors_at_work(agreement)
        successor = known[0] if known else _draft(agreement, decision)
    if successor is None:
        return
    decision.successor = successor
    decision.successor_added = successors.replacing(agreement, successor) is None
    relate(successor, agreement, Relation.REPLACES)


def _draft(agreement: Agreement, decision: RenewalDecision) -> Agreement:
    """A draft with the parties and terms of the old agreement."""
    ends = _ends_on(agreement, decision)
    title = agreement.title.removesuffix(MARK)[: LONGEST_TITLE - len(MARK)] + MARK
    made = register(title, agreement.kind)
    for name in (*_PLAIN, *(one for one in TERM_FIELDS if one not in _OF_ITS_OWN)):
        setattr(made, name, getattr(agreement, name))
    if agreement.end_precision is Precision.OPEN_ENDED:
        made.end_precision = Precision.OPEN_ENDED
    if ends:
        made.start_on, made.start_precision = ends + ONE_DAY, Precision.DAY
    set_areas(made, [one.area for one in agreement.areas])
    set_members(made, _members(agreement))
    entry = replace(agreement.entry, latest=None)
    set_entry(made, entry, agreement.entry_counted_on, agreement.entry_outsiders_note)
    set_goals(made, [one.goal_id for one in agreement.goal_links])
    made.notice_rules = [_copied(one) for one in agreement.notice_rules]
    decision.successor_made = True
    db.session.flush()
    return made


def _members(agreement: Agreement) -> Members:
    parties = agreement.parties
    return Members(
        tuple(one.municipality_id for one in parties if one.municipality_id),
        tuple(one.organisation for one in parties if one.organisation),
    )


def _copied(rule: AgreementNoticeRule) -> AgreementNoticeRule:
    return AgreementNoticeRule(
        scope=rule.scope,
        notice_period=rule.notice_period,
        anchor=rule.anchor,
        counted_from=rule.counted_from,
        party_name=rule.party_name,
    )


def _ends_on(agreement: Agreement, decision: RenewalDecision) -> date | None:
    """The last day of the old agreement if it is not prolonged; None when that is not known."""
    if decision.kind is DeadlineKind.END:
        return decision.deadline_on
    if agreement.end_precision is Precision.OPEN_ENDED:
        return None
    reckoning = reckoning_of(agreement, clock.today())
    return reckoning.term.end if reckoning else None


def give_up(decision: RenewalDecision) -> Agreement | None:
    """Take back what a decision did about the successor.

    A draft that it made is removed; one that somebody has worked on stays, linked as before, and is
    returned. One that another decision needs stays too.
    """
    successor = decision.successor
    if successor is None:
        return None
    others = successors.decisions_for(successor)
    heir = next((one for one in others if one is not decision and not one.undone_at), None)
    if heir:
        heir.successor_made = heir.successor_made or decision.successor_made
        heir.successor_added = heir.successor_added or decision.successor_added
        return None
    if not decision.successor_made:
        _unlink(decision, successor)
        return None
    if not _is_untouched(successor):
        return successor
    for one in others:
        one.successor = None
    db.session.flush()
    db.session.delete(successor)
    return None


def _unlink(decision: RenewalDecision, successor: Agreement) -> None:
    relation = successors.replacing(decision.agreement, successor)
    if relation and decision.successor_added:
        successor.relations.remove(relation)


def _is_untouched(draft: Agreement) -> bool:
    """Whether the draft is as it was made: a draft, related to the old agreement alone, and nobody
    has done anything to it or with it since."""
    related = len(draft.relations) + len(draft.reverse_relations)
    return draft.stage is Stage.DRAFT and related <= 1 and not successors.worked_on(draft)
