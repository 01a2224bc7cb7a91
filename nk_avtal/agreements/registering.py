"""Registering many agreements at once, which costs a tenth of doing so one by one.

The rules are those of `actions` and `terms`; what differs is that rows are written and not objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nk_avtal import clock
from nk_avtal.agreements import actions, ordering
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.terms import check_terms
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Kind, Stage, Step, after
from nk_avtal.history.adding import adding

NOBODY = actions.Members((), ())


@dataclass(frozen=True)
class New:
    """An agreement to register: `slug` is the address that it had elsewhere, `steps` bring it to
    its stage, `terms` are all of its terms, and `values` its other columns."""

    title: str
    kind: Kind
    slug: str = ""
    number: str | None = None
    steps: Sequence[Step] = ()
    areas: Iterable[Area] = ()
    members: actions.Members = NOBODY
    terms: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def register_all(agreements: Sequence[New]) -> list[int]:
    """Register these; their numbers in the same order. Raises RuleBroken where one has the number
    of another, terms that contradict each other, or steps that lead nowhere."""
    for terms in {tuple(one.terms.items()): one.terms for one in agreements}.values():
        check_terms(dict(terms))
    addresses, numbers = actions.taken_addresses(), actions.taken_numbers()
    with adding(db.session) as add:
        kept = add.rows(Agreement, [_row(one, addresses, numbers) for one in agreements])
        ids = [row["id"] for row in kept]
        pairs = list(zip(ids, agreements, strict=True))
        add.rows(
            AgreementArea,
            ({"agreement_id": number, "area": area} for number, one in pairs for area in one.areas),
        )
        add.rows(Party, (party for number, one in pairs for party in _parties(number, one.members)))
    return ids


def _row(one: New, addresses: set[str], numbers: set[str]) -> dict[str, Any]:
    if one.number:
        actions.claim_number(one.number, numbers)
    stage = Stage.DRAFT
    for step in one.steps:
        stage = after(stage, step)
    return {
        **one.values,
        **one.terms,
        "slug": actions.given_address(one.title, one.slug, addresses),
        "title": one.title,
        "title_key": ordering.key_of(one.title),
        "number": one.number or None,
        "kind": one.kind,
        "stage": stage,
        "stage_changed_on": clock.today() if one.steps else None,
        "created_at": clock.now(),
    }


def _parties(number: int, members: actions.Members) -> Iterable[dict[str, Any]]:
    for town in members.municipality_ids:
        yield {"agreement_id": number, "municipality_id": town}
    for name in members.organisations:
        yield {"agreement_id": number, "organisation": name}
