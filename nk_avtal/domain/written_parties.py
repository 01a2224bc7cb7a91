"""Reads who the parties are as people write them: alla kommuner; Region Norrbotten."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nk_avtal.domain.import_cells import folded, shortened

LONGEST = 200
ALL = "Alla kommuner"
_EVERYONE = re.compile(
    r"(alla|samtliga|länets)( \d+)? (kommuner|medlemmar|medlemskommuner)( i norrbottens? ?(län)?)?"
    r"|(länets )?14 kommuner|kommunerna( i norrbottens? ?(län)?)?|medlemskommunerna"
)
_ENDINGS = re.compile(r" (kommun|kommuns|stad|stads|värdkommun)$")

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
        name = " ".join(part.split())
        words = folded(name)
        town = towns.get(words) or towns.get(_ENDINGS.sub("", words))
        if _EVERYONE.fullmatch(words):
            members |= dict.fromkeys(towns.values())
        elif town:
            members[town] = None
        elif name:
            others[shortened(name, LONGEST)] = None
    return tuple(members), tuple(others)


def written_parties(members: Mapping[int, str], chosen: frozenset[int], others: list[str]) -> str:
    """The parties as they are read again. `members` are all of today by their numbers."""
    everyone = chosen == members.keys() and len(chosen) > 1
    names = [ALL] if everyone else [name for one, name in members.items() if one in chosen]
    names += others
    only = names[0] if len(names) == 1 else ""
    return f"{only};" if "," in only else "; ".join(names)
