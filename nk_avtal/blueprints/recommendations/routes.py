"""The matrix, the map, one recommendation, sending it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("recommendations", __name__)
