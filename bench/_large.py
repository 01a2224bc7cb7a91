"""A large database in the product's own schema: made up, always the same, and quickly made.

    python bench/_large.py FOLDER --towns 290 --recommendations 5000

makes FOLDER/nk-avtal.sqlite3, to be looked at with NK_AVTAL_INSTANCE_PATH=FOLDER NK_AVTAL_DEMO=on
NK_AVTAL_TODAY=2026-11-24. Recommendations have gone out evenly for twenty years. All but the
newest are decided by everybody, as they would be; of those `ongoing` ones about half of the
decisions are still to come, some of them late. The newest agreements are `in_force`, the others
have ended. Full size takes about four minutes.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal.adoptions import kept
from nk_avtal.adoptions.models import Decision, PreparingStep
from nk_avtal.agreements import ordering
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.app import create_app
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import Base, db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Kind, Precision, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.slugs import slug_of
from nk_avtal.history.models import Entry
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality, Population
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.accounts import add_person
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, DecisionPoint, Recommendation
from tests import databases

TODAY = date(2026, 11, 24)
YEARS = 20
AT_A_TIME = 20_000

_FIRST = (
    *("Norr", "Söder", "Väster", "Öster", "Stor", "Lill", "Gran", "Björk", "Ek", "Berg", "Älv"),
    *("Sjö", "Ås", "Dal", "Skog", "Sten", "Sand", "Kung", "Ny", "Hög"),
)
_LAST = (
    *("berga", "vik", "köping", "ström", "stad", "torp", "hamn", "lunda", "fors", "näs"),
    *("mark", "tuna", "sund", "ryd", "ö"),
)
_MATTERS = (
    *("Läkarmedverkan", "Hemsjukvård", "Gymnasiesamverkan", "Hjälpmedel", "Ambulanssamverkan"),
    *("Skolskjuts", "Räddningstjänst", "Kostnadsfördelning", "Jourtid", "Familjerätt"),
)


@dataclass(frozen=True)
class Size:
    """How much there is to be."""

    towns: int = 290
    recommendations: int = 5000
    agreements: int = 2500
    ongoing: int = 50
    in_force: int = 100


def fill(size: Size) -> None:
    """Fill the database of the application, which holds the reference data alone."""
    dice = random.Random(4)
    _add_people()
    with db.engine.begin() as connection:
        towns = _Towns(connection, size.towns, dice)
        numbers = range(1, size.agreements + 1)
        _insert(connection, Agreement, (_agreement(one, size, dice) for one in numbers))
        _insert(connection, AgreementArea, map(_area, numbers))
        _insert(connection, Party, _parties(size.agreements, towns.ids))
        matters = _Matters(size, towns, dice)
        _insert(connection, Recommendation, matters.recommendations())
        _insert(connection, DecisionPoint, matters.points())
        _insert(connection, Addressee, matters.addressees())
        _insert(connection, Decision, matters.decisions)
        _insert(connection, PreparingStep, matters.steps)
        _insert(connection, Message, matters.messages())
        _insert(connection, Entry, matters.entries())
        kept.rewrite(connection)
        ordering.rewrite(connection)
    with db.engine.connect() as connection:
        connection.execute(sa.text("ANALYZE"))
        connection.commit()


def _add_people() -> None:
    for role in (Role.MANAGER, Role.NEGOTIATOR, Role.ADMIN):
        add_person(f"{role}@example.org", f"Person med rollen {role}", role, None, None)
    town = db.session.scalars(sa.select(Municipality).order_by(Municipality.id)).first()
    add_person("clerk@example.org", "Kommunens handläggare", Role.CLERK, town, None)
    db.session.commit()


def _insert(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    left = iter(rows)
    while some := list(itertools.islice(left, AT_A_TIME)):
        connection.execute(sa.insert(model), some)


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)


class _Towns:
    """The members, those of the reference data first, each with a council and an executive."""

    def __init__(self, connection: Connection, count: int, dice: random.Random) -> None:
        known = len(connection.execute(sa.select(Municipality.id)).all())
        names = [f"{one}{other}" for other in _LAST for one in _FIRST]
        _insert(connection, Municipality, map(_municipality, range(known, count), names))
        self.ids = list(connection.scalars(sa.select(Municipality.id).order_by(Municipality.id)))
        new = self.ids[known:]
        _insert(connection, Contact, map(_contact, self.ids))
        _insert(connection, Population, ((_population(one, dice)) for one in new))
        _insert(connection, Body, (row for one in new for row in _bodies(one)))
        found = connection.execute(
            sa.select(Body.municipality_id, Body.id).where(Body.kind == BodyKind.COUNCIL)
        )
        self.councils: dict[int | None, int] = dict(iter(found))
        meetings = (row for one in self.councils.values() for row in _meetings(one, dice))
        _insert(connection, Meeting, meetings)


def _municipality(number: int, name: str) -> dict[str, Any]:
    return {
        "code": f"{number:04}",
        "slug": slug_of(name),
        "name": name,
        "full_name": f"{name} kommun",
        "genitive": f"{name} kommuns",
        "seat": name,
    }


def _contact(town: int) -> dict[str, Any]:
    return {
        "municipality_id": town,
        "kind": ContactKind.RECOMMENDATIONS,
        "email": f"kommun-{town}@example.org",
    }


def _population(town: int, dice: random.Random) -> dict[str, Any]:
    return {
        "municipality_id": town,
        "counted_on": date(2025, 12, 31),
        "inhabitants": dice.randint(2_500, 90_000),
    }


def _bodies(town: int) -> Iterator[dict[str, Any]]:
    council, executive = "Kommunfullmäktige", "Kommunstyrelsen"
    for kind, name in ((BodyKind.COUNCIL, council), (BodyKind.EXECUTIVE, executive)):
        yield {"municipality_id": town, "kind": kind, "name": name, "slug": slug_of(name)}


def _meetings(body: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    first = date(2026, 1, 5) + timedelta(days=dice.randint(0, 27))
    for month in range(18):
        held_on = first + timedelta(days=30 * month)
        yield {"body_id": body, "held_on": held_on, "hand_in_by": held_on - timedelta(days=21)}


def _agreement(number: int, size: Size, dice: random.Random) -> dict[str, Any]:
    """The newest are in force, the others have ended."""
    over = number <= size.agreements - size.in_force
    title = f"{_MATTERS[number % len(_MATTERS)]} i samverkan, avtal {number}"
    open_ended = number % 40 == 0
    ends = TODAY + timedelta(days=dice.randint(400, 4000))
    return {
        "slug": slug_of(title),
        "title": title,
        "number": f"NK-{number}",
        "kind": Kind.ACCORD,
        "stage": Stage.TERMINATED if over else Stage.CONCLUDED,
        "notice_given_on": date(2025, 1, 15) if over else None,
        "notice_ends_on": date(2025, 12, 31) if over else None,
        "responsible_id": 2,
        "manager_id": 1,
        "start_on": date(2024, 1, 1),
        "start_precision": Precision.DAY,
        "end_on": None if open_ended else ends,
        "end_precision": Precision.OPEN_ENDED if open_ended else Precision.DAY,
        "following_term": None if open_ended else "24m",
        "notice_period": None if open_ended else "12m",
        "entry_condition": (Condition.ALL, Condition.AT_LEAST, Condition.SHARE)[number % 3],
        "entry_at_least": 10,
        "entry_share": 7500,
        "created_at": _instant(date(2023, 9, 1)),
    }


def _area(agreement: int) -> dict[str, Any]:
    return {"agreement_id": agreement, "area": list(Area)[agreement % len(Area)]}


def _parties(agreements: int, towns: list[int]) -> Iterator[dict[str, Any]]:
    for number in range(1, agreements + 1):
        for town in towns:
            yield {"agreement_id": number, "municipality_id": town, "organisation": None}
        yield {"agreement_id": number, "municipality_id": None, "organisation": "Regionen"}


class _Matters:
    """What is recommended and decided. `decisions` and `steps` come about with the addressees."""

    def __init__(self, size: Size, towns: _Towns, dice: random.Random) -> None:
        self.size, self.towns, self.dice = size, towns, dice
        self.decisions: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []

    def _sent_on(self, number: int) -> date:
        """The board meets every month. What goes on was sent during the last half year."""
        left = self.size.recommendations - number
        if left < self.size.ongoing:
            return TODAY - timedelta(days=20 + 30 * (6 * left // self.size.ongoing))
        before = self.size.recommendations - self.size.ongoing
        months = YEARS * 12 * (before - number) // max(1, before)
        return TODAY - timedelta(days=540 + 30 * months)

    def _goes_on(self, number: int) -> bool:
        return number > self.size.recommendations - self.size.ongoing

    def recommendations(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.recommendations + 1):
            title = f"{_MATTERS[number % len(_MATTERS)]}, rekommendation {number}"
            sent_on = self._sent_on(number)
            withdrawn = number % 50 == 0 and not self._goes_on(number)
            yield {
                "slug": slug_of(title),
                "agreement_id": self._agreement(number),
                "title": title,
                "object_name": "avtalet",
                "area": list(Area)[number % len(Area)],
                "status": Status.WITHDRAWN if withdrawn else Status.SENT,
                "withdrawal_reason": "Regionen sa nej" if withdrawn else "",
                "recommended_on": sent_on - timedelta(days=5),
                "paragraph": str(number % 150 + 1),
                "background": "Styrelsen har berett frågan tillsammans med regionen.\n\n" * 3,
                "reply_by": sent_on + timedelta(days=100),
                "sent_at": _instant(sent_on),
                "created_at": _instant(sent_on - timedelta(days=30)),
            }

    def _agreement(self, number: int) -> int:
        """Two of an agreement, as a rule; the newest of the newest."""
        left = self.size.recommendations - number
        return self.size.agreements - left * self.size.agreements // self.size.recommendations

    def points(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.recommendations + 1):
            for position in (1, 2):
                text = f"anta förslaget, punkt {position}"
                yield {"recommendation_id": number, "position": position, "text": text}

    def addressees(self) -> Iterator[dict[str, Any]]:
        place = 0
        for number in range(1, self.size.recommendations + 1):
            for town in self.towns.ids:
                place += 1
                concerned = self.dice.random() > 0.03
                planned_on = None
                if concerned:
                    planned_on = self._decide(place, number)
                yield {
                    "recommendation_id": number,
                    "municipality_id": town,
                    "concerned": concerned,
                    "planned_on": planned_on,
                    "planned_body_id": self.towns.councils[town] if planned_on else None,
                }

    def _decide(self, place: int, number: int) -> date | None:
        """Add what is decided, as the dice fall; the day of a meeting that is only planned."""
        sent_on, fall = self._sent_on(number), self.dice.random()
        days = int(20 + 150 * self.dice.random())
        decided_on = sent_on + timedelta(days=days)
        if self._goes_on(number) and (decided_on >= TODAY or fall < 0.1):
            return decided_on if fall > 0.5 else None
        if fall < 0.08:
            self._chain(place, decided_on)
        added = "Kommunen tillägger att kostnaden följs upp" if fall > 0.96 else ""
        outcome = Outcome.ADOPTED_WITH_ADDITION if added else Outcome.ADOPTED
        if 0.93 < fall <= 0.96:
            outcome = Outcome.DECLINED
        self._add(place, decided_on, outcome, BodyKind.COUNCIL, addition=added)
        return None

    def _chain(self, place: int, decided_on: date) -> None:
        """Through a working committee and the executive board; sometimes sent back on the way."""
        for position, body in enumerate(("Kommunstyrelsens arbetsutskott", "Kommunstyrelsen")):
            day = decided_on - timedelta(days=30 - 10 * position)
            self.steps.append(
                {"addressee_id": place, "position": position, "body_name": body, "planned_on": day}
            )
        before = decided_on - timedelta(days=14)
        outcome = Outcome.REFERRED_BACK if place % 5 == 0 else Outcome.PROPOSED
        self._add(place, before, outcome, BodyKind.EXECUTIVE)

    def _add(
        self, place: int, day: date, outcome: Outcome, kind: BodyKind, addition: str = ""
    ) -> None:
        council = kind is BodyKind.COUNCIL
        self.decisions.append(
            {
                "addressee_id": place,
                "body_kind": kind,
                "body_name": "Kommunfullmäktige" if council else "Kommunstyrelsen",
                "decided_on": day,
                "paragraph": str(place % 180 + 1),
                "reference": f"KS {day.year}/{place % 900}",
                "outcome": outcome,
                "addition": addition,
                "announced_on": day + timedelta(days=10) if place % 3 == 0 else None,
                "recorded_at": _instant(day + timedelta(days=3)),
            }
        )

    def messages(self) -> Iterator[dict[str, Any]]:
        """The mails about what goes on."""
        first = max(1, self.size.recommendations - self.size.ongoing + 1)
        for number in range(first, self.size.recommendations + 1):
            sent_at = _instant(self._sent_on(number))
            for town in self.towns.ids:
                yield {
                    "message_id": f"<{number}.{town}@example.org>",
                    "topic": f"recommendation:{number}",
                    "kind": "recommendation",
                    "recipient": f"kommun-{town}@example.org",
                    "subject": f"Rekommendation {number}",
                    "text": "Styrelsen rekommenderar kommunen att anta förslaget.\n" * 12,
                    "state": MessageState.SENT,
                    "queued_at": sent_at,
                    "not_before": sent_at,
                    "sent_at": sent_at,
                }

    def entries(self) -> Iterator[dict[str, Any]]:
        """Some of the log; its chain is not that of a real one."""
        for number in range(1, self.size.recommendations + 1):
            for step in range(6):
                yield {
                    "at": _instant(self._sent_on(number)),
                    "actor": "Person",
                    "noun": "recommendation",
                    "object_id": number,
                    "event": "changed",
                    "changes": {"title": ["Förslag", f"Förslag {step}"]},
                    "recommendation_id": number,
                    "digest": f"{number}-{step}",
                }


def main() -> None:
    """Make the database of a folder."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    for name, usual in vars(Size()).items():
        asked.add_argument(f"--{name.replace('_', '-')}", type=int, default=usual)
    values = vars(asked.parse_args())
    folder: Path = values.pop("folder")
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'nk-avtal.sqlite3'}"
    databases.fill(url, folder)
    with create_app(databases.environ(url, folder)).app_context():
        fill(Size(**values))
        print(f"{db.session.scalar(sa.select(sa.func.count(Person.id)))} people, {Size(**values)}")


if __name__ == "__main__":
    main()
