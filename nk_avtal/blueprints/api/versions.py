"""Which version a program has seen: it can change only that, and so overwrites nobody (R-18)."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired


def tag(*parts: object) -> str:
    """The ETag of a version."""
    return '"' + ".".join(str(one) for one in parts) + '"'


def check_seen(present: str) -> None:
    """Go on only if the program has seen the present version.

    Raises PreconditionRequired when it does not say which it has seen, and PreconditionFailed
    when that is another.
    """
    if not request.headers.get("If-Match"):
        raise PreconditionRequired
    if not request.if_match.contains(present.strip('"')):
        raise PreconditionFailed


def check_seen_or_new(present: str | None) -> None:
    """The same for what is made when it is not there: then a program may say nothing, or
    `If-None-Match: *` so as not to change what somebody else has made meanwhile."""
    asks_for_new = request.if_none_match.star_tag
    if present is not None and not asks_for_new:
        check_seen(present)
    elif asks_for_new != (present is None) and (asks_for_new or request.headers.get("If-Match")):
        raise PreconditionFailed
