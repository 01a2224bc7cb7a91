"""Two made-up consultations: one that goes on and one that is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations import mails
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.db import db
from nk_avtal.demo import samples
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.drafts import TITLE as DRAFT
from nk_avtal.demo.examples import NEGOTIATED
from nk_avtal.demo.rows import rows
from nk_avtal.documents.models import Document, DocumentKind, DocumentVersion, Openness
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.opinions import Stance
from nk_avtal.letters.consulting import keep_as_sent
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Example:
    """A consultation, with its days as they were written."""

    slug: str
    agreement: str
    title: str
    status: ConsultationStatus
    sent_on: str
    reply_by: str
    handled_on: str
    lead: str
    questions: tuple[str, ...]
    guest: str


EXAMPLES = (
    Example(
        slug="psykisk-halsa",
        agreement=NEGOTIATED,
        title="Exempel: förslag till ny överenskommelse om psykisk hälsa",
        status=ConsultationStatus.SENT,
        sent_on="2026-11-02",
        reply_by="2026-12-18",
        handled_on="2027-01-22",
        lead="Socialcheferna har tillsammans med regionen tagit fram ett förslag till ny"
        " överenskommelse.\n\nInnan förhandlingen går vidare vill vi veta vad kommunerna tycker.",
        questions=(
            "Tillstyrker ni ansvarsfördelningen i förslaget?",
            "Ska varje kommun ha en egen samordnare?",
            "Räcker en uppföljning om året?",
        ),
        guest="Socialberedningen",
    ),
    Example(
        slug="skyddat-boende",
        agreement="skyddat-boende-ramavtal",
        title="Exempel: ramavtal om skyddat boende",
        status=ConsultationStatus.CLOSED,
        sent_on="2026-04-13",
        reply_by="2026-06-05",
        handled_on="2026-06-12",
        lead="Ett förslag till gemensamt ramavtal om platser i skyddat boende.",
        questions=(
            "Tillstyrker ni ett gemensamt ramavtal?",
            "Tillstyrker ni en fast årlig avgift?",
        ),
        guest="Länets socialchefer",
    ),
)


def load(
    agreements: dict[str, Agreement],
    members: Iterable[Municipality],
    calendar: Calendar,
    by: Person,
) -> None:
    """Add both, sent by `by`, with their replies."""
    towns = list(members)
    for one in EXAMPLES:
        made = _consultation(one, agreements[one.agreement], towns, calendar, by)
        db.session.add(made)
        db.session.flush()
        for box in mails.boxes(made.invited):
            box.invited.mailed_to = ", ".join(r.email for r in box.recipients)
        assert made.sent_at
        keep_as_sent(made, by, made.sent_at.date())
        _answer(made, calendar)


def _consultation(
    one: Example,
    agreement: Agreement,
    towns: list[Municipality],
    calendar: Calendar,
    by: Person,
) -> Consultation:
    sent = datetime.combine(calendar.event(one.sent_on), time(9, 20), clock.zone())
    reply_by = calendar.event(one.reply_by)
    over = one.status is ConsultationStatus.CLOSED
    closed = datetime.combine(reply_by + timedelta(days=4), time(10), clock.zone())
    return Consultation(
        slug=one.slug,
        agreement=agreement,
        title=one.title,
        status=one.status,
        lead=one.lead,
        document_version=_version(agreement),
        reply_by=reply_by,
        handled_on=calendar.event(one.handled_on),
        sent_at=sent,
        sent_by=by,
        closed_at=closed if over else None,
        made_up=True,
        created_at=sent,
        created_by_id=by.id,
        questions=[
            Question(position=number, text=text) for number, text in enumerate(one.questions, 1)
        ],
        invited=[Invited(municipality=town) for town in towns] + [Invited(name=one.guest)],
    )


def _version(agreement: Agreement) -> DocumentVersion:
    """The newest draft of the agreement, or one made for this."""
    drafted = next((one for one in agreement.documents if one.title == DRAFT), None)
    if drafted:
        return drafted.versions[-1]
    document = Document(
        agreement_id=agreement.id,
        title="Exempel: remissversion av ramavtalet",
        kind=DocumentKind.AGREEMENT,
        openness=Openness.INTERNAL,
    )
    return samples.proposal_of(document)


def _answer(consultation: Consultation, calendar: Calendar) -> None:
    places = {one.called: one for one in consultation.invited}
    for row in rows("example_replies"):
        if row["consultation"] == consultation.slug:
            db.session.add(_reply(row, places[row["name"]], calendar))
    db.session.flush()


def _reply(row: dict[str, str], invited: Invited, calendar: Calendar) -> Reply:
    received = calendar.event(row["received"])
    said = zip(row["stances"].split(","), row["comments"].split("|"), strict=True)
    return Reply(
        invited=invited,
        received_on=received,
        given_by=row["given_by"],
        reference=row["reference"],
        text=row["text"],
        on_behalf=invited.municipality is None,
        recorded_at=datetime.combine(received, time(11), clock.zone()),
        opinions=[
            Opinion(question=question, stance=Stance(stance), comment=comment)
            for question, (stance, comment) in zip(
                invited.consultation.questions, said, strict=True
            )
        ],
    )
