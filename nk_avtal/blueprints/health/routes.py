"""Whether the service lives and is ready."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("health", __name__)
