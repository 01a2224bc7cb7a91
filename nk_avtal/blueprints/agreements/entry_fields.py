"""The condition for effect between the form of an agreement and what is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from nk_avtal import clock
from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.entry import Basis, Condition, Entry, Outsiders
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date

if TYPE_CHECKING:
    from nk_avtal.blueprints.agreements.forms import AgreementForm


def show_entry(form: AgreementForm, agreement: Agreement) -> None:
    """Show the present condition."""
    form.entry_condition.data = agreement.entry_condition.value
    form.entry_at_least.data = str(agreement.entry_at_least or "")
    form.entry_share.data = written_share(agreement.entry_share)
    form.entry_counted_on.data = long_date(agreement.entry_counted_on)
    form.entry_by.data = agreement.entry_by.value
    form.entry_named.data = [one.municipality_id for one in agreement.parties if one.required]
    form.entry_counterparty.data = agreement.entry_counterparty
    form.entry_latest.data = long_date(agreement.entry_latest)
    form.entry_outsiders.data = agreement.entry_outsiders.value
    form.entry_outsiders_note.data = agreement.entry_outsiders_note


def fill_entry(agreement: Agreement, form: AgreementForm) -> None:
    """Keep the condition that a valid form says."""
    entry = Entry(
        condition=Condition(form.entry_condition.data),
        at_least=int(form.entry_at_least.data or 1),
        share=read_share(form.entry_share.data),
        named=tuple(form.entry_named.data or ()),
        counterparty=form.entry_counterparty.data,
        by=Basis(form.entry_by.data),
        latest=read_day(form.entry_latest.data),
        outsiders=Outsiders(form.entry_outsiders.data),
    )
    counted_on = read_day(form.entry_counted_on.data)
    actions.set_entry(agreement, entry, counted_on, form.entry_outsiders_note.data)


def read_day(text: str) -> date | None:
    """A day as people write it; None for nothing. Raises RuleBroken when it cannot be read."""
    return parse_day(text, clock.today(), latest_past=False) if text else None


def read_share(text: str) -> Decimal:
    """A share in percent, with up to two decimals: 60, 66,67 or 60 %. Zero when it cannot be read
    or is no share."""
    try:
        share = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
    proper = share.is_finite() and 0 < share <= 100 and share * 100 % 1 == 0
    return share if proper else Decimal(0)


def written_share(hundredths: int | None) -> str:
    """A kept share as people write it: 66,67."""
    if hundredths is None:
        return ""
    return f"{Decimal(hundredths) / 100:f}".replace(".", ",")
