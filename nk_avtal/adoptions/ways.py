"""One municipality's way with one recommendation: bodies, decisions, minutes, legal force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.preparing import steps_of, usual_steps
from nk_avtal.adoptions.queries import decisions_of, facts_of
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.adoptions import which_counts
from nk_avtal.domain.bodies import NAMES
from nk_avtal.domain.chains import Link, Step, Told, links
from nk_avtal.domain.legal_standing import LegalStanding, legal_standing
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.wordings import Wording, deviation, deviation_phrase
from nk_avtal.recommendations.models import Addressee


@dataclass(frozen=True)
class Way:
    """The links in order, every decision newest first, and the one that counts."""

    links: list[Link]
    decisions: Sequence[Decision]
    counting: Decision | None
    planned: bool

    @cached_property
    def force(self) -> LegalStanding | None:
        """Whether the counting decision stands in law."""
        return legal_standing(self.counting.minutes) if self.counting else None

    @property
    def followed(self) -> Decision | None:
        """The decision of which an appeal or legal force can be told: the one that counts, or the
        last one that a court annulled."""
        annulled = (one for one in self.decisions if one.annulled_on and not one.undone_at)
        return self.counting or next(annulled, None)

    def by_id(self, decision_id: int) -> Decision:
        """The decision behind a link's facts."""
        return next(one for one in self.decisions if one.id == decision_id)


def way_of(addressee: Addressee, today: date) -> Way:
    """The way as it is planned and recorded; where no step is kept, as it usually is."""
    decisions = decisions_of(addressee)
    kept = [Step(one.body_name, one.planned_on) for one in steps_of(addressee)]
    told = [Told(one.body_name, facts_of(one)) for one in decisions]
    counting = which_counts(one.facts for one in told)
    found = next((one for one in decisions if counting and one.id == counting.recorded), None)
    return Way(
        links=links(kept or usual_steps(addressee), _deciding(addressee), told, today),
        decisions=decisions,
        counting=found,
        planned=bool(kept),
    )


def _deciding(addressee: Addressee) -> Step:
    body = addressee.planned_body
    suggested = addressee.recommendation.suggested_body
    name = body.name if body else NAMES.get(suggested, "")
    return Step(name, addressee.planned_on)


def deviation_of(decision: Decision) -> Phrase | None:
    """How the text that was decided on differs from the recommended one, or None."""
    decided = decision.document_version
    recommended = decision.addressee.recommendation.document_version
    found = deviation(_wording(decided), _wording(recommended), decision.changed_text)
    return deviation_phrase(found, decided.number if decided else None) if found else None


def _wording(version: DocumentVersion | None) -> Wording | None:
    if version is None:
        return None
    return Wording(version.document_id, version.number, version.file.sha256)
