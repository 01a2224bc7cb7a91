"""Agreements from a file, held against those that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nk_avtal.agreements.terms import check_rule, check_terms
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import folded, is_day, line_of
from nk_avtal.domain.import_columns import AGREEMENT_COLUMNS, Column
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_parties import nearly
from nk_avtal.imports import near_rows, relations
from nk_avtal.imports.agreement_fields import PEOPLE, current_parties, fields, person_of, shown_only
from nk_avtal.imports.agreement_writing import (
    TERMS,
    blank,
    steps_for,
    terms_after,
    write,
)
from nk_avtal.imports.further_fields import (
    ENTRY,
    RELATIONS,
    check_entry,
    entry_after,
    parts_of,
)
from nk_avtal.imports.known import Known, goals, whole
from nk_avtal.imports.planning import Answers, Choice, Kind, Line, Reader, Verdict
from nk_avtal.imports.words import Words
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.people.queries import association_people


class Agreements(Kind):
    """Reads and writes agreements."""

    columns: Sequence[Column] = AGREEMENT_COLUMNS
    towns: Mapping[str, int] = {}

    def __init__(self, answers: Answers, words: Words) -> None:
        towns = members()
        self._answers = answers
        self._names = [one.name for one in towns]
        self._fields = fields(
            words,
            {folded(one.name): one.id for one in towns}
            | {folded(one.full_name): one.id for one in towns},
            {one.id: one.name for one in towns},
            goals(),
        )
        self._known = Known.now(whole())
        self._people = {
            folded(text): one for one in association_people() for text in (one.email, one.name)
        }
        self._seen: dict[tuple[str, Any], int] = {}
        self._sound: set[tuple[Any, ...]] = set()

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The row itself."""
        line = reader.line
        line.name = line_of(reader.cell("title"))
        open_ended = folded(line_of(reader.cell("following_term"))) == "tills vidare"
        skipped = {"following_term"} if open_ended else set()
        line.values = {
            one.key: value
            for one in self._fields
            if one.key in reader.places
            and one.key not in skipped
            and (value := reader.read(one.key, one.read, one.instead)) is not None
        }
        if skipped:
            line.values.setdefault("end", (None, Precision.OPEN_ENDED))
        self._add_other_parties(reader)
        line.values |= {key: parts_of(reader.cell(key)) for key in RELATIONS if reader.has(key)}
        self._look_at_number(reader)
        self._look_at_parties(reader)
        if not reader.has("title"):
            line.remark(reader.places["title"], _NO_TITLE)
        if line.verdict is not Verdict.WRONG:
            self._settle(reader)
        yield line

    def _look_at_number(self, reader: Reader) -> None:
        if is_day(reader.cell("number")):
            reader.line.remark(reader.places["number"], _NUMBER_IS_DAY)

    def _add_other_parties(self, reader: Reader) -> None:
        """Those that are no municipalities may have a column of their own, as in the list of
        agreements; it says nothing of which municipalities there are."""
        others, values = parts_of(reader.cell("other_parties")), reader.line.values
        if others and "parties" in values:
            towns, named = values["parties"]
            values["parties"] = (towns, tuple(sorted({*named, *others})))

    def _look_at_parties(self, reader: Reader) -> None:
        """A slip of the pen in a member's name makes a party of its own, which is told of."""
        _towns, others = reader.line.values.get("parties") or ((), ())
        for name in others:
            if near := nearly(name, self._names):
                remark = Phrase(*_NEARLY, {"name": name[:40], "town": near})
                reader.line.remark(reader.places["parties"], remark, wrong=False)

    def _settle(self, reader: Reader) -> None:
        line = reader.line
        values = line.values
        slug, number, title = (values.get(one, "") for one in ("slug", "number", "title"))
        line.target = self._known.exact(slug, number, title)
        if line.target is None:
            self._ask(line, number, title)
        if line.verdict is Verdict.NEW:
            self._compare(reader)
            self._refuse_twice(line, slug or number or folded(title))

    def _ask(self, line: Line, number: str, title: str) -> None:
        """An agreement under another title: the answer says whether it is the same."""
        line.similar = self._known.similar(number, title)
        if line.values.get("slug"):
            line.similar = []
        if not line.similar:
            return
        choice = self._answers.choice(line.row)
        if choice is None:
            line.verdict = Verdict.ASKED
        elif choice is Choice.SKIP:
            line.verdict = Verdict.SKIPPED
        elif choice is Choice.SAME:
            line.target = line.similar[0][1]
            line.values.pop("title")  # what it is called here stays

    def _refuse_twice(self, line: Line, name: str) -> None:
        key = ("kept", line.target.id) if line.target else ("new", name)
        first = self._seen.setdefault(key, line.row)
        if first != line.row:
            line.remark(None, Phrase(*_TWICE, {"row": first + 1}))

    def _compare(self, reader: Reader) -> None:
        """What differs from what is kept, and whether it can be so."""
        line = reader.line
        kept = line.target
        line.changes = {
            one.key: line.values[one.key]
            for one in self._fields
            if one.key in line.values
            and line.values[one.key] != (one.current(kept) if kept else one.fresh)
        }
        if kept is not None:
            line.changes.pop("slug", None)
            line.shown = {
                one.key: (str(one.show(one.current(kept))), str(one.show(line.changes[one.key])))
                for one in self._fields
                if one.key in line.changes
            }
        for role in PEOPLE:
            self._look_at_person(reader, role)
        self._look_at_publication(reader)
        self._check(reader)
        if line.verdict is Verdict.NEW and kept is not None:
            line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME

    def _look_at_person(self, reader: Reader, role: str) -> None:
        """The account with that address or name; the name alone where there is none."""
        named, line = line_of(reader.cell(role)), reader.line
        kept = line.target
        if not named or (kept and named == person_of(kept, role)):
            return
        account, listed = f"{role}_id", f"{role}_listed"
        found = self._people.get(folded(named))
        if found:
            now = (getattr(kept, account), getattr(kept, listed)) if kept else (None, "")
            if now != (found.id, ""):
                line.changes |= {account: found.id, listed: ""}
                line.shown[role] = (person_of(kept, role) if kept else "", found.name)
            return
        line.remark(reader.places[role], _NOBODY, wrong=False)
        if kept is None or not person_of(kept, role) or getattr(kept, listed):
            line.changes[listed] = named[:254]
            line.shown[role] = (person_of(kept, role) if kept else "", named)

    def _look_at_publication(self, reader: Reader) -> None:
        said = folded(line_of(reader.cell("published")))
        kept = reader.line.target
        if said in ("ja", "yes", "x") and not (kept and kept.published):
            reader.line.remark(reader.places["published"], _NOT_PUBLISHED, wrong=False)

    def _check(self, reader: Reader) -> None:
        line = reader.line
        try:
            if TERMS & line.changes.keys():
                self._check_terms(terms_after(line.target, line.changes))
        except RuleBroken as refusal:
            reader.refuse("end" if "end" in reader.places else "title", refusal)
        try:
            steps_for(line)
        except RuleBroken as refusal:
            reader.refuse("stage", refusal)
        self._check_further(reader)

    def _check_further(self, reader: Reader) -> None:
        """What hangs on the agreement: further rules of notice, and the condition for effect."""
        line = reader.line
        kept, changes = line.target, line.changes
        if not changes.keys() & {"rules", *ENTRY}:
            return
        trial = blank(terms_after(kept, changes))
        try:
            for rule, _clause in changes.get("rules", ()):
                check_rule(trial, rule)
        except RuleBroken as refusal:
            reader.refuse("rules", refusal)
        towns, _others = line.values.get("parties") or (current_parties(kept) if kept else ((), ()))
        try:
            if changes.keys() & ENTRY:
                check_entry(entry_after(kept or trial, changes), frozenset(towns))
        except RuleBroken as refusal:
            known = refusal.name if refusal.name in reader.places else "entry_condition"
            reader.refuse(known, refusal)

    def _check_terms(self, terms: dict[str, Any]) -> None:
        """Those that have been looked at once are not looked at again."""
        key = tuple(terms.values())
        if key not in self._sound:
            check_terms(terms)
            self._sound.add(key)

    def settle(self, lines: Sequence[Line], places: Mapping[str, int]) -> None:
        """Find the agreements that rows name, and rows that are nearly the same."""
        relations.settle(lines, places, lambda name: self._known.exact(name, name, name))
        near_rows.tell(lines, places["title"])

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Register what is new and change what differs, through the actions of agreements."""
        write(lines)


def exported(words: Words) -> Iterator[list[Any]]:
    """A row for each agreement, in the order of their addresses."""
    towns, found = members(), whole()
    names = {one.id: one.number or one.slug for one in found}
    own = fields(words, {}, {one.id: one.name for one in towns}, goals())
    shown = {one.key: one for one in own}
    shown |= {one.key: one for one in shown_only(names)}
    order = [shown[column.key] for column in AGREEMENT_COLUMNS if column.key not in LEFT_OUT]
    for one in sorted(found, key=lambda agreement: agreement.slug):
        yield [field.show(field.current(one)) for field in order]


LEFT_OUT = frozenset({"published", "other_parties"})
"""Columns that are recognised but not exported: what everyone may see is nothing that a spreadsheet
decides, and other parties stand among the parties."""

_NEARLY = (
    "Ingen kommun heter ”{name}”, så det blir en egen part. Menas {town}? Rätta i så fall filen",
    "No municipality is called “{name}”, so it becomes a party of its own. Is {town} meant? Then"
    " correct the file",
)
_NO_TITLE = Phrase("Skriv avtalets titel", "Write the title of the agreement")
_NUMBER_IS_DAY = Phrase(
    "Kalkylprogrammet har gjort om numret till ett datum. Gör om cellen till text och skriv numret"
    " igen",
    "The program has turned the number into a date. Make the cell text and write it again",
)
_TWICE = (
    "Samma avtal står redan på rad {row}. Ta bort en av raderna",
    "The same agreement stands on row {row} already. Remove one of the rows",
)
_NOBODY = Phrase(
    "Ingen med det namnet eller den adressen har ett konto hos förbundet. Namnet står på avtalet"
    " tills någon av er väljs",
    "Nobody with that name or address has an account with the association. The name stands on the"
    " agreement until one of you is chosen",
)
_NOT_PUBLISHED = Phrase(
    "Importen lägger inget i det öppna registret. Publicera på avtalets sida, där du först ser vad"
    " alla får läsa",
    "An import puts nothing into the open register. Publish on the agreement's page, where you"
    " first see what everyone may read",
)
