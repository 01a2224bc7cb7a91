"""The state of all agreements, for managers and the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal import wording
from nk_avtal.adoptions.times import times
from nk_avtal.agreements.goal_sets import all_sets
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.queries import sums_by_municipality, totals_by_agreement
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.reports import Cell, Link, Part, Report, Table
from nk_avtal.domain.written_amounts import Money
from nk_avtal.formats import language
from nk_avtal.matters.coverage import coverage_of
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.reminders.watching import Watched
from nk_avtal.reports.cooperation import kronor
from nk_avtal.reports.facts import Known, deadlines_of, known_agreements, serving
from nk_avtal.reports.listing import listed

AHEAD = timedelta(days=365)
EXPIRING = (DeadlineKind.NOTICE, DeadlineKind.END, DeadlineKind.OPTION)


@dataclass(frozen=True)
class Places:
    """Where the pages are that a report leads to: one agreement, or a list by its name."""

    agreement: Callable[[Agreement], str]
    named: Callable[[str], str]

    def link(self, text: str, name: str) -> tuple[Link, ...]:
        """The link to a list."""
        return ((text, self.named(name)),)


def state_of(reader: Person, today: date, places: Places) -> Report:
    """What applies, ends and is unguarded; how fast the municipalities decide; which goals are
    served; what it costs. A fixed number of statements."""
    known = [one for one in known_agreements(reader, today) if one.applies]
    ahead = [
        one
        for one in deadlines_of(known, today)
        if one.deadline.kind in EXPIRING and one.deadline.falls_on <= today + AHEAD
    ]
    unwatched = [one for one in known if one.unwatched]
    parts = (
        _in_force(known, ahead),
        _expiring(ahead, places),
        _unguarded(unwatched, places),
        _times(today, places),
        _goals(known, today, places),
        *_costs(known, today, places),
        listed(known, places.agreement),
    )
    return Report(
        title=_("Läget i avtalen"),
        name=f"laget-i-avtalen-{today.isoformat()}",
        day=today,
        sentences=(_summed(len(known), ahead, len(unwatched)),),
        parts=parts,
    )


def _summed(known: int, ahead: list[Watched], unwatched: int) -> str:
    open_ones = len({one.agreement.id for one in ahead if not one.settled})
    return " ".join(
        (
            ngettext("Ett avtal gäller.", "%(num)s avtal gäller.", known),
            ngettext(
                "Ett av dem kräver ställningstagande inom ett år.",
                "%(num)s av dem kräver ställningstagande inom ett år.",
                open_ones,
            ),
            ngettext("Ett saknar bevakning.", "%(num)s saknar bevakning.", unwatched),
        )
    )


def _in_force(known: list[Known], ahead: list[Watched]) -> Part:
    soon = {one.agreement.id for one in ahead}
    rows = []
    for area in Area:
        some = [one for one in known if area in {of.area for of in one.agreement.areas}]
        numbers = {one.agreement.id for one in some}
        unwatched = sum(one.unwatched for one in some)
        rows.append((str(wording.AREAS[area]), len(some), len(numbers & soon), unwatched))
    columns = (_("Område"), _("Gäller"), _("Tidsfrist inom ett år"), _("Saknar bevakning"))
    return Part(
        _("Vad som gäller"),
        (_("Ett avtal kan höra till flera områden."),),
        Table(_("Gällande avtal per område"), columns, tuple(rows), drawn=1),
    )


def _expiring(ahead: list[Watched], places: Places) -> Part:
    nothing = _("Ingen tidsfrist infaller inom ett år.")
    columns = (
        *(_("Avtal"), _("Senast"), _("Vad ska göras"), _("Om inget görs")),
        *(_("Ansvarig"), _("Avgjort")),
    )
    return Part(
        _("Löper ut eller ska sägas upp inom ett år"),
        () if ahead else (nothing,),
        Table(
            _("Tidsfrister inom ett år"),
            columns,
            tuple(_expiring_row(one) for one in ahead),
            tuple(places.agreement(one.agreement) for one in ahead),
        ),
        places.link(_("Alla frister"), "deadlines"),
    )


def _expiring_row(one: Watched) -> tuple[Cell, ...]:
    otherwise = one.reckoning.consequence.phrase.text(language()) if one.reckoning else ""
    return (
        one.agreement.title,
        one.deadline.falls_on,
        str(wording.TO_DO[one.deadline.kind]),
        otherwise,
        one.agreement.responsible.name if one.agreement.responsible else "",
        _("Ja") if one.settled else _("Nej"),
    )


def _unguarded(unwatched: list[Known], places: Places) -> Part:
    said = _("De har varken slutdatum, sista uppsägningsdag eller uppföljning.")
    nothing = _("Alla avtal som gäller har en dag som bevakas.")
    return Part(
        _("Saknar bevakning"),
        (said if unwatched else nothing,),
        Table(
            _("Avtal som saknar bevakning"),
            (_("Avtal"), _("Nummer"), _("Ansvarig")),
            tuple(
                (
                    one.agreement.title,
                    one.agreement.number or "",
                    one.agreement.responsible.name if one.agreement.responsible else "",
                )
                for one in unwatched
            ),
            tuple(places.agreement(one.agreement) for one in unwatched),
        ),
        places.link(_("Visa dem i listan"), "unwatched"),
    )


def _times(today: date, places: Places) -> Part:
    found = times(today)
    rows = []
    for town in members():
        one = found.by_municipality.get(town.id)
        if one:
            rows.append((town.name, one.median, one.lower, one.upper, one.count))
    overall = found.overall
    said = (
        _("Hälften av besluten har kommit inom %(days)s dagar från utskicket.", days=overall.median)
        if overall
        else _("Inga beslut är registrerade de senaste tre åren.")
    )
    columns = (
        *(_("Kommun"), _("Hälften inom"), _("En fjärdedel inom"), _("Tre fjärdedelar inom")),
        _("Antal beslut"),
    )
    return Part(
        _("Hur lång tid besluten tar"),
        (said,),
        Table(_("Dagar från utskick till beslut, tre år"), columns, tuple(rows), drawn=1),
        places.link(_("Rekommendationer"), "recommendations"),
    )


def _goals(known: list[Known], today: date, places: Places) -> Part:
    chosen = next((one for one in all_sets() if one.holds_on(today)), None)
    if chosen is None:
        return Part(_("Målen"), (_("Inga mål gäller i dag."),))
    served = serving([one.agreement.id for one in known], chosen)
    without_goal = len(known) - len({number for some in served.values() for number in some})
    said = (
        ngettext(
            "Ett mål saknar avtal som gäller.",
            "%(num)s mål saknar avtal som gäller.",
            sum(not served[one.id] for one in chosen.goals),
        ),
        _(
            "%(count)s av %(all)s avtal som gäller är inte kopplade till något mål.",
            count=without_goal,
            all=len(known),
        ),
    )
    rows = tuple(
        (
            f"{one.goal.code}. {one.goal.title}",
            one.goal.goal_area,
            len(served[one.goal.id]),
            len(one.matters),
        )
        for one in coverage_of(chosen, today).served
    )
    columns = (_("Mål"), _("Målområde"), _("Avtal som gäller"), _("Ärenden"))
    return Part(
        _("Målen i %(name)s", name=chosen.name),
        (" ".join(said),),
        Table(_("Avtal och ärenden per mål"), columns, rows, drawn=2),
        places.link(_("Målen"), "goals"),
    )


def _costs(known: list[Known], today: date, places: Places) -> list[Part]:
    years = (today.year - 1, today.year, today.year + 1)
    by_town, by_agreement = sums_by_municipality(years), totals_by_agreement(years)
    paid = [one for one in known if any((one.agreement.id, y) in by_agreement for y in years)]
    total = sum(ore for (_town, year), ore in by_town.items() if year == today.year)
    said = _("Kommunernas andelar %(year)s är tillsammans %(sum)s. %(count)s av %(all)s avtal som"
             " gäller har en registrerad kostnad.", year=today.year,
             sum=Money(total).text(language()), count=len(paid), all=len(known))  # fmt: skip
    heads = [_("%(year)s, kronor", year=one) for one in years]
    towns = tuple(
        (
            town.name,
            *(_amount(by_town.get((town.id, year))) for year in years),
            _percent(by_town.get((town.id, today.year)), total),
        )
        for town in members()
    )
    agreements = tuple(
        (
            one.agreement.title,
            *(_amount(by_agreement.get((one.agreement.id, year))) for year in years),
        )
        for one in paid
    )
    return [
        Part(
            _("Kostnader per kommun och år"),
            (said,),
            Table(
                _("Kostnader per kommun och år"),
                (_("Kommun"), *heads, _("Andel %(year)s, procent", year=today.year)),
                towns,
                drawn=2,
            )
            if by_town
            else None,
        ),
        Part(
            _("Kostnader per avtal och år"),
            () if paid else (_("Ingen kostnad är registrerad."),),
            Table(
                _("Kostnader per avtal och år"),
                (_("Avtal"), *heads),
                agreements,
                tuple(places.agreement(one.agreement) for one in paid),
                drawn=2,
            ),
        ),
    ]


def _amount(ore: int | None) -> int | float | None:
    return None if ore is None else kronor(ore)


def _percent(ore: int | None, total: int) -> float | None:
    return round(100 * ore / total, 1) if ore is not None and total else None
