"""The auditors' questions, answered from what is registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import Signature
from nk_avtal.costs.models import CostYear
from nk_avtal.costs.queries import costs_now
from nk_avtal.domain.cost_explanations import key_in_words
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewals import Fate
from nk_avtal.domain.reports import Cell, Part, Report, Table
from nk_avtal.formats import join_and, language
from nk_avtal.people.models import Person
from nk_avtal.reminders.queries import reaching_nobody
from nk_avtal.reminders.watching import Watched
from nk_avtal.reports.cooperation import kronor
from nk_avtal.reports.facts import (
    Known,
    deadlines_of,
    known_agreements,
    signatures,
    with_documents,
)
from nk_avtal.reports.state import Places

Rows = list[tuple[Agreement, tuple[Cell, ...]]]


def audit_of(reader: Person, today: date, places: Places) -> Report:
    """Is every agreement findable, who may sign, who is responsible, what renews by itself, and
    what does it cost? Of the agreements that apply; a fixed number of statements."""
    known = [one for one in known_agreements(reader, today) if one.applies]
    numbers = [one.agreement.id for one in known]
    ahead = deadlines_of(known, today)
    return Report(
        title=_("Revisorernas frågor"),
        name=f"revisorernas-fragor-{today.isoformat()}",
        day=today,
        sentences=(
            ngettext("Svaren gäller det avtal som är i kraft.",
                     "Svaren gäller de %(num)s avtal som är i kraft.", len(known)),
        ),
        parts=(
            _findable(known, with_documents(numbers), places),
            _signed(known, signatures(numbers), places),
            _responsible(known, places),
            _renewing(known, ahead, places),
            _watched(known, ahead, places),
            _costing(known, costs_now(numbers, today), places),
        ),
    )  # fmt: skip


def _of(all_of: Sequence[Known], some: int) -> str:
    return str(_("%(n)s av %(of)s", n=some, of=len(all_of)))


def _findable(known: list[Known], documented: set[int], places: Places) -> Part:
    rows: Rows = []
    for one in known:
        lacks = [] if one.agreement.number else [_("nummer")]
        lacks += [] if one.agreement.id in documented else [_("dokument")]
        lacks += [] if one.agreement.parties else [_("parter")]
        if lacks:
            rows.append((one.agreement, (one.agreement.title, join_and(lacks))))
    whole = len(known) - len(rows)
    return Part(
        _("Finns alla avtal samlade, och går de att hitta?"),
        (
            ngettext(
                "Ett avtal har nummer, parter och dokument.",
                "%(num)s avtal har nummer, parter och dokument.",
                whole,
            ),
        ),
        _table(_("Avtal där något saknas"), (_("Avtal"), _("Saknas")), rows, places),
        places.link(_("Visa alla avtal"), "agreements"),
        _of(known, whole),
    )


def _table(caption: str, columns: tuple[str, ...], rows: Rows, places: Places) -> Table:
    links = tuple(places.agreement(agreement) for agreement, _row in rows)
    return Table(caption, columns, tuple(row for _agreement, row in rows), links)


def _signed(known: list[Known], kept: Mapping[int, list[Signature]], places: Places) -> Part:
    rows: Rows = []
    proven = 0
    for one in known:
        found = kept.get(one.agreement.id, [])
        proven += bool(found) and all(each.authority for each in found)
        who = "; ".join(dict.fromkeys(each.signatory for each in found))
        by = "; ".join(dict.fromkeys(each.authority for each in found if each.authority))
        last = max((each.signed_on for each in found), default=None)
        rows.append((one.agreement, (one.agreement.title, who, by, last)))
    columns = (_("Avtal"), _("Undertecknat av"), _("Med stöd av"), _("Senast"))
    return Part(
        _("Vem har skrivit under, och hade den rätt till det?"),
        (
            ngettext(
                "För ett avtal är det registrerat vem som har skrivit under och med vilket stöd.",
                "För %(num)s avtal är det registrerat vem som har skrivit under och med vilket"
                " stöd.",
                proven,
            ),
        ),
        _table(_("Undertecknande"), columns, rows, places),
        number=_of(known, proven),
    )


def _responsible(known: list[Known], places: Places) -> Part:
    rows: Rows = [
        (
            one.agreement,
            (
                one.agreement.title,
                one.agreement.responsible.name if one.agreement.responsible else "",
                one.agreement.manager.name if one.agreement.manager else "",
            ),
        )
        for one in known
        if not (one.agreement.responsible and one.agreement.manager)
    ]
    whole = len(known) - len(rows)
    columns = (_("Avtal"), _("Ansvarig"), _("Chef"))
    return Part(
        _("Vem ansvarar för avtalet?"),
        (
            ngettext(
                "Ett avtal har både ansvarig och chef.",
                "%(num)s avtal har både ansvarig och chef.",
                whole,
            ),
        ),
        _table(_("Avtal utan ansvarig eller chef"), columns, rows, places),
        number=_of(known, whole),
    )


def _renewing(known: list[Known], ahead: list[Watched], places: Places) -> Part:
    by_itself = {
        one.agreement.id: one
        for one in known
        if one.reckoning and one.reckoning.consequence.fate is Fate.PROLONGED
    }
    rows: Rows = []
    told = set()
    for one in ahead:
        if one.deadline.kind is DeadlineKind.NOTICE and one.agreement.id in by_itself:
            told.add(one.agreement.id)
            rows.append((one.agreement, _renewing_row(one)))
    for number, each in by_itself.items():
        if number not in told and each.reckoning:
            otherwise = each.reckoning.consequence.phrase.text(language())
            rows.append((each.agreement, (each.agreement.title, None, otherwise, _("Nej"))))
    settled = sum(one.settled for one in ahead if one.agreement.id in told)
    said = ngettext(
        "Ett avtal förlängs av sig självt om ingen säger upp det.",
        "%(num)s avtal förlängs av sig själva om ingen säger upp dem.",
        len(by_itself),
    )
    more = _("Ställning är tagen till %(count)s av de kommande dagarna.", count=settled)
    columns = (_("Avtal"), _("Säg upp senast"), _("Om inget görs"), _("Ställning tagen"))
    return Part(
        _("Vad förlängs av sig självt?"),
        (f"{said} {more}" if by_itself else said,),
        _table(_("Avtal som förlängs av sig själva"), columns, rows, places),
        places.link(_("Alla frister"), "deadlines"),
        _of(known, len(by_itself)),
    )


def _renewing_row(one: Watched) -> tuple[Cell, ...]:
    otherwise = one.reckoning.consequence.phrase.text(language()) if one.reckoning else ""
    settled = _("Ja") if one.settled else _("Nej")
    return one.agreement.title, one.deadline.falls_on, otherwise, settled


def _watched(known: list[Known], ahead: list[Watched], places: Places) -> Part:
    unwatched = [one for one in known if one.unwatched]
    nobody = reaching_nobody(ahead)
    rows: Rows = [
        (one.agreement, (one.agreement.title, _("Ingen dag att bevaka"))) for one in unwatched
    ]
    seen = {one.agreement.id: one.agreement for one in nobody}
    rows += [(one, (one.title, _("Ingen får påminnelserna"))) for one in seen.values()]
    watched = len(known) - len({agreement.id for agreement, _row in rows})
    said = ngettext(
        "Ett avtal har en dag som bevakas och någon som påminns.",
        "%(num)s avtal har en dag som bevakas och någon som påminns.",
        watched,
    )
    return Part(
        _("Bevakas tiderna, och får någon veta det i tid?"),
        (said,),
        _table(_("Avtal som inte bevakas"), (_("Avtal"), _("Varför")), rows, places),
        places.link(_("Avstämning av påminnelser"), "statement"),
        _of(known, watched),
    )


def _costing(known: list[Known], costs: Mapping[int, CostYear], places: Places) -> Part:
    rows: Rows = []
    for one in known:
        found = costs.get(one.agreement.id)
        compensation = " ".join(one.agreement.compensation.split())
        if found:
            key = key_in_words(found.key, found.counted_on).text(language())
            row: tuple[Cell, ...] = (one.agreement.title, str(found.year), kronor(found.total), key)
            rows.append((one.agreement, row))
        else:
            how = compensation or _("Inget är registrerat")
            rows.append((one.agreement, (one.agreement.title, "", None, how)))
    said = ngettext(
        "För ett avtal är kostnaden registrerad med belopp och nyckel.",
        "För %(num)s avtal är kostnaden registrerad med belopp och nyckel.",
        len(costs),
    )
    columns = (_("Avtal"), _("År"), _("Kostnad, kronor"), _("Hur den delas"))
    return Part(
        _("Vad kostar avtalen, och vem betalar?"),
        (said,),
        _table(_("Kostnader"), columns, rows, places),
        places.link(_("Kostnader per kommun"), "reports"),
        _of(known, len(costs)),
    )
