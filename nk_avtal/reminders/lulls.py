"""Which agreements a run need not read, since nothing about them falls due for a while.

That is kept in a table of its own, by the run itself and nobody else, from the days that it has
just seen. It holds only as long as the history tells of no later change to the agreement or to
what concerns them all, so nobody can forget to reset it; and without a row, or in doubt, an
agreement is read. Who is told does not matter: once somebody can be told, it is read every time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db, one_at_a_time
from nk_avtal.domain.lulls import lull_until
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.history.models import Entry
from nk_avtal.reminders.agreement_days import LEAD_HORIZON
from nk_avtal.reminders.models import Lull
from nk_avtal.reminders.outdated import waiting_about
from nk_avtal.reminders.watching import Watched

log = structlog.get_logger("nk_avtal.reminders")

CONCERN_ALL = ("kind_leads", "body", "meeting", "municipal_times")
"""Tables that decide when somebody is told of any agreement."""
AT_A_TIME = 1000


@dataclass
class Lulls:
    """What a run on `today` knows of lulls, and those it finds.

    `head` is the newest entry of the history before the run reads anything.
    """

    today: date
    head: int
    found: dict[date, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))

    @classmethod
    def begin(cls, today: date) -> Lulls:
        """To be called before anything is read."""
        newest = sa.select(sa.func.coalesce(sa.func.max(Entry.id), 0))
        return cls(today, db.session.scalars(newest).one())

    def over(self) -> sa.ColumnElement[bool]:
        """The agreements that have to be read."""
        oldest = sa.select(sa.func.min(Lull.entry_id)).scalar_subquery()
        since = sa.select(sa.func.coalesce(sa.func.max(Entry.id), 0)).where(
            Entry.id > oldest, Entry.noun.in_(CONCERN_ALL)
        )
        kept = sa.exists().where(
            Lull.agreement_id == Agreement.id,
            Lull.looked_on <= self.today,
            Lull.until > self.today,
            Lull.entry_id.between(since.scalar_subquery(), self.head),
        )
        changed = (
            sa.select(Entry.agreement_id)
            .join(Lull, Lull.agreement_id == Entry.agreement_id)
            .where(Entry.id > oldest, Entry.id > Lull.entry_id)
        )
        return sa.or_(~kept, Agreement.id.in_(changed), Agreement.id.in_(waiting_about()))

    def passing(self, found: Iterable[Watched]) -> Iterator[Watched]:
        """The watched days, noting on the way which agreements have a lull."""
        for number, days in groupby(found, key=_agreement_of):
            some = list(days)
            if number is not None:
                until = lull_of(some, self.today)
                if until:
                    self.found[until].append(number)
            yield from some

    def keep(self) -> None:
        """Write down what was found. Commits."""
        one_at_a_time("lulls")
        try:
            for until, numbers in self.found.items():
                for start in range(0, len(numbers), AT_A_TIME):
                    self._replace(numbers[start : start + AT_A_TIME], until)
            db.session.commit()
        except IntegrityError as reason:  # an agreement was removed meanwhile
            db.session.rollback()
            log.warning("lulls_not_kept", reason=type(reason.orig).__name__)

    def _replace(self, numbers: Iterable[int], until: date) -> None:
        values = {"looked_on": self.today, "until": until, "entry_id": self.head}
        rows = [{"agreement_id": one, **values} for one in numbers]
        db.session.execute(
            sa.delete(Lull).where(Lull.agreement_id.in_([one["agreement_id"] for one in rows])),
            execution_options={"synchronize_session": False},
        )
        db.session.execute(sa.insert(Lull), rows)


def lull_of(some: Iterable[Watched], today: date) -> date | None:
    """Until when nothing falls due of an agreement, all of whose watched days these are; None when
    it has to be looked at."""
    days = list(some)
    if any(one.reckoning is None for one in days):
        return None
    planned = (
        one.deadline.falls_on - LEAD_HORIZON
        for one in days
        if one.deadline.kind is DeadlineKind.NOTICE and one.lead_time is None
    )
    return lull_until((one.deadline for one in days), today, planned)


def _agreement_of(one: Watched) -> int | None:
    other = one.recommendation or one.invited or one.negotiation
    return None if other else one.agreement.id
