"""The steps by which a matter goes from idea to recommendation, as people take them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.letters.words import lines


def on(site: Site, day: str) -> None:
    """Let it be another day."""
    site.app.config["TODAY"] = date.fromisoformat(day)


def begin(who: Visitor, title: str, proposal: str, agreement: str = "", area: str = "") -> None:
    """A new matter; on the page of an agreement it knows what that is about."""
    if agreement:
        who.page.goto("/arenden")
        who.link("Nytt ärende")
        who.page.get_by_label("Avtal (frivilligt)", exact=True).select_option(value=agreement)
        who.page.get_by_label("Område", exact=True).select_option(label=area)
    else:
        who.link("Nytt ärende")
    who.type("Ärendet", title)
    who.page.get_by_label("Förslag till beslut").fill(proposal)
    who.button("Skapa ärendet")
    expect(who.page.get_by_role("heading", level=1)).to_have_text(title)


def place(who: Visitor, *meetings: tuple[int, str]) -> None:
    """Choose meetings, on the page of the matter, by the number of the body on its way."""
    who.link("Väg och möten")
    for number, day in meetings:
        row = who.page.get_by_role("group", name=f"Organ {number}")
        row.get_by_label("Möte").select_option(label=day)
    who.button("Spara")


def decide_without_meeting(who: Visitor, outcome: str, day: str) -> None:
    """What a body did whose meetings are in no plan, on the page of the matter."""
    who.main.get_by_role("link", name="Registrera utfall").first.click()
    who.choose(outcome)
    who.type("Datum", day)
    who.button("Registrera utfall")
    expect(who.main).to_contain_text("Utfallet är registrerat.")


@dataclass(frozen=True)
class Result:
    """What a body did with the matter at a meeting."""

    meeting: str
    """Its address, with the day at the end."""
    outcome: str
    paragraph: str = "8"
    note: str = ""


def decide(site: Site, who: Visitor, title: str, result: Result) -> None:
    """Record on the day of the meeting what the body did."""
    on(site, result.meeting[-10:])
    who.page.goto(f"/moten/{result.meeting}")
    who.link("Registrera utfall")
    row = who.page.get_by_role("region", name=title)
    row.get_by_label("Utfall").select_option(label=result.outcome)
    row.get_by_label("Paragraf").fill(result.paragraph)
    row.get_by_label("Anteckning").fill(result.note)
    who.button("Spara utfall")
    expect(who.main).to_contain_text("Ett utfall är registrerat.")


def send(who: Visitor, address: str, title: str, paragraph: str, reply_by: str) -> None:
    """Complete and send the draft that the board's outcome made: nothing is typed twice."""
    who.page.goto(address)
    who.clicks = 0
    who.link("Öppna utkastet")
    expect(who.page.get_by_label("Paragraf i styrelsens protokoll")).to_have_value(paragraph)
    who.type("Svara senast", reply_by)
    who.button("Spara och granska utskicket")
    who.button("Skicka till 14 kommuner")
    expect(who.page.get_by_role("heading", level=1)).to_have_text(title)
    assert who.clicks <= 8


def fetched(who: Visitor, name: str, folder: Path) -> list[str]:
    """The paragraphs of the Word file that a link leads to, and no trace of its template."""
    with who.page.expect_download() as download:
        who.link(name)
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert zipfile.is_zipfile(file)
    found = [one.replace("\xa0", " ") for one in lines(file.read_bytes())]
    for sign in ("{{", "}}", "{%", "None", "§ §"):
        assert not any(sign in one for one in found), sign
    return found


def refused(who: Visitor, *addresses: str) -> None:
    """What is prepared is for the association alone."""
    for address in addresses:
        answer = who.opens(address)
        assert answer
        assert answer.status == 403, address
