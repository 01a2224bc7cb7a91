"""The file of a backup: a zip that any program opens, with a seal over every byte of it.

    manifest.json        what it is, of which schema, how many rows
    rows/TABLE.jsonl     one row a line
    files/SHA256         the bytes of documents

The zip's comment, its last bytes, is the SHA-256 of all that stands before. So a byte that was
altered or lost anywhere shows before anything is restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
MARK = b"nk-avtal sha256:"
SEAL = hashlib.sha256().digest_size * 2
BLOCK = 1024 * 1024

Values = dict[str, Any]


class Damaged(Exception):
    """The file is not a backup, or not whole. The message says so in a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `tables` has the rows of each table, and `numbers` the last number that
    a table has given out, where that is more than its rows show. `missing` are documents that were
    gone or altered when it was made."""

    made_at: str
    revision: str
    tables: dict[str, int]
    numbers: dict[str, int]
    files: list[str]
    missing: list[str]


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Inside, a backup is written beside `target`; it takes its name when it is whole and on disk,
    and is gone when anything fails. Only its owner may read it: it holds all there is."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
                bundle.comment = MARK + b"-" * SEAL
                yield Writer(bundle)
            file.seek(-SEAL, os.SEEK_END)
            file.write(_seal_of(file, file.tell()))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class Writer:
    """Puts the parts of a backup in their places."""

    def __init__(self, bundle: zipfile.ZipFile) -> None:
        self._bundle = bundle

    def rows(self, table: str, rows: Iterator[Values]) -> int:
        """Write a table's rows; how many there were."""
        count = 0
        with self._bundle.open(f"rows/{table}.jsonl", "w", force_zip64=True) as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
        return count

    def file(self, checksum: str, content: bytes) -> None:
        """Write the bytes of a document, which are packed already."""
        self._bundle.writestr(f"files/{checksum}", content, zipfile.ZIP_STORED)

    def manifest(self, manifest: Manifest) -> None:
        """Write what all the rest is."""
        values = {"product": "nk-avtal", "format": FORMAT} | vars(manifest)
        self._bundle.writestr(MANIFEST, json.dumps(values, indent=1))


class Reader:
    """The parts of a backup whose seal is whole."""

    def __init__(self, bundle: zipfile.ZipFile) -> None:
        values = json.loads(bundle.read(MANIFEST))
        if values.pop("format") != FORMAT or values.pop("product") != "nk-avtal":
            raise Damaged("the backup is of a kind that this version does not know")
        self._bundle = bundle
        self.manifest = Manifest(**values)

    def rows(self, table: str) -> Iterator[Values]:
        """A table's rows, as they were written."""
        with self._bundle.open(f"rows/{table}.jsonl") as file:
            for line in file:
                yield json.loads(line)

    def file(self, checksum: str) -> bytes:
        """The bytes of a document."""
        return self._bundle.read(f"files/{checksum}")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Inside, the parts of the backup at `path`. Raises Damaged before, when a byte is not as it
    was written."""
    with path.open("rb") as file:
        _check_seal(file)
        with zipfile.ZipFile(file) as bundle:
            yield Reader(bundle)


def _check_seal(file: IO[bytes]) -> None:
    length = len(MARK) + SEAL
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - length, 0))
    mark, _, seal = file.read().partition(MARK)
    if size < length or mark or seal != _seal_of(file, size - SEAL):
        raise Damaged("the file is no backup of this product, or has been altered or cut off")


def _seal_of(file: IO[bytes], size: int) -> bytes:
    """The seal of the first `size` bytes. Where the file stands is as before."""
    place, digest, left = file.tell(), hashlib.sha256(), size
    file.seek(0)
    while left and (block := file.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
    file.seek(place)
    return digest.hexdigest().encode()
