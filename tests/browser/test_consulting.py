"""A proposal goes out for opinions, a clerk answers, and what was said becomes an issue."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal.db import db
from nk_avtal.outbox.models import Message
from tests.browser.conftest import Visit
from tests.browser.site import Site

TITLE = "Hjälpmedel, förslag inför förhandlingen"
AGREEMENT = "Hjälpmedel (exempel)"


def mail_to_pitea() -> Message:
    wanted = sa.select(Message).where(
        Message.kind == "consultation", Message.recipient.startswith("registrator@pitea")
    )
    return db.session.scalars(wanted).one()


def test_from_question_to_issue(site: Site, visit: Visit) -> None:
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    page = negotiator.page
    page.goto("/avtal/hjalpmedel")
    negotiator.link("Skicka på remiss")
    negotiator.type("Vad gäller remissen?", TITLE)
    page.get_by_label("Frågor").fill("Ska avgiften följa index?\nRäcker ett år?")
    negotiator.type("Svara senast", "26 februari 2027")
    negotiator.button("Spara och granska utskicket")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skicka remissen")
    negotiator.button("Skicka till 14 mottagare")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(negotiator.main).to_contain_text("Stoppa")
    mail = site.ask(mail_to_pitea)
    assert "Ska avgiften" not in mail.subject
    address = next(word for word in mail.text.split() if "/kommuner/pitea/remisser/" in word)

    clerk = visit(site)
    clerk.sign_in()
    expect(clerk.main.locator("section").filter(has_text="På remiss")).to_contain_text(TITLE)
    clerk.page.goto("/kommuner" + address.split("/kommuner")[1])
    clerk.link("Svara")
    for group, choice in (("Ska avgiften", "Tillstyrker med ändring"), ("Räcker", "Avstår")):
        asked = clerk.page.get_by_role("group", name=group)
        asked.get_by_label(choice, exact=True).check()
    clerk.page.get_by_label("Kommentar eller önskad ändring").first.fill("Bara vartannat år")
    clerk.button("Lämna svaret")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Svaret har kommit in")

    page.reload()
    expect(negotiator.main).to_contain_text("1 av 14 har svarat")
    expect(negotiator.main).to_contain_text("1 tillstyrker med ändring")
    negotiator.button("Gör till yrkande Piteå")
    negotiator.link("Öppna yrkandet")
    expect(negotiator.main).to_contain_text("Bara vartannat år")
