"""Real agreements and municipal decisions, with only what their public sources hold."""

from __future__ import annotations

import re
from datetime import date

from nk_avtal import clock
from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements.models import Agreement, AgreementArea, AgreementRelation, Party
from nk_avtal.db import db
from nk_avtal.demo.rows import rows
from nk_avtal.domain.agreements import Area, Kind, Precision, Relation, Stage
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.slugs import slug_of
from nk_avtal.municipalities.models import Municipality
from nk_avtal.renewals.models import GivenNotice

AREAS = {
    "utbildning": Area.EDUCATION,
    "socialtjänst": Area.SOCIAL_SERVICES,
    "kommunal hälso- och sjukvård": Area.HEALTHCARE,
}
KINDS = (
    ("samverkansavtal", Kind.COOPERATION),
    ("överenskommelse", Kind.ACCORD),
    ("förbundsordning", Kind.CHARTER),
    ("stadgar", Kind.CHARTER),
    ("riktlinjer", Kind.GUIDELINE),
    ("strategi", Kind.STRATEGY),
    ("målbild", Kind.STRATEGY),
    ("inriktning", Kind.STRATEGY),
    ("plan", Kind.STRATEGY),
    ("avgifter", Kind.PRICE_LIST),
    ("avtal", Kind.AGREEMENT),
)
ADOPTED = frozenset(
    f"A{number:02d}" for number in (4, 6, 7, 9, 10, 11, 13, 14, 15, 16, 18, 19, 25, 27, 29)
)
"""Agreements whose source says that they were adopted or are in force."""

TERMINATED_ON = {"A01": date(2020, 12, 9), "A02": date(2020, 12, 9)}
RELATIONS = (
    ("A03", "A01", Relation.REPLACES),
    ("A03", "A02", Relation.REPLACES),
    ("A10", "A09", Relation.REPLACES),
    ("A06", "A05", Relation.RELATED),
    ("A12", "A13", Relation.RELATED),
    ("A16", "A15", Relation.RELATED),
)


def load(members: dict[str, Municipality]) -> None:
    """Add the agreements, how they relate, and the reported decisions."""
    found = {row["id"]: _agreement(row, members) for row in rows("agreements")}
    for first, second, relation in RELATIONS:
        link = AgreementRelation(other=found[second], relation=relation)
        found[first].relations.append(link)
    db.session.add_all(found.values())
    db.session.flush()
    db.session.add_all(_notice(found[identity], day) for identity, day in TERMINATED_ON.items())
    for row in rows("adoptions"):
        if row["agreement_id"]:
            db.session.add(_decision(row, found[row["agreement_id"]], members))


def _notice(agreement: Agreement, decided_on: date) -> GivenNotice:
    """Notice that the source tells of: by the region's board. When it was received is not said."""
    others = [one.organisation for one in agreement.parties if one.organisation]
    return GivenNotice(
        agreement=agreement,
        giver=Giver.COUNTERPARTY,
        reach=Reach.WHOLE,
        organisation=others[0],
        body_name="Regionstyrelsen",
        decided_on=decided_on,
        stage_before=Stage.CONCLUDED,
        registered_at=clock.now(),
    )


def _agreement(row: dict[str, str], members: dict[str, Municipality]) -> Agreement:
    start, start_precision = _day(row["valid_from"])
    end, end_precision = _day(row["valid_to"], last=True)
    if "tills vidare" in row["prolongation"]:
        end_precision = Precision.OPEN_ENDED
    return Agreement(
        slug=slug_of(f"{row['id']} {row['title']}"),
        title=row["title"],
        kind=next((kind for word, kind in KINDS if word in row["title"].casefold()), Kind.OTHER),
        summary="",
        stage=_stage(row["id"]),
        start_on=start,
        start_precision=start_precision,
        end_on=end,
        end_precision=end_precision,
        notice_given_on=TERMINATED_ON.get(row["id"]),
        compensation=row["cost_sharing"],
        published=row["id"] in ADOPTED,
        sources=row["source"].replace(" ; ", "\n"),
        source_note=_notes(row),
        created_at=clock.now(),
        areas=[AgreementArea(area=area) for area in _areas(row["area"])],
        parties=_parties(row["parties"], members),
    )


def _stage(identity: str) -> Stage:
    if identity in TERMINATED_ON:
        return Stage.TERMINATED
    return Stage.CONCLUDED if identity in ADOPTED else Stage.PREPARATION


def _notes(row: dict[str, str]) -> str:
    """What the source says beside the fields, in its own words."""
    parts = (
        ("Läge enligt källan", row["status_seen"]),
        ("Undertecknare enligt källan", row["signatories"]),
        ("Uppföljning enligt källan", row["followup"]),
        ("Anmärkning", row["note"]),
    )
    return "\n".join(f"{label}: {text}" for label, text in parts if text)


def _areas(text: str) -> list[Area]:
    return [AREAS.get(part.strip().split(":")[0], Area.OTHER) for part in text.split(";")]


def _day(text: str, *, last: bool = False) -> tuple[date | None, Precision]:
    """A day as far as it is known: `2008`, `2011-11`, `2013-02-01` or nothing."""
    if not text:
        return None, Precision.UNKNOWN
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), Precision.DAY
    if rest:
        return date(year, rest[0], 1), Precision.MONTH
    return (date(year, 12, 31) if last else date(year, 1, 1)), Precision.YEAR


def _parties(text: str, members: dict[str, Municipality]) -> list[Party]:
    everyone = re.search(r"kommunerna\b|14 kommuner\b|länets kommuner\b|medlemskommunerna", text)
    several = text.startswith(("ett flertal", "delägande"))
    found: list[Party] = []
    if everyone and not several:
        found = [Party(municipality_id=member.id) for member in members.values()]
    for name in re.split(r"[;,]", text):
        name = name.strip()
        town = members.get(name.removesuffix(" kommun").removesuffix(" värdkommun"))
        if town and not everyone:
            found.append(Party(municipality_id=town.id))
        elif name and not town and not re.search(r"kommuner(na)?\b(?! i)|medlemskommun", name):
            found.append(Party(organisation=name))
    return _without_repeats(found)


def _without_repeats(parties: list[Party]) -> list[Party]:
    seen: dict[tuple[int | None, str | None], Party] = {}
    for party in parties:
        if not (party.organisation or "").startswith("kommunerna"):
            seen.setdefault((party.municipality_id, party.organisation), party)
    return list(seen.values())


def _decision(
    row: dict[str, str], agreement: Agreement, members: dict[str, Municipality]
) -> ReportedDecision:
    town = members.get(row["party"])
    return ReportedDecision(
        agreement_id=agreement.id,
        municipality_id=town.id if town else None,
        party=row["party"],
        matter=row["matter_title"],
        body=row["body"],
        decided_on=date.fromisoformat(row["meeting_date"]) if row["meeting_date"] else None,
        paragraph=row["paragraph"],
        reference=row["dnr"],
        outcome=row["outcome"],
        reservation=row["conditions_or_reservation"],
        evidence=row["evidence"],
        note=row["note"],
        source=row["source"],
    )
