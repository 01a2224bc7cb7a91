"""The description of it all as OpenAPI, made the first time that somebody asks for it.

Every answer that can come is there (`problems.py`), and is held to it by the tests.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask import Response, current_app, json
from flask_smorest import Api
from marshmallow import Schema, fields

from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.blueprints.api.problems import MEDIA_TYPE
from nk_avtal.blueprints.guard import public
from nk_avtal.domain.tokens import REQUESTS_A_MINUTE

TITLE = "Gemensamma avtal"
WRITES = frozenset({"post", "put", "patch", "delete"})
ALWAYS = (400, 401, 403, 404, 429, 500, 503)
WHEN_WRITING = (409, 412, 413, 415, 422, 428, 507)
MADE = "document of the api"

DESCRIPTION = f"""
Read and write agreements, recommendations, decisions and meetings with the rights that the owner of
the token has on the pages. Send the token as `Authorization: Bearer ...`; tokens are made under
*Konto*. Nothing is accepted in the address, and cookies are not looked at.

Lists come in parts: ask again with `cursor` set to `next_cursor` until that is null. What is
changed needs `If-Match` with the `ETag` that was read. With `Idempotency-Key`, a request that is
repeated within 48 hours changes nothing more and gets the same answer. At most {REQUESTS_A_MINUTE}
requests a minute. Refusals are problem details (RFC 9457), in Swedish, or in English with
`Accept-Language: en`.
""".strip()


class Problem(Schema):
    """What cannot be done, and why (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(
        keys=fields.String(), metadata={"description": "Sentences by the name of what was sent."}
    )
    request_id = fields.String()


class _Quiet(Api):
    """Only the description: pages and errors of the product stay its own."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = Problem

    def _register_doc_blueprint(self) -> None:
        return None

    def _register_error_handlers(self) -> None:
        return None


@bp.get("/openapi.json", tags=["description"])
@public
def openapi() -> Response:
    """This description. It names no data, and so needs no token."""
    extensions = current_app.extensions
    if MADE not in extensions:
        extensions[MADE] = json.dumps(_made(), ensure_ascii=False, indent=1)
    answer = Response(extensions[MADE], mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _made() -> dict[str, Any]:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    described = _Quiet()
    described.config_prefix = ""
    described.init_app(
        app, spec_kwargs={"title": TITLE, "version": "1.0", "openapi_version": "3.1.0"}
    )
    spec: APISpec = described.spec
    bp.register_views_in_doc(described, app, spec, name=bp.name, parameters=None)
    made: dict[str, Any] = spec.to_dict()
    _complete(made)
    return made


def _complete(made: dict[str, Any]) -> None:
    made["info"]["description"] = DESCRIPTION
    made["servers"] = [{"url": current_app.config["BASE_URL"]}]
    made["components"].pop("responses", None)
    made["security"] = [{"bearer": []}]
    made["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    names = _names()
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            if method in ("get", *WRITES):
                operation["operationId"] = names[path, method]
                _complete_operation(path, method, operation)


def _names() -> dict[tuple[str, str], str]:
    """What generated clients call each operation, by its path and method: as the view is called."""
    found = {}
    for rule in current_app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
        for method in rule.methods or ():
            found[path, method.lower()] = rule.endpoint.removeprefix(f"{bp.name}.")
    return found


def _complete_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    if path.endswith("/openapi.json"):
        operation["security"] = []
        content = {"application/json": {"schema": {"type": "object"}}}
        operation["responses"] = {"200": {"description": "OK", "content": content}}
        statuses: tuple[int, ...] = (400, 401, 429, 500, 503)
    else:
        asks = any(one.get("in") == "query" for one in operation.get("parameters", ()))
        statuses = (*ALWAYS, *WHEN_WRITING) if method in WRITES else ALWAYS
        statuses += (422,) if asks else ()
    responses = operation.setdefault("responses", {})
    for status in sorted(set(statuses)):
        responses[str(status)] = _problem(status)
    for status, told in responses.items():
        if status.startswith("2") and method != "delete" and not path.endswith("s"):
            told.setdefault("headers", {})["ETag"] = _header("The version, for If-Match.")
    if method in WRITES:
        operation.setdefault("parameters", []).extend(_asked_of_writers(path, method))


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        told["headers"] = {"Retry-After": _header("How many seconds to wait.", "integer")}
    return told


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


def _asked_of_writers(path: str, method: str) -> list[dict[str, Any]]:
    key = {"type": "string", "maxLength": 200, "pattern": "^[!-~]+$"}
    asked = {"Idempotency-Key": ("A key of the program's own, for asking again.", key)}
    if method != "post" or "{" in path:  # a step of what is there, and not something new
        asked["If-Match"] = ("The ETag that was read.", {"type": "string"})
    if method == "put":
        asked["If-None-Match"] = ("`*` to make it only if it is not there.", {"type": "string"})
    return [
        {"name": name, "in": "header", "required": False, "description": told, "schema": schema}
        for name, (told, schema) in asked.items()
    ]
