"""Recording what a municipality has decided, changing it, undoing it, following it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions import mails
from nk_avtal.adoptions.models import Decision, NoticeBoard
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.legal_standing import Minutes, check_minutes
from nk_avtal.domain.phrases import Phrase
from nk_avtal.history import queries as history
from nk_avtal.outbox.actions import stop
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation, ReplyLink

UNDO_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Recorded:
    """What somebody says that a body decided; § and dnr as written.

    `boards` are the further notice boards of a joint committee, `version` the wording that was
    decided on: the recommended one where nothing is said.
    """

    body_kind: BodyKind
    body_name: str
    decided_on: date
    paragraph: str
    reference: str
    outcome: Outcome
    addition: str = ""
    returns_on: date | None = None
    reason: str = ""
    approved_on: date | None = None
    announced_on: date | None = None
    taken_down_on: date | None = None
    boards: tuple[tuple[str, date | None], ...] = ()
    version: DocumentVersion | None = None
    changed_text: str = ""
    note: str = ""
    excerpt: StoredFile | None = None

    @property
    def minutes(self) -> Minutes:
        """What the rules of legal force need to know."""
        known = [self.announced_on, *(day for _place, day in self.boards)]
        return Minutes(
            decided_on=self.decided_on,
            approved_on=self.approved_on,
            announced=tuple(day for day in known if day),
            boards=len(known),
            taken_down_on=self.taken_down_on,
        )


@dataclass(frozen=True)
class Recorder:
    """Who records: a person with an account, or whoever holds a personal link."""

    person: Person | None
    link: ReplyLink | None = None

    @property
    def email(self) -> str:
        """Where the receipt goes."""
        return self.person.email if self.person else self.link.email if self.link else ""

    @property
    def on_behalf(self) -> bool:
        """Whether the association records for the municipality."""
        return self.link is None and not (self.person and self.person.role.is_municipal)


def record(
    addressee: Addressee, recorded: Recorded, by: Recorder, *, tell: bool = True
) -> Decision:
    """Add a decision. By somebody of the association it is marked as recorded on behalf, and by a
    personal link it waits for the association to confirm it. Nobody is told of one that is brought
    in from a list.

    Raises RuleBroken when the day cannot be right.
    """
    check_day(addressee.recommendation, recorded.decided_on, clock.today())
    decision = Decision(addressee=addressee)
    _sign(decision, by)
    _fill_in(decision, recorded)
    db.session.add(decision)
    if tell:
        db.session.flush()
        mails.tell_recorded(decision, by.email)
    return decision


def _sign(decision: Decision, by: Recorder) -> None:
    decision.recorded_at, decision.recorded_by = clock.now(), by.person
    decision.on_behalf = by.on_behalf
    decision.reply_link = by.link
    decision.link_confirmed_at = decision.link_confirmed_by = None


def change(decision: Decision, recorded: Recorded, by: Recorder, *, tell: bool = True) -> Decision:
    """Correct a decision; history keeps what stood before. A changed addition has to be accepted
    anew, and legal force to be confirmed anew when its ground has changed."""
    check_day(decision.addressee.recommendation, recorded.decided_on, clock.today())
    if (decision.outcome, decision.addition) != (recorded.outcome, recorded.addition):
        decision.addition_accepted_at = decision.addition_accepted_by = None
    grounds = (decision.decided_on, decision.announced_on)
    if grounds != (recorded.decided_on, recorded.announced_on):
        decision.in_force_on = None
    _fill_in(decision, recorded)
    _sign(decision, by)
    stop(mails.topic_of(decision))
    if tell:
        mails.tell_recorded(decision, by.email)
    return decision


def _fill_in(decision: Decision, recorded: Recorded) -> None:
    for name, value in vars(recorded).items():
        if name not in ("excerpt", "boards", "version", "body_kind"):
            setattr(decision, name, value)
    decision.body = _body(decision.addressee, recorded)
    decision.body_kind = decision.body.kind if decision.body else recorded.body_kind
    decision.document_version = (
        recorded.version or decision.addressee.recommendation.document_version
    )
    _keep_boards(decision, recorded)
    if recorded.excerpt is not None:
        decision.excerpt = recorded.excerpt


def _keep_boards(decision: Decision, recorded: Recorded) -> None:
    """The further notice boards as they are now told; those that stay keep their rows."""
    told = dict(recorded.boards)
    decision.boards = [board for board in decision.boards if board.place in told]
    kept = {board.place: board for board in decision.boards}
    for place, day in told.items():
        if place in kept:
            kept[place].announced_on = day
        else:
            decision.boards.append(NoticeBoard(place=place, announced_on=day))


def _body(addressee: Addressee, recorded: Recorded) -> Body | None:
    """The municipality's own body of that name, if it has entered one."""
    wanted = sa.select(Body).where(
        Body.municipality_id == addressee.municipality_id, Body.name == recorded.body_name
    )
    return db.session.scalars(wanted).first()


