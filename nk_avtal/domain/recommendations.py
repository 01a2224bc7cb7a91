"""What the board recommends: its states and what may be done in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase


class Status(StrEnum):
    """Where people have brought the recommendation."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What people do with a recommendation. None of it can be unsent; it can be withdrawn."""

    SEND = "send"
    WITHDRAW = "withdraw"


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SEND): Status.SENT,
    (Status.SENT, Step.WITHDRAW): Status.WITHDRAWN,
}
"""The status that each permitted step leads to."""


def after(status: Status, step: Step) -> Status:
    """The status that `step` leads to.

    Raises RuleBroken when the step cannot be taken from this status.
    """
    try:
        return NEXT[status, step]
    except KeyError:
        raise RuleBroken(_REFUSED[step], name=f"cannot_{step}") from None


def steps_from(status: Status) -> tuple[Step, ...]:
    """The steps that can be taken now."""
    return tuple(step for step in Step if (status, step) in NEXT)


@dataclass(frozen=True)
class Draft:
    """What has been filled in of a recommendation. An empty field is None, "" or an empty list."""

    meeting_on: date | None = None
    paragraph: str | None = None
    decision_points: Sequence[str] = ()
    addressees: int = 0
    reply_by: date | None = None
    document_version: object | None = None


class Need(StrEnum):
    """What a recommendation must have before it is sent, named as the field of the form."""

    MEETING = "meeting"
    PARAGRAPH = "paragraph"
    DECISION_POINTS = "decision_points"
    ADDRESSEES = "addressees"
    REPLY_BY = "reply_by"
    DOCUMENT_VERSION = "document_version"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and the sentence that says what to do."""

    need: Need
    message: Phrase


class NotSendable(RuleBroken):
    """The recommendation cannot be sent yet; `missing` holds everything that it lacks."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(
            Phrase(
                " · ".join(str(m.message) for m in missing),
                " · ".join(m.message.text("en") for m in missing),
            ),
            name="not_sendable",
        )
        self.missing = tuple(missing)


def missing(draft: Draft) -> list[Missing]:
    """Everything that must be filled in before sending, in the order of the form."""
    lacking = {
        Need.MEETING: draft.meeting_on is None,
        Need.PARAGRAPH: not (draft.paragraph or "").strip(),
        Need.DECISION_POINTS: not any(point.strip() for point in draft.decision_points),
        Need.ADDRESSEES: draft.addressees < 1,
        Need.REPLY_BY: draft.reply_by is None,
        Need.DOCUMENT_VERSION: draft.document_version is None,
    }
    found = [Missing(need, _MISSING[need]) for need, lacks in lacking.items() if lacks]
    if draft.meeting_on and draft.reply_by and draft.reply_by <= draft.meeting_on:
        found.append(Missing(Need.REPLY_BY, _reply_too_early(draft.meeting_on)))
    return found


def check_sendable(draft: Draft) -> None:
    """Raises NotSendable, which lists every missing thing at once."""
    if found := missing(draft):
        raise NotSendable(found)


def check_discardable(status: Status) -> None:
    """Raises RuleBroken unless it is a draft: what the municipalities have got is withdrawn."""
    if status is not Status.DRAFT:
        raise RuleBroken(_NO_DRAFT, name="not_draft")


def check_withdrawable(status: Status, reason: str) -> None:
    """Raises RuleBroken unless the recommendation is sent and a reason is given."""
    after(status, Step.WITHDRAW)
    if not reason.strip():
        raise RuleBroken(_NO_REASON, name="reason_missing")


_REFUSED = {
    Step.SEND: Phrase(
        "Rekommendationen är redan skickad eller tillbakadragen.",
        "The recommendation has already been sent or withdrawn.",
    ),
    Step.WITHDRAW: Phrase(
        "Bara en skickad rekommendation kan dras tillbaka.",
        "Only a recommendation that has been sent can be withdrawn.",
    ),
}
_NO_DRAFT = Phrase(
    "Rekommendationen är redan skickad till kommunerna. Dra tillbaka den i stället",
    "The recommendation has been sent to the municipalities. Withdraw it instead",
)
_NO_REASON = Phrase(
    "Skriv varför rekommendationen dras tillbaka. Skälet står i mejlet till kommunerna",
    "Write why the recommendation is withdrawn. The municipalities get the reason by mail",
)
_MISSING = {
    Need.MEETING: Phrase(
        "Välj vilket av styrelsens möten som beslutade",
        "Choose the board meeting that decided",
    ),
    Need.PARAGRAPH: Phrase(
        "Skriv paragrafens nummer i styrelsens protokoll, till exempel 64",
        "Write the paragraph number in the minutes of the board, for example 64",
    ),
    Need.DECISION_POINTS: Phrase(
        "Skriv minst en att-sats som kommunerna ska besluta",
        "Write at least one decision point for the municipalities",
    ),
    Need.ADDRESSEES: Phrase(
        "Välj minst en kommun som ska besluta",
        "Choose at least one municipality that is to decide",
    ),
    Need.REPLY_BY: Phrase(
        "Skriv när kommunerna ska svara senast, till exempel 31 mars",
        "Write the last day for the municipalities to answer, for example 31 March",
    ),
    Need.DOCUMENT_VERSION: Phrase(
        "Välj vilken version av dokumentet som rekommenderas",
        "Choose the version of the document that is recommended",
    ),
}


def _reply_too_early(meeting_on: date) -> Phrase:
    return Phrase(
        "Svarsdatumet måste vara efter styrelsens möte den {meeting}",
        "The reply day must be after the board meeting on {meeting}",
        {"meeting": meeting_on},
    )
