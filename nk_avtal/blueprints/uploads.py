"""Files that come with a form: checked by content, kept even when the form has to be corrected."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from nk_avtal.blueprints.guard import me
from nk_avtal.db import db
from nk_avtal.documents import intake, kept_texts, store
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.errors import RuleBroken

KEPT_SECONDS = 24 * 60 * 60
ANSWERED_WITHIN_SECONDS = 1.8
"""What a file says is read later when its page would take longer than this (S-26)."""


def checked(upload: FileStorage | None, named: str) -> StoredFile | None:
    """The uploaded file, kept in the store; None when none was chosen.

    `named` is what the message calls it. Raises RuleBroken when it is of the wrong kind.
    """
    if upload is None or not upload.filename:
        return None
    return looked_into(upload, upload.filename, named).keep()


@dataclass(frozen=True)
class Passed:
    """A file that has passed the gate and is not kept yet."""

    content: bytes
    name: str
    media_type: str
    text: str | None

    def keep(self) -> StoredFile:
        """Keep it in the store, and what it says for search."""
        file = store.keep(self.content, self.name, self.media_type)
        if self.text is not None:
            kept_texts.keep(file.sha256, self.text)
        return file


def looked_into(upload: FileStorage, filename: str, named: str) -> Passed:
    """The upload after the gate, without a word to the database: this may take seconds. Raises
    RuleBroken."""
    content, began = upload.read(intake.LARGEST + 1), time.monotonic()
    kind = intake.recognise(content, filename, named)
    text = kept_texts.text_of(content, ANSWERED_WITHIN_SECONDS - (time.monotonic() - began))
    return Passed(content, _plain_name(filename, kind.extension), kind.media_type, text)


def several(
    uploads: Iterable[FileStorage], named: str
) -> tuple[list[Passed], list[tuple[str, RuleBroken]]]:
    """Those of the uploads that pass, and of each other its name and the refusal."""
    passed, refused = [], []
    for one in uploads:
        if one.filename:
            try:
                passed.append(looked_into(one, one.filename, named))
            except RuleBroken as refusal:
                refused.append((_bare(one.filename)[:120], refusal))
    return passed, refused


def _plain_name(name: str, extension: str) -> str:
    """The name without folders and signs that no file name has, with the ending of its kind."""
    stem = _bare(name).rsplit(".", 1)[0].strip(" .")[:120] or "fil"
    return f"{stem}.{extension}"


def _bare(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')


def token_of(file: StoredFile) -> str:
    """What the page carries so that the same person need not choose the file again."""
    return _signer().dumps([file.id, _owner()])


def file_of(token: str | None) -> StoredFile | None:
    """The file of a token that this person got, or None."""
    if not token:
        return None
    try:
        number, owner = _signer().loads(token, max_age=KEPT_SECONDS)
    except BadSignature:
        return None
    return db.session.get(StoredFile, number) if owner == _owner() else None


def _owner() -> int | str:
    """Who has chosen the file: a person, or whoever holds a personal link."""
    link = g.get("reply_link")
    return f"link {link.id}" if link else me().id


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept upload")
