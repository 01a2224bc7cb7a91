"""Deadlines that come, reminders that went."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("deadlines", __name__)
