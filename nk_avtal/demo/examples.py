"""Made-up agreements and recommendations in progress, for every state and page to live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.db import db
from nk_avtal.demo import drafts, samples
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.rows import rows
from nk_avtal.domain.agreements import Area, Cooperation, Kind, Precision, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.recommendations import Status
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, DecisionPoint, Recommendation

NEGOTIATED = "samarbete-psykisk-funktionsnedsattning"
"""The agreement of which there are drafts from both sides."""


class Examples:
    """Adds the examples for one day. What belongs together finds each other by slug."""

    def __init__(
        self, calendar: Calendar, members: dict[str, Municipality], people: dict[str, Person]
    ) -> None:
        self.calendar = calendar
        self.members = members
        self.people = people

    def agreements(self) -> dict[str, Agreement]:
        """Add the agreements, each with the sample of its text."""
        found = {row["slug"]: self._agreement(row) for row in rows("example_agreements")}
        db.session.add_all(found.values())
        db.session.flush()
        for agreement in found.values():
            agreement.documents.append(samples.signed_agreement(agreement))
        found[NEGOTIATED].documents.append(drafts.drafted_agreement())
        return found

    def _agreement(self, row: dict[str, str]) -> Agreement:
        open_ended = row["end"] == "tills vidare"
        return Agreement(
            slug=row["slug"],
            number=row["number"],
            title=row["title"],
            kind=Kind(row["kind"]),
            summary=row["summary"],
            stage=Stage(row["stage"]),
            responsible=self.people[row["responsible"]],
            manager=self.people["chef"],
            decided_by=BodyKind(row["decided_by"]),
            compensation=row["compensation"],
            start_on=self.calendar.term(row["start"]),
            start_precision=Precision.DAY,
            end_on=None if open_ended else self.calendar.term(row["end"]),
            end_precision=Precision.OPEN_ENDED if open_ended else Precision.DAY,
            following_term=row["following"] or None,
            notice_period=row["notice"] or None,
            clause=row["clause"],
            legal_basis=row["legal_basis"],
            cooperation=Cooperation(row["cooperation"]),
            published=row["published"] == "yes",
            made_up=True,
            created_at=clock.now(),
            areas=[AgreementArea(area=Area(area)) for area in row["area"].split(",")],
            parties=[*self._towns(row["named"].split(","))]
            + [Party(organisation=name) for name in row["parties"].split(",") if name],
            entry_condition=Condition.SHARE if row["share"] else Condition.ALL,
            entry_share=int(row["share"]) * 100 if row["share"] else None,
        )

    def _towns(self, named: list[str]) -> Iterator[Party]:
        """All members; the `named` must be among those that adopt."""
        for name, town in self.members.items():
            yield Party(municipality_id=town.id, required=name in named)

    def recommendations(
        self, agreements: dict[str, Agreement], board_id: int
    ) -> dict[str, Recommendation]:
        """Add the recommendations, sent three days after the board's meeting."""
        found = {}
        for row in rows("example_recommendations"):
            agreement = agreements[row["agreement"]]
            made = self._recommendation(row, agreement, board_id)
            made.document_version = samples.recommended_text(made, agreement)
            found[row["slug"]] = made
        db.session.add_all(found.values())
        db.session.flush()
        return found

    def _recommendation(
        self, row: dict[str, str], agreement: Agreement, board_id: int
    ) -> Recommendation:
        board_day = self.calendar.event(row["board_day"])
        sent = datetime.combine(board_day + timedelta(days=3), time(9), clock.zone())
        return Recommendation(
            slug=row["slug"],
            agreement_id=agreement.id,
            title=row["title"],
            object_name=row["object_name"],
            area=Area(row["area"]),
            status=Status.SENT,
            body_id=board_id,
            recommended_on=board_day,
            paragraph=row["paragraph"],
            suggested_body=BodyKind(row["suggested_body"]),
            reply_by=self.calendar.event(row["reply_by"]),
            takes_effect=row["takes_effect"],
            background=agreement.summary,
            sent_at=sent,
            sent_by=self.people["sekreterare"],
            made_up=True,
            created_at=sent,
            points=[
                DecisionPoint(position=position, text=text)
                for position, text in enumerate(row["points"].split("|"), start=1)
            ],
            addressees=[Addressee(municipality_id=one.id) for one in self.members.values()],
        )
