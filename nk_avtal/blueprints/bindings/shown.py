"""Who is bound on a day, in the words of a page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import Signature
from nk_avtal.bindings import queries
from nk_avtal.bindings.names import Names
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bindings import Bond, Bound, Spell
from nk_avtal.domain.entry import Certainty
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date, swedish_key
from nk_avtal.municipalities.models import Municipality

STATES: dict[Bond, LazyString] = {
    Bond.BOUND: _l("Bunden"),
    Bond.NOT_YET: _l("Inte än"),
    Bond.OUTSIDE: _l("Inte bunden"),
    Bond.LEFT: _l("Har lämnat"),
    Bond.ENDED: _l("Avtalet har upphört"),
    Bond.UNKNOWN: _l("Okänt"),
}
_STRONGEST = tuple(STATES)


@dataclass(frozen=True)
class Asked:
    """The day that the address asks for (`?den=2027-06-01`), and what was wrong with it."""

    day: date
    text: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Row:
    """A party in the table. `joint` says that it signed on the line for all municipalities."""

    name: str
    bound: Bound
    wording: str
    signed: Signature | None
    joint: bool = False

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(STATES[self.bound.state])

    @property
    def since(self) -> str:
        """From when it is, was or will be bound."""
        spell = self.bound.spell
        return long_date(spell.since) if spell and spell.since else ""

    @property
    def until(self) -> str:
        """Until when; empty when no last day is known."""
        return long_date(self.bound.spell.until) if self.bound.spell else ""

    @property
    def note(self) -> str:
        """What is not sure about it."""
        return note(self.bound)


@dataclass(frozen=True)
class Parties:
    """The parties of an agreement on a day."""

    asked: Asked
    rows: Sequence[Row]

    @property
    def sentence(self) -> str:
        """How many are bound, and what is not known."""
        bound = sum(one.bound.state is Bond.BOUND for one in self.rows)
        unknown = sum(one.bound.state is Bond.UNKNOWN for one in self.rows)
        told = _("%(count)s av %(all)s parter är bundna.", count=bound, all=len(self.rows))
        if not unknown:
            return str(told)
        more = ngettext(
            "För en går det inte att säga, eftersom beslutet inte är registrerat.",
            "För %(num)s går det inte att säga, eftersom besluten inte är registrerade.",
            unknown,
        )
        return f"{told} {more}" if bound else str(more)

    @property
    def signed(self) -> str:
        """How many have signed, and who has not."""
        lacking = [one.name for one in self.rows if not one.signed]
        if len(lacking) == len(self.rows):
            return str(_("Ingen har registrerats som undertecknare."))
        if not lacking:
            return str(_("Alla parter har undertecknat."))
        return str(_("Har inte undertecknat: %(who)s.", who=", ".join(lacking)))


def asked_day(today: date) -> Asked:
    """The day that the page is asked for; today where none is, or it cannot be read."""
    text = request.args.get("den", "").strip()[:60]
    if not text:
        return Asked(today)
    try:
        return Asked(parse_day(text, today, latest_past=False), text)
    except RuleBroken as refusal:
        return Asked(today, text, refusal.text(language()))


def parties_of(agreement: Agreement, today: date) -> Parties | None:
    """The parties of `agreement` on the day that is asked for; None for a draft and for one
    without parties."""
    if agreement.stage in (Stage.DRAFT, Stage.CANCELLED):
        return None
    asked = asked_day(today)
    found = queries.bound_parties(agreement, asked.day, today)
    if not found:
        return None
    signed: dict[Hashable, Signature] = {
        one.municipality_id or one.organisation: one for one in queries.signatures_of(agreement)
    }
    names, versions = Names(), queries.version_names(found)
    rows = (_row(one, names.on(one.party, asked.day), versions, signed) for one in found)
    return Parties(asked, _merged(rows))


@dataclass(frozen=True)
class Towards:
    """Where one member stands to an agreement on a day."""

    agreement: Agreement
    row: Row


def towards(
    municipality: Municipality, agreement_ids: Sequence[int], asked: Asked, today: date
) -> list[Towards]:
    """Where a member stands to each of the agreements, in the order given."""
    found = queries.bound_by(municipality, agreement_ids, asked.day, today)
    versions = queries.version_names(one.bound for one in found)
    return [
        Towards(one.agreement, _row(one.bound, municipality.name, versions, {})) for one in found
    ]


def _row(
    bound: Bound,
    name: str,
    versions: Mapping[int, str],
    signed: Mapping[Hashable, Signature],
) -> Row:
    own = signed.get(bound.party)
    joint = signed.get(None) if isinstance(bound.party, int) else None
    return Row(name, bound, wording(bound, versions), own or joint, joint=own is None)


def wording(bound: Bound, versions: Mapping[int, str]) -> str:
    """The versions that bind a party, in words; empty where none is known."""
    used = (versions.get(one, "") for one in bound.wordings.values() if isinstance(one, int))
    return "; ".join(sorted(used))


def _merged(rows: Iterable[Row]) -> list[Row]:
    """Municipalities first, in Swedish order; those that have merged by the day as one, by the one
    that is bound the most."""
    best: dict[str, Row] = {}
    for row in rows:
        other = best.get(row.name)
        if other is None or _strength(row) < _strength(other):
            best[row.name] = row
    return sorted(
        best.values(), key=lambda row: (isinstance(row.bound.party, str), swedish_key(row.name))
    )


def _strength(row: Row) -> int:
    return _STRONGEST.index(row.bound.state)


def note(bound: Bound) -> str:
    """What is not sure about where a party stands."""
    spell = bound.spell
    if spell is None or bound.state not in (Bond.BOUND, Bond.NOT_YET):
        return ""
    return _unsure(spell)


def _unsure(spell: Spell) -> str:
    if spell.since is None:
        return str(_("Beslutet är inte registrerat"))
    if spell.certainty is Certainty.ESTIMATED:
        return str(_("Uppskattat: när protokollen anslogs är inte känt"))
    if spell.certainty is Certainty.UNLESS_APPEALED:
        return str(_("Om inget beslut överklagas"))
    if spell.maybe_from and spell.maybe_from < spell.since:
        return str(_("Kan ha varit bunden tidigare: äldre beslut är inte registrerade"))
    return ""
