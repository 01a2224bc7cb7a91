"""Accounts, members and the log, for administrators."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("admin", __name__)
