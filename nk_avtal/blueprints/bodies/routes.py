"""Meetings of the association and of each municipality."""

from __future__ import annotations

from flask import Blueprint
from flask import Response as FileResponse
from werkzeug.wrappers import Response

from nk_avtal.blueprints import listed
from nk_avtal.blueprints.bodies import pages
from nk_avtal.blueprints.bodies import times as times_page
from nk_avtal.blueprints.bodies.pages import Page
from nk_avtal.blueprints.bodies.plans import Plan
from nk_avtal.blueprints.guard import requires
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality

bp = Blueprint("bodies", __name__)

BOTH = ("GET", "POST")
MUNICIPAL = "/kommuner/<municipality>/motesplan"
write_ours = requires(Permission.WRITE_ASSOCIATION_MEETINGS)
write_municipal = requires(Permission.WRITE_MEETING_PLAN)


@bp.get("/moten")
@requires(Permission.READ_ASSOCIATION_MEETINGS)
def index() -> str:
    """The meetings of the association's bodies."""
    return pages.listing(Plan())


@bp.get(f"/moten.<{listed.FORMS}:form>")
@requires(Permission.READ_ASSOCIATION_MEETINGS)
def export(form: str) -> FileResponse:
    """The same list as a file."""
    return pages.as_file(Plan(), form)


@bp.route("/moten/nya", methods=BOTH)
@write_ours
def add() -> Page:
    """New meetings of one of the association's bodies."""
    return pages.add(Plan())


@bp.route("/moten/<int:meeting_id>", methods=BOTH)
@write_ours
def change(meeting_id: int) -> Page:
    """One of the association's meetings."""
    return pages.change(Plan(), meeting_id)


@bp.post("/moten/<int:meeting_id>/bort")
@write_ours
def remove(meeting_id: int) -> Response:
    """Take away one of the association's meetings."""
    return pages.remove(Plan(), meeting_id)


@bp.post("/moten/bort/angra")
@write_ours
def put_back() -> Response:
    """A removed meeting of the association stands again."""
    return pages.put_back(Plan())


@bp.route("/moten/organ/nytt", methods=BOTH)
@write_ours
def add_body() -> Page:
    """A new body of the association."""
    return pages.body(Plan())


@bp.route("/moten/organ/<int:body_id>", methods=BOTH)
@write_ours
def change_body(body_id: int) -> Page:
    """One of the association's bodies."""
    return pages.body(Plan(), body_id)


@bp.get(MUNICIPAL)
@requires(Permission.READ_MEETING_PLAN)
def plan(municipality: Municipality) -> str:
    """The meetings of a municipality's bodies."""
    return pages.listing(Plan(municipality))


@bp.get(f"{MUNICIPAL}.<{listed.FORMS}:form>")
@requires(Permission.READ_MEETING_PLAN)
def plan_file(municipality: Municipality, form: str) -> FileResponse:
    """The same list as a file."""
    return pages.as_file(Plan(municipality), form)


@bp.route(f"{MUNICIPAL}/nya", methods=BOTH)
@write_municipal
def add_to_plan(municipality: Municipality) -> Page:
    """New meetings of one of a municipality's bodies."""
    return pages.add(Plan(municipality))


@bp.route(f"{MUNICIPAL}/<int:meeting_id>", methods=BOTH)
@write_municipal
def change_in_plan(municipality: Municipality, meeting_id: int) -> Page:
    """One of a municipality's meetings."""
    return pages.change(Plan(municipality), meeting_id)


@bp.post(f"{MUNICIPAL}/<int:meeting_id>/bort")
@write_municipal
def remove_from_plan(municipality: Municipality, meeting_id: int) -> Response:
    """Take away one of a municipality's meetings."""
    return pages.remove(Plan(municipality), meeting_id)


@bp.post(f"{MUNICIPAL}/bort/angra")
@write_municipal
def put_back_in_plan(municipality: Municipality) -> Response:
    """A removed meeting of a municipality stands again."""
    return pages.put_back(Plan(municipality))


@bp.route(f"{MUNICIPAL}/organ/nytt", methods=BOTH)
@write_municipal
def add_own_body(municipality: Municipality) -> Page:
    """A new body of a municipality."""
    return pages.body(Plan(municipality))


@bp.route(f"{MUNICIPAL}/organ/<int:body_id>", methods=BOTH)
@write_municipal
def change_own_body(municipality: Municipality, body_id: int) -> Page:
    """One of a municipality's bodies."""
    return pages.body(Plan(municipality), body_id)


@bp.route(f"{MUNICIPAL}/tider", methods=BOTH)
@write_municipal
def times(municipality: Municipality) -> Page:
    """How long a municipality usually needs between its bodies."""
    return times_page.page(municipality)
