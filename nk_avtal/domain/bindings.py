"""Who is bound by an agreement on a day, from when, until when and in which wording.

What is not recorded is unknown, and said to be: a party of an agreement whose decision nobody has
registered may be bound, and is never shown as bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from nk_avtal.domain.dates import ONE_DAY
from nk_avtal.domain.entry import Certainty
from nk_avtal.domain.given_notices import Ending, Reach

Wording = Hashable
"""A version of a document."""


class Bond(StrEnum):
    """Where a party stands to an agreement on a day. Derived, never stored."""

    BOUND = "bound"
    NOT_YET = "not_yet"  # it will be, from a later day
    OUTSIDE = "outside"  # it has not adopted, or too late
    LEFT = "left"
    ENDED = "ended"
    UNKNOWN = "unknown"  # a party, but what it has decided is not recorded


@dataclass(frozen=True)
class Adoption:
    """A decision that binds its party: the day of the decision, and the first day on which it
    counts by the condition's basis. `document` and `wording` are None where not known."""

    party: Hashable
    decided_on: date
    on: date
    certainty: Certainty = Certainty.KNOWN
    document: Hashable = None
    wording: Wording | None = None


@dataclass(frozen=True)
class Round:
    """What was recommended once, and who adopted it.

    `addressed` are those that it asked to decide. `entered` is the day on which the condition was
    met, None while it is not. A `running` round
    concerns an agreement that applied already, such as a new annex: who adopts that was a party
    before, by decisions that may not be recorded.
    """

    adoptions: tuple[Adoption, ...]
    entered: tuple[date, Certainty] | None
    addressed: frozenset[Hashable] = frozenset()
    running: bool = False

    @cached_property
    def by_party(self) -> Mapping[Hashable, list[Adoption]]:
        """The adoptions of each party."""
        found: dict[Hashable, list[Adoption]] = defaultdict(list)
        for one in self.adoptions:
            found[one.party].append(one)
        return found


@dataclass(frozen=True)
class Joining:
    """A party that joins on a day of its own, by its own decision."""

    party: Hashable
    decided_on: date
    day: date


@dataclass(frozen=True)
class Bindings:
    """What is known of an agreement that may bind. Ends are last days.

    `starts_on` is the first day on which it may begin by its own words, and `starts_by` the last
    when only a month or a year is known. `applies` says that the agreement is held to apply,
    whatever is recorded of decisions. `closed` says that those who adopt after it began stay
    outside.
    """

    parties: tuple[Hashable, ...]
    starts_on: date | None = None
    starts_by: date | None = None
    ends_on: date | None = None
    applies: bool = True
    closed: bool = False
    rounds: tuple[Round, ...] = ()
    others: tuple[Adoption, ...] = ()
    joinings: tuple[Joining, ...] = ()
    endings: tuple[Ending, ...] = ()

    @cached_property
    def begun(self) -> tuple[date, Certainty] | None:
        """The day on which the agreement began to apply to anybody by its recommendation, and how
        sure it is; None where no recommendation of the whole is recorded, or its condition is not
        met."""
        days = [one.entered for one in self.rounds if not one.running and one.entered]
        if not days:
            return None
        day, certainty = min(days)
        return max(day, self.starts_by or day), certainty


@dataclass(frozen=True)
class Spell:
    """A time during which a party is bound, first and last day included.

    From `maybe_from` to the day before `since` it may have been; without `since` all of it is
    unknown. `left` says that the party's own exit ended it.
    """

    since: date | None
    until: date | None = None
    certainty: Certainty = Certainty.KNOWN
    maybe_from: date | None = None
    left: bool = False

    def state_on(self, day: date) -> Bond:
        """Where the party stands on a day, by this spell alone."""
        if self.until and day > self.until:
            return Bond.LEFT if self.left else Bond.ENDED
        if self.since and day >= self.since:
            return Bond.BOUND
        if self.maybe_from and day >= self.maybe_from:
            return Bond.UNKNOWN
        return Bond.NOT_YET


@dataclass(frozen=True)
class Bound:
    """A party on a day. `wordings` holds the version of each document that binds it then."""

    party: Hashable
    state: Bond
    spell: Spell | None = None
    wordings: Mapping[Hashable, Wording] = field(default_factory=dict)


def bound_on(known: Bindings, day: date) -> list[Bound]:
    """Every party, in the order given and then those that came by their own decision."""
    everybody = dict.fromkeys(known.parties)
    everybody |= dict.fromkeys(one.party for r in known.rounds for one in r.adoptions)
    everybody |= dict.fromkeys(one.party for one in known.others)
    everybody |= dict.fromkeys(one.party for one in known.joinings)
    return [party_on(known, party, day) for party in everybody]


def party_on(known: Bindings, party: Hashable, day: date) -> Bound:
    """Where one party stands on a day."""
    found = spells(known, party)
    if not found:
        return Bound(party, Bond.OUTSIDE)
    by_state = {one.state_on(day): one for one in reversed(found)}
    for state in (Bond.BOUND, Bond.UNKNOWN, Bond.NOT_YET):
        if state in by_state:
            wordings = _wordings(known, party, day) if state is Bond.BOUND else {}
            return Bound(party, state, by_state[state], wordings)
    return Bound(party, found[-1].state_on(day), found[-1])


