"""A municipality's place in a recommendation in words: for a cell, a sentence, a table."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from nk_avtal.adoptions.cells import Cell
from nk_avtal.adoptions.facts import Place
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.legal_standing import ForceState
from nk_avtal.formats import long_date, matrix_date, section_sign

STANDINGS = {
    Standing.ADOPTED: _l("Antagit"),
    Standing.ADOPTED_WITH_ADDITION: _l("Antagit med tillägg"),
    Standing.PLANNED: _l("Beslut planerat"),
    Standing.MEETING_PASSED: _l("Mötet har varit"),
    Standing.WAITING: _l("Väntar på beslut"),
    Standing.LATE: _l("Försenat"),
    Standing.PAUSED: _l("Återremitterat"),
    Standing.DECLINED: _l("Avslagit"),
    Standing.NOT_CONCERNED: _l("Berörs inte"),
}
"""The words of ux 5.2."""

EXCEPTIONS_FIRST = (
    Standing.DECLINED,
    Standing.LATE,
    Standing.MEETING_PASSED,
    Standing.PAUSED,
    Standing.WAITING,
    Standing.PLANNED,
    Standing.ADOPTED_WITH_ADDITION,
    Standing.ADOPTED,
    Standing.NOT_CONCERNED,
)
"""The order in which a list names them: what deviates first, what is done last."""

_SHORT = {BodyKind.COUNCIL: _l("KF"), BodyKind.EXECUTIVE: _l("KS")}


def state(place: Place | Cell) -> str:
    """The standing in a word or two; a tabled matter says so, though the sign is the same."""
    if place.standing is Standing.PAUSED and place.outcome is Outcome.TABLED:
        return str(gettext("Bordlagt"))
    return str(STANDINGS[place.standing])


def cell(place: Place | Cell) -> str:
    """What stands under the sign in the matrix: 28/9, 30/11? or sen."""
    if place.day is None:
        return str(gettext("sen")) if place.standing is Standing.LATE else ""
    text = matrix_date(place.day)
    return f"{text}?" if place.standing is Standing.MEETING_PASSED else text


def tile(place: Place | Cell) -> str:
    """What stands on the municipality's tile, where an addition is said in a word."""
    if place.standing is Standing.ADOPTED_WITH_ADDITION:
        return str(gettext("tillägg %(day)s", day=cell(place)))
    return cell(place)


def sentence(place: Place | Cell, today: date) -> str:
    """The whole truth, hidden beside the sign: Antagit med tillägg 9 november."""
    word = state(place)
    if place.day is None:
        return word
    day = day_text(place.day, today)
    if place.standing is Standing.LATE:
        return str(gettext("%(state)s, beslut planerat %(day)s", state=word, day=day))
    return f"{word} {day}"


def named(place: Place | Cell, name: str, today: date) -> str:
    """The sentence with whom it is about: Kiruna: antagit med tillägg 9 november."""
    text = sentence(place, today)
    return f"{name}: {text[:1].lower()}{text[1:]}"


def day_text(day: date, today: date) -> str:
    """A day as running text writes it, with the year only where it is another one."""
    written = long_date(day)
    return written if day.year != today.year else written.rpartition(" ")[0]


def body(kind: BodyKind | None, name: str) -> str:
    """KF, KS or the name of the committee."""
    return str(_SHORT[kind]) if kind in _SHORT else name


def meeting(place: Place, today: date) -> str:
    """Who met or will meet and when: KF 28 september, § 61. Empty when nothing is known."""
    decision = place.decision
    if place.day is None:
        return ""
    if decision and place.day == decision.decided_on:
        who = body(decision.body_kind, decision.body_name)
        text = f"{who} {day_text(place.day, today)}, {section_sign(decision.paragraph)}"
        return text if not decision.reference else f"{text}, dnr {decision.reference}"
    who = body(place.planned_kind, place.planned_body)
    return f"{who} {day_text(place.day, today)}".strip()


def note(place: Place, today: date) -> str:
    """What else the decision said: the addition, the reason, or when the matter returns."""
    decision = place.decision
    if decision is None:
        return ""
    if place.standing is Standing.ADOPTED_WITH_ADDITION:
        return decision.addition
    if place.standing is Standing.PAUSED and decision.returns_on:
        return str(gettext("Åter %(day)s", day=day_text(decision.returns_on, today)))
    return decision.reason


def force(place: Place) -> str:
    """Whether an adoption stands in law, in a few words: Laga kraft tidigast 16 december 2026."""
    if place.decision is None or place.standing not in _ADOPTED:
        return ""
    standing = place.decision.force
    if standing.day is None:
        return str(FORCES[standing.state])
    day = long_date(standing.day)
    if standing.state is ForceState.ESTIMATED:
        return str(gettext("Laga kraft tidigast %(day)s, uppskattat", day=day))
    if standing.is_certain:
        return str(gettext("Laga kraft %(day)s", day=day))
    return str(gettext("Laga kraft tidigast %(day)s", day=day))


_ADOPTED = (Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION)
FORCES = {
    ForceState.ESTIMATED: _l("Laga kraft uppskattad"),
    ForceState.RECKONED: _l("Laga kraft beräknad"),
    ForceState.INTERRUPTED: _l("Anslaget togs ned för tidigt"),
    ForceState.APPEALED: _l("Överklagat"),
    ForceState.CONFIRMED: _l("Laga kraft"),
    ForceState.ANNULLED: _l("Upphävt av domstol"),
}
"""What the states of legal force are called."""
