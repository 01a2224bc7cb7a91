"""A round of a negotiation (ux 15, scenario 9)."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal.db import db
from nk_avtal.demo.negotiations import LIMITS, SLUG
from nk_avtal.negotiations.models import Issue, Negotiation, Position
from tests.browser.conftest import BOTH_WAYS, Visit
from tests.browser.site import Site

ANSWER = "24 timmar i kustkommunerna, 36 timmar i inlandet."
Row = tuple[str, str, bool]


def positions() -> list[Row]:
    """What has been said about the fourth issue."""
    wanted = (
        sa.select(Position)
        .join(Position.issue)
        .join(Issue.negotiation)
        .where(Negotiation.slug == SLUG, Issue.number == 4)
        .order_by(Position.id)
    )
    return [(one.side.value, one.text, one.is_sent) for one in db.session.scalars(wanted)]


@BOTH_WAYS
def test_9_an_answer_is_drafted_and_sent_in_four_clicks(site: Site, visit: Visit) -> None:
    before = site.ask(positions)
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    page = negotiator.page
    negotiator.link("Hjälpmedel, samverkan och kostnader")
    negotiator.type("Vår position i runda 3", ANSWER)
    negotiator.button("Spara utkast")
    expect(negotiator.main).to_contain_text("Utkastet i yrkande 4 är sparat.")
    negotiator.button("Spara och markera som skickad")
    expect(negotiator.main).to_contain_text("Positionen i yrkande 4 är skickad.")
    assert negotiator.clicks <= 4
    added = [("ours", ANSWER, False), ("ours", ANSWER, True)]
    assert site.ask(positions) == [*before, *added]
    expect(negotiator.main).to_contain_text("En arbetsdag, tre arbetsdagar i inlandet.")

    negotiator.type("Vår position i runda 3", "Ett utkast som ingen annan får se")
    negotiator.button("Spara utkast")
    page.emulate_media(media="print")
    for text in ("Ett utkast som ingen annan får se", LIMITS):
        for shown in page.get_by_text(text).all():
            expect(shown).to_be_hidden()
    expect(negotiator.main.locator(".fraga[aria-current]")).to_contain_text(ANSWER)

    clerk = visit(site)
    clerk.sign_in()
    answer = clerk.page.goto(f"/forhandlingar/{SLUG}")
    assert answer
    assert answer.status == 404
