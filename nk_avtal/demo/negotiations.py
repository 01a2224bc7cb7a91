"""Made-up negotiations: one in its third round, one in its first, and one that has not begun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.drafts import FILES, as_word
from nk_avtal.demo.rows import rows
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    Openness,
    Origin,
)
from nk_avtal.domain.negotiations import (
    Importance,
    IssueStatus,
    NegotiationKind,
    RoundState,
    Side,
)
from nk_avtal.negotiations.models import (
    Counterparty,
    Issue,
    IssueStep,
    Mandate,
    Negotiation,
    Negotiator,
    Position,
    Round,
)
from nk_avtal.people.models import Person

SLUG = "hjalpmedel-samverkan-och-kostnader"
TITLE = "Exempel: avtal om hjälpmedel"
LIMITS = "Godta högst 48 timmar i inlandet. Helgleverans kan bytas mot fler akutlager."
_VERSIONS = (
    (5, Origin.OURS, "2026-09-24"),
    (6, Origin.COUNTERPARTY, "2026-11-02"),
    (7, Origin.OURS, "2026-11-18"),
)


class Negotiations:
    """Adds the negotiations for one day, each about one of the example `agreements`."""

    def __init__(
        self, calendar: Calendar, agreements: dict[str, Agreement], people: dict[str, Person]
    ) -> None:
        self.calendar = calendar
        self.agreements = agreements
        self.writer = people["forhandlare"]
        self.manager = people["chef"]

    def load(self) -> None:
        """Add them all, and the text that the two sides write in."""
        made = {row["slug"]: self._negotiation(row) for row in rows("example_negotiations")}
        db.session.add_all(made.values())
        for row in rows("example_rounds"):
            made[row["negotiation"]].rounds.append(self._round(row))
        db.session.flush()
        for row in rows("example_issues"):
            self._issue(made[row["negotiation"]], row)
        db.session.flush()
        for row in rows("example_positions"):
            self._position(made[row["negotiation"]], row)
        self._mandate(made[SLUG])
        self.agreements["hjalpmedel"].documents.append(self._text())

    def _negotiation(self, row: dict[str, str]) -> Negotiation:
        return Negotiation(
            slug=row["slug"],
            title=row["title"],
            agreement=self.agreements[row["agreement"]],
            kind=NegotiationKind(row["kind"]),
            counterparty_called=row["called"],
            manager=self.manager,
            began_on=self.calendar.event(row["began"]),
            target_on=self.calendar.term(row["target"]),
            if_missed=row["if_missed"],
            next_step=row["next_step"],
            next_step_on=self.calendar.event(row["next_step_on"]),
            made_up=True,
            created_at=clock.now(),
            counterparties=[Counterparty(organisation=name) for name in row["parties"].split(",")],
            group=[Negotiator(person_id=self.writer.id)],
        )

    def _round(self, row: dict[str, str]) -> Round:
        return Round(
            number=int(row["number"]),
            state=RoundState(row["state"]),
            meets_on=self.calendar.event(row["meets_on"]) if row["meets_on"] else None,
            meets_at=row["at"],
            is_latest=bool(row["latest"]),
            meeting_notes=row["notes"],
        )

    def _issue(self, of: Negotiation, row: dict[str, str]) -> None:
        status = IssueStatus(row["status"])
        agreed_in = of.rounds[int(row["agreed_in"]) - 1] if row["agreed_in"] else None
        issue = Issue(
            number=int(row["number"]),
            place=int(row["number"]),
            title=row["title"],
            question=row["question"],
            contract_clause=row["clause"],
            importance=Importance(row["importance"]),
            status=status,
            owner_id=self.writer.id,
            agreed_wording=row["wording"],
            agreed_in=agreed_in,
        )
        of.issues.append(issue)
        self._step(issue, IssueStatus.OPEN, of.rounds[0])
        if status is not IssueStatus.OPEN:
            self._step(issue, status, agreed_in or of.rounds[min(1, len(of.rounds) - 1)])

    def _step(self, issue: Issue, status: IssueStatus, during: Round) -> None:
        issue.steps.append(
            IssueStep(
                round=during,
                status=status,
                taken_on=min(during.meets_on or self.calendar.today, self.calendar.today),
                taken_by_id=self.writer.id,
            )
        )

    def _position(self, of: Negotiation, row: dict[str, str]) -> None:
        day = self.calendar.event(row["day"])
        of.issues[int(row["issue"]) - 1].positions.append(
            Position(
                round=of.rounds[int(row["round"]) - 1],
                side=Side(row["side"]),
                text=row["text"],
                is_sent=bool(row["sent"]),
                said_on=day,
                is_concession=bool(row["concession"]),
                in_return=row["in_return"],
                written_at=_morning(day),
                written_by_id=self.writer.id,
            )
        )

    def _mandate(self, of: Negotiation) -> None:
        db.session.add(
            Mandate(
                negotiation_id=of.id,
                issue_id=of.issues[3].id,
                given_by="Styrelsen",
                given_on=self.calendar.event("2026-02-06"),
                limits=LIMITS,
            )
        )

    def _text(self) -> Document:
        return Document(
            title=TITLE,
            kind=DocumentKind.AGREEMENT,
            openness=Openness.INTERNAL,
            versions=list(self._versions()),
        )

    def _versions(self) -> Iterable[DocumentVersion]:
        for number, (name, origin, day) in enumerate(_VERSIONS, start=1):
            text = (FILES / f"aids_{name}.txt").read_text(encoding="utf-8")
            yield DocumentVersion(
                number=number,
                label=f"0.{name}",
                origin=origin,
                file=store.keep(as_word(text), f"hjalpmedel 0.{name}.docx", DOCX),
                added_at=_morning(self.calendar.event(day)),
            )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.zone())
