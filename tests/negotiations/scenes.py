"""A negotiation to test with: two rounds, three issues, a mandate and a draft."""

from __future__ import annotations

from datetime import date

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.negotiations import NegotiationKind, RoundStep, Side
from nk_avtal.negotiations import actions, saying
from nk_avtal.negotiations.actions import About, Beginning, Meeting
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.saying import Limits, Said
from nk_avtal.people.models import Person
from tests import builders

TITLE = "Hjälpmedel, samverkan och kostnader"
SLUG = "hjalpmedel-samverkan-och-kostnader"
MANDATE = "Godta högst 48 timmar i inlandet"
DRAFT = "24 timmar vid kusten, 36 i inlandet"
SENT = "24 timmar, alla dagar"
THEIRS = "Tre arbetsdagar"


def begun(writer: Person, about: Agreement | None = None, title: str = TITLE) -> Negotiation:
    """A negotiation with `writer` in its group and nothing said."""
    about = about or builders.agreement("Hjälpmedel", stage=Stage.NEGOTIATION)
    what = Beginning(title, NegotiationKind.RENEWAL, ("Region Norrbotten",))
    made = actions.begin(about, what, writer)
    db.session.commit()
    return made


def under_way(writer: Person, about: Agreement | None = None, title: str = TITLE) -> Negotiation:
    """The same in its second round: issue 1 with positions of both sides in the first round, and a
    draft and a mandate in the second; issue 2 agreed, issue 3 open."""
    made = begun(writer, about, title)
    made.target_on, made.if_missed = date(2027, 3, 31), "Avtalet upphör utan efterträdare"
    first = actions.add_issue(made, "Leveranstid vid akut behov", About(clause="§ 6"), writer)
    second = actions.add_issue(made, "Uppföljning av avtalet", writer=writer)
    actions.add_issue(made, "Tvistelösning", writer=writer)
    saying.post(first, Said(Side.OURS, SENT, True, date(2026, 3, 12)), writer)
    saying.post(first, Said(Side.THEIRS, THEIRS, True, date(2026, 3, 20)), writer)
    saying.agree(second, "Två gånger om året", writer)
    actions.plan_round(made, Meeting(date(2026, 12, 1), "13.00"))
    actions.take_round(made, 1, RoundStep.CLOSE)
    saying.post(first, Said(Side.OURS, DRAFT, False, date(2026, 11, 20)), writer)
    saying.set_mandate(made, first, Limits(MANDATE, "Styrelsen", date(2026, 2, 6)))
    db.session.commit()
    return made
