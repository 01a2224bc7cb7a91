"""After signing in, or choosing a language, nobody is sent on to another site (S-17)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from nk_avtal.blueprints.addresses import own_path
from nk_avtal.domain.people import Role
from nk_avtal.people.models import Person
from tests import builders
from tests.pages import post

PASSWORD = "tre ord utan samband"
EVIL = "evil.example"

PAYLOADS = [
    *(f"{start}{EVIL}" for start in ("//", "///", "////", "/\\", "\\/", "\\\\", "/\\/", "//\\")),
    *(f"{start}{EVIL}" for start in ("/\t/", "/\n/", "/\r/", "\t//", "\n//", " //", "\x00//")),
    *(f"{start}{EVIL}" for start in ("\u2028//", "\u00a0//", "/\u2044", "\uff0f\uff0f", "/\uff0f")),
    *(f"{start}{EVIL}" for start in ("http:", "https:", "http:/", "https:///", "HtTpS://")),
    *(f"{start}{EVIL}" for start in ("http://", "https://", "ftp://", "ws://", "://", ":")),
    *(f"{start}{EVIL}" for start in ("%2f%2f", "/%2f%2f", "/%2F", "/%5c", "%5c%5c", "/%09/")),
    *(f"{start}{EVIL}" for start in ("/%0d%0a/", "/%00/", "/..//", "/.//", "/../..//", "@", ".")),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "data:;base64,PHNjcmlwdD4=", "mailto:a@b.se"),
    f"/ok\r\nLocation: //{EVIL}",
    f"/ok\nSet-Cookie: a=b; domain={EVIL}",
    f"http://localhost@{EVIL}/",
    f"//localhost@{EVIL}",
    f"https://localhost.{EVIL}/",
    f"{EVIL}/localhost",
    f"?next=//{EVIL}",
    "#//x",
    "",
    "/ avtal",
    " /avtal",
    "avtal",
]


def leads_away(location: str) -> bool:
    """Whether a browser that is told to go there could leave the product."""
    seen = "".join(sign for sign in location if sign not in "\t\r\n").strip().replace("\\", "/")
    return not seen.startswith("/") or seen.startswith("//")


def test_there_are_at_least_sixty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_payload_leads_away_after_signing_in(client: FlaskClient, app: object) -> None:
    manager: Person = builders.person(Role.MANAGER, password=PASSWORD, email="chef@example.org")
    wrong = []
    for target in PAYLOADS[::7]:
        sent = {"email": manager.email, "password": PASSWORD, "next": target}
        answer = post(client, "/logga-in", sent)
        if answer.location not in ("/", None):
            wrong.append((target, answer.status_code, answer.location))
        client.delete_cookie("session")
    assert wrong == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_payload_leads_away_by_any_other_door(client: FlaskClient, app: object) -> None:
    for target in PAYLOADS:
        answer = post(client, "/sprak", {"next": target, "language": "en"}, page="/logga-in")
        assert answer.location in ("/", None), target
    signed_in = builders.signed_in_client(app, builders.person(Role.MANAGER))  # type: ignore[arg-type]
    for target in PAYLOADS:
        answer = signed_in.get("/logga-in", query_string={"next": target})
        assert answer.location in ("/", None), target


@given(st.text(max_size=40) | st.text("/\\.:@%2fF5cC\t\r\n evil", max_size=20))
@example("/.//evil.example")
def test_whatever_the_text_a_path_that_is_accepted_stays_here(text: str) -> None:
    accepted = own_path(text)
    assert accepted is None or not leads_away(iri_to_uri(accepted))


@pytest.mark.parametrize("path", ["/konto?a=1", "/avtal/nytt", "/kommuner/lulea/beslut/x?andra=ja"])
def test_a_path_of_the_product_is_kept(path: str) -> None:
    assert own_path(path) == path
