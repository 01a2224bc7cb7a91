"""The place of the reports among the addresses."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Redirect

bp = Blueprint("reports", __name__)
Page = str | tuple[str, int] | Response | Redirect
