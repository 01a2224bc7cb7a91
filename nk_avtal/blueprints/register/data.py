"""The open register for programs: tables, JSON and what describes them."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from nk_avtal import clock
from nk_avtal.blueprints.guard import public
from nk_avtal.blueprints.register.routes import bp
from nk_avtal.exchange import tables
from nk_avtal.outbox.composing import link
from nk_avtal.register import atom as feeds
from nk_avtal.register import dcat as catalogue
from nk_avtal.register import open_data, queries, telling


@bp.get("/register/avtal.csv")
@public
def agreements_csv() -> Response:
    """All published agreements as a table."""
    return _csv(*open_data.agreements(queries.entries(clock.today())))


@bp.get("/register/beslut.csv")
@public
def decisions_csv() -> Response:
    """All decisions on published agreements as a table."""
    return _csv(*open_data.decisions(queries.entries(clock.today())))


@bp.get("/register/avtal.json")
@public
def agreements_json() -> Response:
    """All published agreements with their documents and decisions."""
    answer = _json(open_data.as_json(queries.entries(clock.today())), "application/json")
    answer.headers["Link"] = f'<{link("register.schema")}>; rel="describedby"'
    return answer


@bp.get("/register/schema.json")
@public
def schema() -> Response:
    """What the JSON looks like, as JSON Schema."""
    return _json(open_data.schema(), "application/schema+json")


@bp.get("/register/andringar.atom")
@public
def atom() -> Response:
    """What is new, changed and gone, for feed readers."""
    shown = {one.slug: one for one in queries.entries(clock.today())}
    return data(feeds.feed(telling.publications(), shown), feeds.MEDIA_TYPE)


@bp.get("/register/dcat.rdf")
@public
def dcat() -> Response:
    """What there is, for data portals."""
    return data(catalogue.description(telling.since()), catalogue.MEDIA_TYPE)


def _csv(columns: list[str], rows: list[open_data.Row]) -> Response:
    return data(tables.csv(columns, rows), "text/csv")


def _json(content: dict[str, Any], media_type: str) -> Response:
    return data(json.dumps(content, ensure_ascii=False, indent=1), media_type)


def data(content: str | bytes, media_type: str) -> Response:
    """An answer that programs on other pages may read too: it is the same for everybody. Of texts
    it says itself that they are UTF-8."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
