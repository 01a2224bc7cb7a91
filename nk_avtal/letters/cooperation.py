"""One municipality's avtalssamverkan in a year, for its yearly report (KL 9:38).

It holds what the municipality itself may read, whoever fetches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.bindings.facts import bindings_of
from nk_avtal.bindings.queries import cooperating
from nk_avtal.costs.models import CostShare
from nk_avtal.costs.queries import shares_in
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Cooperation, Precision
from nk_avtal.domain.bindings import Spell, spells
from nk_avtal.domain.letter_parts import LetterSender
from nk_avtal.domain.letters_agreed import CooperationReport, CooperationRow
from nk_avtal.domain.renewals import Fate, Term
from nk_avtal.domain.words import join_and, kept_together, long_date
from nk_avtal.domain.written_amounts import Money
from nk_avtal.formats import swedish_key
from nk_avtal.letters.context import day_of, town_of
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.composing import ASSOCIATION
from nk_avtal.recommendations.models import Addressee
from nk_avtal.renewals.models import GivenNotice

NAMED_PARTIES = 4
"""More members than so are told by their number."""


@dataclass(frozen=True)
class Told:
    """An agreement in a municipality's report; what it costs in öre, where that is known."""

    agreement: Agreement
    row: CooperationRow
    ore: int | None
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Year:
    """A municipality's avtalssamverkan in a year, by title. Of those that are `unclear` it is not
    settled whether they are any."""

    told: list[Told]
    unclear: list[Agreement]


def year_of(municipality: Municipality, year: int, today: date) -> Year:
    """The agreements that bound the municipality, or may have, some time in the year; a fixed
    number of statements."""
    agreements = sorted(cooperating(municipality), key=lambda one: swedish_key(one.title))
    known = bindings_of(agreements, today)
    bound = [
        (one, spell)
        for one in agreements
        if (spell := _spell_in(year, spells(known[one.id], municipality.id)))
    ]
    costs, changes = shares_in(municipality, year), _changes(municipality, year)
    told = []
    for one, spell in bound:
        if one.cooperation is Cooperation.YES:
            share = costs.get(one.id)
            term = _going_on(one, spell, min(today, date(year, 12, 31)))
            words = [*_of_spell(spell, year, today), *_of_term(one, term, year), *changes[one.id]]
            row = _row(municipality, one, (spell, term), share, words)
            ore = share.amount if share else None
            told.append(Told(one, row, ore, spell.since, spell.until))
    return Year(told, [one for one, _ in bound if one.cooperation is Cooperation.UNCLEAR])


def cooperation_report(municipality: Municipality, year: int, today: date) -> CooperationReport:
    """The values of the report as the Word document has them."""
    found = year_of(municipality, year, today)
    return CooperationReport(
        sender=LetterSender(ASSOCIATION, "", "", day_of(today)),
        municipality=town_of(municipality),
        year=str(year),
        rows=[one.row for one in found.told],
        unclear=[one.title for one in found.unclear],
    )


def _spell_in(year: int, found: Iterable[Spell]) -> Spell | None:
    """The last time within the year during which the municipality was bound, or may have been."""
    within = [
        one
        for one in found
        if (one.maybe_from or one.since or date.min) <= date(year, 12, 31)
        and (one.until or date.max) >= date(year, 1, 1)
    ]
    return within[-1] if within else None


def _row(
    municipality: Municipality,
    agreement: Agreement,
    times: tuple[Spell, Term | None],
    share: CostShare | None,
    changes: list[str],
) -> CooperationRow:
    spell, term = times
    return CooperationRow(
        title=agreement.title,
        number=kept_together(agreement.number or ""),
        parties=_others(municipality, agreement),
        task=kept_together(" ".join(agreement.summary.split())),
        legal_basis=kept_together(agreement.legal_basis),
        start=_start(agreement, spell),
        end=_end(agreement, spell, term),
        cost=Money(share.amount).text() if share else "",
        changes=" ".join(changes),
    )


def _others(municipality: Municipality, agreement: Agreement) -> str:
    organisations = [one.organisation for one in agreement.parties if one.organisation]
    towns = [one.municipality for one in agreement.parties if one.municipality]
    others = sorted((one for one in towns if one.id != municipality.id), key=_by_name)
    if len(others) > NAMED_PARTIES:
        return join_and([*organisations, f"{len(others)} kommuner"])
    return join_and([*organisations, *(one.full_name for one in others)])


