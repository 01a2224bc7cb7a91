"""Every agreement that applies, as the last part of the report on their state."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.reports import Cell, Part, Table
from nk_avtal.formats import language
from nk_avtal.reports.facts import Known

_KNOWN = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}


def listed(known: list[Known], address: Callable[[Agreement], str]) -> Part:
    """All of them by title: those that the other numbers of the report are about."""
    columns = (
        *(_("Avtal"), _("Nummer"), _("Läge"), _("Började gälla")),
        *(_("Om inget görs"), _("Ansvarig")),
    )
    return Part(
        _("Avtal som gäller"),
        () if known else (_("Inget avtal gäller."),),
        Table(
            _("Avtal som gäller"),
            columns,
            tuple(_row(one) for one in known),
            tuple(address(one.agreement) for one in known),
        ),
    )


def _row(one: Known) -> tuple[Cell, ...]:
    agreement, found = one.agreement, one.reckoning
    return (
        agreement.title,
        agreement.number or "",
        str(wording.STAGES[agreement.stage]),
        _since(agreement),
        found.consequence.phrase.text(language()) if found else "",
        agreement.responsible.name if agreement.responsible else "",
    )


def _since(agreement: Agreement) -> Cell:
    """The day, or as much of it as is known."""
    begun = agreement.start_on
    if begun is None or agreement.start_precision is Precision.DAY:
        return begun
    return begun.isoformat()[: _KNOWN.get(agreement.start_precision, 0)]
