"""What the pages say of rounds, turns and positions."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.domain.negotiations import IssueStatus, Side, Turn
from nk_avtal.formats import genitive, long_date
from nk_avtal.negotiations.models import Negotiation, Position, Round
from nk_avtal.negotiations.shown import RoundShown

SIGNS = {
    IssueStatus.OPEN: "vant",
    IssueStatus.NEAR: "pab",
    IssueStatus.AGREED: "ja",
    IssueStatus.LIFTED: "paus",
    IssueStatus.WITHDRAWN: "ej",
}
"""The sign of each status (ux 5.3)."""


def counterparty(negotiation: Negotiation) -> str:
    """What the other side is called."""
    return negotiation.called or _("Motparten")


def their_position(negotiation: Negotiation) -> str:
    """The heading of what the other side says."""
    return str(_("%(whose)s position", whose=genitive(counterparty(negotiation))))


def turn(negotiation: Negotiation, of: Turn, today: date) -> str:
    """Whose turn it is, and since when."""
    who = (
        _("Vår tur") if of.side is Side.OURS else _("Väntar på %(who)s", who=_lowered(negotiation))
    )
    days = of.days(today)
    if not days:
        return str(_("%(who)s sedan i dag", who=who))
    return str(ngettext("%(who)s sedan en dag", "%(who)s sedan %(num)s dagar", days, who=who))


def _lowered(negotiation: Negotiation) -> str:
    """The name as it stands within a sentence: Regionen is a word, Region Norrbotten a name."""
    name = counterparty(negotiation)
    is_name = name in {one.organisation for one in negotiation.counterparties}
    return name if is_name else name[:1].lower() + name[1:]


def round_title(one: RoundShown) -> str:
    """What the round is called in the row of rounds."""
    name = _("Runda %(number)s", number=one.round.number)
    return str(_("%(round)s, pågår", round=name) if one.is_current else name)


def round_text(one: RoundShown) -> str:
    """When it is or was, and what came of it."""
    day = meeting_day(one.round)
    if not one.is_closed:
        return day or str(_("Dagen är inte bestämd"))
    if one.round.number == 1:
        came = ngettext("Ett yrkande ställt", "%(num)s yrkanden ställda", one.stated)
    else:
        came = ngettext("Ett löst", "%(num)s lösta", one.solved)
    return f"{_short(one.round.meets_on)}. {came}" if one.round.meets_on else str(came)


def meeting_day(one: Round) -> str:
    """Möte 1 december kl. 13; Senast 29 januari."""
    if not one.meets_on:
        return ""
    day = _short(one.meets_on)
    if one.is_latest:
        return str(_("Senast %(day)s", day=day))
    if one.meets_at:
        return str(_("Möte %(day)s kl. %(time)s", day=day, time=one.meets_at))
    return str(_("Möte %(day)s", day=day))


def _short(day: date | None) -> str:
    """A day without its year: 12 mars."""
    return " ".join(long_date(day).split()[:2])


def position_note(one: Position, newest_round: bool) -> str:
    """What stands below a position: that it is a draft, or its day in the round that goes on."""
    if not one.is_sent:
        return str(_("Utkast, inte skickat"))
    return _short(one.said_on) if newest_round else ""
