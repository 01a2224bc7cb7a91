"""Who is asking and may they: every view says which permission it needs, or nothing starts.

The limits that depend on an object (own municipality, own agreement) lie in the queries, so that
the answer to the wrong person is the same 404 as for what does not exist.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.domain.people import Permission, may
from nk_avtal.municipalities.queries import municipality_by_slug
from nk_avtal.people import queries
from nk_avtal.people.models import Person, SignIn
from nk_avtal.people.signing_in import hash_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN = "sign_in"  # noqa: S105 - the name of a session key
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
    g.person = None
    if request.endpoint == "static":
        return None
    g.person = _recognise()
    _name_the_actor()
    if request.endpoint is None:
        return None
    return _hold(permissions_of(current_app, request.endpoint))


def _hold(permissions: tuple[Permission, ...]) -> Response | None:
    role = g.person.role if g.person else None
    if not any(may(role, permission) for permission in permissions):
        return _turn_away()
    _resolve_municipality(permissions)
    return None


def _turn_away() -> Response:
    if g.person:
        abort(403)
    if request.method in SAFE_METHODS:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    return abort(401)


def _resolve_municipality(permissions: tuple[Permission, ...]) -> None:
    """Give the view the municipality of an address below /kommuner/<kommun>, if it is the
    person's to use: a clerk's permissions reach the own one only."""
    arguments = request.view_args or {}
    if not isinstance(arguments.get("municipality"), str):
        return
    municipality = municipality_by_slug(arguments["municipality"])
    role = g.person.role if g.person else None
    own = g.person.municipality_id if g.person else None
    if not any(may(role, one, own=own, of=municipality.id) for one in permissions):
        abort(403)
    arguments["municipality"] = municipality


def me() -> Person:
    """The signed-in person, in a view that only such a person reaches."""
    person = g.person
    assert isinstance(person, Person)
    return person


def _name_the_actor() -> None:
    db.session.info["request_id"] = g.request_id
    if g.person:
        db.session.info["actor"] = g.person.name
        db.session.info["actor_id"] = g.person.id


def _recognise() -> Person | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    sign_in = queries.sign_in_by(hash_of(token))
    if sign_in is None or _too_old(sign_in):
        session.clear()
        return None
    _keep_alive(sign_in)
    return sign_in.person


def _too_old(sign_in: SignIn) -> bool:
    now = clock.now()
    return (
        now - sign_in.opened_at > current_app.permanent_session_lifetime
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
    with db.engine.begin() as connection:
        connection.execute(queries.touch(sign_in.id, now))
    set_reading(True)
