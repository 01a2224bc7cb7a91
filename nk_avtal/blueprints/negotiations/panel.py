"""The chosen issue: what was said in each round, and the forms that add to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from nk_avtal.blueprints.conflict import Row
from nk_avtal.blueprints.forms import Form
from nk_avtal.blueprints.negotiations.forms import AgreeForm, PositionForm
from nk_avtal.domain.negotiations import IssueStatus, RoundState, Side
from nk_avtal.negotiations import queries
from nk_avtal.negotiations.actions import current_round
from nk_avtal.negotiations.models import Issue, Mandate, Negotiation, Round
from nk_avtal.negotiations.shown import IssueShown
from nk_avtal.people.models import Person

THEIRS, AGREEMENT = "deras", "enas"
"""What the names of the fields of the second and third form of the panel begin with."""


@dataclass
class Forms:
    """The forms as they were sent, where they could not be saved; `meanwhile` are the rows of
    what somebody else has saved."""

    ours: PositionForm | None = None
    theirs: PositionForm | None = None
    agreement: AgreeForm | None = None
    meanwhile: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """The chosen issue with its forms; those are None to whoever may not write."""

    shown: IssueShown
    current: Round | None
    ours: PositionForm | None
    theirs: PositionForm | None
    agreement: AgreeForm | None
    mandate: Mandate | None
    leads: bool
    meanwhile: list[Row]

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.shown.issue

    @property
    def wrong(self) -> Form | None:
        """The form in which something is to be corrected."""
        every = (self.ours, self.theirs, self.agreement)
        return next((one for one in every if one and one.errors), None)

    @property
    def can_disagree(self) -> bool:
        """Whether it can be taken back that the issue is agreed."""
        closed = self.issue.agreed_in and self.issue.agreed_in.state is RoundState.CLOSED
        return self.issue.status is IssueStatus.AGREED and not closed

    @property
    def other_statuses(self) -> list[IssueStatus]:
        """What the issue can be said to be instead."""
        left_out = (self.issue.status, IssueStatus.AGREED)
        return [one for one in IssueStatus if one not in left_out]


def panel_of(
    negotiation: Negotiation, found: IssueShown, reader: Person, sent: Forms | None = None
) -> Panel:
    """The panel of an issue for `reader`."""
    sent = sent or Forms()
    now = current_round(negotiation)
    mandates = queries.mandates(negotiation, reader)
    writes = bool(now) and queries.is_written_by(negotiation, reader)
    return Panel(
        shown=found,
        current=now,
        ours=sent.ours or (_ours(found, now) if writes else None),
        theirs=sent.theirs or (_theirs(found) if writes else None),
        agreement=sent.agreement or (_agreement(found) if writes else None),
        mandate=mandates.get(found.issue.id),
        leads=queries.is_led_by(negotiation, reader),
        meanwhile=sent.meanwhile,
    )


def newest(issue: Issue) -> str:
    """The newest position, as the page of a writer knows it."""
    return str(max((one.id for one in issue.positions), default=0))


def _ours(found: IssueShown, now: Round | None) -> PositionForm:
    form = PositionForm(formdata=None)
    form.side.data, form.seen.data = Side.OURS.value, newest(found.issue)
    form.text.label.text = _("Vår position i runda %(number)s", number=now.number if now else "")
    if found.ours and now and found.ours.round_id == now.id:
        form.text.data = found.ours.text
    return form


def _theirs(found: IssueShown) -> PositionForm:
    form = PositionForm(formdata=None, prefix=THEIRS)
    form.side.data, form.seen.data = Side.THEIRS.value, newest(found.issue)
    return form


def _agreement(found: IssueShown) -> AgreeForm:
    form = AgreeForm(formdata=None, prefix=AGREEMENT)
    form.version.data = str(found.issue.version)
    form.wording.data = found.ours.text if found.ours else ""
    return form
