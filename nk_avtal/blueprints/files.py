"""Sending a file so that the browser saves it and never runs it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flask import Response, send_file

SANDBOX = "default-src 'none'; sandbox"


def show(content: bytes, name: str, media_type: str) -> Response:
    """`content` in the browser's own window for it, as a PDF to read."""
    answer = send_file(io.BytesIO(content), media_type, download_name=name, max_age=0)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def download(content: bytes, name: str, media_type: str) -> Response:
    """`content` as an attachment named `name`, with å ä ö as RFC 6266 has them."""
    answer = send_file(
        io.BytesIO(content), media_type, as_attachment=True, download_name=name, max_age=0
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def stream(content: Iterable[bytes], name: str, media_type: str) -> Response:
    """The same for bytes that come in pieces: each is sent as soon as it is made, and `content` is
    closed when the browser does not want more."""
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
