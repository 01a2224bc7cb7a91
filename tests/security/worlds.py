"""Two of everything: what hangs on one municipality, agreement and recommendation, and the same
of another. A number of the one must open nothing at an address of the other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from werkzeug.routing import Rule

from nk_avtal import clock
from nk_avtal.agreements.models import (
    Agreement,
    AgreementNoticeRule,
    AgreementRelation,
    SetNoticeDay,
)
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Relation
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.import_sheets import Sheet
from nk_avtal.domain.matters import Track
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.domain.reports import Report, packed
from nk_avtal.imports import actions as imports
from nk_avtal.matters.models import Matter, Paper, Stop
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality
from nk_avtal.negotiations import actions
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.people.models import Person
from nk_avtal.recommendations import links
from nk_avtal.recommendations.models import Recommendation, ReplyLink
from nk_avtal.reminders.models import Absence, GroupMember
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.reports.models import CooperationReport
from nk_avtal.views.models import SavedView, ViewPage
from tests import builders
from tests.matters import scenes as scenes_of_matters
from tests.negotiations import scenes
from tests.security.expected_routes import ARGUMENTS


@dataclass(frozen=True)
class World:
    """A municipality, an agreement, a recommendation, a consultation and a matter, and the numbers
    of what hangs on them by the name of the argument, or by blueprint and name where two share
    one."""

    town: Municipality
    agreement: Agreement
    recommendation: Recommendation
    negotiation: Negotiation
    consultation: Consultation
    matter: Matter
    numbers: dict[str, int]

    def owner_of(self, rule: Rule) -> dict[str, str]:
        """What the address is below."""
        agreements = rule.rule.startswith(("/avtal/", "/fornyelser/", "/register/"))
        slug = self.agreement.slug if agreements else self.recommendation.slug
        if rule.rule.startswith("/forhandlingar/"):
            slug = self.negotiation.slug
        if "/remisser/" in rule.rule:
            slug = self.consultation.slug
        if rule.rule.startswith("/arenden/"):
            slug = self.matter.slug
        every = {"slug": slug, "municipality": self.town.slug, "what": str(ARGUMENTS["what"])}
        return {name: every[name] for name in rule.arguments & every.keys()}

    def children_of(self, rule: Rule) -> dict[str, int]:
        """The numbers in the address. Raises KeyError for a noun that this world lacks."""
        blueprint = rule.endpoint.partition(".")[0]
        return {
            name: self.numbers.get(f"{blueprint}:{name}") or self.numbers[name]
            for name in numbered(rule)
        }


def numbered(rule: Rule) -> list[str]:
    """The arguments of a route that are numbers of rows."""
    kinds = rule._converters
    return [
        name
        for name, kind in kinds.items()
        if type(kind).__name__ == "IntegerConverter" and name != "year"
    ]


def make(home: str, secretary: Person) -> World:
    """A world around the municipality `home`."""
    town = builders.municipality(home)
    agreement = builders.agreement(f"Avtal med {home}")
    other = builders.agreement(f"Annat avtal med {home}")
    sent = builders.recommendation(agreement, title=f"Rekommendation till {home}")
    rows = _of_agreement(agreement, other, secretary) | _of_town(town)
    decided = builders.decision(
        sent, home, outcome=Outcome.ADOPTED_WITH_ADDITION, addition="Utom på helger"
    )
    links.make(builders.addressee(sent, home), f"lank@{town.slug}.example")
    db.session.add_all(rows.values())
    db.session.commit()
    link = db.session.scalars(sa.select(ReplyLink.id).order_by(ReplyLink.id.desc())).first()
    numbers = {name: row.id for name, row in rows.items()}
    assert sent.document_version
    numbers |= {"decision_id": decided.id, "link_id": link or 0}
    numbers |= {"document_id": sent.document_version.document_id}
    numbers |= {"version_id": sent.document_version.id}
    numbers |= {"addressee_id": builders.addressee(sent, home).id}
    numbers |= {"import_id": _file(secretary)}
    negotiation = _negotiation(agreement)
    numbers |= {"negotiations:number": negotiation.rounds[0].number}
    asked = builders.consultation(agreement, title=f"Remiss till {home}", guests=("Nätverket",))
    answered = builders.reply(asked, "Nätverket")
    numbers |= {"invited_id": answered.invited_id, "reply_id": answered.id}
    matter = _matter(other, sent.document_version)
    numbers |= {"stop_id": matter.stops[0].id, "paper_id": matter.stops[0].papers[0].id}
    return World(town, agreement, sent, negotiation, asked, matter, numbers)


def _file(secretary: Person) -> int:
    """One that has been read and not brought in."""
    sheet = Sheet("Blad", [["Titel", "Nr"], ["Avtal om bad", "7"]])
    made = imports.begin(ImportKind.AGREEMENTS, "bad.csv", [sheet], secretary)
    db.session.commit()
    return made.id


def _matter(agreement: Agreement, version: DocumentVersion) -> Matter:
    """One that has a body left to come to, and a paper for it."""
    paper = Paper(position=1, title="Förslag", file=version.file, version=version)
    made = Matter(
        slug=f"arende-om-{agreement.slug}",
        agreement=agreement,
        title=f"Ärende om {agreement.title}",
        track=Track.HEALTHCARE,
        created_at=clock.now(),
        stops=[Stop(position=1, body=scenes_of_matters.body("Styrelsen"), papers=[paper])],
    )
    db.session.add(made)
    db.session.commit()
    return made


def _negotiation(agreement: Agreement) -> Negotiation:
    """One whose round and issue have a number that no other negotiation has."""
    made = scenes.begun(builders.person(Role.NEGOTIATOR), agreement, f"Om {agreement.title}")
    number = 10 + made.id
    actions.add_issue(made, "Leveranstid")
    made.rounds[0].number = made.issues[0].number = number
    db.session.commit()
    return made


def join(world: World, person: Person) -> None:
    """Let somebody be in the group of the world's negotiation."""
    group = {one.person_id for one in world.negotiation.group}
    actions.set_group(world.negotiation, group | {person.id})
    db.session.commit()