def check_day(of: Recommendation, decided_on: date, today: date) -> None:
    """A decision lies between the recommendation and today. Raises RuleBroken otherwise."""
    if decided_on > today:
        raise RuleBroken(_AHEAD, name="ahead")
    recommended_on = of.recommended_on
    if recommended_on and decided_on < recommended_on:
        raise RuleBroken(Phrase(*_BEFORE, {"day": recommended_on}), name="before")


_AHEAD = Phrase(
    "Datumet har inte varit än. Planera mötet i stället, eller ändra datumet",
    "That day has not been yet. Plan the meeting instead, or change the date",
)
_BEFORE = (
    "Datumet är före styrelsens rekommendation den {day}. Kontrollera året",
    "The date is before the board's recommendation on {day}. Check the year",
)


def can_undo(decision: Decision, by: Person) -> bool:
    """Whether `by` may undo: who recorded it first, for half an hour, unless somebody else has
    changed it since. To undo a later change would take the whole decision away."""
    if decision.undone_at is not None or decision.recorded_by_id != by.id:
        return False
    first = history.created("decision", decision.id)
    return first is not None and first.actor_id == by.id and clock.now() - first.at <= UNDO_WITHIN


def undo(decision: Decision, by: Person) -> None:
    """Take a decision back: it stays, marked, and mail about it that has not left is stopped.

    Raises RuleBroken when it is too late or somebody else's.
    """
    if not can_undo(decision, by):
        raise RuleBroken(_TOO_LATE, name="too_late")
    decision.undone_at, decision.undone_by = clock.now(), by
    stop(mails.topic_of(decision))


_TOO_LATE = Phrase(
    "Det går att ångra i 30 minuter. Ändra beslutet i stället",
    "It can be undone for 30 minutes. Change the decision instead",
)


def follow_up(
    decision: Decision,
    *,
    appealed_on: date | None,
    in_force_on: date | None,
    annulled_on: date | None,
) -> None:
    """What came after the decision: an appeal, legal force that somebody has checked, or a court
    that annulled it (KL 13:8).

    Raises RuleBroken, named after the day that cannot be right.
    """
    minutes = replace(
        decision.minutes,
        appealed_on=appealed_on,
        in_force_on=in_force_on,
        annulled_on=annulled_on,
    )
    check_minutes(minutes, clock.today())
    decision.appealed_on, decision.in_force_on = appealed_on, in_force_on
    decision.annulled_on = annulled_on


def add_excerpt(decision: Decision, excerpt: StoredFile) -> None:
    """Add the minutes excerpt, or replace the one that is there."""
    decision.excerpt = excerpt


def confirm(decision: Decision, by: Person) -> None:
    """The association confirms what came by a personal link, so that it counts for entry into
    force."""
    if decision.awaits_confirmation:
        decision.link_confirmed_at, decision.link_confirmed_by = clock.now(), by


def accept_addition(decision: Decision, by: Person) -> None:
    """The association accepts an addition, so that the adoption counts for entry into force.

    Raises RuleBroken when there is no addition to accept.
    """
    if decision.outcome is not Outcome.ADOPTED_WITH_ADDITION or decision.undone_at:
        raise RuleBroken(
            Phrase("Det finns inget tillägg att godta", "There is no addition to accept")
        )
    decision.addition_accepted_at, decision.addition_accepted_by = clock.now(), by
