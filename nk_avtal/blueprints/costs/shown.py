"""What the pages say of costs: the table of a year, and one line on other pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import language
from nk_avtal.costs import queries
from nk_avtal.costs.models import CostShare, CostYear
from nk_avtal.domain.cost_explanations import key_in_words
from nk_avtal.domain.cost_keys import KeyKind
from nk_avtal.domain.cost_shares import apportion, portion
from nk_avtal.domain.words import capitalized
from nk_avtal.domain.written_amounts import WHOLE, Money, Percent
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person

HUNDREDTHS = 10_000


@dataclass(frozen=True)
class Row:
    """A municipality in the table. `percent` is in millionths; the column sums to the whole."""

    municipality: Municipality
    inhabitants: int | None
    stated: str
    percent: int | None
    amount: int


def rows_of(standing: CostYear) -> list[Row]:
    """The shares of a year, municipalities in Swedish order."""
    percents: Sequence[int | None] = [None] * len(standing.shares)
    if standing.total:
        parts = apportion(HUNDREDTHS, [one.amount for one in standing.shares])
        percents = [part * (WHOLE // HUNDREDTHS) for part in parts]
    rows = [
        Row(one.municipality, one.inhabitants, _stated(one, standing.kind), percent, one.amount)
        for one, percent in zip(standing.shares, percents, strict=True)
    ]
    return sorted(rows, key=lambda row: swedish_key(row.municipality.name))


def _stated(one: CostShare, kind: KeyKind) -> str:
    return "" if one.stated is None else _as_stated(one.stated, kind)


def _as_stated(value: int, kind: KeyKind) -> str:
    written = Percent(value) if kind is KeyKind.PERCENT else Money(value)
    return written.text(language())


def money(ore: int) -> str:
    """An amount in the language of the page."""
    return Money(ore).text(language())


def number(count: int | None) -> str:
    """A number of inhabitants with its thousands apart."""
    return "" if count is None else Money(count * 100).number(language())


def stated_sum(standing: CostYear) -> str:
    """What the key states for all together."""
    return _as_stated(sum(one.stated or 0 for one in standing.shares), standing.kind)


def percent(millionths: int | None, decimals: int = 2) -> str:
    """A share in the language of the page; a dash where there is nothing to share."""
    return "–" if millionths is None else Percent(millionths, decimals).text(language())


def key_of(standing: CostYear) -> str:
    """By what a year's cost is shared, in one sentence."""
    return key_in_words(standing.key, standing.counted_on).text(language())


def bounds_of(standing: CostYear) -> str:
    """The floor and the ceiling in words; empty without any."""
    told = []
    if standing.floor is not None:
        told.append(_("lägst %(amount)s", amount=money(standing.floor)))
    if standing.ceiling is not None:
        told.append(_("högst %(amount)s", amount=money(standing.ceiling)))
    return capitalized(", ".join(told))


def line_of(share: CostShare, standing: CostYear) -> str:
    """A municipality's share in one line: Kostnadsandel 2027: 12,4 %, 154 000 kr."""
    return str(
        _(
            "Kostnadsandel %(year)s: %(share)s, %(amount)s",
            year=standing.year,
            share=percent(portion(share.amount, standing.total), 1),
            amount=money(share.amount),
        )
    )


def on_agreement(agreement: Agreement, reader: Person, today: date) -> dict[str, Any] | None:
    """The line on an agreement's page: the reader's own share, or else what is shared."""
    standing = queries.shown_now(agreement, today)
    if standing is None:
        return None
    own = reader.municipality_id and queries.share_of(standing, reader.municipality_id)
    shared = _("Kostnad %(year)s: %(amount)s", year=standing.year, amount=money(standing.total))
    return {"text": line_of(own, standing) if own else shared, "note": key_of(standing)}


def of_municipality(shares: Iterable[CostShare]) -> list[dict[str, Any]]:
    """The lines on a member's page, by the agreement's title."""
    ordered = sorted(shares, key=lambda one: swedish_key(one.cost_year.agreement.title))
    return [_line(one, one.cost_year) for one in ordered]


def _line(share: CostShare, standing: CostYear) -> dict[str, Any]:
    return {
        "title": standing.agreement.title,
        "made_up": standing.agreement.made_up,
        "url": url_for("costs.show", slug=standing.agreement.slug, ar=standing.year),
        "text": line_of(share, standing),
    }
