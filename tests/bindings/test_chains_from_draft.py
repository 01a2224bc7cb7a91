"""Three chains that have really been, from the first draft to the last decision, through the pages
(cases C2, C3, C4). What the sources leave out, such as the board's days, is made up."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.people import Role
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.documents import samples
from tests.pages import hidden_fields

REGION = "Norrbottens läns landsting"
NOBODY, ALL = (f"{number} av 15 parter är bundna." for number in (0, 15))
SignIn = Callable[[builders.Person], FlaskClient]


class Office:
    """What the association does, form by form, and what the pages then say."""

    def __init__(self, app: Flask, sign_in: SignIn) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self.secretary = sign_in(builders.person(Role.SECRETARY))
        self.manager = sign_in(builders.person(Role.MANAGER))

    def send(self, page: str, who: FlaskClient | None = None, **typed: Any) -> str:
        """Fill in a form and send it; where it leads."""
        browser = who or self.secretary
        hidden = dict(hidden_fields(browser.get(page).text))
        kept = {name: hidden[name] for name in ("version", "expected") if name in hidden}
        answer = browser.post(page, data=kept | typed)
        assert answer.status_code == 302, re.findall(r'href="#\w+">([^<]+)</a>', answer.text)
        return str(answer.location).partition("#")[0]

    def says(self, page: str) -> str:
        """The words of a page."""
        text = re.sub(r"<[^>]+>", " ", self.secretary.get(page).text)
        return " ".join(text.split())

    def draft(self, title: str, **more: Any) -> str:
        """A new agreement between all members and the county council; its address."""
        described = {
            "title": title,
            "kind": "cooperation",
            "areas": ["healthcare"],
            "cooperation": "unclear",
            "decided_by": "council",
            "organisations": REGION,
            "municipalities": [str(one.id) for one in builders.members()],
        }
        return "/".join(self.send("/avtal/nytt", **described | more).split("/")[:3])

    def recommend(
        self, agreement: str, title: str, meeting: str, reply_by: str, **more: Any
    ) -> str:
        """The text, what the board decided of it, and the mail to all members; its address."""
        file = (io.BytesIO(samples.pdf()), "avtal.pdf")
        document = {
            "title": "Avtalet",
            "kind": "agreement",
            "openness": "open",
            "file": file,
            "origin": "joint",
        }
        self.send(f"{agreement}/dokument/nytt", **document)
        version = db.session.scalars(sa.select(DocumentVersion.id)).all()[-1]
        decided = {
            "title": title,
            "meeting": meeting,
            "reply_by": reply_by,
            "paragraph": "97",
            "decision_points": "att anta avtalet",
            "suggested_body": "council",
            "document_version": str(version),
            "area": "healthcare",
            "next": "review",
            "addressees": [str(one.id) for one in builders.members()],
        }
        slug = agreement.rpartition("/")[2]
        review = self.send(f"/rekommendationer/ny?avtal={slug}", **decided | more)
        return self.send(review)

    def record(self, sent: str, town: str, body: str, day: str, outcome: str, **more: Any) -> str:
        """What a municipality decided; where its way is told."""
        home, slug = builders.municipality(town).slug, sent.rpartition("/")[2]
        page = f"/kommuner/{home}/beslut/{slug}"
        decided = {"body": body, "decided_on": day, "outcome": outcome, "paragraph": "12"}
        self.send(page, **decided | more)
        return f"{page}/vag"

    def bound(self, agreement: str, day: str) -> str:
        """The sentence about who is bound."""
        found = re.search(
            r"\d+ av \d+ parter[^.]*\.|Inga? part[^.]*\.", self.says(f"{agreement}?den={day}")
        )
        return found[0] if found else ""


@pytest.fixture
def office(app: Flask, sign_in: SignIn) -> Office:
    return Office(app, sign_in)


def all_others_adopt(sent: str, day: date, *but: str) -> None:
    """The sources only say that all did."""
    slug = sent.rpartition("/")[2]
    found = db.session.scalars(sa.select(Recommendation).where(Recommendation.slug == slug)).one()
    for number, town in enumerate(builders.members()):
        if town.name not in but:
            builders.decision(found, town.name, decided_on=day, paragraph=str(100 + number))


def test_c2_a_text_with_an_open_start_and_one_line_for_all_municipalities(office: Office) -> None:
    agreement = office.draft(
        "Överenskommelse om samarbete för personer med psykisk funktionsnedsättning",
        kind="accord",
        areas=["social_services"],
        entry_counterparty="y",
    )
    office.send(f"{agreement}/villkor", start="", end="tills vidare", review_on="28 augusti 2027")
    sent = office.recommend(
        agreement, "Psykisk funktionsnedsättning", "28 augusti 2013", "31 december 2013"
    )
    assert "0 av 14 har antagit" in office.says(sent)
    way = office.record(sent, "Luleå", "executive", "7 oktober 2013", "proposed")
    assert "0 av 14 har antagit" in office.says(sent), "a proposal to the next body is no adoption"
    decided = {"paragraph": "240", "announced_on": "5 november 2013"}
    office.record(sent, "Luleå", "council", "28 oktober 2013", "adopted", **decided)
    assert "Laga kraft tidigast 27 november 2013, om ingen överklagar." in office.says(way)
    office.send(way, in_force_on="27 november 2013")
    assert "Laga kraft 27 november 2013, bekräftat." in office.says(way)
    local = {"addition": "Lokal rutin för psykiatrin"}
    office.record(sent, "Kiruna", "council", "4 november 2013", "adopted_with_addition", **local)
    all_others_adopt(sent, date(2013, 12, 9), "Luleå", "Kiruna")
    assert "En kommun till behövs." in office.says(agreement), "the addition is not accepted yet"
    accepted = re.search(r'action="([^"]*/tillagg/\d+)"', office.secretary.get(sent).text)
    assert accepted
    assert office.secretary.post(accepted[1]).status_code == 302
    assert f"Beslut från {REGION} saknas." in office.says(agreement)
    region = {"party": f"org:{REGION}", "body_name": "Landstingsfullmäktige"}
    office.send(f"{agreement}/parter/beslut", **region, decided_on="27 november 2013")
    assert "Villkoret är uppfyllt." in office.says(agreement)
    signing = f"{agreement}/parter/undertecknande"
    for party, who in (
        ("gemensamt", "Förbundets ordförande"),
        (f"org:{REGION}", "Landstingsrådet"),
    ):
        office.send(signing, party=party, signatory=who, signed_on="16 december 2013")
    assert "Förbundets ordförande" in office.says(agreement)
    assert office.bound(agreement, "2013-12-08") == NOBODY
    assert office.bound(agreement, "2013-12-09") == ALL, "without a start it applies when all have"
    office.send(f"{agreement}/villkor", start="1 januari 2014", end="tills vidare")
    office.secretary.post(f"{agreement}/steg", data={"step": "conclude"})
    assert office.bound(agreement, "2013-12-31") == NOBODY
    assert office.bound(agreement, "2014-01-01") == ALL


def test_c3_a_renewal_then_notice_by_the_other_party_and_an_interim_agreement(
    office: Office,
) -> None:
    old = office.draft("Samverkansavtal om hjälpmedel 2008")
    office.send(f"{old}/villkor", start="2008", end="31 december 2015")
    office.secretary.post(f"{old}/steg", data={"step": "conclude"})
    new = office.draft("Samverkansavtal för försörjning av hjälpmedel")
    number = re.search(
        r'<option value="(\d+)">Samverkansavtal om hjälpmedel 2008',
        office.secretary.get(f"{new}/samband").text,
    )
    assert number
    office.send(f"{new}/samband", relation="replaces", other=number[1])
    assert "Samverkansavtal för försörjning av hjälpmedel" in office.says(old)
    office.send(
        f"{new}/villkor", start="1 januari 2016", end="tills vidare", notice_period="12 månader"
    )
    sent = office.recommend(new, "Hjälpmedel 2016", "11 december 2015", "31 mars 2016")
    office.record(
        sent, "Piteå", "council", "15 februari 2016", "referred_back", reason="Oklar kostnad"
    )
    assert "Återremitterat: Piteå" in office.says(sent)
    all_others_adopt(sent, date(2016, 2, 22), "Piteå")
    office.record(sent, "Piteå", "council", "29 mars 2016", "adopted")
    told = office.says(new)
    assert "Villkoret är uppfyllt." in told
    assert "Det är efter att avtalet skulle börja gälla, 1 januari 2016." in told
    office.secretary.post(f"{new}/steg", data={"step": "conclude"})
    notice = {
        "giver": "counterparty",
        "reach": "whole",
        "organisation": REGION,
        "body_name": "Regionstyrelsen",
        "decided_on": "9 december 2020",
        "sent_on": "9 december 2020",
        "received_on": "9 december 2020",
    }
    office.send(f"{new}/uppsagning", office.manager, **notice)
    told = office.says(new)
    assert "Uppsagt" in told
    assert "Sista dag 9 december 2021." in told
    interim = office.draft("Interimistiskt samverkansavtal för hjälpmedel")
    number = re.search(
        r'<option value="(\d+)">Samverkansavtal för försörjning',
        office.secretary.get(f"{interim}/samband").text,
    )
    assert number
    office.send(f"{interim}/samband", relation="replaces", other=number[1])
    office.send(
        f"{interim}/parter/beslut",
        party=f"org:{REGION}",
        body_name="Regionstyrelsen",
        decided_on="17 november 2021",
    )
    assert "Interimistiskt samverkansavtal för hjälpmedel" in office.says(new)
    assert office.bound(new, "2016-03-28") == NOBODY, "Piteå was the last to adopt"
    assert office.bound(new, "2016-03-29") == "14 av 15 parter är bundna."
    assert office.bound(new, "2021-12-09") == "14 av 15 parter är bundna."
    assert office.bound(new, "2021-12-10") == NOBODY


def test_c4_one_deal_without_an_exit_clause(office: Office) -> None:
    agreement = office.draft(
        "Kommunalisering av hemsjukvården",
        compensation="Skatteväxling 22 öre, 123,4 mnkr, cirka 116 årsarbetare byter arbetsgivare",
        entry_counterparty="y",
        entry_by="legal_force",
    )
    office.send(f"{agreement}/villkor", start="1 januari 2013", end="")
    sent = office.recommend(agreement, "Hemsjukvård", "2 mars 2012", "30 november 2012")
    decided = {"announced_on": "2012-10-01", "paragraph": "118"}
    way = office.record(sent, "Gällivare", "council", "24 september 2012", "adopted", **decided)
    assert "Laga kraft tidigast 23 oktober 2012" in office.says(way)
    office.record(sent, "Övertorneå", "council", "1 oktober 2012", "declined", reason="Kostnaden")
    assert "Det villkoret går inte längre att uppfylla, så många har avslagit." in office.says(sent)
    office.record(sent, "Övertorneå", "council", "26 november 2012", "adopted")
    all_others_adopt(sent, date(2012, 10, 22), "Gällivare", "Övertorneå")
    region = {"party": f"org:{REGION}", "body_name": "Landstingsfullmäktige"}
    office.send(
        f"{agreement}/parter/beslut",
        **region,
        decided_on="28 november 2012",
        in_force_on="20 december 2012",
    )
    assert "Tidigast 3 januari 2013 (uppskattat)" in office.says(agreement)
    office.send(f"{agreement}/villkor", start="1 februari 2013", end="")
    office.secretary.post(f"{agreement}/steg", data={"step": "conclude"})
    told = office.says(agreement)
    assert "Skatteväxling 22 öre, 123,4 mnkr" in told
    assert "Saknar bevakning" in told, "nothing is known of an end, a notice or a review"
    assert office.bound(agreement, "2013-01-31") == NOBODY
    assert office.bound(agreement, "2013-02-01") == ALL
