"""What a Word file still tells of how it came about, and should not when everyone may read it."""

from __future__ import annotations

import io
import re
import zipfile

_CHANGED = re.compile(rb"<\w+:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)[\s/>]")
_REMARKED = re.compile(rb"<\w+:comment[\s>]")
_HIDDEN = re.compile(rb"<\w+:vanish(?:\s*/>|>)")


def has_traces(content: bytes) -> bool:
    """Whether a Word file that has passed the gate has comments, tracked changes or hidden text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [one for one in file.namelist() if re.fullmatch(r"word/[^/]+\.xml", one)]
        return any(_tells(name, file.read(name)) for name in parts)


def _tells(name: str, part: bytes) -> bool:
    if name == "word/styles.xml":  # a style may hide text that nothing has
        return False
    return bool(_CHANGED.search(part) or _REMARKED.search(part) or _HIDDEN.search(part))
