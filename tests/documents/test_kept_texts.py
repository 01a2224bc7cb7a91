"""What uploaded files say is kept for search, goes with them, and is shown to nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from docx.oxml.ns import nsdecls
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical, clock
from nk_avtal.commands.keeping import read_texts
from nk_avtal.db import db
from nk_avtal.documents import binning, kept_texts, store
from nk_avtal.documents.actions import BIN_DAYS
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import Document, FileText, StoredFile
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from tests import builders
from tests.documents import samples
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
SAID = "Ersättningen är 412 kronor per timme"
KIND = {"kind": "annex", "openness": "internal", "origin": "joint", "title": ""}


def texts() -> dict[str, str]:
    return {one.sha256: one.text for one in db.session.scalars(sa.select(FileText))}


def test_the_text_of_an_upload_is_kept_once_and_goes_with_the_file(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement("Avtalet")
    browser = sign_in(builders.person(Role.SECRETARY))
    content = samples.word(SAID)
    for name in ("a.docx", "b.docx"):
        file = (io.BytesIO(content), name)
        assert (
            post(browser, "/avtal/avtalet/dokument/nytt", KIND | {"file": file}).status_code < 400
        )
    kept_texts.read_some()  # what a slow machine left for later
    checksum = store.checksum_of(content)
    assert texts() == {checksum: SAID}
    assert not kept_texts.unread()
    entries = db.session.scalars(sa.select(Entry)).all()
    assert not [one for one in entries if SAID in str(one.changes)]
    assert SAID not in "".join(canonical.lines())
    for role in (Role.CLERK, Role.SECRETARY):
        other = sign_in(builders.person(role))
        for page in (f"/avtal/{agreement.slug}", "/avtal/avtalet/dokument", "/sok?q=412"):
            assert SAID not in other.get(page).text
    for document in db.session.scalars(sa.select(Document)):
        document.trashed_at = clock.now() - BIN_DAYS - timedelta(days=1)
        db.session.commit()
        assert binning.empty(clock.now()) == 1
        left = db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile))
        assert texts() == ({checksum: SAID} if left else {})
    assert not texts()


def test_old_files_are_read_by_a_command_and_damaged_ones_named(app: Flask) -> None:
    old, scan = (store.keep(one, "a.docx", DOCX) for one in (samples.word(SAID), samples.pdf()))
    gone = store.keep(b"PK gone", "b.docx", DOCX)
    db.session.commit()
    store.remove(gone.sha256)
    run = app.test_cli_runner().invoke(read_texts)
    assert run.stdout.endswith("read 2\n")
    assert run.stderr == f"damaged {gone.sha256}\n"
    assert texts() == {old.sha256: SAID, scan.sha256: ""}
    assert app.test_cli_runner().invoke(read_texts).stdout.endswith("read 0\n")
    db.session.execute(sa.update(FileText).values(text="gammalt"))
    db.session.commit()
    assert app.test_cli_runner().invoke(read_texts, ["--all"]).stdout.endswith("read 2\n")
    db.session.expire_all()
    assert texts()[old.sha256] == SAID


def test_what_takes_too_long_is_left_for_later(app: Flask) -> None:
    body = "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000
    markup = f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>".encode()
    long = samples.rebuilt({"word/document.xml": markup})
    assert kept_texts.text_of(long, seconds=0.01) is None
