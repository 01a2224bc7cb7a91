"""A made-up agreement that all have adopted and signed, on one line for the municipalities."""

from __future__ import annotations

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import PartyDecision, Signature
from nk_avtal.db import db
from nk_avtal.demo.days import Calendar
from nk_avtal.people.models import Person

AGREEMENT = "norrbus-riktlinjer-for-barn-och-unga"
REGION = "Region Norrbotten"


def load(agreements: dict[str, Agreement], calendar: Calendar, by: Person) -> None:
    """Add the region's decision on the agreement, and both signatures."""
    agreement = agreements[AGREEMENT]
    decision = PartyDecision(
        agreement=agreement,
        organisation=REGION,
        body_name="Regionstyrelsen",
        decided_on=calendar.event("2026-09-09"),
        paragraph="118",
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    for_towns = (None, "Styrelsens ordförande", "Fullmakt från kommunerna")
    for_region = (REGION, "Regiondirektören", "Delegation, regionstyrelsen § 118")
    db.session.add(decision)
    for organisation, signatory, authority in (for_towns, for_region):
        db.session.add(
            Signature(
                agreement=agreement,
                organisation=organisation,
                signatory=signatory,
                authority=authority,
                signed_on=calendar.event("2026-09-30"),
                recorded_at=clock.now(),
                recorded_by_id=by.id,
            )
        )
