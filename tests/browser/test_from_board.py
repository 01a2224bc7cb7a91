"""What the board recommends reaches every municipality (ux 15, scenario 10)."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal import clock
from nk_avtal.adoptions.queries import open_matters
from nk_avtal.db import db
from nk_avtal.municipalities.queries import members
from nk_avtal.outbox.models import Message, MessageState
from tests.browser.conftest import Visit
from tests.browser.site import Site

TITLE = "Hemsjukvård, nya rutiner"
DOCUMENT = "Hemsjukvård, ansvarsgränser mot regionen"


def mails() -> list[Message]:
    wanted = sa.select(Message).where(Message.state == MessageState.QUEUED)
    return list(db.session.scalars(wanted))


def members_without() -> list[str]:
    """The members that do not have the matter before them."""
    return [
        one.name
        for one in members()
        if TITLE not in {m.recommendation.title for m in open_matters(one, clock.today())}
    ]


def test_10_a_recommendation_goes_to_fourteen_municipalities_in_eight_clicks(
    site: Site, visit: Visit
) -> None:
    secretary = visit(site)
    secretary.sign_in("sekreterare")
    page = secretary.page
    secretary.link("Öppna matrisen")
    secretary.link("Ny rekommendation")
    page.get_by_label("Avtal", exact=True).select_option(value="hemsjukvard-ansvarsgranser")
    secretary.clicks += 2  # opening the list and choosing in it
    secretary.button("Fortsätt")
    secretary.type("Vad rekommenderas?", TITLE)
    secretary.button("25 september", exact=False)
    secretary.type("Paragraf i styrelsens protokoll", "71")
    secretary.type("Svara senast", "31 januari 2027")
    secretary.button("Spara och granska utskicket")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skicka rekommendationen")
    secretary.button("Skicka till 14 kommuner")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert secretary.clicks <= 8

    queued = site.ask(mails)
    assert len(queued) == 14
    assert {one.recipient.split("@")[0] for one in queued} == {"registrator"}
    assert site.ask(members_without) == []
    for name in site.ask(lambda: [one.full_name for one in members()]):
        (text,) = [one.text for one in queued if f"ifyllt för {name}" in one.text]
        assert f"Det som rekommenderas: {DOCUMENT}" in text

    page.goto("/rekommendationer")
    row = page.get_by_role("row").filter(has_text=TITLE)
    assert row.inner_text().count("väntar på beslut") == 14

    clerk = visit(site)
    clerk.sign_in()
    coming = clerk.main.locator("section").filter(has_text="På väg mot beslut")
    expect(coming).to_contain_text(TITLE)
