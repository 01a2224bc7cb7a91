"""The public values: the whole list of what the register can tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from nk_avtal.domain.agreements import Area, Kind, Precision


class Validity(StrEnum):
    """Whether a published agreement applies on the day of asking."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class PublicFile:
    """A document that is cleared for everyone."""

    title: str
    url: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PublicDecision:
    """One party's decision, as recorded or as a public source reports it."""

    matter: str
    party: str
    code: str
    outcome: str
    body: str
    decided_on: date | None
    paragraph: str
    reference: str
    source: str = ""


@dataclass(frozen=True)
class Question:
    """What the board recommended, and how far the municipalities have come."""

    slug: str
    title: str
    recommended_on: date
    reply_by: date
    concerned: int
    adopted: int
    missing: tuple[str, ...]

    @property
    def adopted_by_all(self) -> bool:
        """Whether every municipality that it concerns has adopted it."""
        return 0 < self.concerned == self.adopted


@dataclass(frozen=True)
class Entry:
    """A published agreement."""

    slug: str
    url: str
    title: str
    number: str
    kind: Kind
    areas: tuple[Area, ...]
    summary: str
    members: tuple[str, ...]
    others: tuple[str, ...]
    start_on: date | None
    start_precision: Precision
    end_on: date | None
    end_precision: Precision
    validity: Validity
    changed_at: datetime | None
    made_up: bool
    sources: tuple[str, ...] = ()
    files: tuple[PublicFile, ...] = ()
    questions: tuple[Question, ...] = ()
    decisions: tuple[PublicDecision, ...] = field(default=(), repr=False)

    @property
    def is_being_decided(self) -> bool:
        """Whether some municipality has yet to decide on a recommendation."""
        return any(one.missing for one in self.questions)

    @property
    def pdf(self) -> PublicFile | None:
        """The agreement as PDF, if it is cleared for everyone."""
        return next((one for one in self.files if one.media_type == "application/pdf"), None)


def validity(start: date | None, end: date | None, ended_on: date | None, today: date) -> Validity:
    """Whether an agreement applies on `today`; `ended_on` is the day that a given notice took
    effect."""
    if (end and end < today) or (ended_on and ended_on <= today):
        return Validity.ENDED
    return Validity.COMING if start and start > today else Validity.IN_FORCE
