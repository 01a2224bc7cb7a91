"""The blueprint that the modules of this folder add to."""

from flask import Blueprint

bp = Blueprint("reminders", __name__)
