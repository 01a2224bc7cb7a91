"""A clerk records what the municipality decided (ux 15, scenarios 1, 2, 3 and 5)."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from nk_avtal.history.models import Entry
from nk_avtal.outbox.models import Message, MessageState
from tests.browser.conftest import BOTH_WAYS, Visit
from tests.browser.site import Site
from tests.browser.visitor import Visitor

FORM = "/kommuner/pitea/beslut/lakarmedverkan"


def first_decision(clerk: Visitor) -> None:
    """Scenario 1 from the start page to the receipt."""
    clerk.link("Registrera beslut")
    clerk.button("16 november")
    clerk.type("Paragraf", "142")
    clerk.choose("Antagit")
    clerk.button("Registrera beslut")


def check_receipt(clerk: Visitor) -> None:
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Beslutet är registrerat")
    clerk.sees("Måndag 16 november 2026", "§ 142", "åttonde av 14")
    assert clerk.clicks <= 5


def newest_decision() -> Decision:
    return db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()


def events_of(decision: Decision) -> list[str]:
    """What the history holds about a decision, oldest first."""
    wanted = sa.select(Entry.event).where(Entry.noun == "decision", Entry.object_id == decision.id)
    return list(db.session.scalars(wanted.order_by(Entry.id)))


def mail_states() -> set[MessageState]:
    return set(db.session.scalars(sa.select(Message.state)))


def cell_of(manager: Visitor) -> str:
    """What the matrix says about Piteå and Läkarmedverkan."""
    manager.page.goto("/rekommendationer")
    row = manager.page.get_by_role("row").filter(has_text="Läkarmedverkan, ny bilaga 2")
    return str(row.get_by_role("link", name="Piteå:").inner_text())


@BOTH_WAYS
def test_1_a_first_decision_takes_five_clicks_and_shows_in_the_matrix(
    site: Site, visit: Visit, clerk: Visitor
) -> None:
    manager = visit(site)
    manager.sign_in("chef")
    assert "mötet har varit" in cell_of(manager).lower()
    first_decision(clerk)
    check_receipt(clerk)
    assert "antagit 16 november" in cell_of(manager).lower()


def test_1_the_same_on_postgresql(postgresql_site: Site, visit: Visit) -> None:
    clerk = visit(postgresql_site)
    clerk.sign_in()
    first_decision(clerk)
    check_receipt(clerk)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "protokoll.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    return path


@BOTH_WAYS
def test_2_three_errors_are_put_right_without_typing_anything_twice(
    clerk: Visitor, image: Path
) -> None:
    page = clerk.page
    page.goto(FORM)
    clerk.type("Sammanträdesdatum", "31 november")
    clerk.type("Kommunens diarienummer", "KS 2026-318")
    clerk.choose("Antagit")
    page.get_by_label("Protokollsutdrag").set_input_files(image)
    clerk.button("Registrera beslut")
    expect(page.get_by_role("heading", name="Rätta tre uppgifter")).to_be_visible()
    assert page.title().startswith("Fel: ")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    fields = ("decided_on", "paragraph", "excerpt")
    for number, field in enumerate(fields):
        links.nth(number).click()
        expect(page.locator(f"#{field}")).to_be_focused()
    assert page.get_by_label("Antagit", exact=False).first.is_checked()
    assert page.get_by_label("Kommunfullmäktige").is_checked()
    assert page.get_by_label("Kommunens diarienummer").input_value() == "KS 2026-318"
    before = clerk.clicks
    clerk.button("16 november")
    clerk.type("Paragraf", "142")
    clerk.button("Registrera beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslutet är registrerat")
    assert clerk.clicks - before <= 4


def test_3_a_slip_of_writing_is_read_and_read_back(clerk: Visitor, site: Site) -> None:
    clerk.page.goto(FORM)
    clerk.type("Sammanträdesdatum", "16/11")
    clerk.type("Paragraf", "Kf § 142")
    clerk.choose("Antagit")
    clerk.button("Registrera beslut")
    clerk.sees("Måndag 16 november 2026", "§ 142")
    decision = site.ask(newest_decision)
    assert (decision.decided_on.isoformat(), decision.paragraph) == ("2026-11-16", "Kf § 142")


@BOTH_WAYS
def test_5_a_mistake_is_undone_with_one_click_and_no_mail_leaves(
    site: Site, visit: Visit, clerk: Visitor
) -> None:
    manager = visit(site)
    manager.sign_in("chef")
    before = cell_of(manager)
    clerk.page.goto(FORM)
    clerk.button("16 november")
    clerk.type("Paragraf", "142")
    clerk.choose("Avslagit")
    clerk.button("Registrera beslut")
    assert cell_of(manager) != before
    clicks = clerk.clicks
    clerk.button("Ångra")
    expect(clerk.page.get_by_role("status").first).to_contain_text("Beslutet är ångrat")
    assert clerk.clicks - clicks == 1
    assert cell_of(manager) == before
    decision = site.ask(newest_decision)
    assert decision.undone_at is not None
    assert site.ask(lambda: events_of(decision)) == ["created", "changed"]
    assert site.ask(mail_states) == {MessageState.STOPPED}
