"""Writing decisions from a file, with the agreements and recommendations that they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions import actions as adoptions
from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements import actions as agreements
from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Stage, steps_to
from nk_avtal.domain.bodies import NAMES, BodyKind, kind_named
from nk_avtal.domain.import_cells import folded
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.slugs import slug_of
from nk_avtal.imports.agreement_writing import kind_in
from nk_avtal.imports.planning import Line
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.recommendations.actions import Content, draft
from nk_avtal.recommendations.models import Recommendation

_KINDS = {name: kind for kind, name in NAMES.items()}


def write(lines: Sequence[Line], by: Person | None) -> None:
    """Record what is new or changed. Nobody is told: it was decided long ago."""
    with db.session.no_autoflush:
        _register(lines)
    _recommend(lines)
    recorder = adoptions.Recorder(by)
    with db.session.no_autoflush:
        for line in lines:
            if "reported" in line.values:
                _report(line)
            else:
                _record(line, recorder)


def _register(lines: Sequence[Line]) -> None:
    """The agreements that are not here, each once, with the municipalities of the file as
    parties."""
    taken = agreements.taken_addresses()
    made: dict[Any, Agreement] = {}
    towns: dict[Any, set[int]] = defaultdict(set)
    for line in lines:
        if line.values["agreement"] is None:
            title, number, slug = line.values["new"]
            key = (slug or folded(title), number)
            if key not in made:
                made[key] = _registered(title, number, slug, taken)
            line.values["agreement"] = made[key]
            towns[key] |= {line.values["town"].id} if line.values["town"] else set()
    for key, one in made.items():
        agreements.set_members(one, agreements.Members(tuple(sorted(towns[key])), ()))


def _registered(title: str, number: str, slug: str, taken: set[str]) -> Agreement:
    """With the municipalities, as far as the file tells."""
    address = slug if slug == slug_of(slug) else ""
    made = agreements.register(title, kind_in(title), taken, address)
    agreements.set_number(made, number or None)
    for step in steps_to(Stage.DRAFT, Stage.DECIDING):
        agreements.take(made, step)
    return made


def _recommend(lines: Sequence[Line]) -> None:
    """The recommendations that are not here, as sent when the board met."""
    db.session.flush()
    found: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        if "recorded" in line.values and line.values["sent"] is None:
            key = (line.values["agreement"].id, folded(line.values["name"]), line.values["board"])
            found[key].append(line)
    board = db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.BOARD)).first()
    for those in found.values():
        made = _recommended(those, board)
        places = {one.municipality_id: one for one in made.addressees}
        for line in those:
            line.values |= {"sent": made, "place": places[line.values["town"].id]}


def _recommended(lines: Sequence[Line], board: Body | None) -> Recommendation:
    first = lines[0].values
    agreement, (day, paragraph, reply_by) = first["agreement"], first["board"]
    areas = [one.area for one in agreement.areas]
    content = Content(
        title=first["name"],
        object_name="",
        area=areas[0] if areas else Area.OTHER,
        recommended_on=day,
        paragraph=paragraph,
        reference="",
        background="",
        suggested_body=BodyKind.COUNCIL,
        reply_by=reply_by,
        takes_effect="",
        document_version_id=None,
        points=(),
        municipality_ids=frozenset(line.values["town"].id for line in lines),
    )
    made = draft(agreement, content, members(), board, clock.now())
    made.status, made.sent_at = Status.SENT, clock.now()
    db.session.flush()
    return made


def _report(line: Line) -> None:
    town = line.values["town"]
    db.session.add(
        ReportedDecision(
            agreement_id=line.values["agreement"].id,
            municipality_id=town.id if town else None,
            party=line.values["party"],
            **line.values["reported"],
        )
    )


def _record(line: Line, recorder: adoptions.Recorder) -> None:
    """Through the actions of adoptions; what is empty in the file stays as it is kept."""
    values = dict(line.values["recorded"])
    in_force_on = values.pop("in_force_on")
    name = values["body_name"]
    kind = _KINDS.get(name) or kind_named(name)
    if line.target is None:
        new = adoptions.Recorded(body_kind=kind, **values)
        one = adoptions.record(line.values["place"], new, recorder, tell=False)
    else:
        one = line.target
        told = {key: value for key, value in values.items() if key in line.changes}
        adoptions.change(one, replace(_as_recorded(one), **told), recorder, tell=False)
    if in_force_on and one.in_force_on != in_force_on:
        adoptions.follow_up(
            one,
            appealed_on=one.appealed_on,
            in_force_on=in_force_on,
            annulled_on=one.annulled_on,
        )


def _as_recorded(one: Decision) -> adoptions.Recorded:
    return adoptions.Recorded(
        boards=tuple((board.place, board.announced_on) for board in one.boards),
        version=one.document_version,
        **{
            name: getattr(one, name)
            for name in (
                *("body_kind", "body_name", "decided_on", "paragraph", "reference", "outcome"),
                *("addition", "returns_on", "reason", "approved_on", "announced_on"),
                *("taken_down_on", "changed_text", "note"),
            )
        },
    )
