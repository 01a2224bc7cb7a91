"""The fields of an agreement in a file: how each is read, what is kept of it, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Area, Kind, Precision, Relation
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.entry import Basis, Condition, Outsiders
from nk_avtal.domain.import_cells import (
    Cell,
    choice_of,
    count_of,
    day_of,
    line_of,
    notice_of,
    partial_day_of,
    period_of,
    shortened,
    text_of,
    truth_of,
)
from nk_avtal.domain.import_columns import AGREEMENT_COLUMNS
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.references import clean_reference
from nk_avtal.domain.written_parties import parties_in, written_parties
from nk_avtal.imports.further_fields import (
    RELATIONS,
    Goals,
    current_rules,
    parts_of,
    related,
    rules_of,
    share_of,
    towns_of,
    written_rules,
    written_share,
)
from nk_avtal.imports.words import Words

Read = TypeVar("Read")

LONGEST = {one.key: one.longest for one in AGREEMENT_COLUMNS}
TEXTS = (
    *("clause", "summary", "counterparty_contact", "compensation", "legal_basis"),
    *("sources", "source_note"),
)
PERIODS = ("first_term", "following_term", "longest", "option_step")
NOTICES = ("notice_period", "option_use_by")
COUNTS = ("max_prolongations", "option_times", "options_used")
ENDS = ("start", "end")
PEOPLE = ("responsible", "manager")
"""Who somebody of the association can be for an agreement."""
OWN = frozenset({"number", "title", "slug", "entry_outsiders_note", *TEXTS})
"""What is different in every row."""
ON_ONE_LINE = frozenset({"counterparty_contact", "legal_basis"})


@dataclass(frozen=True)
class Field:
    """A field: `read` takes a cell, `current` what is kept, and `show` writes that in a file. A
    new agreement holds `fresh` by itself."""

    key: str
    read: Callable[[Cell], Any]
    current: Callable[[Agreement], Any]
    show: Callable[[Any], Any]
    instead: Any = None
    """What it is taken for where the cell cannot be read, if that is better than to refuse it."""
    fresh: Any = None


def fields(
    words: Words, towns: Mapping[str, int], members: Mapping[int, str], goals: Goals
) -> list[Field]:
    """All fields that one cell says, in the order of the columns. `towns` are the members' numbers
    by their folded names, `members` their names by number."""
    found = [
        Field("number", _number, lambda one: one.number or "", str),
        Field("title", _title, lambda one: one.title, str),
        replace(_chosen("kind", words.kinds), instead=Kind.OTHER),
        Field(
            "areas",
            lambda cell: _areas(cell, words),
            lambda one: frozenset(area.area for area in one.areas),
            lambda kept: "; ".join(words.areas.written[area] for area in Area if area in kept),
            frozenset({Area.OTHER}),
        ),
        Field(
            "parties",
            lambda cell: _parties(cell, towns),
            current_parties,
            lambda kept: written_parties(members, kept[0], list(kept[1])),
        ),
        _chosen("stage", words.stages),
        *(_end(key) for key in ENDS),
        *(_plain(key, period_of, _in_words) for key in PERIODS),
        *(_plain(key, notice_of, _in_words) for key in NOTICES),
        *(_plain(key, count_of, lambda kept: kept) for key in COUNTS),
        _chosen("anchor", words.anchors),
        _chosen("counted_from", words.counted_from),
        _chosen("valid_when", words.valid_when),
        _plain("notice_by_members", truth_of, lambda kept: "ja" if kept else "nej"),
        *(_plain(key, _day, _iso) for key in ("review_on", "notice_given_on", "notice_ends_on")),
        _chosen("decided_by", words.bodies),
        _chosen("cooperation", words.cooperations),
        *(_text(key) for key in TEXTS),
        *_entry(words, towns, members),
        Field(
            "goals",
            goals.read,
            lambda one: frozenset(link.goal_id for link in one.goal_links),
            goals.written,
            fresh=frozenset(),
        ),
        Field(
            "rules",
            rules_of(words),
            current_rules,
            lambda kept: written_rules(kept, words),
            fresh=(),
        ),
        Field("slug", lambda cell: line_of(cell), lambda one: one.slug, str),
    ]
    order = {one.key: place for place, one in enumerate(AGREEMENT_COLUMNS)}
    found = [one if one.key in OWN else replace(one, read=remembered(one.read)) for one in found]
    return sorted(found, key=lambda one: order[one.key])


def remembered(read: Callable[[Cell], Read]) -> Callable[[Cell], Read]:
    """Reads the same words once, since most rows of a column say the same."""
    known: dict[tuple[Any, ...], Read] = {}

    def reading(cell: Cell) -> Read:
        key = ("day", *cell) if isinstance(cell, list) else (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
        return known[key]

    return reading


def _entry(words: Words, towns: Mapping[str, int], members: Mapping[int, str]) -> list[Field]:
    """The fields of the condition for effect."""
    return [
        _chosen("entry_condition", words.conditions, Condition.ALL),
        _plain("entry_at_least", count_of, lambda kept: "" if kept is None else kept),
        _plain("entry_share", share_of, written_share),
        _plain("entry_counted_on", _day, _iso),
        Field(
            "entry_named",
            lambda cell: towns_of(cell, towns),
            lambda one: frozenset(party.municipality_id for party in one.parties if party.required),
            lambda kept: "; ".join(sorted(members[number] for number in kept)),
            fresh=frozenset(),
        ),
        replace(
            _plain("entry_counterparty", truth_of, lambda kept: "ja" if kept else "nej"),
            fresh=False,
        ),
        _chosen("entry_by", words.bases, Basis.DECISION),
        _plain("entry_latest", _day, _iso),
        _chosen("entry_outsiders", words.outsiders, Outsiders.UNSAID),
        _text("entry_outsiders_note"),
    ]


def shown_only(by_number: Mapping[int, str]) -> list[Field]:
    """Fields that are written like others, and read by themselves: whose the agreement is, and how
    it stands to others, which `by_number` names."""

    def names(relation: Relation) -> Callable[[Agreement], Any]:
        return lambda one: sorted(by_number[number] for number in related(one, relation))

    return [
        *(Field(role, line_of, partial(person_of, role=role), str) for role in PEOPLE),
        *(Field(key, parts_of, names(one), "; ".join) for key, one in RELATIONS.items()),
    ]


def person_of(one: Agreement, role: str) -> str:
    """Who has one of the roles (`PEOPLE`) for the agreement, as a file has it."""
    here, listed = getattr(one, role), getattr(one, f"{role}_listed")
    return str(here.email if here and here.active else listed)


def _plain(key: str, read: Callable[[Cell], Any], show: Callable[[Any], Any]) -> Field:
    return Field(key, read, lambda one: getattr(one, key), show)


def _chosen(key: str, names: Any, fresh: Any = None) -> Field:
    def shown(kept: Any) -> str:
        return str(names.written.get(kept, ""))

    return replace(_plain(key, lambda cell: choice_of(cell, names.read), shown), fresh=fresh)


def _text(key: str) -> Field:
    plain = line_of if key in ON_ONE_LINE else text_of
    return Field(
        key,
        lambda cell: shortened(plain(cell), LONGEST[key]),
        lambda one: plain(getattr(one, key)),
        str,
    )


def _number(cell: Cell) -> str:
    return clean_reference(text_of(cell))


def _title(cell: Cell) -> str:
    return shortened(line_of(cell), LONGEST["title"])


def _areas(cell: Cell, words: Words) -> frozenset[Area]:
    parts = text_of(cell).replace("\n", ";").replace(",", ";").split(";")
    names = (part.partition(":")[0] for part in parts if part.strip())
    return frozenset(choice_of(name, words.areas.read) for name in names)


def _parties(cell: Cell, towns: Mapping[str, int]) -> tuple[frozenset[int], tuple[str, ...]]:
    members, others = parties_in(text_of(cell), towns)
    return frozenset(members), tuple(sorted(others))


def current_parties(one: Agreement) -> tuple[frozenset[int], tuple[str, ...]]:
    """The members by number, and the others by name."""
    towns = frozenset(party.municipality_id for party in one.parties if party.municipality_id)
    return towns, tuple(sorted(party.organisation for party in one.parties if party.organisation))


def _end(key: str) -> Field:
    def current(one: Agreement) -> tuple[date | None, Precision]:
        precision = getattr(one, f"{key}_precision")
        known = precision not in (Precision.UNKNOWN, Precision.OPEN_ENDED)
        return (getattr(one, f"{key}_on") if known else None), precision

    return Field(key, lambda cell: partial_day_of(cell, last=key == "end"), current, _shown_end)


def _shown_end(kept: tuple[date | None, Precision]) -> Any:
    day, precision = kept
    if precision is Precision.OPEN_ENDED:
        return "tills vidare"
    if day is None:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)
    return day.isoformat()[:length]


def _day(cell: Cell) -> date:
    return day_of(cell, date(2000, 1, 1))


def _iso(kept: date | None) -> str:
    return kept.isoformat() if kept else ""


def _in_words(kept: str | None) -> str:
    if not kept:
        return ""
    return (parse_notice(kept) if "-" in kept else parse_period(kept)).text("sv")
