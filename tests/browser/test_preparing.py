"""Chains C2, C3 and C4 of the cases, from the first body to fourteen municipalities, as each role
plays them, with the Word files that come out of them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.preparing import (
    Result,
    begin,
    decide,
    decide_without_meeting,
    fetched,
    place,
    refused,
    send,
)
from tests.browser.site import Site
from tests.documents import samples

C2 = "Psykisk funktionsnedsättning, ny överenskommelse"
C2_AT = "/arenden/psykisk-funktionsnedsattning-ny-overenskommelse"
C3 = "Hjälpmedel, nytt avtal med regionen"
C3_AT = "/arenden/hjalpmedel-nytt-avtal"
C4 = "Kommunalisering av hemsjukvården"
C4_AT = "/arenden/kommunalisering-av-hemsjukvarden"
LATE = "Ärendet hinner inte till Styrelsen 11 december 2026."
DIRECTORS, JOINT = "kommundirektorsberedningen", "politiska-samverkansberedningen"


def test_c2_goes_from_idea_to_recommendation(site: Site, visit: Visit, tmp_path: Path) -> None:
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    page = negotiator.page
    begin(
        negotiator,
        C2,
        "anta överenskommelsen",
        agreement="samarbete-psykisk-funktionsnedsattning",
        area="Socialtjänst",
    )
    place(negotiator, (2, "27 november 2026"), (3, "9 december 2026"), (4, "11 december 2026"))
    expect(negotiator.main).to_contain_text(LATE)
    expect(negotiator.main).to_contain_text("Det första mötet som går att nå är 19 februari 2027.")
    place(negotiator, (4, "19 februari 2027"))
    expect(negotiator.main).not_to_contain_text(LATE)

    negotiator.main.get_by_role("link", name="Välj handlingar till Styrelsen").click()
    page.get_by_role("checkbox").first.check()
    negotiator.button("Spara")
    decide_without_meeting(negotiator, "Tillstyrkt", "20 november")

    secretary = visit(site)
    secretary.sign_in("sekreterare")
    for meeting, outcome in (
        (f"{DIRECTORS}/2026-11-27", "Tillstyrkt"),
        ("socialberedningen/2026-12-09", "Tillstyrkt"),
        ("styrelsen/2027-02-19", "Rekommenderat"),
    ):
        decide(site, secretary, C2, Result(meeting, outcome))
    send(secretary, C2_AT, C2, "8", "31 maj 2027")

    clerk = visit(site)
    clerk.sign_in()
    refused(clerk, C2_AT, "/arenden/finns-inte", "/moten/styrelsen/2027-02-19")

    negotiator.page.goto("/remisser/skyddat-boende")
    replies = fetched(negotiator, "Word till styrelsen", tmp_path)
    assert any("Avstånden i länet" in one for one in replies)
    assert any("Tillstyrker" in one for one in replies)


def test_c3_is_negotiated_sent_back_tabled_and_recommended(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    negotiator.page.goto("/forhandlingar/hjalpmedel-samverkan-och-kostnader")
    negotiator.link("för motparten")
    for_them = fetched(negotiator, "Hämta som Word", tmp_path)
    assert "En arbetsdag, tre arbetsdagar i inlandet." in for_them
    secret = ("Godta högst 48 timmar", "24 timmar i kustkommunerna", "Mandat", "Internt")
    assert not [one for one in for_them if any(word in one for word in secret)]

    secretary = visit(site)
    secretary.sign_in("sekreterare")
    back = "Kostnaderna behöver utredas."
    decide(site, secretary, C3, Result(f"{DIRECTORS}/2026-11-27", "Tillstyrkt"))
    decide(site, secretary, C3, Result(f"{JOINT}/2026-12-16", "Återremiss", "12", back))
    secretary.page.goto(C3_AT)
    expect(secretary.main).to_contain_text(back)
    expect(secretary.main).to_contain_text("10 februari 2027")  # the next meeting was offered
    decide(site, secretary, C3, Result(f"{JOINT}/2027-02-10", "Tillstyrkt", "3"))

    secretary.page.goto("/moten/nya")
    secretary.page.get_by_label("Organ").select_option(label="Styrelsen")
    secretary.page.get_by_label("Datum").fill("16 april 2027")
    secretary.main.get_by_role("button").last.click()
    decide(site, secretary, C3, Result("styrelsen/2027-02-19", "Bordlagt", "97"))
    tabled = fetched(secretary, "Protokollsutdrag", tmp_path)
    assert "Styrelsen bordlägger ärendet." in tabled

    secretary.page.goto("/moten/styrelsen/2027-04-16")
    agenda = fetched(secretary, "Föredragningslista", tmp_path)
    assert any(C3 in one for one in agenda)
    decide(site, secretary, C3, Result("styrelsen/2027-04-16", "Rekommenderat", "21"))
    minutes = fetched(secretary, "Protokollsutdrag", tmp_path)
    assert "Styrelsen beslutar att rekommendera kommunerna" in minutes
    secretary.page.goto(C3_AT)
    expect(secretary.main).to_contain_text("Bordlagt § 97")
    expect(secretary.main.get_by_role("link", name="Öppna utkastet")).to_be_visible()

    reader = visit(site)
    reader.sign_in("lasare")
    refused(reader, C3_AT)
    for hidden in ("/rekommendationer", "/sok?q=samverkansavtal"):
        reader.page.goto(hidden)
        expect(reader.main).not_to_contain_text(C3)


def test_c4_goes_from_a_study_to_the_boards_recommendation(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    negotiator = visit(site)
    negotiator.sign_in("forhandlare")
    page = negotiator.page
    page.goto("/avtal/nytt")
    negotiator.type("Titel", C4)
    page.get_by_role("checkbox", name="Kommunal hälso- och sjukvård").check()
    for town in (
        page.get_by_role("group", name="Kommuner som är parter").get_by_role("checkbox").all()
    ):
        town.check()
    page.get_by_role("textbox", name="Andra parter").fill("Region Norrbotten")
    negotiator.main.get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Villkor")
    agreement = page.url.removesuffix("/villkor")
    page.goto(agreement)
    begin(negotiator, C4, f"anta {C4}")
    place(negotiator, (2, "27 november 2026"), (3, "16 december 2026"), (4, "19 februari 2027"))
    expect(negotiator.main).not_to_contain_text("Tidplanen håller inte")

    page.goto(f"{agreement}/dokument/nytt")
    page.locator("input[type=file]").set_input_files(
        {"name": "avtal.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    )
    page.get_by_label("Slag", exact=True).select_option("agreement")
    for choice in ("Öppet för kommunerna", "Gemensam"):
        negotiator.choose(choice)
    negotiator.button("Ladda upp")
    page.wait_for_url("**/dokument")
    page.goto(C4_AT)
    negotiator.main.get_by_role("link", name="Välj handlingar till Styrelsen").click()
    page.get_by_role("checkbox").first.check()
    page.locator("input[type=file]").set_input_files(
        {"name": "pm.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(2)}
    )
    page.get_by_label("Vad heter den?").fill("PM gränsdragningar")
    negotiator.button("Spara")
    decide_without_meeting(negotiator, "Tillstyrkt", "19 november")

    manager = visit(site)
    manager.sign_in("chef")
    for meeting in (f"{DIRECTORS}/2026-11-27", f"{JOINT}/2026-12-16"):
        decide(site, manager, C4, Result(meeting, "Tillstyrkt"))
    manager.page.goto("/moten/styrelsen/2027-02-19")
    agenda = fetched(manager, "Föredragningslista", tmp_path)
    assert any("PM gränsdragningar" in one for one in agenda)

    secretary = visit(site)
    secretary.sign_in("sekreterare")
    decide(site, secretary, C4, Result("styrelsen/2027-02-19", "Rekommenderat", "97"))
    minutes = fetched(secretary, "Protokollsutdrag", tmp_path)
    assert f"att anta {C4}" in minutes
    send(secretary, C4_AT, C4, "97", "31 maj 2027")

    clerk = visit(site)
    clerk.sign_in()
    coming = clerk.main.locator("section").filter(has_text="På väg mot beslut")
    expect(coming).to_contain_text(C4)
    refused(clerk, C4_AT)
    visitor = visit(site)
    visitor.page.goto(C4_AT)
    expect(visitor.page.get_by_label("Lösenord")).to_be_visible()
