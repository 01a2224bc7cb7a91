"""The open register: what everyone may see."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("register", __name__)
