"""What the applications of all tests share because making it anew takes most of a short test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map

from nk_avtal.app import create_app

_routes: list[Map] = []


def create_sharing_routes(environ: Mapping[str, str]) -> Flask:
    """An application with the routes of the first one: which there are depends on no setting."""
    if not _routes:
        app = create_app(environ)
        _routes.append(app.url_map)
        return app
    with (
        patch.object(Flask, "url_map_class", staticmethod(lambda **_: _routes[0])),
        patch.object(Map, "add", lambda *_: None),
    ):
        return create_app(environ)


class _Statements:
    """Compiled statements of one kind of database, whichever engine asks."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[Any, ...], Any] = LRUCache(3000)

    def get(self, key: tuple[Any, ...]) -> Any:
        return self._kept.get(key[1:])  # the first is the engine's own dialect

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[key[1:]] = compiled


_statements = {"sqlite": _Statements(), "postgresql": _Statements()}


def share_compiled_statements(engine: sa.Engine) -> None:
    """Let `engine` use what was compiled for the engines of other tests."""
    engine._compiled_cache = _statements[engine.dialect.name]  # type: ignore[assignment]
