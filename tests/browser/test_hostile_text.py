"""Text that would be a program stays text, on every page, in a real browser (S-21)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.models import TABLES
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.security.expected_routes import EXPECTED, Identity
from tests.security.payloads import SCRIPTS

FIELDS: dict[str, tuple[str, ...]] = {
    "agreement": ("title", "summary", "clause", "legal_basis", "compensation", "source_note"),
    "body": ("short_name",),
    "contact": ("label",),
    "decision": ("body_name", "addition", "reason", "note", "reference", "paragraph"),
    "decision_point": ("text",),
    "document": ("title",),
    "document_version": ("label",),
    "meeting": ("place",),
    "municipality": ("full_name", "genitive", "seat"),
    "party_decision": ("body_name", "note", "reference", "paragraph"),
    "person": ("name",),
    "recommendation": ("title", "object_name", "background", "takes_effect", "reference"),
    "reported_decision": ("matter", "party", "body", "outcome", "note", "reference"),
    "signature": ("signatory", "authority"),
    "stored_file": ("name",),
}
"""What people write, and is shown on some page."""


def poison() -> None:
    """Write a program into every field of every row, another one in each."""
    turn = 0
    with db.engine.begin() as connection:
        for name, columns in FIELDS.items():
            table = TABLES[name]
            for number in connection.scalars(sa.select(table.c.id)).all():
                values = {}
                for column in columns:
                    limit = getattr(table.c[column].type, "length", None) or 200
                    fitting = [one for one in SCRIPTS if len(one) <= limit]
                    values[column] = fitting[turn % len(fitting)] if fitting else "<b>"
                    turn += 1
                connection.execute(sa.update(table).where(table.c.id == number).values(values))


def first(table: str, column: str, *order: str) -> str:
    kept = TABLES[table]
    ordered = sa.select(kept.c[column]).order_by(*(sa.text(one) for one in order), kept.c.id)
    return str(db.session.scalars(ordered).first())


def pages(site: Site) -> list[tuple[str, str]]:
    """Each page and its address, with objects of the demonstration."""

    def found() -> list[tuple[str, str]]:
        values = {
            "municipality": "pitea",
            "version_id": first("document_version", "id"),
            "decision_id": first("decision", "id"),
            "person_id": first("person", "id"),
            "token": "no-such-token",
        }
        return list(_addresses(site, values))

    return site.ask(found)


def _addresses(site: Site, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    adapter = site.app.url_map.bind("localhost")
    slugs = {
        "agreements": first("agreement", "slug"),
        "bindings": first("agreement", "slug"),
        "deadlines": first("agreement", "slug"),
        "register": first("agreement", "slug", "published DESC"),
    }
    sent = first("recommendation", "slug", "status = 'sent' DESC")
    for rule in site.app.url_map.iter_rules():
        programs = rule.endpoint == "static" or rule.endpoint.startswith("api.")
        if "GET" not in (rule.methods or ()) or programs:
            continue
        own = values | {"slug": slugs.get(rule.endpoint.split(".")[0], sent)}
        known = {name: own[name] for name in rule.arguments if name in own}
        if known.keys() == rule.arguments:
            yield rule.endpoint, adapter.build(rule.endpoint, known)


def watched(page: Page) -> list[str]:
    """What the browser complains of, or runs, on the pages visited from here on."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog on {page.url}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"{error} on {page.url}"))

    def hear(message: object) -> None:
        text = str(getattr(message, "text", ""))
        if "Content Security Policy" in text or "hit" in text:
            seen.append(f"{text} on {page.url}")

    page.on("console", hear)
    return seen


PEOPLE: dict[Identity, str | None] = {
    Role.MANAGER: "chef",
    Role.CLERK: "kommun-2581",
    Role.ADMIN: "admin",
    None: None,
}


LEAST: dict[Identity, int] = {Role.MANAGER: 50, Role.CLERK: 10, Role.ADMIN: 5, None: 8}
"""How many pages each looks at, or the test would see nothing."""


def looks_at(role: Identity, endpoint: str, address: str) -> bool:
    """Whether `role` is who looks at a page: the first who may see it; a clerk also those of the
    own municipality, which have other forms, and a visitor all that are public."""
    seers = EXPECTED[endpoint].own
    at_home = role is None or (role is Role.CLERK and address.startswith("/kommuner/"))
    first = next((one for one in PEOPLE if one in seers), Role.READER)
    return role in seers and (role is first or at_home)


@pytest.mark.parametrize(("role", "name"), PEOPLE.items(), ids=str)
def test_no_page_runs_what_people_write(
    site: Site, visit: Visit, role: Identity, name: str | None
) -> None:
    site.ask(poison)
    visitor = visit(site)
    if name:
        visitor.sign_in(name)
    seen = watched(visitor.page)
    visited = 0
    for endpoint, address in pages(site):
        if not looks_at(role, endpoint, address) or "." in address.rsplit("/", 1)[-1]:
            continue
        if not visitor.opens(address):
            continue
        assert visitor.page.evaluate("window.hit === undefined"), address
        assert hostile_links(visitor.page) == [], address
        visited += 1
    assert seen == []
    assert visited >= LEAST[role]


def hostile_links(page: Page) -> list[str]:
    """Links and forms that lead anywhere but to pages and mailboxes."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a[href], form[action], iframe, object, embed')]
            .map((one) => one.href || one.action || one.tagName)
            .filter((to) => !/^(https?|mailto):/.test(to))"""
    )
    return found
