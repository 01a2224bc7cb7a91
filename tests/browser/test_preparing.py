"""Chain C2 of the cases, from the first body to fourteen municipalities, as each role plays it."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.site import Site

TITLE = "Psykisk funktionsnedsättning, ny överenskommelse"
ADDRESS = "/arenden/psykisk-funktionsnedsattning-ny-overenskommelse"
LATE = "Ärendet hinner inte till Styrelsen 11 december 2026."


def on(site: Site, day: str) -> None:
    site.app.config["TODAY"] = date.fromisoformat(day)


def test_c2_goes_from_idea_to_recommendation(site: Site, visit: Visit) -> None:
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    page = negotiator.page
    page.goto("/arenden")
    negotiator.link("Nytt ärende")
    negotiator.type("Ärendet", TITLE)
    page.get_by_label("Avtal (frivilligt)", exact=True).select_option(
        value="samarbete-psykisk-funktionsnedsattning"
    )
    page.get_by_label("Område", exact=True).select_option(label="Socialtjänst")
    page.get_by_label("Förslag till beslut").fill("anta överenskommelsen")
    negotiator.button("Skapa ärendet")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    negotiator.link("Väg och möten")
    for organ, day in (
        ("2", "27 november 2026"),
        ("3", "9 december 2026"),
        ("4", "11 december 2026"),
    ):
        row = page.get_by_role("group", name=f"Organ {organ}")
        row.get_by_label("Möte").select_option(label=day)
    negotiator.button("Spara")
    expect(negotiator.main).to_contain_text(LATE)
    expect(negotiator.main).to_contain_text("Det första mötet som går att nå är 19 februari 2027.")
    negotiator.link("Väg och möten")
    row = page.get_by_role("group", name="Organ 4")
    row.get_by_label("Möte").select_option(label="19 februari 2027")
    negotiator.button("Spara")
    expect(negotiator.main).not_to_contain_text(LATE)

    negotiator.main.get_by_role("link", name="Välj handlingar till Styrelsen").click()
    page.get_by_role("checkbox").first.check()
    negotiator.button("Spara")
    negotiator.main.get_by_role("link", name="Registrera utfall").first.click()
    negotiator.choose("Tillstyrkt")
    negotiator.type("Datum", "20 november")
    negotiator.button("Registrera utfall")
    expect(negotiator.main).to_contain_text("Utfallet är registrerat.")

    secretary = visit(site)
    secretary.sign_in("sekreterare")
    meetings = (
        ("kommundirektorsberedningen/2026-11-27", "Tillstyrkt"),
        ("socialberedningen/2026-12-09", "Tillstyrkt"),
        ("styrelsen/2027-02-19", "Rekommenderat"),
    )
    for meeting, outcome in meetings:
        on(site, meeting[-10:])
        secretary.page.goto(f"/moten/{meeting}")
        secretary.link("Registrera utfall")
        row = secretary.page.get_by_role("region", name=TITLE)
        row.get_by_label("Utfall").select_option(label=outcome)
        row.get_by_label("Paragraf").fill("8")
        secretary.button("Spara utfall")
        expect(secretary.main).to_contain_text("Ett utfall är registrerat.")

    secretary.page.goto(ADDRESS)
    secretary.clicks = 0
    secretary.link("Öppna utkastet")
    expect(secretary.page.get_by_label("Paragraf i styrelsens protokoll")).to_have_value("8")
    expect(secretary.page.get_by_label("Förslag till beslut")).to_have_value(
        "anta överenskommelsen"
    )
    secretary.type("Svara senast", "31 maj 2027")
    secretary.button("Spara och granska utskicket")
    secretary.button("Skicka till 14 kommuner")
    expect(secretary.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert secretary.clicks <= 8

    clerk = visit(site)
    clerk.sign_in()
    for address in (ADDRESS, "/arenden/finns-inte", "/moten/styrelsen/2027-02-19"):
        answer = clerk.opens(address)
        assert answer
        assert answer.status == 403
