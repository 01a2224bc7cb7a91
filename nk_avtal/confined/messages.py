"""What the two sides say to each other: plain values, and bytes as they are.

A message is two lengths, the values as JSON, and the bytes that stood under `content`.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

Message = dict[str, Any]

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
"""Of either part of a message."""
_LENGTHS = struct.Struct(">II")


def packed(message: Message) -> bytes:
    """A message as it is sent."""
    values = {name: value for name, value in message.items() if name != "content"}
    text, content = json.dumps(values).encode(), message.get("content", b"")
    return b"".join((_LENGTHS.pack(len(text), len(content)), text, content))


def received(pipe: BinaryIO) -> Message | None:
    """The next message; None after the last. Raises ValueError for anything that is none."""
    lengths = pipe.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size or max(_LENGTHS.unpack(lengths)) > LARGEST:
        raise ValueError("not the lengths of a message")
    text, content = (_exactly(pipe, length) for length in _LENGTHS.unpack(lengths))
    message = json.loads(text)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return {**message, "content": content} if content else message


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    read = pipe.read(length)
    if len(read) < length:
        raise ValueError("a message that was cut off")
    return read
