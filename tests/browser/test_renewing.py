"""A manager learns what happens if nothing is done, decides, and reminds (ux 15, 7 and 8)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal.db import db
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.by_hand import KIND
from tests import builders
from tests.browser.conftest import BOTH_WAYS, PHONE, Visit
from tests.browser.site import Site
from tests.browser.test_keyboard_and_screens import assert_nothing_scrolls_sideways
from tests.browser.visitor import Visitor

CARE = "Läkarmedverkan i kommunal hälso- och sjukvård"


@pytest.fixture
def manager(site: Site, visit: Visit) -> Visitor:
    visitor = visit(site)
    visitor.sign_in("chef")
    return visitor


@BOTH_WAYS
def test_7_what_happens_if_nothing_is_done_takes_two_clicks_and_the_arithmetic_one_more(
    manager: Visitor,
) -> None:
    manager.link("Visa frister")
    row = manager.page.get_by_role("row").filter(has_text=CARE).first
    said = row.inner_text().replace("\xa0", " ")
    assert "31 december 2026" in said
    assert "Förlängs till 31 december 2029" in said
    assert manager.clicks <= 2
    manager.click(row.get_by_text("Visa uträkningen"))
    expect(row).to_contain_text("Sista dagen att säga upp blir därför 31 december 2026")
    assert manager.clicks <= 3


def test_7_a_deadline_is_decided_and_that_is_undone(manager: Visitor) -> None:
    manager.link("Visa frister")
    row = manager.page.get_by_role("row").filter(has_text=CARE).first
    manager.click(row.get_by_role("link", name="Avgör"))
    manager.choose("Avgör senare")
    manager.type("Påminn igen från och med", "1 december")
    manager.type("Varför?", "Styrelsen tar upp frågan den 27 november")
    manager.button("Spara")
    manager.sees("Påminnelserna kommer tillbaka 1 december 2026.", "Tas upp igen 1 december 2026")
    manager.button("Ångra")
    manager.sees("bevakas igen")
    expect(manager.main).not_to_contain_text("Tas upp igen")


def test_7_the_decision_fits_a_phone(site: Site, visit: Visit) -> None:
    manager = visit(site, viewport=PHONE)
    manager.sign_in("chef")
    for page in (
        "/fornyelser",
        "/fornyelser/lakarmedverkan/avgor?kind=notice&day=2026-12-31",
        "/avtal/lakarmedverkan/uppsagning",
    ):
        manager.page.goto(page)
        assert_nothing_scrolls_sideways(manager.page)


def waiting() -> list[str]:
    """To whom mail of a reminder by hand waits."""
    wanted = sa.select(Message.recipient).where(
        Message.state == MessageState.QUEUED, Message.kind == KIND
    )
    return sorted(db.session.scalars(wanted))


def remind(manager: Visitor) -> None:
    """From the start page until the mails are on their way."""
    manager.link("Öppna matrisen")
    for title in ("Digitala trygghetslarm, avrop 2", "Hemsjukvård, ansvarsgränser mot regionen"):
        manager.click(manager.page.get_by_label(f"Markera {title}", exact=True))
    manager.button("Påminn försenade kommuner")
    manager.sees("Haparanda", "Pajala")
    manager.button("Skicka till 2 kommuner")
    expect(manager.main).to_contain_text("2 mejl är på väg.")


@BOTH_WAYS
def test_8_the_late_ones_are_reminded_in_five_clicks_and_that_is_stopped_in_one(
    manager: Visitor, site: Site
) -> None:
    remind(manager)
    assert manager.clicks <= 5
    queued = site.ask(waiting)
    assert len(queued) == 2
    assert len(set(queued)) == 2
    before = manager.clicks
    manager.button("Stoppa")
    assert manager.clicks - before == 1
    expect(manager.main).to_contain_text("2 mejl stoppades.")
    assert site.ask(waiting) == []


def test_8_going_back_and_sending_again_sends_nothing_more(manager: Visitor, site: Site) -> None:
    remind(manager)
    queued = site.ask(waiting)
    manager.page.go_back()
    manager.page.get_by_role("main").get_by_role("button", name="Skicka till").click()
    expect(manager.main).to_contain_text("De är redan påminda i dag.")
    assert site.ask(waiting) == queued
    manager.page.goto("/rekommendationer/paminn?rek=trygghetslarm&rek=hemsjukvard")
    manager.sees(f"Påmind {builders.real_day()}")
