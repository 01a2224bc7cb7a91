"""A Word file of which only some members change: the others are kept as compressed bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED, _FLAGS, _TIME = 20, zipfile.ZIP_DEFLATED, 0, 0
_DAY = 0x21
"""1 January 1980, the earliest that a zip can say: the same values give the same bytes."""


class Package:
    """The members of a zip file that stay the same, ready to be written out with the others.

    The standard library writes what stays; what changes is written here, since the library cannot
    copy a compressed member and would read and write a directory of all of them for each file.
    """

    def __init__(self, content: bytes, changing: Collection[str]) -> None:
        self._kept, self._directory, self._count = _split(_without(content, changing))

    def with_members(self, members: Mapping[str, bytes]) -> bytes:
        """The zip file with these members after those that stay. Their names are ASCII."""
        pieces, directory, offset = [self._kept], [self._directory], len(self._kept)
        for name, content in members.items():
            packed, facts = _packed(name.encode("ascii"), content)
            local = _LOCAL.pack(b"PK\3\4", _VERSION, *facts, 0) + name.encode("ascii")
            central = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *facts, *(0, 0, 0, 0, 0), offset)
            pieces += (local, packed)
            directory.append(central + name.encode("ascii"))
            offset += len(local) + len(packed)
        listed, count = b"".join(directory), self._count + len(members)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), offset, 0)
        return b"".join((*pieces, listed, end))


def _packed(name: bytes, content: bytes) -> tuple[bytes, tuple[int, ...]]:
    """A deflated member, and what both of its headers say of it."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    sizes = (zlib.crc32(content), len(packed), len(content), len(name))
    return packed, (_FLAGS, _DEFLATED, _TIME, _DAY, *sizes)


def _without(content: bytes, changing: Collection[str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for member in source.infolist():
            if member.filename not in changing:
                plain = zipfile.ZipInfo(member.filename)
                target.writestr(plain, source.read(member), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _split(content: bytes) -> tuple[bytes, bytes, int]:
    """The members, the directory and their number, of a file that the library has written."""
    *_, count, size, start, _ = _END.unpack(content[-_END.size :])
    return content[:start], content[start : start + size], count
