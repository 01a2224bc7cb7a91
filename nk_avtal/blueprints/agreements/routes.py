"""The list of agreements and one agreement's pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("agreements", __name__)
