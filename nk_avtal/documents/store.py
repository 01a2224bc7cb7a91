"""Where bytes are kept: under their checksum in the document store, a folder or a bucket.

The bytes are there for good before their row exists, so that a row never points to nothing; bytes
without a row, left by a rolled-back transaction, do no harm. What is read is checked.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import current_app

from nk_avtal import clock
from nk_avtal.config import IN_BUCKET
from nk_avtal.db import beside_others, db
from nk_avtal.documents.models import StoredFile
from nk_avtal.documents.places import Folder, Place

KEEPING = "keeping a file"
"""What whoever removes bytes must be alone at (`db.alone_at`): equal bytes may be arriving."""


class Damaged(Exception):
    """The bytes in the store are gone or not those that were kept. Has their checksum."""


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
    checksum = checksum_of(content)
    if not place().has(checksum):
        place().put(checksum, content)
    return checksum


def read(file: StoredFile) -> bytes:
    """The bytes of `file`. Raises Damaged when they are gone or altered."""
    return read_bytes(file.sha256)


def read_bytes(checksum: str) -> bytes:
    """The bytes with this checksum. Raises Damaged when they are gone or altered."""
    content = place().get(checksum)
    if content is None or checksum_of(content) != checksum:
        raise Damaged(checksum)
    return content


def checksum_of(content: bytes) -> str:
    """The name under which `content` is kept: its SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def has(checksum: str) -> bool:
    """Whether there are bytes with this checksum."""
    return place().has(checksum)


def remove(checksum: str) -> None:
    """Remove bytes that no row knows any longer; it does no harm to do it twice."""
    place().remove(checksum)


def place() -> Place:
    """Where this application keeps bytes, as DOCUMENT_STORE says."""
    made: Place | None = current_app.extensions.get(_PLACE)
    if made is None:
        made = current_app.extensions[_PLACE] = _place_at(current_app.config["DOCUMENT_STORE"])
    return made


_PLACE = "nk-avtal-documents"


def _place_at(address: str) -> Place:
    if not address.startswith(IN_BUCKET):
        return Folder(Path(address))
    from nk_avtal.documents.bucket import Bucket  # needs an extra that a folder does without

    return Bucket(address)
