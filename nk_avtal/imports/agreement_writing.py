"""Writing agreements from a file, through the actions of agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.registering import New, register_all
from nk_avtal.agreements.terms import TERM_FIELDS, add_rule, remove_rule, set_terms
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind, Precision, Stage, Step, steps_to
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.entry import Basis, Condition, Outsiders
from nk_avtal.domain.import_cells import folded
from nk_avtal.domain.slugs import slug_of
from nk_avtal.imports import relations
from nk_avtal.imports.agreement_fields import PEOPLE, TEXTS
from nk_avtal.imports.further_fields import ENTRY, RELATIONS, Rule, current_rules, entry_after
from nk_avtal.imports.planning import Line, Verdict

UNTOLD: dict[str, Any] = dict.fromkeys(TERM_FIELDS) | {
    "start_precision": Precision.UNKNOWN,
    "end_precision": Precision.UNKNOWN,
    "anchor": Anchor.TERM,
    "counted_from": CountedFrom.NOTICE,
    "valid_when": ValidWhen.RECEIVED,
    "notice_by_members": False,
    "options_used": 0,
    "clause": "",
}
"""The terms of an agreement of which nothing is known."""
FURTHER = frozenset({"goals", "rules", *ENTRY, *RELATIONS})
"""What hangs on an agreement, and is written when all of them are there."""
Made = Callable[[Any], Agreement]
TERMS = frozenset({*TERM_FIELDS, "start", "end"})


def kind_in(title: str) -> Kind:
    """What a title says that an agreement is."""
    words = folded(title)
    return next((kind for word, kind in _KINDS if word in words), Kind.AGREEMENT)


def steps_for(line: Line) -> tuple[Step, ...]:
    """The steps by which the agreement comes to its stage. One of which no stage is said applies if
    its first day has been, and is a draft otherwise. Raises RuleBroken when there is no way."""
    wanted = line.changes.get("stage")
    if line.target is not None and line.verdict is not Verdict.NEW:
        return steps_to(line.target.stage, wanted) if wanted else ()
    present = line.target.stage if line.target is not None else Stage.DRAFT
    if wanted is None and line.values.get("stage") is None and present is Stage.DRAFT:
        start = line.changes.get("start", (None, None))[0]
        wanted = Stage.CONCLUDED if start and start <= clock.today() else Stage.DRAFT
    return steps_to(present, wanted) if wanted else ()


def terms_after(kept: Agreement | None, changes: Mapping[str, Any]) -> dict[str, Any]:
    """All terms as they are after the changes."""
    terms = {name: getattr(kept, name) for name in TERM_FIELDS} if kept else dict(UNTOLD)
    terms |= {name: value for name, value in changes.items() if name in TERM_FIELDS}
    for name in ("start", "end"):
        if name in changes:
            terms[f"{name}_on"], terms[f"{name}_precision"] = changes[name]
    return terms


def write(lines: Sequence[Line]) -> None:
    """Register what is new, all of it at once, and change what differs."""
    fresh = [line for line in lines if line.verdict is Verdict.NEW]
    numbers = dict(zip(map(id, fresh), register_all([_new(line) for line in fresh]), strict=True))
    taken = actions.taken_numbers()
    changed = [line for line in lines if line.verdict is Verdict.CHANGED]
    # What has been forgotten since the planning is read together, and not one by one.
    actions.for_changing([_number(line.target) for line in changed])
    with db.session.no_autoflush:
        for line in changed:
            _change(line.target, line.changes, steps_for(line), taken)
        further = [line for line in lines if line.changes.keys() & FURTHER and line.writes]
        made = _made(further, numbers)
        for line in further:
            _write_further(made(line), line.changes, made)


def _number(agreement: Any) -> int:
    """Its number, without reading it again where it was read in an earlier transaction."""
    number: int = sa.inspect(agreement).identity[0]
    return number


def _made(lines: Sequence[Line], numbers: Mapping[int, int]) -> Made:
    """Gives the agreement of a row; those that these rows are of or name are read together."""
    named = [one for line in lines for key in RELATIONS for one in line.changes.get(key, ())]
    wanted = {numbers[id(one)] for one in (*lines, *named) if id(one) in numbers}
    found = {one.id: one for one in actions.for_changing(sorted(wanted))}

    def made(one: Any) -> Agreement:
        if id(one) in numbers:
            return found[numbers[id(one)]]
        kept: Agreement = one.target if isinstance(one, Line) else one
        return kept

    return made


def _write_further(agreement: Agreement, changes: Mapping[str, Any], made: Made) -> None:
    """What hangs on the agreement."""
    if changes.keys() & ENTRY:
        counted_on = changes.get("entry_counted_on", agreement.entry_counted_on)
        note = changes.get("entry_outsiders_note", agreement.entry_outsiders_note)
        actions.set_entry(agreement, entry_after(agreement, changes), counted_on, note)
    if "goals" in changes:
        actions.set_goals(agreement, changes["goals"])
    if "rules" in changes:
        _set_rules(agreement, changes["rules"])
    for key, relation in RELATIONS.items():
        if key in changes:
            relations.write(agreement, relation, [made(one) for one in changes[key]])


def _set_rules(agreement: Agreement, wanted: Sequence[Rule]) -> None:
    """The further rules of notice; one that stays keeps its row."""
    present = current_rules(agreement)
    for kept, its in zip(list(agreement.notice_rules), present, strict=True):
        if its not in wanted:
            remove_rule(agreement, kept.id)
    for rule, clause in wanted:
        if (rule, clause) not in present:
            add_rule(agreement, rule, clause)


def blank(terms: Mapping[str, Any]) -> Agreement:
    """An agreement that is not kept, to look at terms with."""
    return Agreement(
        **terms,
        entry_condition=Condition.ALL,
        entry_by=Basis.DECISION,
        entry_counterparty=False,
        entry_outsiders=Outsiders.UNSAID,
    )


def _new(line: Line) -> New:
    values, changes = line.values, line.changes
    towns, others = values.get("parties", ((), ()))
    slug = values.get("slug", "")
    return New(
        title=values["title"],
        kind=values.get("kind") or kind_in(values["title"]),
        slug=slug if slug == slug_of(slug) else "",
        number=values.get("number"),
        steps=steps_for(line),
        areas=sorted(values.get("areas", ())),
        members=actions.Members(tuple(sorted(towns)), others),
        terms=terms_after(None, changes),
        values={name: changes[name] for name in PLAIN & changes.keys()},
    )


def _change(
    agreement: Agreement, changes: Mapping[str, Any], steps: Sequence[Step], numbers: set[str]
) -> None:
    """Write the changes of one agreement; `numbers` are those that are taken."""
    for name in PLAIN & changes.keys():
        setattr(agreement, name, changes[name])
    actions.set_number(agreement, changes.get("number", agreement.number), numbers)
    for name in _WRITERS.keys() & changes.keys():
        _WRITERS[name](agreement, changes[name])
    set_terms(agreement, terms_after(agreement, changes))
    for step in steps:
        actions.take(agreement, step)
    actions.revise(agreement)


PLAIN = frozenset(
    {"title", "kind", "decided_by", "cooperation", "notice_given_on", "notice_ends_on"}
    | {f"{role}_{kept}" for role in PEOPLE for kept in ("id", "listed")}
    | ({*TEXTS} - {*TERM_FIELDS})
)
_WRITERS: dict[str, Callable[[Agreement, Any], None]] = {
    "areas": lambda agreement, areas: actions.set_areas(agreement, sorted(areas)),
    "parties": lambda agreement, parties: actions.set_members(
        agreement, actions.Members(tuple(sorted(parties[0])), parties[1])
    ),
}

_KINDS = (
    ("samverkansavtal", Kind.COOPERATION),
    ("överenskommelse", Kind.ACCORD),
    ("förbundsordning", Kind.CHARTER),
    ("stadgar", Kind.CHARTER),
    ("tilläggsavtal", Kind.ADDENDUM),
    ("riktlinje", Kind.GUIDELINE),
    ("strategi", Kind.STRATEGY),
    ("målbild", Kind.STRATEGY),
    ("handlingsplan", Kind.STRATEGY),
    ("taxa", Kind.PRICE_LIST),
    ("avgifter", Kind.PRICE_LIST),
    ("avtal", Kind.AGREEMENT),
)