def _of_agreement(agreement: Agreement, other: Agreement, by: Person) -> dict[str, object]:
    now, end = clock.now(), date(2027, 12, 31)
    of = {"agreement_id": agreement.id}
    away = builders.person(Role.NEGOTIATOR)
    decided = RenewalDecision(
        **of,
        kind=DeadlineKind.NOTICE,
        deadline_on=date(2026, 12, 31),
        answer=Answer.SETTLED,
        reason="Det fungerar",
        decided_at=now,
        decided_by_id=by.id,
    )
    noticed = GivenNotice(
        **of,
        giver=Giver.COUNTERPARTY,
        reach=Reach.WHOLE,
        organisation="Region Norrbotten",
        registered_at=now,
    )
    return {
        "relation_id": AgreementRelation(
            from_id=agreement.id, to_id=other.id, relation=Relation.RELATED
        ),
        "rule_id": AgreementNoticeRule(**of, scope=Scope.PRICE, notice_period="6m"),
        "set_day_id": SetNoticeDay(
            **of, term_end=end, day=date(2026, 11, 30), reason="x", set_at=now, set_by_id=by.id
        ),
        "member_id": GroupMember(**of, name="Samordnaren", email=f"g{agreement.id}@example.org"),
        "absence_id": Absence(person_id=away.id, first_on=end, last_on=end, stand_in_id=by.id),
        "notice_id": noticed,
        "view_id": SavedView(
            person_id=by.id, page=ViewPage.AGREEMENTS, name="Vy", asked={"q": "x"}, saved_at=now
        ),
        "deadlines:decision_id": decided,
        "bindings:number": builders.party_decision(agreement, "Region Norrbotten"),
    }


def _of_town(town: Municipality) -> dict[str, object]:
    body = Body(
        municipality_id=town.id,
        kind=BodyKind.COMMITTEE,
        name=f"Socialnämnden i {town.name}",
        slug=f"socialnamnden-{town.slug}",
    )
    return {
        "body_id": body,
        "meeting_id": Meeting(body=body, held_on=date(2027, 2, 15)),
        "contact_id": Contact(
            municipality_id=town.id,
            kind=ContactKind.RECOMMENDATIONS,
            email=f"registrator@{town.slug}.example",
            bounced_at=clock.now(),
        ),
        "report_id": _kept_report(town),
    }


def _kept_report(town: Municipality) -> CooperationReport:
    said = Report(f"Avtalssamverkan i {town.name}", "avtalssamverkan", date(2027, 12, 31))
    content = json.dumps(packed(said)).encode()
    return CooperationReport(
        municipality_id=town.id,
        year=int(ARGUMENTS["year"]),
        word_file=store.keep(f"Word {town.name}".encode(), "avtalssamverkan.docx", DOCX),
        content_file=store.keep(content, "avtalssamverkan.json", "application/json"),
        kept_at=clock.now(),
    )
