"""Meetings of the association and of each municipality."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bodies", __name__)
