"""A municipality's yearly compilation of avtalssamverkan (KL 9:38) as a page and Excel have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.reports import Part, Report, Table
from nk_avtal.domain.written_amounts import ORE_IN_KRONA, Money
from nk_avtal.formats import genitive, language
from nk_avtal.letters.cooperation import Told, Year, year_of
from nk_avtal.municipalities.models import Municipality

Address = Callable[[Agreement], str]
"""Where an agreement is shown."""


def compiled(
    municipality: Municipality, year: int, today: date, address: Address | None = None
) -> Report:
    """The compilation of a year, by what is known today; a fixed number of statements."""
    found = year_of(municipality, year, today)
    told, unclear = found.told, found.unclear
    parts = [
        Part(
            _("Avtal under %(year)s", year=year),
            () if told else (_("Inget avtal är registrerat som avtalssamverkan."),),
            _agreements(found, year, address) if told else None,
        )
    ]
    if told:
        parts.append(Part(_("Vad avtalen gäller"), (), _tasks(told, address)))
    if unclear:
        said = _("För de här avtalen är det inte avgjort om de är avtalssamverkan.")
        parts.append(Part(_("Avtal att bedöma"), (said,), _unclear(unclear, address)))
    return Report(
        title=_("%(whose)s avtalssamverkan %(year)s",
                whose=_whose(municipality), year=year),
        name=f"avtalssamverkan-{year}-{municipality.slug}",
        day=today,
        sentences=(*_summed(told, year), _law()),
        parts=tuple(parts),
    )  # fmt: skip


def _whose(municipality: Municipality) -> str:
    name: str = municipality.full_name
    return str(genitive(name[:1].upper() + name[1:]))


def _law() -> str:
    return str(
        _(
            "Kommunstyrelsen ska varje år rapportera kommunens avtalssamverkan till fullmäktige"
            " (9 kap. 38 § kommunallagen). Här står de avtal som Norrbottens Kommuner har"
            " registrerat. Kommunen kompletterar med sina övriga avtal."
        )
    )


def _summed(told: list[Told], year: int) -> tuple[str, ...]:
    """How many there were, what began and ended, and what they cost together."""
    if not told:
        return ()
    began = sum(1 for one in told if one.since and one.since.year == year)
    ended = sum(1 for one in told if one.until and one.until.year == year)
    said = [
        ngettext("Ett avtal omfattas.", "%(num)s avtal omfattas.", len(told)),
        ngettext("Ett började gälla.", "%(num)s började gälla.", began) if began else "",
        ngettext("Ett slutar gälla.", "%(num)s slutar gälla.", ended) if ended else "",
    ]
    if not any(one.row.changes for one in told):
        said.append(_("Inga ändringar är registrerade under %(year)s.", year=year))
    known = [one.ore for one in told if one.ore is not None]
    if known:
        said.append(
            _("Kommunens kostnad är %(sum)s för de %(count)s avtal där den är registrerad.",
              sum=Money(sum(known)).text(language()), count=len(known))
        )  # fmt: skip
    return (" ".join(filter(None, said)),)


def _agreements(found: Year, year: int, address: Address | None) -> Table:
    return Table(
        caption=_("Avtal under %(year)s", year=year),
        columns=(
            *(_("Avtal"), _("Nummer"), _("Andra parter"), _("Började gälla"), _("Slutar gälla")),
            *(_("Kostnad, kronor"), _("Ändringar under året")),
        ),
        rows=tuple(
            (
                *(one.row.title, one.row.number, one.row.parties, one.row.start, one.row.end),
                None if one.ore is None else kronor(one.ore),
                one.row.changes or _("Inga"),
            )
            for one in found.told
        ),
        links=_links((one.agreement for one in found.told), address),
    )


def _tasks(told: list[Told], address: Address | None) -> Table:
    return Table(
        caption=_("Vad avtalen gäller"),
        columns=(_("Avtal"), _("Uppgift"), _("Rättslig grund")),
        rows=tuple((one.row.title, one.row.task, one.row.legal_basis) for one in told),
        links=_links((one.agreement for one in told), address),
    )


def _unclear(unclear: list[Agreement], address: Address | None) -> Table:
    return Table(
        caption=_("Avtal att bedöma"),
        columns=(_("Avtal"), _("Nummer")),
        rows=tuple((one.title, one.number or "") for one in unclear),
        links=_links(unclear, address),
    )


def _links(agreements: Iterable[Agreement], address: Address | None) -> tuple[str, ...]:
    return tuple(map(address, agreements)) if address else ()


def kronor(ore: int) -> int | float:
    """An amount as a spreadsheet sums it: whole kronor where there are no öre."""
    return ore / ORE_IN_KRONA if ore % ORE_IN_KRONA else ore // ORE_IN_KRONA
