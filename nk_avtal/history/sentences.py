"""The log in sentences: who did what to which thing, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from nk_avtal.db import Base
from nk_avtal.domain.words import capitalized
from nk_avtal.formats import clock_time, long_date, swedish_key
from nk_avtal.history.fields import FIELDS
from nk_avtal.history.models import Entry
from nk_avtal.history.names import TITLES, Names, Sight, target_of
from nk_avtal.history.values import VALUES
from nk_avtal.history.words import NOUNS, SEVERAL

SHOWN = 80
"""How many characters of a kept text a sentence repeats."""

_SILENT = frozenset({"slug", "stage_changed_on", "created_at", "recorded_at", "added_at"})
_PAIRED = ("recommendation", "municipality")
_BY_SUBJECT = {
    "addressee": _PAIRED,
    "decision": _PAIRED,
    "decision_point": ("recommendation",),
    "consultation_opinion": ("municipality",),
    "consultation_party": ("municipality",),
    "consultation_question": ("agreement",),
    "consultation_reply": ("municipality",),
    "agreement_area": ("agreement",),
    "agreement_goal": ("agreement",),
    "party": ("municipality", "agreement"),
    "cost_share": ("municipality",),
    "cost_year": ("agreement",),
    "population": ("municipality",),
    "reported_decision": ("agreement",),
    "given_notice": ("municipality", "agreement"),
    "renewal_decision": ("agreement",),
    "document_version": ("agreement",),
    "version_mark": ("agreement",),
    "cleared_version": ("agreement",),
    "meeting": ("municipality",),
    "municipal_times": ("municipality",),
}
"""How a row without a name of its own is named: after what it belongs to."""
_TELLING = ("organisation", "held_on", "year", "mark")
"""The columns of such a row that say which one of several it is."""
_OWN = (*_TELLING, "area", "goal_id")
_UNNAMED = frozenset({"agreement_area", "agreement_goal"})
"""Those of which the sentence itself does not say which one they are."""
MOST_NAMED = 30
"""How many names the sentence about several rows has at most."""


@dataclass(frozen=True)
class Told:
    """An entry of the log as `macros/history.html` shows it."""

    text: str
    details: tuple[str, ...]
    iso: str
    day: str
    by: str
    important: bool = False


def told(entries: Iterable[Entry], sight: Sight | None = None) -> list[Told]:
    """The entries in sentences, in their order.

    An entry about a row that is out of the reader's `sight` says that something internal was
    changed and nothing more.
    """
    kept = list(entries)
    names = Names(kept, sight)
    return [_told(entry, names) for entry in kept]


def folded(entries: Iterable[Entry], limit: int) -> list[Told]:
    """The first so many sentences, in which entries that follow each other and only differ in whom
    or which of several they are about are one: fourteen parties that came with an agreement."""
    acts = [list(some) for _key, some in islice(groupby(entries, _act), limit)]
    names = Names(entry for some in acts for entry in some)
    return [_together(some, names) if len(some) > 1 else _told(some[0], names) for some in acts]


def _act(entry: Entry) -> tuple[Any, ...]:
    """The same for entries that can be told in one sentence."""
    if entry.noun not in SEVERAL:
        return (entry.id,)
    shared = (entry.agreement_id, entry.recommendation_id)
    who = (entry.actor, entry.actor_id, entry.request_id)
    minute = entry.at.replace(second=0, microsecond=0)
    same = repr(entry.changes) if entry.event == "changed" else ""
    return (entry.noun, entry.event, *shared, *who, minute, same)


def _together(entries: Sequence[Entry], names: Names) -> Told:
    first = entries[0]
    details = _details(first, names) if first.event == "changed" else ()
    shared = [one for one in _BY_SUBJECT[first.noun] if one != "municipality"]
    name = ", ".join(names.of(one, getattr(first, f"{one}_id")) for one in shared)
    return replace(
        _told(first, names),
        text=str(_did(first.event, f"{SEVERAL[first.noun]} {name}".rstrip())),
        details=(*_named(entries, names), *details),
    )


def _named(entries: Sequence[Entry], names: Names) -> tuple[str, ...]:
    """Whom or which ones the entries are about, by name."""
    found = sorted({_own_name(entry, names) for entry in entries} - {""}, key=swedish_key)
    if len(found) > MOST_NAMED:
        rest = len(found) - MOST_NAMED
        named = ", ".join(found[:MOST_NAMED])
        return (str(_("%(names)s och %(count)s till", names=named, count=rest)),)
    return (capitalized(", ".join(found)),) if found else ()


def _own_name(entry: Entry, names: Names) -> str:
    """What tells a row from others of the same thing."""
    column = next((one for one in _OWN if one in entry.changes), None)
    if column:
        before, after = entry.changes[column]
        return _text(entry.noun, column, after or before, names).strip("”")
    return names.of("municipality", entry.municipality_id)


def _told(entry: Entry, names: Names) -> Told:
    secret = names.hides(entry)
    what = _("internt arbetsmaterial") if secret else _thing(entry, names)
    return Told(
        text=str(_did(entry.event, what)),
        details=() if secret else _said(entry, names),
        iso=entry.at.isoformat(),
        day=f"{long_date(entry.at)} {clock_time(entry.at)}",
        by=_("tjänsten själv") if entry.actor == "system" else entry.actor,
        important=entry.noun == "decision" or "role" in entry.changes,
    )


def _said(entry: Entry, names: Names) -> tuple[str, ...]:
    if entry.event == "changed":
        return _details(entry, names)
    return _named([entry], names) if entry.noun in _UNNAMED else ()


def _did(event: str, what: str) -> str:
    if event == "created":
        return str(_("Lade till %(what)s", what=what))
    if event == "deleted":
        return str(_("Tog bort %(what)s", what=what))
    return str(_("Ändrade %(what)s", what=what))


def _thing(entry: Entry, names: Names) -> str:
    noun = str(NOUNS.get(entry.noun, entry.noun))
    name = _name(entry, names)
    return f"{noun} {name}" if name else noun


def _name(entry: Entry, names: Names) -> str:
    if entry.noun in _BY_SUBJECT:
        return _after_subjects(entry, names)
    return names.of(entry.noun, entry.object_id) or _last_known(entry)


def _last_known(entry: Entry) -> str:
    """The name of a row that is gone, as the entry itself kept it."""
    before, after = entry.changes.get(TITLES.get(entry.noun, ""), (None, None))
    return str(after or before or "")


def _after_subjects(entry: Entry, names: Names) -> str:
    found = [names.of(one, getattr(entry, f"{one}_id")) for one in _BY_SUBJECT[entry.noun]]
    own = next((one for one in _TELLING if one in entry.changes), None)
    if own:
        before, after = entry.changes[own]
        found.insert(0, _text(entry.noun, own, after or before, names))
    return ", ".join(filter(None, found))


def _details(entry: Entry, names: Names) -> tuple[str, ...]:
    return tuple(
        _change(entry.noun, column, before, after, names)
        for column, (before, after) in sorted(entry.changes.items())
        if column not in _SILENT
    )


def _change(noun: str, column: str, before: Any, after: Any, names: Names) -> str:
    field = capitalized(str(FIELDS.get(column, column)))
    if column == "password_hash":
        return str(_("Lösenordet byttes"))
    old, new = (_text(noun, column, one, names) for one in (before, after))
    if not old:
        return str(_("%(field)s: %(new)s", field=field, new=new))
    if not new:
        return str(_("%(field)s: %(old)s togs bort", field=field, old=old))
    return str(_("%(field)s: från %(old)s till %(new)s", field=field, old=old, new=new))


def _text(noun: str, column: str, value: Any, names: Names) -> str:
    """A kept value as a reader writes it; nothing for what is empty."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return str(_("ja") if value else _("nej"))
    target = target_of(noun, column)
    if target:
        return names.of(target, value) or str(_("okänt"))
    if isinstance(value, str):
        return _string(noun, column, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _string(noun: str, column: str, value: str) -> str:
    table = Base.metadata.tables.get(noun)
    kind = table.c[column].type if table is not None and column in table.c else sa.String()
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return str(VALUES.get((kind.enum_class.__name__, value), value))
    if isinstance(kind, sa.Date):
        return long_date(date.fromisoformat(value))
    if isinstance(kind, sa.types.TypeDecorator) and isinstance(kind.impl, sa.DateTime):
        instant = datetime.fromisoformat(value)
        return f"{long_date(instant)} {clock_time(instant)}"
    return f"”{value}”" if len(value) <= SHOWN else f"”{value[: SHOWN - 1].rstrip()}…”"
