"""What a program is answered when something cannot be done (RFC 9457), in the language it asks for.

The table of `blueprints/errors.py` says which status and sentence; here they become JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

ROOT = "/api/"
MEDIA_TYPE = "application/problem+json"
LANGUAGES = ("sv", "en")

SENTENCES = {
    400: _l("Det som skickades går inte att läsa. Kontrollera att det är riktig JSON i UTF-8."),
    401: _l("Skicka en giltig nyckel i huvudet Authorization: Bearer."),
    403: _l(
        "Den som nyckeln tillhör har inte rätt att göra det här, eller så får nyckeln bara läsa."
    ),
    404: _l("Det finns inte, eller så får du inte se det."),
    405: _l("Det går inte att göra så med den här adressen. Se huvudet Allow."),
    409: _l("Det går inte att göra så som det är nu."),
    412: _l("Det har ändrats sedan du läste det. Hämta det igen och jämför."),
    413: _l("Det som skickades är för stort."),
    415: _l("Skicka innehållet som application/json."),
    422: _l("Något i det som skickades behöver rättas. Se errors."),
    428: _l(
        "Skicka huvudet If-Match med den ETag som du läste, så att du inte skriver över andras."
    ),
    429: _l("Det kom för många frågor på kort tid. Vänta så länge som Retry-After säger."),
    500: _l("Något gick fel hos oss. Inget är sparat."),
    503: _l("Tjänsten når inte det den behöver just nu. Försök igen om en stund."),
    507: _l("Det finns inget utrymme kvar att spara i. Inget är sparat."),
}


def in_api() -> bool:
    """Whether a program asks: by the address, so that it holds where there is nothing too."""
    return request.path.startswith(ROOT)


def asked_language() -> str:
    """The language that a program asks for: Swedish, unless English is preferred."""
    return request.accept_languages.best_match(LANGUAGES, "sv")


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer. `errors` are sentences by the name of what was sent."""
    shown = status if status in SENTENCES else 500 if status >= 500 else 400
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(shown).phrase,
        "status": shown,
        "detail": detail or str(SENTENCES[shown]),
    }
    if errors:
        told["errors"] = errors
    if number := g.get("request_id"):
        told["request_id"] = number
    answer = Response(json.dumps(told, ensure_ascii=False), shown, mimetype=MEDIA_TYPE)
    answer.headers["Content-Language"] = str(get_locale() or "sv")
    answer.headers.extend(headers or {})
    return answer
