"""The matrix as a table for a file: one row a recommendation, states as words, days as ISO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from nk_avtal.adoptions import words
from nk_avtal.adoptions.cells import Cell
from nk_avtal.adoptions.facts import Place, standings_of
from nk_avtal.adoptions.matrix import Row
from nk_avtal.domain.adoptions import Standing
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.wording import AREAS


def columns(members: Iterable[Municipality]) -> list[str]:
    """The head of the table."""
    return [
        gettext("Rekommendation"),
        gettext("Område"),
        gettext("Styrelsen beslutade"),
        gettext("Paragraf"),
        gettext("Svara senast"),
        *(one.name for one in members),
        gettext("Antagit"),
        gettext("Berörda"),
    ]


def content(rows: Iterable[Row], members: Sequence[Municipality]) -> Iterator[list[Any]]:
    """The rows of the table, whose cells must be filled."""
    for row in rows:
        yield [
            row.title,
            str(AREAS[row.area]),
            row.recommended_on,
            row.paragraph,
            row.reply_by,
            *(_cell(row.places.get(one.id)) for one in members),
            row.tally.adopted,
            row.tally.concerned,
        ]


def _cell(place: Place | Cell | None) -> str:
    if place is None:
        return ""
    day = place.day.isoformat() if place.day else ""
    return f"{words.state(place)} {day}".rstrip()


def parties_rows(recommendation: Recommendation, today: date) -> Iterator[list[Any]]:
    """Each concerned municipality with its decision: §, dnr and body as written."""
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    for one in members():
        place = places.get(one.id)
        if place is None or place.standing is Standing.NOT_CONCERNED:
            continue
        decision = place.decision
        yield [
            one.full_name,
            words.state(place),
            decision.body_name if decision else "",
            decision.decided_on if decision else None,
            decision.paragraph if decision else "",
            decision.reference if decision else "",
        ]
