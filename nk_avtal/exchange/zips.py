"""A zip that is sent while it is made (docs/decisions/0009)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator

Member = tuple[str, Callable[[], bytes | None]]
"""The path of a file, and what gives its bytes when its turn comes; None when they are gone."""


class Tail(io.BytesIO):
    """The end of a file whose beginning is gone; positions count from the beginning."""

    _gone = 0

    def tell(self) -> int:
        return self._gone + super().tell()

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        return self._gone + super().seek(position - self._gone, whence)

    def taken(self) -> bytes:
        """What there is; it is gone afterwards."""
        content = self.getvalue()
        self._gone += len(content)
        super().seek(0)
        self.truncate(0)
        return content


def zipped(members: Iterable[Member], lacking: tuple[str, str]) -> Iterator[bytes]:
    """The pieces of a zip of files that are packed already; one file at a time is held.

    Files whose bytes are gone are named last, in a text file: `lacking` is its name and first line.
    """
    file, missing = Tail(), []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, given in members:
            content = given()
            if content is None:
                missing.append(path)
                continue
            archive.writestr(path, content)
            yield file.taken()
        if missing:
            name, head = lacking
            archive.writestr(name, "\r\n".join((head, "", *missing)).encode("utf-8-sig"))
    yield file.taken()
