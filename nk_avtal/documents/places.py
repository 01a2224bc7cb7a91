"""Where bytes lie under their checksum: a folder, or a bucket (`documents/bucket.py`)."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

from nk_avtal.config import MEGABYTE

LEAST_FREE = 50 * MEGABYTE
"""Less than two of the largest uploads."""


class Away(Exception):
    """The place cannot be reached, or refuses. The message says why, without secrets."""


class Place(Protocol):
    """Keeps bytes under a name that is their SHA-256. Every method raises Away when the place
    cannot be reached, and OSError when a disk refuses."""

    def put(self, checksum: str, content: bytes) -> None:
        """Keep `content`: all of it or nothing, and for good when this returns."""

    def get(self, checksum: str) -> bytes | None:
        """What lies there, as it is; None when nothing does."""

    def has(self, checksum: str) -> bool:
        """Whether anything lies there."""

    def remove(self, checksum: str) -> None:
        """Remove what lies there; it does no harm to do it twice."""

    def trouble(self) -> str | None:
        """What keeps it from being used now, in a few words for whoever watches."""


class Folder:
    """Files in a folder, spread over 256 folders by the beginning of their names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, checksum: str, content: bytes) -> None:
        """Write beside, sync and rename, so that a half file never bears the name."""
        path = self._path(checksum)
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

    def get(self, checksum: str) -> bytes | None:
        """The file's bytes."""
        try:
            return self._path(checksum).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, checksum: str) -> bool:
        """Whether there is such a file."""
        return self._path(checksum).exists()

    def remove(self, checksum: str) -> None:
        """Remove the file."""
        self._path(checksum).unlink(missing_ok=True)

    def trouble(self) -> str | None:
        """That nothing can be written, or soon nothing can be."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return "cannot be written"
        return lack_of_room(self._folder)

    def _path(self, checksum: str) -> Path:
        return self._folder / checksum[:2] / checksum


def lack_of_room(folder: Path) -> str | None:
    """What is wrong with where files are written: nothing can be, or soon nothing can be."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError:
        return "cannot be written"
    return None if free > LEAST_FREE else f"only {free // MEGABYTE} MB of the disk are free"
