"""What the page of an agreement says of its renewal: decisions, notices, who stays bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.deadlines import words
from nk_avtal.domain.given_notices import Progress, Reach, still_bound
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.formats import swedish_key
from nk_avtal.letters.context_ended import can_prolong
from nk_avtal.renewals import queries
from nk_avtal.renewals.giving import endings_of
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.successors import renegotiated_into


@dataclass(frozen=True)
class Renewal:
    """The decisions and notices of one agreement."""

    agreement: Agreement
    notices: Sequence[GivenNotice]
    decisions: Sequence[RenewalDecision]
    renegotiates: Sequence[Agreement]
    """The older agreements whose renegotiation this one is the outcome of."""

    @property
    def standing(self) -> list[GivenNotice]:
        """The notices that are not withdrawn."""
        return [one for one in self.notices if not one.withdrawn_at]

    @property
    def renegotiation(self) -> RenewalDecision | None:
        """The decision to renegotiate that counts and has brought about a successor."""
        settled: set[tuple[DeadlineKind, date]] = set()
        for one in self.decisions:
            about = (one.kind, one.deadline_on)
            if one.undone_at or about in settled:
                continue
            settled.add(about)
            if one.answer is Answer.RENEGOTIATE and one.successor:
                return one
        return None

    @property
    def bound_after(self) -> list[str]:
        """The parties that stay bound when the partial notices have taken effect."""
        leaving = [one for one in self.standing if one.reach is Reach.EXIT]
        endings = endings_of(self.agreement, leaving)
        if not endings:
            return []
        names = {
            one.municipality_id or one.organisation: (
                one.municipality.name if one.municipality else one.organisation or ""
            )
            for one in self.agreement.parties
        }
        left = still_bound(list(names), endings, date.max)
        return sorted((names[one] for one in left), key=swedish_key)

    @staticmethod
    def progress(notice: GivenNotice) -> Progress:
        """How far a notice has come."""
        return Progress.WITHDRAWN if notice.withdrawn_at else notice.course.progress

    @staticmethod
    def can_prolong(decision: RenewalDecision) -> bool:
        """Whether there is a document to fetch about how a decision keeps the agreement on."""
        return can_prolong(decision)

    @staticmethod
    def answer(decision: RenewalDecision) -> str:
        """What a decision is called."""
        return words.answer(decision.kind, decision.answer)


def renewal_of(agreement: Agreement, *, inside: bool) -> Renewal:
    """What the page says of the renewal of `agreement`; only the association sees what was decided
    about deadlines."""
    return Renewal(
        agreement=agreement,
        notices=queries.notices_of(agreement),
        decisions=queries.decisions_of(agreement) if inside else [],
        renegotiates=renegotiated_into(agreement) if inside else [],
    )
