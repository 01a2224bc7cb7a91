"""Signing in and out, passwords, the own account."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("people", __name__)