def spells(known: Bindings, party: Hashable) -> list[Spell]:
    """The times during which a party is, or may be, bound, the earliest first."""
    starts = sorted(_starts(known, party), key=lambda one: one.since or date.min)
    ends = sorted(one.last_day for one in known.endings if _ends(one, party))
    found: list[Spell] = []
    for start in starts:
        first = start.since or start.maybe_from or date.min
        if found and (found[-1].until is None or first <= found[-1].until):
            continue
        if start.since is None and any(day < first for day in ends):
            continue  # it had left before it could have been bound
        leaves = next((day for day in ends if day >= first), None)
        until = min((day for day in (leaves, known.ends_on) if day), default=None)
        if until is None or until >= first:
            left = leaves is not None and until == leaves
            found.append(Spell(start.since, until, start.certainty, _maybe(start, found), left))
    return found


def _maybe(start: Spell, before: list[Spell]) -> date | None:
    """From when it may have been bound: never while an earlier spell says better."""
    if not start.maybe_from or not before or not before[-1].until:
        return start.maybe_from
    return max(start.maybe_from, before[-1].until + ONE_DAY)


def _ends(ending: Ending, party: Hashable) -> bool:
    return ending.reach is Reach.EXIT and ending.party == party


def _starts(known: Bindings, party: Hashable) -> Iterable[Spell]:
    """The days from which a party is bound, each as a spell without an end."""
    recorded = [*_adopted(known, party), *_joined(known, party), *_decided(known, party)]
    if recorded or not _may_be_bound(known, party):
        return recorded
    begun = known.begun
    return [Spell(None, maybe_from=begun[0] if begun else known.starts_on or date.min)]


def _adopted(known: Bindings, party: Hashable) -> Iterable[Spell]:
    waiting = _is_waiting(known)
    for one in known.rounds:
        if one.running and waiting:
            continue  # an annex binds nobody before the agreement itself applies
        for adoption in one.by_party.get(party, ()):
            if one.entered and not _too_late(known, one, adoption):
                yield _spell(known, one, adoption)


def _too_late(known: Bindings, one: Round, adoption: Adoption) -> bool:
    return bool(known.closed and one.entered and adoption.on > one.entered[0])


def _spell(known: Bindings, one: Round, adoption: Adoption) -> Spell:
    entered, sure = one.entered or (adoption.on, adoption.certainty)
    since = max(adoption.on, entered, known.starts_by or adoption.on)
    certainty = max(adoption.certainty, sure)
    if one.running:
        return Spell(since, certainty=certainty, maybe_from=known.starts_on)
    begins = max(adoption.on, entered, known.starts_on or adoption.on)
    return Spell(since, certainty=certainty, maybe_from=begins if begins < since else None)


def _joined(known: Bindings, party: Hashable) -> Iterable[Spell]:
    """Who joins is bound from its own day, but never before the agreement applies at all."""
    begun = known.begun
    if begun is None and _is_waiting(known):
        return
    first, certainty = begun or (known.starts_by or date.min, Certainty.KNOWN)
    for one in known.joinings:
        if one.party == party:
            yield Spell(max(one.day, one.decided_on, first), certainty=certainty)


def _decided(known: Bindings, party: Hashable) -> Iterable[Spell]:
    """Another party that decided for its part is bound when the agreement begins to apply."""
    begun = known.begun
    for one in known.others:
        if one.party != party:
            continue
        if begun:
            day, certainty = begun
            yield Spell(max(day, one.on), certainty=max(certainty, one.certainty))
        elif known.applies and not _is_waiting(known):
            yield Spell(None, maybe_from=max(one.on, known.starts_on or one.on))


def _is_waiting(known: Bindings) -> bool:
    """Whether the agreement has been recommended as a whole and its condition is not met."""
    return any(not one.running for one in known.rounds) and known.begun is None


def _may_be_bound(known: Bindings, party: Hashable) -> bool:
    """Whether a party without a recorded decision may be bound all the same.

    It may be while nothing is recorded of how the agreement came about. One that no recommendation
    asked, such as the region, may be when the agreement has begun to apply.
    """
    if party not in known.parties or _is_waiting(known):
        return False
    asked = any(party in one.addressed for one in known.rounds if not one.running)
    return not asked and (known.applies or known.begun is not None)


def _wordings(known: Bindings, party: Hashable, day: date) -> dict[Hashable, Wording]:
    """The version of each document that the party last adopted, as far as it is known."""
    found: dict[Hashable, Wording] = {}
    taken: dict[Hashable, list[tuple[date, Wording]]] = defaultdict(list)
    for one in known.rounds:
        for adoption in one.by_party.get(party, ()):
            if one.entered and not _too_late(known, one, adoption):
                since = max(adoption.on, one.entered[0])
                if since <= day and adoption.wording is not None:
                    taken[adoption.document].append((since, adoption.wording))
    for document, versions in taken.items():
        found[document] = max(versions, key=lambda pair: pair[0])[1]
    return found
