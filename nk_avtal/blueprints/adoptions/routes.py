"""A municipality's decision: record, change, undo, plan, fetch the Word document."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("adoptions", __name__)
