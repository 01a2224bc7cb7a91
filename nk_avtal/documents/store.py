"""Where bytes are kept: files named by their checksum in the document folder.

The file is written, synced and renamed before its row exists, so that a row never points to
nothing; a file without a row, left by a rolled-back transaction, does no harm.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app

from nk_avtal import clock
from nk_avtal.db import beside_others, db
from nk_avtal.documents.models import StoredFile

KEEPING = "keeping a file"
"""What whoever removes bytes must be alone at (`db.alone_at`): equal bytes may be arriving."""


class Damaged(Exception):
    """The bytes in the store are not those that were kept."""


def keep(content: bytes, name: str, media_type: str) -> StoredFile:
    """Keep `content` and add the row that knows it. Equal content is kept once."""
    beside_others(KEEPING)
    file = StoredFile(
        sha256=keep_bytes(content),
        size=len(content),
        media_type=media_type,
        name=name,
        stored_at=clock.now(),
    )
    db.session.add(file)
    return file


def keep_bytes(content: bytes) -> str:
    """Keep `content` without a row, for whoever remembers its checksum, which is returned."""
    checksum = hashlib.sha256(content).hexdigest()
    path = _path(checksum)
    if not path.exists():
        _write(path, content)
    return checksum


def read(file: StoredFile) -> bytes:
    """The bytes of `file`. Raises Damaged when they are gone or altered."""
    return read_bytes(file.sha256)


def read_bytes(checksum: str) -> bytes:
    """The bytes with this checksum. Raises Damaged when they are gone or altered."""
    try:
        content = _path(checksum).read_bytes()
    except FileNotFoundError:
        raise Damaged(checksum) from None
    if hashlib.sha256(content).hexdigest() != checksum:
        raise Damaged(checksum)
    return content


def has(checksum: str) -> bool:
    """Whether there are bytes with this checksum."""
    return _path(checksum).exists()


def remove(checksum: str) -> None:
    """Remove bytes that no row knows any longer; it does no harm to do it twice."""
    _path(checksum).unlink(missing_ok=True)


def _path(checksum: str) -> Path:
    return Path(current_app.config["DOCUMENT_STORE"]) / checksum[:2] / checksum


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:  # such as a full disk: no half file is left
        Path(temporary).unlink(missing_ok=True)
        raise
