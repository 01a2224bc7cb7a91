"""The minutes excerpt of a decision: fetched, added, replaced, sent as the file that it is."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from nk_avtal.adoptions import actions, queries
from nk_avtal.blueprints import files, uploads
from nk_avtal.blueprints.api.blueprint import bp, explaining
from nk_avtal.blueprints.api.decision_schemas import DecisionShown
from nk_avtal.blueprints.api.decisions import (
    answer_with,
    check_own,
    decision_by_id,
    reading,
    recording,
    tag_of,
)
from nk_avtal.blueprints.api.fields import Strict, Text
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.saving import saves
from nk_avtal.blueprints.api.versions import check_seen
from nk_avtal.blueprints.guard import takes
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX, LARGEST, PDF

ADDRESS = "/decisions/<int:decision_id>/excerpt"
KINDS = (PDF, DOCX)
_FILE = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS}


class Named(Strict):
    """What the file is called."""

    name = Text(120, load_default="protokollsutdrag")


@bp.get(ADDRESS, tags=["decisions"])
@reading
@bp.doc(responses={"200": {"description": "OK", "content": _FILE}})
def excerpt(decision_id: int) -> Response:
    """The minutes excerpt, as Word or PDF."""
    decision = decision_by_id(decision_id)
    file = queries.excerpt_of(decision.id, decision.addressee.municipality)
    answer = files.download(store.read(file), file.name, file.media_type)
    answer.headers["ETag"] = tag_of(decision)
    return answer


@bp.put(ADDRESS, tags=["decisions"])
@recording
@takes(LARGEST)
@bp.arguments(Named, location="query")
@bp.doc(requestBody={"required": True, "content": _FILE})
@saves
@bp.response(200, DecisionShown)
def set_excerpt(asked: dict[str, Any], decision_id: int) -> Tagged:
    """Add the minutes excerpt, or replace it. It is looked into as an upload on the page is."""
    decision = decision_by_id(decision_id)
    check_own(decision)
    check_seen(tag_of(decision))
    if request.mimetype not in KINDS:
        abort(415)
    upload, name = FileStorage(BytesIO(request.get_data())), asked["name"] or "protokollsutdrag"
    with explaining("excerpt"):
        file = uploads.looked_into(upload, name, _("Protokollsutdraget")).keep()
    actions.add_excerpt(decision, file)
    db.session.flush()
    return answer_with(decision)
