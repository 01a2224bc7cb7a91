"""Files that come with a form: checked by content, kept even when the form has to be corrected."""

from __future__ import annotations

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from nk_avtal.blueprints.guard import me
from nk_avtal.db import db
from nk_avtal.documents import intake, store
from nk_avtal.documents.models import StoredFile

KEPT_SECONDS = 24 * 60 * 60


def checked(upload: FileStorage | None, named: str) -> StoredFile | None:
    """The uploaded file, kept in the store; None when none was chosen.

    `named` is what the message calls it. Raises RuleBroken when it is of the wrong kind.
    """
    if upload is None or not upload.filename:
        return None
    content = upload.read(intake.LARGEST + 1)
    kind = intake.recognise(content, upload.filename, named)
    return store.keep(content, _plain_name(upload.filename, kind.extension), kind.media_type)


def _plain_name(name: str, extension: str) -> str:
    """The name without folders and signs that no file name has, with the ending of its kind."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    stem = shown.rsplit(".", 1)[0].strip(" .")[:120] or "fil"
    return f"{stem}.{extension}"


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
