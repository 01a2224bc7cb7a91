"""The open register: what everyone may see, without a cookie."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from nk_avtal import clock
from nk_avtal import wording as words
from nk_avtal.blueprints.guard import public
from nk_avtal.blueprints.paging import Page
from nk_avtal.exchange import tables
from nk_avtal.municipalities.queries import members
from nk_avtal.register import queries
from nk_avtal.register.entries import Entry, Validity
from nk_avtal.register.filters import Filter

bp = Blueprint("register", __name__)

SHOWN = 10
VALIDITIES = {
    Validity.IN_FORCE: _l("Gäller"),
    Validity.COMING: _l("Börjar gälla senare"),
    Validity.ENDED: _l("Har upphört"),
}
AGREEMENT_COLUMNS = (
    *("nummer", "titel", "typ", "omrade", "kommuner", "andra_parter"),
    *("galler_fran", "galler_till", "lage", "exempel", "adress"),
)
DECISION_COLUMNS = (
    *("avtal", "arende", "part", "kommunkod", "utfall", "organ"),
    *("sammantradesdatum", "paragraf", "diarienummer", "kalla"),
)


@bp.get("/register")
@public
def index() -> str:
    """The published agreements, with search and filters in the address."""
    chosen = Filter(
        words=request.args.get("q", ""),
        area=request.args.get("omrade", ""),
        town=request.args.get("kommun", ""),
        state=request.args.get("lage", "galler"),
    )
    found = chosen.chosen(queries.entries(clock.today()))
    return render_template(
        "register/index.html",
        page=Page.of(found, SHOWN),
        chosen=chosen,
        towns=members(),
        words=words,
        validities=VALIDITIES,
    )


@bp.get("/register/<slug>")
@public
def show(slug: str) -> str:
    """One published agreement and what the municipalities have decided."""
    return render_template(
        "register/show.html",
        entry=queries.entry(slug, clock.today()),
        words=words,
        validities=VALIDITIES,
    )


@bp.get("/register/avtal.csv")
@public
def agreements_csv() -> Response:
    """All published agreements as a table."""
    rows = (_agreement_row(one) for one in queries.entries(clock.today()))
    return _csv(AGREEMENT_COLUMNS, rows)


@bp.get("/register/beslut.csv")
@public
def decisions_csv() -> Response:
    """All decisions on published agreements as a table."""
    return _csv(DECISION_COLUMNS, _decision_rows())


@bp.get("/register/avtal.json")
@public
def agreements_json() -> Response:
    """All published agreements with their decisions, for programs."""
    found = [_as_json(one) for one in queries.entries(clock.today())]
    body = json.dumps({"avtal": found}, ensure_ascii=False, indent=1, default=str)
    return Response(body, mimetype="application/json")


def _csv(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Response:
    return Response(tables.csv(columns, rows), mimetype="text/csv; charset=utf-8")


def _agreement_row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.number,
        entry.title,
        str(words.KINDS[entry.kind]),
        ", ".join(str(words.AREAS[area]) for area in entry.areas),
        ", ".join(entry.members),
        ", ".join(entry.others),
        entry.start_on,
        entry.end_on,
        str(VALIDITIES[entry.validity]),
        "ja" if entry.made_up else "",
        url_for("register.show", slug=entry.slug),
    )


def _decision_rows() -> Iterator[tuple[Any, ...]]:
    for entry in queries.entries(clock.today()):
        for one in entry.decisions:
            outcome = str(words.OUTCOMES.get(one.outcome, one.outcome))
            yield (
                *(entry.title, one.matter, one.party, one.code, outcome, one.body),
                *(one.decided_on, one.paragraph, one.reference, one.source),
            )


def _as_json(entry: Entry) -> dict[str, Any]:
    names = ("slug", "title", "number", "kind", "areas", "summary")
    return {name: getattr(entry, name) for name in names} | {
        "members": entry.members,
        "others": entry.others,
        "start_on": entry.start_on,
        "end_on": entry.end_on,
        "validity": entry.validity,
        "made_up": entry.made_up,
        "sources": entry.sources,
        "decisions": [vars(one) for one in entry.decisions],
    }
