"""The application: settings, extensions, guard, blueprints, errors, filters."""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import structlog
from flask import Flask, current_app, g, has_request_context, request, session
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from nk_avtal import formats
from nk_avtal.adoptions import kept  # noqa: F401 - its listener keeps where members stand
from nk_avtal.blueprints import context, errors, guard, headers, listed, texts
from nk_avtal.blueprints.api.problems import asked_language, in_api
from nk_avtal.blueprints.registered import BLUEPRINTS
from nk_avtal.config import settings_from
from nk_avtal.db import db, prepare_sqlite
from nk_avtal.extensions import babel, csrf
from nk_avtal.history import recorder  # noqa: F401 - its listeners write history
from nk_avtal.municipalities import bounces  # noqa: F401 - listens for addresses that mail cannot reach
from nk_avtal.outbox.delivery import mail
from nk_avtal.search import keeping  # noqa: F401 - its listener keeps the search index


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application that `environ` (by default the process's own) asks for.

    Raises SettingsRefused when the settings are unsafe, Unguarded when a view declares no
    permission.
    """
    settings = settings_from(environ)
    app = Flask(__name__, instance_path=settings.pop("INSTANCE_PATH"))
    app.config.update(settings)
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    _log_as_lines()
    _connect(app)
    _speak(app)
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["list_file"] = listed.url
    csrf.init_app(app)
    mail.init_app(app)
    app.before_request_funcs.setdefault(None, []).insert(0, guard.guard)
    context.register(app)
    errors.register(app)
    headers.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard.refuse_unguarded(app)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies)  # type: ignore[method-assign]
    return app


def _connect(app: Flask) -> None:
    db.init_app(app)
    _do_without_async(app)
    app.teardown_appcontext(_let_go)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def _do_without_async(app: Flask) -> None:
    """There are no asynchronous sessions to close, and closing none of them would start a thread
    with an event loop in every request."""
    left = [one for one in app.teardown_appcontext_funcs if not inspect.iscoroutinefunction(one)]
    app.teardown_appcontext_funcs = left


def _let_go(_error: BaseException | None) -> None:
    """Close the session, and let the database be gone by then: it must not take an answer with it
    that is made already."""
    with suppress(OperationalError):
        db.session.close()


def _speak(app: Flask) -> None:
    def locale() -> str:
        if has_request_context() and in_api():
            return asked_language()
        person = g.get("person")
        if person:
            return str(person.language)
        chosen = session.get("language") if has_request_context() else None
        return chosen if chosen in ("sv", "en") else "sv"

    babel.init_app(app, locale_selector=locale)
    texts.register(app)


def _log_as_lines() -> None:
    """One JSON line an event, with the request's id; never a form's content."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(
                serializer=lambda event, **_: json.dumps(event, ensure_ascii=False, default=str)
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def asset(path: str) -> str:
    """The address of a static file, changed whenever the file is. A page asks for dozens."""
    return _address(request.script_root, path)


@lru_cache(maxsize=512)
def _address(script_root: str, path: str) -> str:
    content = (Path(__file__).parent / "static" / path).read_bytes()
    fingerprint = hashlib.sha256(content).hexdigest()[:10]
    return f"{script_root}{current_app.static_url_path}/{path}?v={fingerprint}"
