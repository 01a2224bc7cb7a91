"""The blueprint, by itself so that several files can add views to it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("consultations", __name__)
