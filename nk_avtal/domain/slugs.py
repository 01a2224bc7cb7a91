"""Names in addresses: lower case, no å ä ö, words joined by hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 80


def slug_of(text: str, taken: Container[str] = ()) -> str:
    """`text` as it stands in an address, numbered when the plain form is `taken`."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-") or "utan-namn"
    candidate, number = words, 2
    while candidate in taken:
        candidate, number = f"{words}-{number}", number + 1
    return candidate
