"""Reads who the parties are as people write them: alla kommuner; Region Norrbotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from nk_avtal.domain.import_cells import folded, shortened

LONGEST = 200
ALL = "Alla kommuner"
_EVERYONE = re.compile(
    r"(alla|samtliga|länets)( \d+)? (kommuner|medlemmar|medlemskommuner)( i norrbottens? ?(län)?)?"
    r"|(länets )?14 kommuner|kommunerna( i norrbottens? ?(län)?)?|medlemskommunerna"
)
_ENDINGS = re.compile(r" (kommun|kommuns|stad|stads|värdkommun)$")

_BETWEEN = re.compile(r"\s*[/&,]\s*|\s+(?:och|samt)\s+")
_ALIKE = 0.8
"""How alike a name is to that of a municipality before it is asked about: Pitea, Älvbyn."""

Parties = tuple[tuple[int, ...], tuple[str, ...]]


def parties_in(text: str, towns: Mapping[str, int]) -> Parties:
    """The numbers of the municipalities, and the names of the others, as they are written.

    `towns` are the members' numbers by their folded names. Names have semicolons or lines between
    them, or commas where there is neither. Raises RuleBroken for a name that is too long.
    """
    mark = r"[;\n]" if re.search(r"[;\n]", text) else ","
    members: dict[int, None] = {}
    others: dict[str, None] = {}
    for part in re.split(mark, text):
        for name in _names_in(" ".join(part.split()), towns):
            found = _members(name, towns)
            members |= dict.fromkeys(found)
            if name and not found:
                others[shortened(name, LONGEST)] = None
    return tuple(members), tuple(others)


def _names_in(part: str, towns: Mapping[str, int]) -> list[str]:
    """The names of Luleå, Boden och Piteå, of Piteå/Älvsbyn, and of alla kommuner och Region X. A
    name of its own may hold the same signs, as Region X, hälso- och sjukvården does."""
    names = [name for name in _BETWEEN.split(part) if name]
    known = [bool(_members(name, towns) or nearly(name, towns)) for name in names]
    everyone = bool(names) and _EVERYONE.fullmatch(folded(names[0]))
    return names if all(known) or (everyone and len(names) == 2) else [part]


def _members(name: str, towns: Mapping[str, int]) -> list[int]:
    words = folded(name)
    if _EVERYONE.fullmatch(words):
        return list(towns.values())
    town = towns.get(words) or towns.get(_ENDINGS.sub("", words))
    return [town] if town else []


def nearly(name: str, towns: Iterable[str]) -> str:
    """The municipality that a name is one slip from, or ""."""
    return _nearest(name, tuple(towns))


@lru_cache(maxsize=10_000)
def _nearest(name: str, towns: tuple[str, ...]) -> str:
    """Kept, since thousands of rows name the same few parties."""
    kept = {folded(town): town for town in towns}
    near = get_close_matches(_ENDINGS.sub("", folded(name)), kept, 1, _ALIKE)
    return kept[near[0]] if near else ""


def written_parties(members: Mapping[int, str], chosen: frozenset[int], others: list[str]) -> str:
    """The parties as they are read again. `members` are all of today by their numbers."""
    everyone = chosen == members.keys() and len(chosen) > 1
    names = [ALL] if everyone else [name for one, name in members.items() if one in chosen]
    names += others
    only = names[0] if len(names) == 1 else ""
    return f"{only};" if "," in only else "; ".join(names)
