"""Who is asking and may they: every view says which permission it needs, or nothing starts.

The limits that depend on an object (own municipality, own agreement) lie in the queries, so that
the answer to the wrong person is the same 404 as for what does not exist.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints.api import bearers
from nk_avtal.blueprints.api.problems import in_api
from nk_avtal.db import db, is_unwritable, one_at_a_time, set_reading
from nk_avtal.domain.people import UNREVEALED, Permission, may
from nk_avtal.municipalities.queries import municipality_by_slug, municipality_of_code
from nk_avtal.people import queries
from nk_avtal.people.models import Person, SignIn
from nk_avtal.people.signing_in import hash_of, may_enter

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
log = structlog.get_logger("nk_avtal.guard")

TOKEN = "sign_in"  # noqa: S105 - the name of a session key
LARGEST_NUMBER = 2**31 - 1
SMALL_BODY = 64 * 1024
LARGEST_JSON = 1024 * 1024
SEEN_EVERY = timedelta(minutes=5)

View = TypeVar("View", bound=Callable[..., Any])


class Unguarded(Exception):
    """A view does not say who may use it."""


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view with the permissions of which the person needs at least one."""

    def mark(view: View) -> View:
        view.permissions = permissions  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that everyone may use, signed in or not."""
    return requires(Permission.PUBLIC)(view)


def takes(size: int) -> Callable[[View], View]:
    """Let a view take a body of `size` bytes, where that is more than usual."""

    def mark(view: View) -> View:
        view.takes = size  # type: ignore[attr-defined]
        return view

    return mark


def permissions_of(app: Flask, endpoint: str) -> tuple[Permission, ...]:
    """What the view behind `endpoint` requires."""
    if endpoint == "static":
        return (Permission.PUBLIC,)
    return getattr(app.view_functions[endpoint], "permissions", ())


def refuse_unguarded(app: Flask) -> None:
    """Stop the start while any view has no permission: a forgotten guard cannot be deployed."""
    missing = sorted(name for name in app.view_functions if not permissions_of(app, name))
    if missing:
        raise Unguarded("these views declare no permission: " + ", ".join(missing))


def guard() -> Response | None:
    """Before each request: recognise the person, then hold the view's mark against the role."""
    set_reading(request.method in SAFE_METHODS)
    g.request_id = secrets.token_hex(6)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    g.person = None
    if request.endpoint == "static":
        return None
    if request.endpoint is None and in_api():
        return None
    act_as(bearers.caller(network_address()) if in_api() else recognise())
    if request.endpoint is None:
        return None
    _refuse_unkept(request.args.values(), request.view_args or {})
    refusal = _hold(permissions_of(current_app, request.endpoint))
    if refusal is None:
        _take_in_body(request.endpoint)
    if g.person and request.method not in SAFE_METHODS:
        one_at_a_time(request.path)  # so that the second of two sees what the first has saved
    return refusal


def _take_in_body(endpoint: str) -> None:
    """Read the form, with no lock held while a large one comes over a slow line."""
    usual = LARGEST_JSON if in_api() else request.max_content_length
    request.max_content_length = getattr(current_app.view_functions[endpoint], "takes", usual)
    if (request.content_length or 0) > SMALL_BODY:
        db.session.commit()
    if in_api():
        request.get_data()
        return
    _refuse_unkept(request.form.values(), {})


def _refuse_unkept(texts: Iterable[str], arguments: Mapping[str, Any]) -> None:
    """Refuse what no database keeps: a text with NUL, a number of a row beyond all rows."""
    if any("\0" in text for text in (*texts, *map(str, arguments.values()))):
        abort(400)
    if any(isinstance(one, int) and one > LARGEST_NUMBER for one in arguments.values()):
        abort(404)


def _hold(permissions: tuple[Permission, ...]) -> Response | None:
    role = g.person.role if g.person else None
    if not any(may(role, permission) for permission in permissions):
        return _turn_away(UNREVEALED.issuperset(permissions))
    return _resolve_municipality(permissions)


def _turn_away(unrevealed: bool = False) -> Response:
    """Refuse a person who lacks the permission; ask a visitor to sign in, whatever the address."""
    if g.person:
        log.warning("turned_away", person=g.person.id, method=request.method, path=request.path)
        abort(404 if unrevealed else 403)
    if in_api():
        raise Unauthorized(www_authenticate=bearers.challenge())
    if request.method in SAFE_METHODS:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    return abort(401)


def _resolve_municipality(permissions: tuple[Permission, ...]) -> Response | None:
    """Give the view the municipality of an address below /kommuner/<kommun>, or of a code for a
    program, if it is the person's to use: a clerk's permissions reach the own one only."""
    arguments = request.view_args or {}
    if not isinstance(arguments.get("municipality"), str):
        return None
    find = municipality_of_code if in_api() else municipality_by_slug
    municipality = find(arguments["municipality"])
    role = g.person.role if g.person else None
    own = g.person.municipality_id if g.person else None
    if not any(may(role, one, own=own, of=municipality.id) for one in permissions):
        return _turn_away()
    arguments["municipality"] = municipality
    return None


def me() -> Person:
    """The signed-in person, in a view that only such a person reaches."""
    person = g.person
    assert isinstance(person, Person)
    return person


def act_as(person: Person | None) -> None:
    """What is done from here on in this request is done, and told, by `person`."""
    g.person = person
    db.session.info["request_id"] = g.request_id
    if person:
        db.session.info["actor"] = person.name
        db.session.info["actor_id"] = person.id


def network_address() -> str:
    """Where the request comes from, as far as it can be known."""
    return request.remote_addr or "unknown"


def recognise() -> Person | None:
    """The person whose sign-in the session holds, if that is still good."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    sign_in = queries.sign_in_by(hash_of(token))
    if sign_in is None or _ended(sign_in):
        session.clear()
        return None
    _keep_alive(sign_in)
    return sign_in.person


def _ended(sign_in: SignIn) -> bool:
    now = clock.now()
    return (
        not may_enter(sign_in.person, network_address())
        or now - sign_in.opened_at > current_app.permanent_session_lifetime
        or now - sign_in.seen_at > current_app.config["IDLE_LIFETIME"]
    )


def _keep_alive(sign_in: SignIn) -> None:
    """Note now and then that the person is there. A request that only reads does it in a
    transaction of its own, so that reading a page stays reading; one that writes holds the
    write lock already."""
    now = clock.now()
    if now - sign_in.seen_at < SEEN_EVERY:
        return
    if request.method not in SAFE_METHODS:
        sign_in.seen_at = now
        return
    set_reading(False)
    try:
        with db.engine.begin() as connection:
            connection.execute(queries.touch(sign_in.id, now))
    except DBAPIError as refusal:  # reading goes on while nothing can be saved
        if not is_unwritable(refusal):
            raise
        log.error("nothing_can_be_saved", reason=type(refusal.orig).__name__)
    finally:
        set_reading(True)