def _by_name(town: Municipality) -> str:
    return swedish_key(town.name)


def _start(agreement: Agreement, spell: Spell) -> str:
    begins = spell.maybe_from or spell.since or agreement.start_on
    is_own = begins in (agreement.start_on, date.min)
    if is_own:
        return _written(agreement.start_on, agreement.start_precision)
    return _written(begins, None)


def _end(agreement: Agreement, spell: Spell, term: Term | None) -> str:
    if spell.until:
        is_own = spell.until == agreement.end_on
        return _written(spell.until, agreement.end_precision if is_own else None)
    if term and term.end:
        return f"{term.end.isoformat()}, förlängs av sig självt"
    goes_on = agreement.following_term or agreement.end_precision is Precision.OPEN_ENDED
    return "tills vidare" if goes_on else ""


def _going_on(agreement: Agreement, spell: Spell, day: date) -> Term | None:
    """The term that it cannot be left before on a day, if it is prolonged by itself after it."""
    found = None if spell.until else reckoning_of(agreement, day)
    return found.term if found and found.consequence.fate is Fate.PROLONGED else None


def _written(day: date | None, precision: Precision | None) -> str:
    """As much of a day as is known, as a table writes it."""
    if day is None:
        return ""
    lengths = {Precision.YEAR: 4, Precision.MONTH: 7}
    return day.isoformat()[: lengths.get(precision or Precision.DAY, 10)]


def _of_spell(spell: Spell, year: int, today: date) -> list[str]:
    """That it began or ended in the year. Who may have been bound before did not begin then."""
    found = []
    if spell.since and spell.since.year == year and spell.maybe_from is None:
        found.append(f"Började gälla den {long_date(spell.since)}.")
    if spell.until and spell.until.year == year:
        verb = "Slutade" if spell.until < today else "Slutar"
        found.append(f"{verb} gälla den {long_date(spell.until)}.")
    return [kept_together(one) for one in found]


def _of_term(agreement: Agreement, term: Term | None, year: int) -> list[str]:
    """That it was prolonged in the year, when the day for notice passed and nobody gave any."""
    before = reckoning_of(agreement, date(year - 1, 12, 31))
    if not (before and before.term.end and term and term.end and before.term.end < term.end):
        return []
    return [kept_together(f"Förlängdes till den {long_date(term.end)}.")]


def _changes(municipality: Municipality, year: int) -> Mapping[int, list[str]]:
    """What the municipality decided in the year, and notice that came in, by agreement."""
    found: dict[int, list[str]] = defaultdict(list)
    for decision in _decisions(municipality, year):
        about = decision.addressee.recommendation
        when = long_date(decision.decided_on)
        text = f"{decision.body_name} antog ”{about.title}” den {when}, § {decision.paragraph}."
        found[about.agreement_id].append(kept_together(text))
    for notice in _notices(year):
        day = notice.received_on or notice.sent_on
        town = notice.municipality
        who = town.full_name if town else notice.organisation or ASSOCIATION
        if day:
            text = f"{who} sade upp avtalet den {long_date(day)}."
            found[notice.agreement_id].append(kept_together(text))
    return found


def _decisions(municipality: Municipality, year: int) -> Iterable[Decision]:
    adopting = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION)
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .join(Addressee.recommendation)
        .options(contains_eager(Decision.addressee).contains_eager(Addressee.recommendation))
        .where(
            Addressee.municipality_id == municipality.id,
            Decision.outcome.in_(adopting),
            Decision.decided_on.between(date(year, 1, 1), date(year, 12, 31)),
            stands(Decision),
        )
        .order_by(Decision.decided_on, Decision.id)
    )
    return db.session.scalars(wanted)


def _notices(year: int) -> Iterable[GivenNotice]:
    day = sa.func.coalesce(GivenNotice.received_on, GivenNotice.sent_on)
    wanted = (
        sa.select(GivenNotice)
        .where(
            GivenNotice.withdrawn_at.is_(None),
            day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .options(joinedload(GivenNotice.municipality))
        .order_by(day, GivenNotice.id)
    )
    return db.session.scalars(wanted)
