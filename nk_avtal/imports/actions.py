"""Beginning an import, answering about it, writing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_columns import COLUMNS, ImportKind
from nk_avtal.domain.import_sheets import Sheet, Table, find_table
from nk_avtal.domain.phrases import Phrase
from nk_avtal.history.models import Entry
from nk_avtal.imports.collecting import uncollected
from nk_avtal.imports.kinds import how
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.planning import Answers, Plan, Verdict, plan_of
from nk_avtal.imports.reading import packed, unpacked
from nk_avtal.people.models import Person

KEPT = timedelta(days=7)
"""How long the cells of a file lie here that nobody has brought in."""
AT_ONCE = 400
"""Lines that are written while somebody waits; more are written in the background."""


def begin(kind: ImportKind, name: str, sheets: Sequence[Sheet], by: Person | None) -> Import:
    """A file that has been read. What others began long ago is forgotten."""
    forget_old()
    made = Import(
        kind=kind,
        name=name[:120],
        state=ImportState.CHECKED,
        content=packed(sheets),
        answers={},
        made_at=clock.now(),
        made_by_id=by.id if by else None,
    )
    db.session.add(made)
    db.session.flush()
    return made


def forget_old() -> None:
    """Remove what was read and never brought in."""
    old = sa.delete(Import).where(
        Import.state.in_([ImportState.CHECKED, ImportState.FAILED]),
        Import.made_at < clock.now() - KEPT,
    )
    db.session.execute(old)


def answer(one: Import, answers: Answers) -> None:
    """Keep what was said about columns and doubtful rows."""
    one.answers = {
        "keys": {str(place): key for place, key in answers.keys.items()},
        "choices": {str(row): choice for row, choice in answers.choices.items()},
        "others": answers.others,
        "table": list(answers.table),
    }


def answers_of(one: Import) -> Answers:
    """What has been said so far."""
    return Answers(
        {int(place): key for place, key in one.answers.get("keys", {}).items()},
        {int(row): choice for row, choice in one.answers.get("choices", {}).items()},
        one.answers.get("others", ""),
        tuple(one.answers.get("table", (None, None))),
    )


@uncollected()
def plan(
    kind: ImportKind,
    sheets: Sequence[Sheet],
    answers: Answers,
    by: Person | None,
    come_to: Callable[[int], None] = lambda _number: None,
) -> Plan:
    """What the file would do. Raises RuleBroken when it has no table of this kind."""
    made = how(kind, answers, by)
    table = _with_answers(find_table(sheets, COLUMNS[kind], made.towns, answers.table), answers)
    return plan_of(kind, made, sheets[table.sheet], table, come_to)


def _with_answers(table: Table, answers: Answers) -> Table:
    """The columns as somebody has said. Each can be said once, and what was changed goes before
    what still stands as it was suggested."""
    said = [
        answers.keys.get(place, suggested) or None for place, suggested in enumerate(table.keys)
    ]
    changed = {key for key, suggested in zip(said, table.keys, strict=True) if key != suggested}
    keys: list[str | None] = []
    for key, suggested in zip(said, table.keys, strict=True):
        taken = key in keys or (key == suggested and key in changed)
        keys.append(None if taken else key)
    return Table(table.sheet, table.header, tuple(keys))


def plan_again(one: Import, come_to: Callable[[int], None] = lambda _number: None) -> Plan:
    """What a file that is kept would do now. Raises RuleBroken."""
    return plan(one.kind, unpacked(one.content), answers_of(one), one.made_by, come_to)


@uncollected()
def write(one: Import, made: Plan, by: Person | None) -> None:
    """Write all of it, or raise RuleBroken when something has to be corrected or answered first.

    What is written is told in the history as one part, by which it can be undone.
    """
    if not made.ready:
        raise RuleBroken(_NOT_READY, name="not_ready")
    before = _last_entry()
    db.session.info["request_id"] = f"import {one.id}"
    made.how.write([line for line in made.lines if line.writes], by)
    db.session.flush()
    after = _last_entry()
    one.first_entry, one.last_entry = (before + 1, after) if after > before else (None, None)
    one.created, one.changed = made.counts[Verdict.NEW], made.counts[Verdict.CHANGED]
    one.rows = one.seen = len(made.lines)
    one.state, one.done_at, one.content, one.failure = ImportState.DONE, clock.now(), "", ""


def _last_entry() -> int:
    return db.session.scalar(sa.select(sa.func.max(Entry.id))) or 0


def hand_over(one: Import, rows: int) -> None:
    """Let the background write it."""
    one.state, one.rows, one.seen, one.heard_at = ImportState.WAITING, rows, 0, clock.now()


_NOT_READY = Phrase(
    "Rätta felen i filen och svara på frågorna först",
    "Correct the faults of the file and answer the questions first",
)
