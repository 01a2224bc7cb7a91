"""Keeping a municipality's compilation as it is sent, and taking it back in time."""

from __future__ import annotations

import json
from datetime import date

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.reports import Report, packed, unpacked
from nk_avtal.formats import speaking
from nk_avtal.letters import making
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written, compose, link
from nk_avtal.people.models import Person
from nk_avtal.recommendations.recipients import Recipient, mailboxes
from nk_avtal.reports.cooperation import compiled
from nk_avtal.reports.models import CooperationReport

KIND = "cooperation"
JSON = "application/json"


def keep(municipality: Municipality, year: int, today: date, by: Person) -> CooperationReport:
    """Freeze the compilation as it reads today, in Swedish, and have the municipality told of it
    unless it was its own clerk who did it.

    Raises RuleBroken named `ahead` for a year that has not begun, and TemplateBroken when the
    office's wording cannot be filled.
    """
    if year > today.year:
        raise RuleBroken(_AHEAD, name="ahead")
    word = making.report_on_cooperation(municipality, year, today, former=False)
    with speaking("sv"):
        report = compiled(municipality, year, today)
    content = json.dumps(packed(report), ensure_ascii=False, sort_keys=True).encode()
    made = CooperationReport(
        municipality=municipality,
        year=year,
        word_file=store.keep(word.content, word.name, DOCX),
        content_file=store.keep(content, f"{report.name}.json", JSON),
        kept_at=clock.now(),
        kept_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    if by.municipality_id is None:
        made.mailed_to = "\n".join(_tell(made, by))
    return made


def recipients(municipality: Municipality) -> tuple[Recipient, ...]:
    """Whom a kept compilation is told to: the municipality's mailbox, else its clerks."""
    (mailbox,) = mailboxes([municipality])
    return mailbox.recipients


def written(municipality: Municipality, year: int, url: str) -> Written:
    """The mail to the municipality."""
    return compose(KIND, municipality=municipality, year=year, url=url)


def _tell(made: CooperationReport, by: Person) -> list[str]:
    town = made.municipality
    url = link("reports.kept", municipality=town.slug, year=made.year, report_id=made.id)
    letter = written(town, made.year, url)
    told = [
        outbox.queue(
            kind=KIND,
            recipient=one.email,
            recipient_name=one.name,
            reply_to=by.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            topic=topic_of(made),
            dedupe_key=f"{topic_of(made)}:{one.email}",
        )
        for one in recipients(town)
    ]
    return [one.recipient for one in told if one]


def topic_of(made: CooperationReport) -> str:
    """How the outbox knows the mails about it."""
    return f"cooperation_report:{made.id}"


def take_back(made: CooperationReport) -> None:
    """Take it back, and stop its mails. Raises RuleBroken named `gone` when one has left."""
    addressed = len(made.mailed_to.split())
    if outbox.stop(topic_of(made)) < addressed:
        raise RuleBroken(_GONE, name="gone")
    made.withdrawn_at = clock.now()


def content_of(made: CooperationReport) -> Report:
    """What it says, as it was kept."""
    return unpacked(json.loads(store.read(made.content_file)))


_AHEAD = Phrase(
    "Året har inte börjat än. Välj ett år som har börjat",
    "The year has not begun yet. Choose one that has begun",
)
_GONE = Phrase(
    "Mejlet har redan skickats. Sammanställningen ligger kvar",
    "The mail has already been sent. The compilation stays",
)
