"""A consultation (remiss): its states, its last day, and where each that is asked stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.dates import is_closed, last_open_on_or_before
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase


class ConsultationStatus(StrEnum):
    """Where people have brought the consultation. That its last day has passed is derived."""

    DRAFT = "draft"
    SENT = "sent"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ConsultationStep(StrEnum):
    """What people do with a consultation. Sending cannot be taken back, only withdrawn."""

    SEND = "send"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


NEXT: dict[tuple[ConsultationStatus, ConsultationStep], ConsultationStatus] = {
    (ConsultationStatus.DRAFT, ConsultationStep.SEND): ConsultationStatus.SENT,
    (ConsultationStatus.SENT, ConsultationStep.CLOSE): ConsultationStatus.CLOSED,
    (ConsultationStatus.CLOSED, ConsultationStep.REOPEN): ConsultationStatus.SENT,
    (ConsultationStatus.SENT, ConsultationStep.WITHDRAW): ConsultationStatus.WITHDRAWN,
}
"""The status that each permitted step leads to."""


def after(status: ConsultationStatus, step: ConsultationStep) -> ConsultationStatus:
    """The status that `step` leads to. Raises RuleBroken when it cannot be taken from here."""
    try:
        return NEXT[status, step]
    except KeyError:
        raise RuleBroken(_REFUSED[step], name=f"cannot_{step}") from None


def steps_from(status: ConsultationStatus) -> tuple[ConsultationStep, ...]:
    """The steps that can be taken now."""
    return tuple(step for step in ConsultationStep if (status, step) in NEXT)


class Place(StrEnum):
    """Where one that is asked stands."""

    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    WAITING = "waiting"
    LATE = "late"  # the last day has passed without a reply, which is still taken
    SILENT = "silent"  # the consultation is over without a reply

    @property
    def has_answered(self) -> bool:
        """Whether there is a reply."""
        return self in (Place.ANSWERED, Place.ANSWERED_LATE)


def place_of(
    status: ConsultationStatus, reply_by: date | None, received_on: date | None, today: date
) -> Place:
    """Where one stands that gave its reply on `received_on`, or none. The last day is included."""
    if received_on is not None:
        late = reply_by is not None and received_on > reply_by
        return Place.ANSWERED_LATE if late else Place.ANSWERED
    if status in (ConsultationStatus.CLOSED, ConsultationStatus.WITHDRAWN):
        return Place.SILENT
    return Place.LATE if reply_by is not None and today > reply_by else Place.WAITING


def check_open(status: ConsultationStatus) -> None:
    """Raises RuleBroken unless replies are taken: from the sending until it is closed, also after
    the last day."""
    if status is not ConsultationStatus.SENT:
        raise RuleBroken(_NOT_OPEN.get(status, _NOT_OPEN[ConsultationStatus.CLOSED]), name="closed")


SHORTEST = timedelta(days=42)
"""A nämnd and the kommunstyrelse meet about once a month each: less than six weeks, with July
left out, gives many municipalities no meeting to answer at."""
SOONEST = timedelta(days=7)
"""For so long the replies have to be read before somebody handles them. In 2015 it was six days."""


def check_last_day(reply_by: date, today: date) -> None:
    """Raises RuleBroken for a last day that leaves no time at all."""
    if reply_by <= today:
        raise RuleBroken(_NO_TIME, name="reply_by")


def window_doubts(reply_by: date, sent_on: date, handled_on: date | None = None) -> list[Phrase]:
    """What may be wrong with a last day, which never keeps anybody from sending."""
    found = []
    days = _days_without_july(sent_on, reply_by)
    if days < SHORTEST.days:
        found.append(Phrase(*_SHORT, {"days": days, "weeks": SHORTEST.days // 7}))
    if is_closed(reply_by):
        found.append(Phrase(*_CLOSED_DAY, {"day": last_open_on_or_before(reply_by)}))
    if handled_on is not None and handled_on - reply_by < SOONEST:
        found.append(Phrase(*_SOON, {"day": handled_on}))
    return found


def _days_without_july(first: date, last: date) -> int:
    span = max(0, (last - first).days)
    return sum((first + timedelta(days=one)).month != 7 for one in range(1, span + 1))


def check_extension(
    status: ConsultationStatus, reply_by: date | None, day: date, today: date
) -> None:
    """Raises RuleBroken unless `day` gives those that are asked more time."""
    check_open(status)
    check_last_day(day, today)
    if reply_by is not None and day <= reply_by:
        raise RuleBroken(Phrase(*_NOT_LATER, {"day": reply_by}), name="reply_by")


def check_discardable(status: ConsultationStatus) -> None:
    """Raises RuleBroken unless it is a draft: what others have got is withdrawn."""
    if status is not ConsultationStatus.DRAFT:
        raise RuleBroken(_NO_DRAFT, name="not_draft")


def check_withdrawable(status: ConsultationStatus, reason: str) -> None:
    """Raises RuleBroken unless the consultation goes on and a reason is given."""
    after(status, ConsultationStep.WITHDRAW)
    if not reason.strip():
        raise RuleBroken(_NO_REASON, name="reason")


@dataclass(frozen=True)
class ConsultationDraft:
    """What has been filled in that sending needs."""

    document_version: object | None = None
    invited: int = 0
    reply_by: date | None = None


class ConsultationNeed(StrEnum):
    """What a consultation must have before it is sent, named as the field of the form."""

    DOCUMENT_VERSION = "document_version"
    INVITED = "municipalities"
    REPLY_BY = "reply_by"


class NotReady(RuleBroken):
    """The consultation cannot be sent yet; `missing` holds all that it lacks, by field."""

    def __init__(self, missing: Sequence[tuple[ConsultationNeed, Phrase]]) -> None:
        sentences = [phrase for _need, phrase in missing]
        super().__init__(
            Phrase(
                " · ".join(one.text("sv") for one in sentences),
                " · ".join(one.text("en") for one in sentences),
            ),
            name="not_ready",
        )
        self.missing = tuple(missing)


def check_sendable(draft: ConsultationDraft, today: date) -> None:
    """Raises NotReady, which lists every missing thing at once."""
    lacking = {
        ConsultationNeed.DOCUMENT_VERSION: draft.document_version is None,
        ConsultationNeed.INVITED: draft.invited < 1,
        ConsultationNeed.REPLY_BY: draft.reply_by is None,
    }
    found = [(need, _MISSING[need]) for need, lacks in lacking.items() if lacks]
    if draft.reply_by is not None and draft.reply_by <= today:
        found.append((ConsultationNeed.REPLY_BY, _NO_TIME))
    if found:
        raise NotReady(found)


_REFUSED = {
    ConsultationStep.SEND: Phrase(
        "Remissen är redan skickad.", "The consultation has already been sent."
    ),
    ConsultationStep.CLOSE: Phrase(
        "Bara en remiss som pågår kan avslutas.", "Only a consultation that goes on can be closed."
    ),
    ConsultationStep.REOPEN: Phrase(
        "Bara en avslutad remiss kan öppnas igen.",
        "Only a consultation that is closed can be opened again.",
    ),
    ConsultationStep.WITHDRAW: Phrase(
        "Bara en remiss som pågår kan dras tillbaka.",
        "Only a consultation that goes on can be withdrawn.",
    ),
}
_NOT_OPEN = {
    ConsultationStatus.DRAFT: Phrase(
        "Remissen är inte skickad än.", "The consultation has not been sent yet."
    ),
    ConsultationStatus.CLOSED: Phrase(
        "Remissen är avslutad och tar inte emot fler svar. Kontakta Norrbottens Kommuner",
        "The consultation is closed and takes no more replies. Contact Norrbottens Kommuner",
    ),
    ConsultationStatus.WITHDRAWN: Phrase(
        "Remissen är tillbakadragen och tar inte emot svar.",
        "The consultation is withdrawn and takes no replies.",
    ),
}
_NO_DRAFT = Phrase(
    "Remissen är redan skickad. Dra tillbaka den i stället",
    "The consultation has been sent. Withdraw it instead",
)
_NO_TIME = Phrase(
    "Sista dagen att svara måste vara senare än i dag. Skriv till exempel 27 februari",
    "The last day to reply must be later than today. Write for example 27 February",
)
_NOT_LATER = (
    "Svarstiden kan bara bli längre. Skriv en dag efter den {day}",
    "The time to reply can only become longer. Write a day after {day}",
)
_NO_REASON = Phrase(
    "Skriv varför remissen dras tillbaka. Skälet står i mejlet till dem som har fått den",
    "Write why the consultation is withdrawn. Those who got it read the reason in the mail",
)
_SHORT = (
    "Svarstiden är {days} dagar när juli inte räknas. Under {weeks} veckor hinner många nämnder"
    " och kommunstyrelser inte behandla frågan.",
    "The time to reply is {days} days with July left out. In less than {weeks} weeks many"
    " committees and executive boards have no meeting at which to deal with it.",
)
_CLOSED_DAY = (
    "Sista dagen är ingen vardag. Sista vardagen före är den {day}.",
    "The last day is not a working day. The last working day before it is {day}.",
)
_SOON = (
    "Svaren ska behandlas den {day}, mindre än en vecka efter sista dagen.",
    "The replies are to be handled on {day}, less than a week after the last day.",
)
_MISSING = {
    ConsultationNeed.DOCUMENT_VERSION: Phrase(
        "Välj vilken version av dokumentet som remissen gäller",
        "Choose the version of the document that the consultation is about",
    ),
    ConsultationNeed.INVITED: Phrase(
        "Välj minst en kommun, eller skriv vilka andra som får remissen",
        "Choose at least one municipality, or write who else gets the consultation",
    ),
    ConsultationNeed.REPLY_BY: Phrase(
        "Skriv sista dagen att svara, till exempel 27 februari",
        "Write the last day to reply, for example 27 February",
    ),
}
