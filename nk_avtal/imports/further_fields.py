"""Further fields of an agreement in a file: its goals, further rules of notice, and condition for
effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import rule_of
from nk_avtal.domain.agreements import Relation
from nk_avtal.domain.anchors import Anchor, CountedFrom
from nk_avtal.domain.entry import Entry
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import Cell, choice_of, folded, line_of, notice_of, text_of
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.notice_rules import NoticeRule
from nk_avtal.domain.phrases import Phrase
from nk_avtal.imports.words import Words

Rule = tuple[NoticeRule, str]
"""A further rule of notice, and the clause that it was read from."""
RELATIONS = {
    "replaces": Relation.REPLACES,
    "under": Relation.UNDER,
    "related": Relation.RELATED,
}
"""The columns with other agreements."""
ENTRY = (
    *("entry_condition", "entry_at_least", "entry_share", "entry_counted_on", "entry_named"),
    *("entry_counterparty", "entry_by", "entry_latest", "entry_outsiders"),
    "entry_outsiders_note",
)
"""The columns of the condition for effect."""


def parts_of(cell: Cell) -> list[str]:
    """What stands on the lines of a cell, or between its semicolons."""
    return [
        part for line in text_of(cell).split("\n") for part in map(line_of, line.split(";")) if part
    ]


def share_of(cell: Cell) -> int:
    """A share in hundredths of a percent: 66,67 or 60 %. Raises RuleBroken."""
    words = line_of(cell).removesuffix("%").strip().replace(",", ".")
    try:
        share = Decimal(words) * 100
    except InvalidOperation:
        raise RuleBroken(_NO_SHARE, name="share_unreadable") from None
    if not share.is_finite() or not 0 < share <= 10_000 or share % 1:
        raise RuleBroken(_NO_SHARE, name="share_unreadable")
    return int(share)


def written_share(kept: int | None) -> str:
    """A kept share as people write it: 66,67."""
    return "" if kept is None else f"{Decimal(kept) / 100:f}".replace(".", ",")


def towns_of(cell: Cell, towns: Mapping[str, int]) -> frozenset[int]:
    """Members by name. Raises RuleBroken for what is none."""
    found = {part: towns.get(folded(part)) for part in _several(cell)}
    unknown = next((part for part, number in found.items() if number is None), None)
    if unknown:
        raise RuleBroken(Phrase(*_NO_TOWN, {"name": unknown}), name="town_unknown")
    return frozenset(number for number in found.values() if number)


def _several(cell: Cell) -> list[str]:
    return [name for part in parts_of(cell) for name in map(str.strip, part.split(",")) if name]


class Goals:
    """The goals that there are, by what a file may call them."""

    def __init__(self, goals: Sequence[Goal]) -> None:
        self._written = {one.id: f"{one.code} {one.title}" for one in goals}
        self._read = {folded(one.title): one.id for one in reversed(goals)}
        self._read |= {folded(one.code): one.id for one in goals}
        self._read |= {folded(text): number for number, text in self._written.items()}

    def read(self, cell: Cell) -> frozenset[int]:
        """Goals by code, title or both, a line for each. Raises RuleBroken for one that is not
        here."""
        found: set[int] = set()
        for line in text_of(cell).split("\n"):
            whole = self._read.get(folded(line))
            found |= {whole} if whole else {self._one(part) for part in parts_of(line)}
        return frozenset(found)

    def _one(self, text: str) -> int:
        number = self._read.get(folded(text))
        if number is None:
            raise RuleBroken(Phrase(*_NO_GOAL, {"name": text[:80]}), name="goal_unknown")
        return number

    def written(self, kept: frozenset[int]) -> str:
        """The goals as a file has them."""
        return "\n".join(sorted(self._written[number] for number in kept))


def rules_of(words: Words) -> Callable[[Cell], tuple[Rule, ...]]:
    """Reads further rules of notice, a line for each: what it is for, how long before, and after
    bars when, counted from what, for which party, and the clause. Raises RuleBroken."""

    def read(cell: Cell) -> tuple[Rule, ...]:
        lines = (line for line in text_of(cell).split("\n") if line.strip())
        return tuple(dict.fromkeys(_rule(line, words) for line in lines))

    return read


def _rule(line: str, words: Words) -> Rule:
    scope, colon, rest = line.partition(":")
    parts = [part.strip() for part in rest.split("|")] + [""] * 4
    if not colon or not parts[0]:
        raise RuleBroken(_NO_RULE, name="rule_unreadable")
    rule = NoticeRule(
        choice_of(scope, words.scopes.read),
        parse_notice(notice_of(parts[0])),
        choice_of(parts[1], words.anchors.read) if parts[1] else Anchor.TERM,
        choice_of(parts[2], words.counted_from.read) if parts[2] else CountedFrom.NOTICE,
        line_of(parts[3]),
    )
    return rule, line_of(" / ".join(filter(None, parts[4:])))


def current_rules(one: Agreement) -> tuple[Rule, ...]:
    """The further rules that are kept."""
    found = ((rule_of(kept), _barless(kept.clause)) for kept in one.notice_rules)
    return tuple((replace(rule, party=_barless(rule.party)), clause) for rule, clause in found)


def _barless(kept: str) -> str:
    return line_of(kept.replace("|", "/"))


def written_rules(kept: tuple[Rule, ...], words: Words) -> str:
    """Further rules as a file has them."""
    return "\n".join(_written_rule(rule, clause, words) for rule, clause in kept)


def _written_rule(rule: NoticeRule, clause: str, words: Words) -> str:
    parts = [
        f"{words.scopes.written[rule.scope]}: {rule.notice.text('sv')}",
        words.anchors.written[rule.anchor],
        words.counted_from.written[rule.counted_from],
        rule.party,
        clause,
    ]
    while not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def related(one: Agreement, relation: Relation) -> frozenset[int]:
    """The agreements that one names in this relation."""
    return frozenset(link.to_id for link in one.relations if link.relation is relation)


def entry_after(kept: Agreement, changes: Mapping[str, Any]) -> Entry:
    """The condition for effect as it is after the changes."""
    before = kept.entry
    share = changes.get("entry_share", kept.entry_share)
    return Entry(
        condition=changes.get("entry_condition", before.condition),
        at_least=changes.get("entry_at_least", kept.entry_at_least) or 0,
        share=Decimal(share or 0) / 100,
        named=tuple(changes.get("entry_named", before.named)),
        counterparty=changes.get("entry_counterparty", before.counterparty),
        by=changes.get("entry_by", before.by),
        latest=changes.get("entry_latest", before.latest),
        outsiders=changes.get("entry_outsiders", before.outsiders),
    )


def check_entry(entry: Entry, parties: frozenset[int]) -> None:
    """Raise RuleBroken, named after the column, when a condition lacks its number or its share, or
    names a municipality that is no party."""
    if entry.condition.counted and entry.at_least < 1:
        raise RuleBroken(_NO_NUMBER, name="entry_at_least")
    if entry.condition.weighed and not entry.share:
        raise RuleBroken(_NO_SHARE, name="entry_share")
    if not parties.issuperset(entry.named):
        raise RuleBroken(_NO_PARTY, name="entry_named")


_NO_SHARE = Phrase(
    "Skriv andelen i procent med högst två decimaler, till exempel 66,67",
    "Write the share in percent with at most two decimals, for example 66,67",
)
_NO_NUMBER = Phrase(
    "Skriv hur många kommuner som krävs", "Write how many municipalities are needed"
)
_NO_PARTY = Phrase(
    "En kommun som måste anta är inte part i avtalet",
    "A municipality that must adopt is no party of the agreement",
)
_NO_TOWN = (
    "{name} finns inte bland medlemmarna. Skriv namnet som det står i listan över kommuner",
    "{name} is none of the members. Write its name as the list of members has it",
)
_NO_GOAL = (
    "Målet ”{name}” finns inte. Lägg till målen först, eller välj Läs inte för kolumnen",
    "The goal “{name}” is not here. Add the goals first, or choose not to read the column",
)
_NO_RULE = Phrase(
    "Skriv vad regeln gäller, kolon och hur långt före, till exempel Ändring av priser: 6 månader",
    "Say what the rule is for, a colon and how long before, such as Ändring av priser: 6 månader",
)
