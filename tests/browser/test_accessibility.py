"""No page has an A or AA violation in light or dark, and none scrolls sideways on a phone.

The pages come from the product's own routes, so that a new page is looked at without being
listed. Each is seen by the first of the people below who may see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.documents.models import Document
from nk_avtal.domain.people import Role
from nk_avtal.recommendations import links
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.site import Site
from tests.browser.visitor import CLERK, Visitor
from tests.security.expected_routes import EXPECTED, Identity

PEOPLE: dict[Identity, str] = {
    Role.CLERK: CLERK,
    Role.SECRETARY: "sekreterare",
    Role.MANAGER: "chef",
    Role.NEGOTIATOR: "forhandlare",
    Role.READER: "lasare",
    Role.ADMIN: "admin",
    None: "",
}
ARGUMENTS: dict[str, str | int] = {
    "municipality": "pitea",
    "imports:what": "sammantraden",
    "slug": "lakarmedverkan",
    "audience": "gruppen",
    "negotiations:slug": "hjalpmedel-samverkan-och-kostnader",
    "consultations:slug": "psykisk-halsa",
    "consultations:invited_id": 15,
    "token": "no-such-token",
    "person_id": 2,
    "kind": "official_letter",
    "agreement_kind": "accord",
    "track": "education",
    "body": "styrelsen",
    "day": "2026-09-25",
    "reports:year": 2026,
}
ERRORS = ("/finns-inte", "/losenord/no-such-token", "/kommuner/pitea/utdrag/1", "/readyz")
ERRORS += ("/avtal/lakarmedverkan/dokument/jamfor.docx", "/konto/nycklar/1/ta-bort")
ERRORS += ("/avtal/lakarmedverkan/dokument/andrade-klausuler.docx",)
ERRORS += ("/dokumentmallar/official_letter/1.docx", "/fornyelser/kalender.ics")
ERRORS += ("/fornyelser/lakarmedverkan/avgor", "/avtal/lakarmedverkan/uppsagning/1")
ERRORS += ("/avtal/lakarmedverkan/uppsagning/1/brev.docx",)
ERRORS += (
    "/forhandlingar/hjalpmedel-samverkan-och-kostnader/grupp",  # of another manager's
    "/forhandlingar/hjalpmedel-samverkan-och-kostnader/mandat",
)
ERRORS += (  # replies without a file; letters are those of a recommendation here
    "/remisser/psykisk-halsa/yttrande/1",
    "/kommuner/pitea/remisser/psykisk-halsa/yttrande/1",
    "/kommuner/pitea/remisser/lakarmedverkan/missiv.docx",
    "/remisser/lakarmedverkan/svar/1/missiv.docx",
    "/remisser/lakarmedverkan/sammanstallning.docx",
)
ERRORS += (
    "/avtal/lakarmedverkan/kostnader/1",
    "/avtal/lakarmedverkan/kostnader.xlsx",
    "/avtal/lakarmedverkan/kostnader.csv",
)
ERRORS += (
    "/kommuner/pitea/avtalssamverkan-1.docx",
    "/kommuner/pitea/utdrag/1/protokollsutdrag.docx",
    "/avtal/lakarmedverkan/stallningstaganden/1/forlangning.docx",
    "/avtal/lakarmedverkan/uppsagning/1/bekraftelse.docx",
    "/dokumentmallar/official_letter/gjorda/1.docx",
    "/kommuner/pitea/avtalssamverkan/2026/1",
)
ERRORS += ("/import/1", "/import/1/anmarkningar.xlsx")  # nobody has chosen a file
"""What is meant to be refused. Another page that is refused has got the wrong arguments."""
SEEN_BY_ALL = ("/", "/konto", "/finns-inte")
HALVES = 2
"""The pages of a person are seen in two tests, which may run side by side."""
MORE: dict[Identity, tuple[str, ...]] = {
    Role.CLERK: (
        "/kommuner/pitea/beslut/hemsjukvard",
        "/kommuner/pitea/beslut/hemsjukvard/kvitto",
        "/kommuner/pitea/beslut/hemsjukvard/utdrag",
        "/sok?q=hemsjukv%C3%A5rd",
        "/rekommendationer?vy=karta",
        "/rekommendationer?vy=lista",
        "/rekommendationer?lage=forsenade",
        "/register/hemsjukvard-ansvarsgranser",
        "/kommuner/pitea/remisser/skyddat-boende",
        "/kommuner/pitea/remisser/skyddat-boende/kvitto",
    ),
    Role.SECRETARY: (
        "/kommuner/kiruna/beslut/gymnasieavtal",
        "/import",
        "/import/beslut",
        "/rekommendationer/ny?avtal=lakarmedverkan",
        "/avtal/skyddat-boende-ramavtal/register",
        "/rekommendationer/paminn?rek=trygghetslarm&rek=gymnasieavtal",
        "/rekommendationer/flytta?rek=lakarmedverkan",
        "/rekommendationer/lakarmedverkan/planering?galler=2027-07-01&namnd=y",
        "/rekommendationer/lakarmedverkan/planering?skickas=2027-03-01",
        "/arenden/yrkesvux-ny-fordelning",
        "/arenden/yrkesvux-ny-fordelning/vag",
        "/arenden/hjalpmedel-nytt-avtal/steg/4/handlingar",
        "/arenden/hjalpmedel-nytt-avtal/steg/4/utfall",
        "/arenden/nytt?avtal=hjalpmedel",
        "/moten/kommundirektorsberedningen/2026-11-27",
        "/moten/kommundirektorsberedningen/2026-11-27/kallelse",
        "/moten/kommundirektorsberedningen/2026-11-13/utfall",
    ),
    Role.MANAGER: (
        "/paminnelser?vy=utskick",
        "/paminnelser/avstamning?manad=2026-11",
        "/fornyelser/lakarmedverkan/avgor?kind=notice&day=2026-12-31",
        "/fornyelser/digitala-trygghetslarm/avgor?kind=end&day=2027-02-28",
        "/fornyelser?inom=30&manad=2026-12",
        "/avtal?bevakning=saknar",
    ),
    Role.NEGOTIATOR: (
        "/forhandlingar/hjalpmedel-samverkan-och-kostnader?visa=alla&yrkande=2",
        "/forhandlingar/hjalpmedel-samverkan-och-kostnader/yrkanden/4",
        "/forhandlingar/hjalpmedel-samverkan-och-kostnader/grupp",
        "/forhandlingar/hjalpmedel-samverkan-och-kostnader/mandat?yrkande=4",
        "/forhandlingar/hjalpmedel-samverkan-och-kostnader/kontakter",
        "/forhandlingar/ny?avtal=hjalpmedel",
        "/remisser/skyddat-boende",
        "/remisser/ny?avtal=hjalpmedel",
        "/forhandlingar?q=finns-inte",
    ),
    None: ("/register?lage=alla", "/logga-in"),
}
BRIEFLY = {"resultTypes": ["violations"]}
ALL = BRIEFLY | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = BRIEFLY | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """options => axe.run(options).then(found => (
    {violations: found.violations, looked: found.passes.length + found.violations.length}))"""


def addresses(site: Site, who: Identity) -> Iterator[str]:
    """The pages of which `who` is the first who may see them, and some that everybody has."""
    adapter = site.app.url_map.bind("localhost")
    of_town = ARGUMENTS | site.ask(lambda: numbers("Piteå"))
    of_association = ARGUMENTS | site.ask(lambda: numbers(None))
    by_link = {"token": site.ask(personal_link)}
    for rule in site.app.url_map.iter_rules():
        seers = EXPECTED[rule.endpoint].own if rule.endpoint in EXPECTED else frozenset()
        if "GET" in (rule.methods or ()) and first_of(seers) is who and who in seers:
            known = of_town if "municipality" in rule.arguments else of_association
            known = by_link if rule.endpoint.startswith("reply_links.") else known
            blueprint = rule.endpoint.partition(".")[0]
            values = {
                name: known.get(f"{blueprint}:{name}", known.get(name, 1))
                for name in rule.arguments
            }
            programs = rule.endpoint == "static" or rule.endpoint.startswith("api.")
            if not programs and "form" not in values:
                yield adapter.build(rule.endpoint, values)
    if who:
        yield from SEEN_BY_ALL
    yield from MORE.get(who, ())


def personal_link() -> str:
    """The secret of a personal link to the recommendation, for a town that has not answered."""
    of = db.session.scalars(
        sa.select(Recommendation).where(Recommendation.slug == ARGUMENTS["slug"])
    ).one()
    token = links.make(builders.addressee(of, "Jokkmokk"), "registrator@jokkmokk.example")
    db.session.commit()
    return token


def numbers(town: str | None) -> dict[str, int]:
    """The numbers of a document of the agreement, and of a body and a meeting of the town, or
    without one of the association."""
    agreement = sa.select(Agreement.id).where(Agreement.slug == ARGUMENTS["slug"])
    document = sa.select(Document.id).where(Document.agreement_id == agreement.scalar_subquery())
    owner = builders.municipality(town).id if town else None
    meeting = sa.select(Meeting).join(Meeting.body).where(Body.municipality_id == owner)
    found = db.session.scalars(meeting.order_by(Meeting.held_on.desc())).first()
    return {
        "document_id": db.session.scalars(document).first(),
        "meeting_id": found.id,
        "body_id": found.body_id,
    }


def first_of(seers: frozenset[Identity]) -> Identity:
    """Who looks at a page that these may see."""
    return next((one for one in PEOPLE if one in seers), None)


def violations(page: Page, options: dict[str, object]) -> list[tuple[str, ...]]:
    page.wait_for_load_state()
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, options)
    assert found["looked"], page.url
    return [(one["id"], *_first_of(one)) for one in found["violations"]]


def _first_of(violation: dict[str, Any]) -> tuple[str, str]:
    node = violation["nodes"][0]
    return node["html"][:200], node["failureSummary"]


def faults_of(visitor: Visitor, address: str) -> list[tuple[object, ...]]:
    """What is wrong with the page at `address`; nothing with what is no page."""
    page = visitor.page
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = visitor.opens(address)
    if answer is None or answer.request.redirected_from:
        return []
    if not answer.ok and address not in ERRORS:
        return [(address, answer.status)]
    return [(address, *fault) for fault in faults_shown(page)]


def faults_shown(page: Page) -> list[tuple[object, ...]]:
    """What is wrong with the page as it is shown, in light and dark and on a phone."""
    faults: list[tuple[object, ...]] = [("light", *one) for one in violations(page, ALL)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += [("dark", *one) for one in violations(page, COLOURS)]
    page.set_viewport_size(PHONE)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(("scrolls sideways on a phone",))
    if page.locator("[style], style:not([id]), script:not([src])").count():
        faults.append(("style or script in the page",))
    return faults


@pytest.mark.parametrize("half", range(HALVES))
@pytest.mark.parametrize("who", PEOPLE, ids=str)
def test_axe_finds_nothing_on_any_page(site: Site, visit: Visit, who: Identity, half: int) -> None:
    visitor = visit(site)
    if who:
        visitor.sign_in(PEOPLE[who])
    # A set, since some pages are both found and named.
    pages = sorted(set(addresses(site, who)))[half::HALVES]
    assert [fault for address in pages for fault in faults_of(visitor, address)] == []


def test_axe_finds_nothing_where_two_versions_of_an_agreement_are_compared(
    site: Site, visit: Visit
) -> None:
    def rename() -> None:
        wanted = sa.select(Agreement).where(Agreement.slug == ARGUMENTS["slug"])
        db.session.scalars(wanted).one().title = "Läkarmedverkan, ny titel"
        db.session.commit()

    visitor = visit(site)
    visitor.sign_in("sekreterare")
    page = visitor.page
    page.goto(f"/avtal/{ARGUMENTS['slug']}/andra")
    site.ask(rename)
    visitor.button("Spara")
    expect(page.get_by_role("main")).to_contain_text("Läkarmedverkan, ny titel")
    assert faults_shown(page) == []
    table = page.locator(".rulla").first
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth"), "both are seen on a phone"


def test_axe_finds_nothing_where_a_calendars_address_is_shown(clerk: Visitor) -> None:
    clerk.page.goto("/konto")
    clerk.button("Gör en kalenderadress")
    expect(clerk.page.get_by_label("Din kalenderadress")).to_be_focused()
    assert faults_shown(clerk.page) == []


def test_axe_finds_nothing_in_a_form_with_errors(clerk: Visitor) -> None:
    page = clerk.page
    page.goto("/kommuner/pitea/beslut/lakarmedverkan")
    clerk.choose("Antagit med tillägg eller förbehåll")
    clerk.button("Registrera beslut")
    expect(page.get_by_role("heading", name="Rätta tre uppgifter")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert violations(page, ALL) == []
