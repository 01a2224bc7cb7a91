"""The lists of negotiations and of issues as files, for those who may read them."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal import wording
from nk_avtal.blueprints.negotiations import words
from nk_avtal.domain.negotiations import NegotiationState
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.shown import IssueShown, Shown

COLUMNS = (
    *(_l("Förhandling"), _l("Avtal"), _l("Motpart"), _l("Vems tur"), _l("Överens")),
    *(_l("Yrkanden"), _l("Nästa steg"), _l("Dag för nästa steg"), _l("Måste vara klart")),
)


def row_of(one: Negotiation, progress: Shown, today: date) -> tuple[object, ...]:
    """A negotiation in the list."""
    is_open = one.state is NegotiationState.OPEN
    closed = str(wording.NEGOTIATION_STATES[one.state])
    state = words.turn(one, progress.turn, today) if is_open else closed
    return (
        *(one.title, one.agreement.title, words.counterparty(one), state),
        *(progress.agreed, len(progress.counted)),
        *(one.next_step, one.next_step_on, one.target_on),
    )


def issue_columns(negotiation: Negotiation) -> tuple[str, ...]:
    """The columns of the list of issues."""
    theirs = words.their_position(negotiation)
    return (_("Nummer"), _("Yrkande"), _("Läge"), _("Vår position"), theirs)


def issue_row(one: IssueShown) -> tuple[object, ...]:
    """An issue as the workspace shows it, with what the two sides have said last."""
    return (
        *(one.issue.number, one.issue.title, str(wording.ISSUE_STATUSES[one.issue.status])),
        one.ours.text if one.ours else "",
        one.theirs.text if one.theirs else "",
    )
