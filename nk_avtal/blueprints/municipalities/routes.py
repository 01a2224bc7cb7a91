"""The members and one member's page."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("municipalities", __name__)
