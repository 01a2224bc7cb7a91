"""Whether every text that a user reads has its English translation."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2] / "nk_avtal"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
    "lazy_ngettext": (1, 2),
    "named": (2,),  # what a field of a template means (nk_avtal.domain.letters)
}


def wanted() -> set[str]:
    """Every text in the code and the templates."""
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(ROOT), METHODS, keywords=KEYWORDS
    ):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def translated() -> set[str]:
    """Every text that the English catalogue translates."""
    path = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    catalogue: Catalog = read_po(BytesIO(path.read_bytes()), locale="en")
    return {_first(one.id) for one in catalogue if one.id and _complete(one.string)}


def _first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _complete(text: str | tuple[str, ...]) -> bool:
    return bool(text) if isinstance(text, str) else all(text)


def main() -> None:
    missing = sorted(wanted() - translated())
    for text in missing:
        print(f"no English for: {text!r}")
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
