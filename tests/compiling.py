"""What the applications of all tests share because making it anew takes most of a short test."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


def share_compiled_routes() -> None:
    """Share what the router compiles for building addresses. It depends on the rule alone."""
    compiled: dict[tuple[Any, ...], Any] = {}
    compile_anew = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_anew(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]


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
