"""Where bytes lie: the same for a folder and for a bucket of a real S3 server."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from nk_avtal.config import SettingsRefused, settings_from
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.bucket import Bucket
from nk_avtal.documents.models import Document, StoredFile
from nk_avtal.documents.places import Away, Folder, Place
from nk_avtal.domain.people import Role
from tests import builders
from tests.documents import samples
from tests.pages import csrf_of
from tests.s3 import S3

CONTENTS = (b"", b"a", "åäö".encode() * 1000, bytes(range(256)) * 20_000)
MakeApp = Callable[..., Flask]


def checksum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Folder(tmp_path / "not made yet")
    return Bucket(request.getfixturevalue("bucket"))


def test_what_is_put_is_there_until_it_is_removed(place: Place) -> None:
    assert place.trouble() is None
    for content in CONTENTS:
        checksum = checksum_of(content)
        assert (place.has(checksum), place.get(checksum)) == (False, None)
        place.remove(checksum)  # does no harm
        place.put(checksum, content)
        assert (place.has(checksum), place.get(checksum)) == (True, content)
        place.put(checksum, content)
        assert place.get(checksum) == content
    place.remove(checksum_of(b"a"))
    assert [place.has(checksum_of(one)) for one in CONTENTS] == [True, False, True, True]


def test_several_who_put_the_same_in_a_folder_at_once(tmp_path: Path) -> None:
    """Into a bucket it is one request each, and the server's part to keep them apart; the one that
    stands in for it here does not always."""
    place = Folder(tmp_path)
    content = os.urandom(200_000)
    checksum = checksum_of(content)
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(place.put, checksum, content) for _ in range(16)]:
            done.result()
    assert place.get(checksum) == content


def test_a_bucket_keeps_to_its_prefix_and_tells_what_is_wrong(
    bucket: str, s3_server: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = bucket.removeprefix("s3://").partition("/")[0]
    for address in (bucket, f"s3://{name}", f"s3://{name}/a/b/"):
        Bucket(address).put("x", b"x")
    listed = s3_server.client().list_objects_v2(Bucket=name)["Contents"]
    assert [one["Key"] for one in listed] == ["a/b/x", "dokument/x", "x"]
    missing = Bucket("s3://there-is-none")
    assert missing.trouble() == "the bucket answers 404"
    with pytest.raises(Away, match="the bucket answers NoSuchBucket"):
        missing.put("x", b"x")
    with pytest.raises(Away, match="NoSuchBucket"):
        missing.get("x")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    nowhere = Bucket(bucket)
    told = "the bucket does not answer (EndpointConnectionError)"
    assert nowhere.trouble() == told
    for work in (nowhere.get, nowhere.has, nowhere.remove):
        with pytest.raises(Away) as away:
            work("x")
        assert str(away.value) == told


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", "{instance}/documents"),
        ("elsewhere", "{instance}/elsewhere"),
        ("/srv/documents", "/srv/documents"),
        ("s3://avtal", "s3://avtal"),
        ("s3://avtal.example/a/b", "s3://avtal.example/a/b"),
        ("s3://", None),
        ("s3:///prefix", None),
        ("s3://Avtal", None),
        ("s3://user:word@avtal", None),
        ("s3://avtal?x=y", None),
        ("https://avtal.example", None),
    ],
)
def test_the_setting(given: str, kept: str | None, tmp_path: Path) -> None:
    environ = {"NK_AVTAL_INSTANCE_PATH": str(tmp_path), "NK_AVTAL_DOCUMENT_STORE": given}
    if kept is None:
        with pytest.raises(SettingsRefused, match="NK_AVTAL_DOCUMENT_STORE must be"):
            settings_from(environ)
    else:
        assert settings_from(environ)["DOCUMENT_STORE"] == kept.format(instance=tmp_path)


def test_a_bucket_needs_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nk_avtal.config.find_spec", lambda _name: None)
    environ = {"NK_AVTAL_INSTANCE_PATH": str(tmp_path), "NK_AVTAL_DOCUMENT_STORE": "s3://avtal"}
    with pytest.raises(SettingsRefused, match="install with the extra s3"):
        settings_from(environ)


class Work:
    """A negotiator with a form open, and what is kept."""

    def __init__(self, app: Flask) -> None:
        self.browser = builders.signed_in_client(app, builders.person(Role.NEGOTIATOR))
        agreement = builders.agreement()
        self.address = f"/avtal/{agreement.slug}/dokument/nytt"
        self.token = csrf_of(self.browser, self.address)

    def add(self, content: bytes) -> TestResponse:
        form = {"title": "Avtalet", "kind": "agreement", "openness": "open", "origin": "joint"}
        file = (io.BytesIO(content), "avtal.pdf")
        return self.browser.post(self.address, data=form | {"file": file, "csrf_token": self.token})

    def rows(self) -> list[int | None]:
        kinds = (Document, StoredFile)
        return [db.session.scalar(sa.select(sa.func.count(kind.id))) for kind in kinds]


@pytest.fixture
def lone_server() -> Iterator[S3]:
    """A server that the test may end."""
    server = S3()
    yield server
    server.stop()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_documents_in_a_bucket_that_goes_away(
    lone_server: S3, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(DOCUMENT_STORE=lone_server.bucket_for(monkeypatch))
    with app.app_context():
        work = Work(app)
        content = samples.pdf()
        assert work.add(content).status_code == 302
        file = db.session.scalars(sa.select(StoredFile)).one()
        address = f"/dokument/{db.session.scalars(sa.select(Document)).one().versions[0].id}"
        assert work.browser.get(address).data == content == store.read(file)
        store.place().put(file.sha256, b"altered")
        damaged = work.browser.get(address)
        assert damaged.status_code == 500
        assert "Filen är borta eller skadad där den förvaras" in damaged.text
        assert work.browser.get("/readyz").json["parts"]["documents"] == "ok"
        before = work.rows()
        lone_server.stop()
        told = "the bucket does not answer (EndpointConnectionError)"
        assert work.browser.get("/readyz").json["parts"]["documents"] == told
        refused = work.add(samples.pdf() + b"%")
        assert refused.status_code == 503
        assert "det du nyss skickade är inte sparat" in refused.text
        gone = work.browser.get(address)
        assert gone.status_code == 503
        assert "Vi når inte platsen där dokumenten ligger just nu. De finns kvar." in gone.text
        assert work.rows() == before, "nothing is half kept"
        assert work.browser.get("/avtal").status_code == 200
