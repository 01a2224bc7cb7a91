"""Registering an agreement, changing its terms, bringing it to its next stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nk_avtal import clock
from nk_avtal.agreements.goals import AgreementGoal
from nk_avtal.agreements.models import Agreement, AgreementArea, AgreementRelation, Party
from nk_avtal.db import db, one_at_a_time
from nk_avtal.domain.agreements import Area, Kind, Relation, Stage, Step, after
from nk_avtal.domain.entry import Entry
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.slugs import slug_of


@dataclass(frozen=True)
class Members:
    """Who is bound: members by their number, and others by name."""

    municipality_ids: tuple[int, ...]
    organisations: tuple[str, ...]


def register(title: str, kind: Kind, taken: set[str] | None = None, slug: str = "") -> Agreement:
    """A new agreement, as a draft. `slug` is the address that it had elsewhere, if that is free.

    Whoever registers many gives the addresses that are `taken` (`taken_addresses`), and finds the
    new one among them.
    """
    taken = taken_addresses() if taken is None else taken
    agreement = Agreement(
        slug=given_address(title, slug, taken),
        title=title,
        kind=kind,
        stage=Stage.DRAFT,
        created_at=clock.now(),
    )
    db.session.add(agreement)
    return agreement


def given_address(title: str, slug: str, taken: set[str]) -> str:
    """The address of a new agreement, which is taken from now on."""
    address = slug if slug and slug not in taken else slug_of(title, taken)
    taken.add(address)
    return address


def taken_addresses() -> set[str]:
    """The addresses of all agreements; no other can be given until the transaction ends."""
    one_at_a_time("agreement.slug")
    return set(db.session.scalars(sa.select(Agreement.slug)))


def set_number(agreement: Agreement, number: str | None, taken: set[str] | None = None) -> None:
    """Give the agreement its NK number. Whoever gives many gives those that are `taken`
    (`taken_numbers`), and finds the new one among them. Raises RuleBroken when another one has
    it."""
    if number and number != agreement.number:
        if taken is None:
            one_at_a_time("agreement.number")
            other = sa.select(Agreement.id).where(Agreement.number == number)
            others = db.session.scalars(other.where(Agreement.id != agreement.id)).all()
            taken = {number} if others else set()
        claim_number(number, taken)
    agreement.number = number or None


def claim_number(number: str, taken: set[str]) -> None:
    """Take a number, unless another agreement has it: then RuleBroken is raised."""
    if number in taken:
        raise RuleBroken(_TAKEN)
    taken.add(number)


def taken_numbers() -> set[str]:
    """The numbers of all agreements; no other can be given until the transaction ends."""
    one_at_a_time("agreement.number")
    found = db.session.scalars(sa.select(Agreement.number).where(Agreement.number.is_not(None)))
    return {number for number in found if number}


def set_areas(agreement: Agreement, areas: Iterable[Area]) -> None:
    """The areas that the agreement concerns."""
    wanted = list(areas)
    agreement.areas = [one for one in agreement.areas if one.area in wanted]
    present = {one.area for one in agreement.areas}
    agreement.areas += [AgreementArea(area=area) for area in wanted if area not in present]


def set_members(agreement: Agreement, members: Members) -> None:
    """The parties. One that stays keeps its row, and so its history."""
    kept = [
        party
        for party in agreement.parties
        if party.municipality_id in members.municipality_ids
        or party.organisation in members.organisations
    ]
    towns = {party.municipality_id for party in kept}
    others = {party.organisation for party in kept}
    agreement.parties = [
        *kept,
        *(Party(municipality_id=one) for one in members.municipality_ids if one not in towns),
        *(Party(organisation=one) for one in members.organisations if one not in others),
    ]


def set_entry(agreement: Agreement, entry: Entry, counted_on: date | None, note: str) -> None:
    """The condition for effect. `counted_on` says which count of the inhabitants holds, and `note`
    what happens to those outside; what the condition does not use is not kept."""
    condition = entry.condition
    agreement.entry_condition = condition
    agreement.entry_at_least = entry.at_least if condition.counted else None
    agreement.entry_share = int(entry.share * 100) if condition.weighed else None
    agreement.entry_counted_on = counted_on if condition.weighed else None
    agreement.entry_by = entry.by
    agreement.entry_counterparty = entry.counterparty
    agreement.entry_latest = entry.latest
    agreement.entry_outsiders = entry.outsiders
    agreement.entry_outsiders_note = note
    for party in agreement.parties:
        party.required = party.municipality_id is not None and party.municipality_id in entry.named


def set_goals(agreement: Agreement, goal_ids: Iterable[int]) -> None:
    """The goals that the agreement serves."""
    wanted = set(goal_ids)
    agreement.goal_links = [one for one in agreement.goal_links if one.goal_id in wanted]
    present = {one.goal_id for one in agreement.goal_links}
    agreement.goal_links += [AgreementGoal(goal_id=one) for one in wanted - present]


def for_changing(numbers: Sequence[int]) -> list[Agreement]:
    """The agreements with these numbers, with what hangs on them, read together."""
    hanging = (
        *(Agreement.areas, Agreement.parties, Agreement.goal_links, Agreement.relations),
        *(Agreement.notice_rules, Agreement.set_days),
    )
    found: list[Agreement] = []
    for start in range(0, len(numbers), AT_A_TIME):
        wanted = sa.select(Agreement).where(Agreement.id.in_(numbers[start : start + AT_A_TIME]))
        found += db.session.scalars(wanted.options(*map(selectinload, hanging)))
    return found


AT_A_TIME = 500
UNTOLD = frozenset({"summary", "compensation", "legal_basis", "goal_links", "areas", "version"})
"""What no reminder says of an agreement, and none depends on."""


def is_told_otherwise(agreement: Agreement) -> bool:
    """Whether something has changed, and is not yet saved, that reminders tell or depend on."""
    changed = (one.key for one in sa.inspect(agreement).attrs if one.history.has_changes())
    return not UNTOLD.issuperset(changed)


def revise(agreement: Agreement) -> None:
    """Count a change of what hangs on the agreement, such as its parties, as a change of it, so
    that whoever has an older page open is told."""
    agreement.version += 1


def relate(agreement: Agreement, other: Agreement, relation: Relation) -> None:
    """Say how the agreement stands to another. Raises RuleBroken for one and the same."""
    if agreement is other:
        raise RuleBroken(
            Phrase("Välj ett annat avtal än det här", "Choose another agreement than this one")
        )
    known = {(one.to_id, one.relation) for one in agreement.relations}
    if (other.id, relation) not in known:
        agreement.relations.append(AgreementRelation(other=other, relation=relation))


def take(agreement: Agreement, step: Step) -> None:
    """Bring the agreement to the stage that `step` leads to.

    Raises RuleBroken when the step cannot be taken from where it is.
    """
    agreement.stage = after(agreement.stage, step)
    agreement.stage_changed_on = clock.today()


_TAKEN = Phrase(
    "Det numret har ett annat avtal. Kontrollera numret",
    "Another agreement has that number. Check it",
)
