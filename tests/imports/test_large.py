"""Imports that are too large to be waited for: the background writes them and takes them back."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.imports import actions, background
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.reading import sheets_of
from tests import builders
from tests.imports import sheets
from tests.imports.test_agreements import all_agreements, upload
from tests.pages import post


def many(count: int) -> bytes:
    """A file with so many agreements."""
    rows = [["Titel", "Nr", "Område"]]
    rows += [[f"Avtal {number}", f"{number:05}", "social"] for number in range(count)]
    return sheets.delimited(rows)


def test_a_large_file_is_written_in_the_background(app: Flask) -> None:
    read = sheets_of(many(600))
    who = builders.person(Role.MANAGER)
    begun = actions.begin(ImportKind.AGREEMENTS, "många.csv", read, who)
    actions.hand_over(begun, 600)
    db.session.commit()
    number = begun.id

    assert background.do_waiting() == 1

    db.session.expire_all()
    done = db.session.get(Import, number)
    assert done is not None
    assert (done.state, done.created, done.content) == (ImportState.DONE, 600, "")
    assert len(all_agreements()) == 600


def test_a_large_import_is_undone_in_the_background(sign_in: builders.Any) -> None:
    manager = builders.person(Role.MANAGER)
    client = sign_in(manager)
    address = upload(client, many(401), "många.csv")
    assert post(client, address, {"gor": "skriv"}).status_code == 302
    background.do_waiting()

    assert post(client, f"{address}/angra", {}).status_code == 302
    page = client.get(address)
    assert "ångras" in page.text
    assert "Refresh" in page.headers
    assert "Ångras" in client.get("/import").text
    db.session.expire_all()
    first, *_others = all_agreements()
    first.summary = "Ändrat medan det väntade"
    db.session.commit()
    background.do_waiting()

    page = client.get(address)
    assert "Importen kan inte ångras" in page.text
    assert f'href="/avtal/{first.slug}"' in page.text
    assert len(all_agreements()) == 401

    db.session.expire_all()
    first.summary = ""
    db.session.commit()
    post(client, f"{address}/angra", {})
    background.do_waiting()
    assert "Importen är ångrad" in client.get(address).text
    db.session.expire_all()
    assert all_agreements() == []
    newest = db.session.scalars(sa.select(Entry).order_by(Entry.id.desc())).first()
    assert newest
    assert (newest.actor, newest.actor_id) == (manager.name, manager.id)
