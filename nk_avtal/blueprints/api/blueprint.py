"""The blueprint of everything below /api/v1, and how it reads what is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from flask import abort
from flask_smorest import Blueprint as Documented
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnprocessableEntity

from nk_avtal.blueprints.api.fields import in_words
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.errors import RuleBroken

VERSION = "v1"
JSON = ("application/json", "application/merge-patch+json")


class Parser(FlaskParser):
    """Reads arguments. What is wrong becomes an answer by the table in `problems.py`."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}  # noqa: RUF012 - as in its base

    def load_json(self, req: Any, schema: Any) -> Any:
        """What was sent as JSON. What no program means, such as a number of a thousand digits or
        lists within lists without end, cannot be read either."""
        if req.get_data() and req.mimetype not in JSON:
            abort(415)
        try:
            return super().load_json(req, schema)
        except (ValueError, RecursionError):
            abort(400)

    def handle_error(
        self, error: Any, req: Any, schema: Any, *, error_status_code: Any, error_headers: Any
    ) -> NoReturn:
        """Tell what is wrong, by the name of what was sent."""
        refuse({name: some for told in error.messages.values() for name, some in _named(told)})

    def _handle_invalid_json_error(self, error: Any, req: Any, *args: Any, **more: Any) -> NoReturn:
        abort(400)


def _named(told: Any) -> Iterator[tuple[str, Any]]:
    yield from told.items() if isinstance(told, Mapping) else (("_schema", told),)


def refuse(errors: Mapping[str, Any]) -> NoReturn:
    """Answer 422 with these errors."""
    refusal = UnprocessableEntity()
    refusal.data = {"errors": in_words(errors)}  # type: ignore[attr-defined]
    raise refusal


@contextmanager
def explaining(otherwise: str, **places: str) -> Iterator[None]:
    """Turn a broken rule into an error at the field of its name, at the one that `places` has for
    it, or else at `otherwise`."""
    try:
        yield
    except RuleBroken as refusal:
        place = places.get(refusal.name, otherwise)
        refuse({place: [refusal.text(language())]})


class Blueprint(Documented):
    """One that reads arguments by the parser above."""

    ARGUMENTS_PARSER = Parser()


bp = Blueprint("api", __name__, url_prefix=f"/api/{VERSION}")
