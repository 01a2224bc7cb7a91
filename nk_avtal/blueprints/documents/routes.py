"""An agreement's documents: upload, versions, download."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("documents", __name__)
