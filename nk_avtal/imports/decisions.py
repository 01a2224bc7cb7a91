"""Municipal decisions from a file: a row for each, or a row for each agreement with a column for
each municipality."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nk_avtal import clock
from nk_avtal.adoptions.actions import check_day
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import folded, line_of, text_of
from nk_avtal.domain.import_columns import DECISION_COLUMNS, Column
from nk_avtal.domain.legal_standing import check_minutes
from nk_avtal.domain.people import Permission
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_decisions import is_undecided, told_in
from nk_avtal.domain.written_parties import nearly
from nk_avtal.imports import decision_fields as fields
from nk_avtal.imports import decision_phrases as say
from nk_avtal.imports import decision_writing as writing
from nk_avtal.imports.decision_queries import decisions, reports, sent_recommendations
from nk_avtal.imports.known import Known, everything
from nk_avtal.imports.parted import Parted
from nk_avtal.imports.planning import Answers, Choice, Kind, Line, Reader, Verdict
from nk_avtal.imports.words import Words
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation

REPORTED = (
    *("matter", "body", "decided_on", "paragraph", "reference", "outcome", "reservation"),
    *("evidence", "note", "source"),
)
"""What tells two reported decisions of a party apart."""


class Decisions(Kind):
    """Reads and writes municipal decisions."""

    columns: Sequence[Column] = DECISION_COLUMNS

    def __init__(self, answers: Answers, words: Words, by: Person | None) -> None:
        towns = members()
        self._by = by
        self._own = next((one for one in towns if by and one.id == by.municipality_id), None)
        self.towns: Mapping[str, int] = {one.name: one.id for one in towns}
        self._answers, self._words = answers, words
        self._by_name = {
            folded(name): one for one in towns for name in (one.name, one.full_name, one.code)
        }
        self._known = Known.now(everything(by))
        self._sent: dict[int, list[Recommendation]] = defaultdict(list)
        self._by_sent: dict[str, list[Recommendation]] = defaultdict(list)
        for sent in sent_recommendations():
            self._sent[sent.agreement_id].append(sent)
            if sent.agreement.slug in self._known.by_slug:
                self._by_sent[folded(sent.title)].append(sent)
        self._kept = {_key(one): one for one in decisions()}
        self._reports = Counter(
            (one.agreement_id, one.party, *(_read(one, name) for name in REPORTED))
            for one in reports()
        )
        self._seen: dict[Any, int] = {}

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The row itself, or a line for each municipality that has something in its column."""
        own = {key: place for key, place in reader.places.items() if key.startswith("town:")}
        if not own:
            yield self._planned(reader)
            return
        for key, place in own.items():
            cells = reader.line.cells
            if place < len(cells) and text_of(cells[place]):
                yield self._from_column(reader, key.removeprefix("town:"), place)

    def _from_column(self, reader: Reader, town: str, place: int) -> Line:
        """A municipality's cell, read as if each part of it had a column of its own."""
        line = Line(reader.line.row, reader.line.cells)
        if is_undecided(line.cells[place]):
            line.name, line.verdict = (
                f"{line_of(reader.cell('agreement'))}, {town}",
                Verdict.SKIPPED,
            )
            line.remark(place, say.UNDECIDED, wrong=False)
            return line
        try:
            told = told_in(line.cells[place], clock.today())
        except RuleBroken as refusal:
            Reader(line, {"cell": place}).refuse("cell", refusal)
            line.name = f"{line_of(reader.cell('agreement'))}, {town}"
            return line
        assert told is not None
        return self._planned(Parted(line, reader.places, town, place, told, self._words))

    def _planned(self, reader: Reader) -> Line:
        line = reader.line
        title = line_of(reader.cell("agreement"))
        party = line_of(reader.cell("party")) or (self._own.name if self._own else "")
        line.name = ", ".join(part for part in (title, party) if part)
        fields.look_at_numbers(reader)
        if not title:
            line.remark(reader.places["agreement"], say.NO_AGREEMENT)
        if not party:
            line.remark(reader.places.get("party"), say.NO_PARTY)
        town = self._by_name.get(folded(party))
        if party and not self._may(town):
            line.remark(reader.places.get("party"), say.NOT_YOURS)
        if line.verdict is Verdict.WRONG:
            return line
        agreement = self._agreement(reader, title)
        if line.verdict is Verdict.NEW:
            self._settle(reader, agreement, title, town)
        return line

    def _may(self, town: Municipality | None) -> bool:
        if self._by is None or self._by.may(Permission.RECORD_DECISION_ON_BEHALF):
            return True
        return town is not None and self._by.may(Permission.RECORD_OWN_DECISION, town.id)

    def _agreement(self, reader: Reader, title: str) -> Agreement | None:
        """The agreement that the row is about; None for one that is registered with it."""
        line, number = reader.line, line_of(reader.cell("number"))
        found = self._known.exact(line_of(reader.cell("slug")), number, title)
        line.values["new"] = (title, number, line_of(reader.cell("slug")))
        if found or reader.has("slug"):
            return found
        if len(meant := self._by_sent.get(folded(title), [])) == 1 and not number:
            line.values["meant"] = meant
            return meant[0].agreement
        line.similar = self._known.similar(number, title) or self._known.short_for(number, title)
        choice = self._answers.choice(line.row) if line.similar else Choice.NEW
        if choice is None:
            line.verdict = Verdict.ASKED
        elif choice is Choice.SKIP:
            line.verdict = Verdict.SKIPPED
        elif choice is Choice.SAME:
            return line.similar[0][1]
        return None

    def _settle(
        self, reader: Reader, agreement: Agreement | None, title: str, town: Municipality | None
    ) -> None:
        line = reader.line
        line.values |= {"agreement": agreement, "town": town}
        if agreement is None:
            remark = say.NO_SUCH_AGREEMENT if self._own else say.REGISTERED
            line.remark(reader.places.get("agreement"), remark, wrong=bool(self._own))
        if isinstance(reader, Parted):
            reader.suppose_body(agreement)
        named = line_of(reader.cell("recommendation"))
        sent = line.values.get("meant") or (self._sent[agreement.id] if agreement else [])
        if named and town is None:
            line.remark(reader.places.get("party"), say.NO_TOWN)
        elif named:
            self._recorded(reader, self._named(reader, sent, named), named)
        elif "recommendation" not in reader.places and self._fits(reader, sent, town):
            self._recorded(reader, sent[0], "")
        else:
            self._reported(reader, agreement, title)

    def _named(
        self, reader: Reader, sent: Sequence[Recommendation], name: str
    ) -> Recommendation | None:
        day = reader.read("recommended_on", fields.day)
        found = [one for one in sent if folded(one.title) == folded(name)]
        exact = [one for one in found if one.recommended_on == day]
        return next(iter(exact or ([] if day else found)), None)

    def _fits(
        self, reader: Reader, sent: Sequence[Recommendation], town: Municipality | None
    ) -> bool:
        """Whether a row without a recommendation has all that a decision on the only one needs."""
        if len(sent) != 1 or town is None:
            return False
        day = reader.read("decided_on", fields.day)
        board = sent[0].recommended_on
        told = all(reader.has(key) for key in ("paragraph", "outcome"))
        return bool(told and day and (board is None or day >= board))

    def _recorded(self, reader: Reader, sent: Recommendation | None, name: str) -> None:
        line = reader.line
        values = fields.recorded(reader, self._words)
        line.values |= {"recorded": values, "sent": sent, "name": name}
        for key, remark in say.NEEDED.items():
            if not reader.has(key):
                line.remark(reader.places.get(key), remark)
        if values["outcome"] is Outcome.ADOPTED_WITH_ADDITION and not values["addition"]:
            line.remark(reader.places.get("addition"), say.NO_ADDITION)
        self._look_at_recommendation(reader, sent)
        if line.verdict is not Verdict.WRONG:
            self._check(reader, sent, values)
            self._compare(line, sent, values)

    def _look_at_recommendation(self, reader: Reader, sent: Recommendation | None) -> None:
        """One that is not here is registered as one that was sent long ago."""
        line = reader.line
        if sent is not None:
            if line.values["town"].id not in {one.municipality_id for one in sent.addressees}:
                line.remark(reader.places.get("party"), say.NOT_ADDRESSED)
            return
        day = reader.read("recommended_on", fields.day)
        reply = reader.read("reply_by", fields.day)
        paragraph = line_of(reader.cell("board_paragraph"))
        if self._own:
            line.remark(reader.places["recommendation"], say.NO_SUCH_RECOMMENDATION)
        elif not (day and reply and paragraph):
            line.remark(reader.places["recommendation"], say.UNKNOWN)
        elif reply <= day:
            line.remark(reader.places["reply_by"], say.REPLY_FIRST)
        else:
            line.values["board"] = (day, paragraph, reply)
            line.remark(reader.places["recommendation"], say.SENT_ELSEWHERE, wrong=False)

    def _check(
        self, reader: Reader, sent: Recommendation | None, values: Mapping[str, Any]
    ) -> None:
        board = sent.recommended_on if sent else reader.line.values["board"][0]
        try:
            check_day(Recommendation(recommended_on=board), values["decided_on"], clock.today())
            check_minutes(fields.minutes(values), clock.today())
        except RuleBroken as refusal:
            known = refusal.name if refusal.name in reader.places else "decided_on"
            reader.refuse(known, refusal)

    def _compare(self, line: Line, sent: Recommendation | None, values: Mapping[str, Any]) -> None:
        name = (sent.id if sent else line.values["name"], line.values["agreement"])
        key = (*name, line.values["town"].id, values["decided_on"], folded(values["body_name"]))
        self._refuse_twice(line, (*key, values["paragraph"]))
        if sent is None or line.verdict is Verdict.WRONG:
            return
        place = next(one for one in sent.addressees if one.municipality_id == key[2])
        line.values["place"] = place
        line.target = self._kept.get((place.id, *key[3:], values["paragraph"]))
        if line.target is not None:
            line.changes = {
                name: value
                for name, value in values.items()
                if value and _read(line.target, name) != value
            }
            line.shown = {
                name: (self._plain(_read(line.target, name)), self._plain(value))
                for name, value in line.changes.items()
            }
            line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME

    def _plain(self, value: Any) -> str:
        written = self._words.outcomes.written
        return str(written.get(value, value) or "")

    def _refuse_twice(self, line: Line, key: Any) -> None:
        first = self._seen.setdefault(key, line.row)
        if first != line.row:
            line.remark(None, Phrase(*say.TWICE, {"row": first + 1}))

    def _reported(self, reader: Reader, agreement: Agreement | None, title: str) -> None:
        """What a source tells and nothing more; one that is there already as often is no news."""
        line = reader.line
        line.values["as_found"] = "recommendation" in reader.places
        values = fields.reported(reader, self._words, title)
        town = line.values["town"]
        party = fields.text(reader, "party") or (town.name if town else "")
        line.values |= {"reported": values, "party": party}
        if not line.values["as_found"]:
            line.values["party"] = town.name if town else party
            values["paragraph"] = values["paragraph"].lstrip("§ ")
            unknown = None if town else self._unknown_party(party)
            line.remark(reader.places.get("party"), unknown or say.ONLY_TOLD, wrong=False)
        key = (
            agreement.id if agreement else 0,
            line.values["party"],
            *(values[name] for name in REPORTED),
        )
        if self._reports[key] > 0 and line.verdict is Verdict.NEW:
            self._reports[key] -= 1
            line.verdict = Verdict.SAME

    def _unknown_party(self, party: str) -> Phrase:
        near = nearly(party, self.towns)
        return Phrase(*say.NEARLY, {"town": near}) if near else say.UNKNOWN_PARTY

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Record what is new or changed, without a mail to anybody."""
        writing.write(lines, by)


def _key(one: Decision) -> tuple[Any, ...]:
    return (one.addressee_id, one.decided_on, folded(one.body_name), one.paragraph)


def _read(one: Any, name: str) -> Any:
    """What is kept, as a file would have it."""
    value = getattr(one, name)
    return text_of(value) if isinstance(value, str) and not isinstance(value, Outcome) else value
