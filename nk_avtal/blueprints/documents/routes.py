"""An agreement's documents: upload, versions, download."""

from __future__ import annotations

from flask import Blueprint, Response, g

from nk_avtal.agreements import documents
from nk_avtal.blueprints import files
from nk_avtal.blueprints.guard import public
from nk_avtal.documents import store

bp = Blueprint("documents", __name__)


@bp.get("/dokument/<int:version_id>")
@public
def download(version_id: int) -> Response:
    """One version of a document, for whoever may read it."""
    version = documents.version_for(version_id, g.person)
    return files.download(store.read(version.file), version.file.name, version.file.media_type)
