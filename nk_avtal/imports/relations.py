"""How the agreements of a file stand to each other and to those that are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Relation
from nk_avtal.domain.import_cells import folded
from nk_avtal.domain.phrases import Phrase
from nk_avtal.imports.further_fields import RELATIONS, related
from nk_avtal.imports.planning import Line, Verdict

Find = Callable[[str], Agreement | None]
Thing = Agreement | Line
"""An agreement that is there, or the row that it is registered from."""


def settle(lines: Sequence[Line], places: Mapping[str, int], find: Find) -> None:
    """Find the agreements that rows name, by address, number or title, among those that are there
    (`find`) and in the file itself."""
    rows = _by_name(lines)
    for line in lines:
        if line.verdict in (Verdict.WRONG, Verdict.SKIPPED):
            continue
        for key, relation in RELATIONS.items():
            if key in line.values:
                found = [_found(name, rows, find) for name in line.values[key]]
                _settle(line, key, relation, found, places[key])


def _by_name(lines: Sequence[Line]) -> dict[str, Line]:
    rows: dict[str, Line] = {}
    for name in ("title", "number", "slug"):
        rows |= {folded(line.values[name]): line for line in lines if line.values.get(name)}
    return rows


def _found(name: str, rows: Mapping[str, Line], find: Find) -> Thing | None:
    line = rows.get(folded(name))
    if line is None or line.verdict is Verdict.SKIPPED:
        return find(name)
    return line.target or line


def _settle(
    line: Line, key: str, relation: Relation, found: Sequence[Thing | None], place: int
) -> None:
    for name, thing in zip(line.values[key], found, strict=True):
        if thing is None:
            line.remark(place, Phrase(*_UNKNOWN, {"name": name[:80]}))
        elif thing is line or thing is line.target:
            line.remark(place, _ITSELF)
    if line.verdict is Verdict.WRONG:
        return
    wanted = {thing.id for thing in found if isinstance(thing, Agreement)}
    fresh = [thing for thing in found if isinstance(thing, Line)]
    if fresh or line.target is None or wanted != related(line.target, relation):
        line.changes[key] = found
        line.verdict = Verdict.CHANGED if line.verdict is Verdict.SAME else line.verdict


def write(agreement: Agreement, relation: Relation, others: Sequence[Agreement]) -> None:
    """Let the agreement stand so to these, and to no others."""
    agreement.relations = [
        one for one in agreement.relations if one.relation is not relation or one.other in others
    ]
    for other in dict.fromkeys(others):
        actions.relate(agreement, other, relation)


_UNKNOWN = (
    "{name} finns varken här eller i filen. Skriv avtalets nummer, adress eller titel",
    "{name} is neither here nor in the file. Write the number, address or title of the agreement",
)
_ITSELF = Phrase("Ett avtal kan inte höra ihop med sig självt", "An agreement cannot name itself")
