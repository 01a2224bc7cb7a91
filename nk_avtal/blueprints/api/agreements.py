"""Agreements: read, registered, changed, brought to their next stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.queries import visible_to
from nk_avtal.agreements.terms import TERM_FIELDS, set_terms
from nk_avtal.blueprints.api.agreement_schemas import (
    AgreementChange,
    AgreementsAsked,
    AgreementShown,
    NewAgreement,
    StepTaken,
    shown,
)
from nk_avtal.blueprints.api.blueprint import bp, explaining, refuse
from nk_avtal.blueprints.api.goals import set_goals
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, page_of, part
from nk_avtal.blueprints.api.saving import plan_anew, saves
from nk_avtal.blueprints.api.versions import check_seen, tag
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Precision
from nk_avtal.domain.people import Permission
from nk_avtal.domain.stored_terms import first_day_within, last_day_within
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.people.queries import association_people

PLAIN = frozenset(
    {"title", "kind", "summary", "counterparty_contact", "decided_by", "compensation"}
    | {"legal_basis", "cooperation"}
)
reading = requires(Permission.READ_AGREEMENTS)
writing = requires(Permission.WRITE_AGREEMENTS)


def _tagged(agreement: Agreement, status: int = 200) -> Tagged:
    return shown(agreement, me()), status, {"ETag": tag_of(agreement)}


def tag_of(agreement: Agreement) -> str:
    """Which version of the agreement it is."""
    return tag(agreement.id, agreement.version)


def agreement_by_id(agreement_id: int) -> Agreement:
    """An agreement that the owner of the token may see. Raises NoResultFound."""
    return db.session.scalars(visible_to(me()).where(Agreement.id == agreement_id)).one()


def agreement_to_write(agreement_id: int) -> Agreement:
    """One that the program has seen as it is; nobody else changes it until this is done."""
    wanted = visible_to(me()).where(Agreement.id == agreement_id).with_for_update(of=Agreement)
    found = db.session.scalars(wanted).one()
    check_seen(tag_of(found))
    return found


@bp.get("/agreements", tags=["agreements"])
@reading
@bp.arguments(AgreementsAsked, location="query")
@bp.response(200, page_of(AgreementShown))
def agreements(asked: dict[str, Any]) -> Page:
    """The agreements that the owner of the token may see, in the order they were registered."""
    wanted = visible_to(me()).options(
        selectinload(Agreement.areas),
        selectinload(Agreement.goal_links),
        selectinload(Agreement.parties).joinedload(Party.municipality),
        joinedload(Agreement.responsible),
    )
    rows, following = part(wanted.where(*_conditions(asked)), Agreement.id, asked)
    return {"items": [shown(one, me()) for one in rows], "next_cursor": following}


def _conditions(asked: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    same = ("stage", "kind", "number", "slug")
    found = [getattr(Agreement, name) == asked[name] for name in same if name in asked]
    if "area" in asked:
        found.append(Agreement.areas.any(AgreementArea.area == asked["area"]))
    if "municipality" in asked:
        town = Party.municipality.has(Municipality.code == asked["municipality"])
        found.append(Agreement.parties.any(town))
    return found


@bp.get("/agreements/<int:agreement_id>", tags=["agreements"])
@reading
@bp.response(200, AgreementShown)
def agreement(agreement_id: int) -> Tagged:
    """One agreement."""
    return _tagged(agreement_by_id(agreement_id))


@bp.post("/agreements", tags=["agreements"])
@writing
@bp.arguments(NewAgreement)
@saves
@bp.response(201, AgreementShown)
def add_agreement(told: dict[str, Any]) -> Any:
    """Register an agreement, as a draft."""
    made = actions.register(told["title"], told["kind"])
    made.responsible_id = me().id
    if "terms" in told:
        db.session.flush()  # the terms are a change of what is registered, as on the pages
    with db.session.no_autoflush:
        _fill(made, told)
    db.session.flush()
    answer, status, headers = _tagged(made, 201)
    return answer, status, headers | {"Location": url_for("api.agreement", agreement_id=made.id)}


@bp.patch("/agreements/<int:agreement_id>", tags=["agreements"])
@writing
@bp.arguments(AgreementChange)
@saves
@bp.response(200, AgreementShown)
def change_agreement(told: dict[str, Any], agreement_id: int) -> Tagged:
    """Change what the agreement is, who is bound, and its terms."""
    found = agreement_to_write(agreement_id)
    with db.session.no_autoflush:
        _fill(found, told)
        if actions.is_told_otherwise(found):
            plan_anew(found)
        actions.revise(found)
    db.session.flush()
    return _tagged(found)


@bp.post("/agreements/<int:agreement_id>/steps", tags=["agreements"])
@writing
@bp.arguments(StepTaken)
@saves
@bp.response(200, AgreementShown)
def take_agreement_step(told: dict[str, Any], agreement_id: int) -> Tagged:
    """Bring the agreement to its next stage."""
    found = agreement_to_write(agreement_id)
    actions.take(found, told["step"])
    plan_anew(found)
    db.session.flush()
    return _tagged(found)


def _fill(agreement: Agreement, told: dict[str, Any]) -> None:
    for name in told.keys() & PLAIN:
        setattr(agreement, name, told[name])
    for name in told.keys() & _SETTERS.keys():
        _SETTERS[name](agreement, told[name])
    if told.keys() & {"municipalities", "organisations"}:
        actions.set_members(agreement, _members(agreement, told))


def _set_number(agreement: Agreement, number: str | None) -> None:
    with explaining("number"):
        actions.set_number(agreement, number)


def _set_areas(agreement: Agreement, areas: list[Area]) -> None:
    actions.set_areas(agreement, dict.fromkeys(areas))


def _set_responsible(agreement: Agreement, email: str | None) -> None:
    agreement.responsible_id = _responsible(email)


def _responsible(email: str | None) -> int | None:
    if email is None:
        return None
    known = {one.email: one.id for one in association_people()}
    if email.lower() not in known:
        refuse({"responsible": [_("Det finns inget sådant konto i förbundet")]})
    return known[email.lower()]


def _members(agreement: Agreement, told: dict[str, Any]) -> actions.Members:
    """The parties: those that are told, and as they were where nothing is."""
    towns = tuple(one.municipality_id for one in agreement.parties if one.municipality_id)
    if "municipalities" in told:
        towns = municipality_ids(told["municipalities"])
    others = tuple(one.organisation for one in agreement.parties if one.organisation)
    if "organisations" in told:
        others = tuple(dict.fromkeys(told["organisations"]))
    return actions.Members(towns, others)


def municipality_ids(codes: list[str], named: str = "municipalities") -> tuple[int, ...]:
    """The members with these codes; answers 422 at what is `named` when one is not a member's."""
    known = {one.code: one.id for one in members()}
    unknown = [one for one in codes if one not in known]
    if unknown:
        sentence = _("Ingen kommun har koden %(code)s", code=", ".join(unknown))
        refuse({named: [sentence]})
    return tuple(known[one] for one in dict.fromkeys(codes))


def _set_terms(agreement: Agreement, told: dict[str, Any]) -> None:
    terms = {name: getattr(agreement, name) for name in TERM_FIELDS}
    with explaining("terms"):
        set_terms(agreement, _whole(terms | told, told))


def _whole(terms: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """The terms with their days as they are kept: a day goes with how much of it is known."""
    for side, within in (("start", first_day_within), ("end", last_day_within)):
        on, precision = f"{side}_on", f"{side}_precision"
        if on in told and precision not in told:
            terms[precision] = Precision.DAY if told[on] else Precision.UNKNOWN
        if terms[precision] in (Precision.UNKNOWN, Precision.OPEN_ENDED):
            terms[on] = None
        elif terms[on] is None:
            refuse({"terms": {on: [_("Skriv dagen, eller sätt noggrannheten till unknown")]}})
        else:
            terms[on] = within(terms[on], terms[precision]) or terms[on]
    return terms


_SETTERS: dict[str, Callable[[Agreement, Any], None]] = {
    "number": _set_number,
    "areas": _set_areas,
    "goals": set_goals,
    "responsible": _set_responsible,
    "terms": _set_terms,
}
