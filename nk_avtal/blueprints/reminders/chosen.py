"""What the reader has chosen in the address: whose reminders, about what, and what became of
them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints.guard import me
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.people.models import Person
from nk_avtal.people.queries import association_people
from nk_avtal.reminders import listing
from nk_avtal.reminders.listing import Became
from nk_avtal.reminders.watching import Watched

LEDGER = "utskick"
VIEWS = {"": _l("Kommande"), LEDGER: _l("Utskick")}
BECAME = {
    Became.WAITING: _l("Väntar på att skickas"),
    Became.SENT: _l("Skickad"),
    Became.FAILED: _l("Gick inte fram"),
    Became.BOUNCED: _l("Studsade"),
    Became.WITHHELD: _l("Skickades inte"),
    Became.ESCALATED: _l("Gick till chefen"),
}
KEPT = ("person", "avtal", "slag", "lage")


@dataclass(frozen=True)
class Chosen:
    """The choices. What is not understood is as if it were not there; whoever may only see their
    own gets their own, whatever the address says."""

    view: str
    people: Sequence[Person]
    person: Person | None
    agreement: Agreement | None
    kind: DeadlineKind | None
    became: Became | None

    @property
    def narrowed(self) -> bool:
        """Whether something else than the usual list is asked for."""
        own = bool(self.people) and self.person is not None
        return own or bool(self.agreement or self.kind or self.became)

    @property
    def ledger(self) -> listing.Choice:
        """The choice as the ledger is asked."""
        number = self.agreement.id if self.agreement else None
        return listing.Choice(self.person, number, self.kind, self.became)

    def coming(self, found: Iterable[Watched]) -> list[Watched]:
        """The watched days that fit, soonest first."""
        fitting = [one for one in found if self._fits(one)]
        return sorted(fitting, key=lambda one: (one.deadline.falls_on, one.agreement.title))

    def _fits(self, one: Watched) -> bool:
        addresses = (*one.deadline.recipients, *one.deadline.escalates_to)
        return (
            (self.person is None or self.person.email in addresses)
            and (self.agreement is None or one.agreement.id == self.agreement.id)
            and (self.kind is None or one.deadline.kind is self.kind)
        )

    def url(self, endpoint: str = "reminders.index", **changes: Any) -> str:
        """The same choices at another place, or with some of them changed."""
        kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
        kept |= {"vy": self.view} if self.view else {}
        return url_for(endpoint, **{k: v for k, v in (kept | changes).items() if v is not None})

    def tabs(self) -> list[tuple[str, str, bool]]:
        """The two views, as `macros/lists.html` draws tabs."""
        return [
            (str(label), self.url(vy=view or None), view == self.view)
            for view, label in VIEWS.items()
        ]


def chosen() -> Chosen:
    """What the address asks for, as far as the reader may see it."""
    oversees = me().may(Permission.OVERSEE_REMINDERS)
    people = association_people() if oversees else []
    asked = request.args.get("person", "")
    picked = next((one for one in people if str(one.id) == asked), None)
    slug = request.args.get("avtal", "")
    view = request.args.get("vy", "")
    return Chosen(
        view=view if view in VIEWS else "",
        people=people,
        person=picked if oversees else me(),
        agreement=agreement_by_slug(slug, me()) if slug else None,
        kind=_known(DeadlineKind, request.args.get("slag", "")),
        became=_known(Became, request.args.get("lage", "")),
    )


def _known(kind: Any, text: str) -> Any:
    return kind(text) if text in {one.value for one in kind} else None
