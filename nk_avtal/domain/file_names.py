"""Names of files in a zip, safe on every system that unpacks it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Signs: with folders around it a path stays below what Windows takes."""
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(text: str, ending: str = "") -> str:
    """A name of a file or a folder made of `text`, with `ending` (".pdf") after it: no path, no
    sign that a system refuses, nothing that Windows keeps for itself."""
    plain = _REFUSED.sub(" ", unicodedata.normalize("NFC", text))
    words = " ".join(plain.split()).strip(". ")[: LONGEST - len(ending)].rstrip(". ")
    if not words or _RESERVED.match(words):
        words = f"_{words}"
    return words + ending


def ending_of(name: str) -> str:
    """The ending of a file's name, as far as it is a plain one: ".pdf"."""
    found = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return found.group().lower() if found else ""


class Names:
    """Names given out once each: the second of the same gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, folder: str, text: str, ending: str = "") -> str:
        """The path of a file in `folder`, which is safe already."""
        number, path = 1, self._path(folder, safe_name(text, ending))
        while path.casefold() in self._taken:
            number += 1
            path = self._path(folder, safe_name(text[: LONGEST - 20], f" ({number}){ending}"))
        self._taken.add(path.casefold())
        return path

    @staticmethod
    def _path(folder: str, name: str) -> str:
        return f"{folder}/{name}" if folder else name
