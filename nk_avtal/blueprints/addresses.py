"""Addresses within the product: where somebody may be sent on to."""

from __future__ import annotations

import re

_SAFE = re.compile(r"/(?![/\\])[\w\-./~%?=&+:,@!$'()*;åäöÅÄÖ#]*")


_TRICKS = ("//", "/.", "/%2f", "%2f%2f", "%5c", "%0")


def own_path(target: str | None) -> str | None:
    """`target` if it is a path of this product, else None: never another site, however it is
    disguised (reliability S-17)."""
    if not target or not _SAFE.fullmatch(target):
        return None
    lowered = target.lower()
    return None if any(trick in lowered for trick in _TRICKS) else target
