"""What deadlines, and what is decided about them, are called."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal.blueprints.forms import language
from nk_avtal.domain.given_notices import Giver, Progress, Reach
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.outbox.composing import ASSOCIATION
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.successors import NOT_YET_AGREED

ANSWERS: dict[Answer, LazyString] = {
    Answer.PROLONG: _l("Förläng"),
    Answer.RENEGOTIATE: _l("Omförhandla"),
    Answer.GIVE_NOTICE: _l("Säg upp"),
    Answer.USE_OPTION: _l("Använd optionen"),
    Answer.LET_END: _l("Låt upphöra"),
    Answer.LATER: _l("Avgör senare"),
    Answer.SETTLED: _l("Avgjort"),
}
OWN: dict[tuple[DeadlineKind, Answer], LazyString] = {
    (DeadlineKind.NOTICE, Answer.PROLONG): _l("Låt förlängas"),
    (DeadlineKind.EXIT, Answer.PROLONG): _l("Stå kvar"),
    (DeadlineKind.EXIT, Answer.GIVE_NOTICE): _l("Lämna avtalet"),
    (DeadlineKind.PRICE, Answer.PROLONG): _l("Låt priserna gälla"),
    (DeadlineKind.PRICE, Answer.RENEGOTIATE): _l("Begär andra priser"),
    (DeadlineKind.REVIEW, Answer.SETTLED): _l("Uppföljt"),
}
"""What an answer is called where the deadline gives it a sense of its own."""


def answer(kind: DeadlineKind, given: Answer) -> str:
    """What an answer to a deadline of this kind is called."""
    return str(OWN.get((kind, given), ANSWERS[given]))


def successor(decision: RenewalDecision) -> str:
    """How the agreement that takes the place of another is led up to."""
    if decision.answer is not Answer.RENEGOTIATE or decision.successor is None:
        return str(_("Ersätts av"))
    if decision.successor.stage in NOT_YET_AGREED:
        return str(_("Omförhandlas, efterträdare:"))
    return str(_("Omförhandlat, efterträdare:"))


def note(kind: DeadlineKind, given: Answer, reckoning: Reckoning | None) -> str:
    """What follows from an answer, in one line."""
    by_itself = {
        (DeadlineKind.NOTICE, Answer.PROLONG),
        (DeadlineKind.END, Answer.LET_END),
        (DeadlineKind.OPTION, Answer.LET_END),
    }
    if (kind, given) in by_itself and reckoning:
        return reckoning.consequence.phrase.text(language())
    if kind is DeadlineKind.PRICE and given is Answer.RENEGOTIATE:
        return ""
    return str(_notes().get(given, ""))


def _notes() -> dict[Answer, str]:
    return {
        Answer.RENEGOTIATE: _("Ett nytt avtal tas fram, med det här som förlaga"),
        Answer.GIVE_NOTICE: _("Påminnelserna fortsätter tills uppsägningen räknas"),
        Answer.LATER: _("Påminnelserna kommer tillbaka den dag du väljer"),
        Answer.USE_OPTION: _("Avtalet förlängs, skriv till motparten i tid"),
    }


GIVERS: dict[Giver, LazyString] = {
    Giver.ASSOCIATION: _l("Förbundet, för alla kommuner"),
    Giver.MEMBER: _l("En av kommunerna"),
    Giver.COUNTERPARTY: _l("Motparten"),
}
REACHES: dict[Reach, LazyString] = {
    Reach.WHOLE: _l("Hela avtalet"),
    Reach.EXIT: _l("Bara den partens del"),
}
PROGRESS: dict[Progress, LazyString] = {
    Progress.DECIDED: _l("Beslutad"),
    Progress.SENT: _l("Avsänd"),
    Progress.RECEIVED: _l("Mottagen"),
    Progress.CONFIRMED: _l("Bekräftad"),
    Progress.WITHDRAWN: _l("Återtagen"),
}


def giver_of(notice: GivenNotice) -> str:
    """Who gives notice, by name."""
    if notice.municipality:
        return notice.municipality.full_name
    return notice.organisation or ASSOCIATION
