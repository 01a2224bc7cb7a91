"""Registering what single parties decide and sign, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nk_avtal import clock
from nk_avtal.agreements.actions import revise
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.parties import PartyDecision, Signature
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Which:
    """A member by its number, or another party by name; neither is all municipalities together."""

    municipality_id: int | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class Decided:
    """What a party decided. With `joins_on` it joins on that day."""

    body_name: str
    decided_on: date
    paragraph: str = ""
    reference: str = ""
    in_force_on: date | None = None
    joins_on: date | None = None
    note: str = ""


def decide(agreement: Agreement, which: Which, decided: Decided, by: Person) -> PartyDecision:
    """Register a party's own decision. Who joins becomes a party.

    Raises RuleBroken named `ahead` when the decision or its legal force lies in the future, and
    `joins_early` when the party would join before it has decided; `joins_missing` when a
    municipality does not say from when it joins, since it decides on recommendations otherwise.
    """
    today = clock.today()
    if decided.decided_on > today:
        raise RuleBroken(_AHEAD, name="ahead")
    if decided.in_force_on and not decided.decided_on <= decided.in_force_on <= today:
        raise RuleBroken(_FORCE, name="in_force")
    if decided.joins_on and decided.joins_on < decided.decided_on:
        raise RuleBroken(_JOINS_EARLY, name="joins_early")
    if which.municipality_id and not decided.joins_on:
        raise RuleBroken(_JOINS_MISSING, name="joins_missing")
    made = PartyDecision(
        agreement=agreement,
        municipality_id=which.municipality_id,
        organisation=which.organisation,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
        **vars(decided),
    )
    db.session.add(made)
    _become_party(agreement, which)
    revise(agreement)
    return made


def _become_party(agreement: Agreement, which: Which) -> None:
    known = {(one.municipality_id, one.organisation) for one in agreement.parties}
    if (which.municipality_id, which.organisation) not in known:
        agreement.parties.append(
            Party(municipality_id=which.municipality_id, organisation=which.organisation)
        )


def sign(
    agreement: Agreement, which: Which, signatory: str, authority: str, day: date, by: Person
) -> Signature:
    """Register that a party has signed, or that somebody signed for all municipalities.

    Raises RuleBroken named `ahead` for a day in the future.
    """
    if day > clock.today():
        raise RuleBroken(_AHEAD, name="ahead")
    made = Signature(
        agreement=agreement,
        municipality_id=which.municipality_id,
        organisation=which.organisation,
        signatory=signatory,
        authority=authority,
        signed_on=day,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    db.session.add(made)
    revise(agreement)
    return made


def undo(done: PartyDecision | Signature, by: Person) -> None:
    """It does not hold; it stays, with who said so. The party stays among the parties."""
    if done.undone_at is None:
        done.undone_at, done.undone_by_id = clock.now(), by.id
        revise(done.agreement)


def redo(done: PartyDecision | Signature) -> None:
    """It holds after all."""
    if done.undone_at is not None:
        done.undone_at = done.undone_by_id = None
        revise(done.agreement)


_AHEAD = Phrase(
    "Datumet har inte varit än. Skriv det när det har hänt",
    "That day has not been. Write it when it has happened",
)
_FORCE = Phrase(
    "Laga kraft kan bara bekräftas efter beslutet och när dagen har varit",
    "Legal force can be confirmed only after the decision and when the day has been",
)
_JOINS_EARLY = Phrase(
    "Parten kan inte ansluta sig innan den har beslutat",
    "The party cannot join before it has decided",
)
_JOINS_MISSING = Phrase(
    "Skriv från vilken dag kommunen ansluter sig",
    "Write from which day the municipality joins",
)
