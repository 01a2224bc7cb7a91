"""What was typed survives a page that has grown too old and a session that has ended.

Both work without script: the fields travel as hidden inputs of the page that asks to save again.
Files and passwords do not travel.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from nk_avtal.blueprints.addresses import own_path

LARGEST = 500_000
"""The characters that a log-in form can carry along; the rest of the form's limit is its own."""

CARRIED_SECONDS = 12 * 60 * 60
_NEVER = frozenset({"csrf_token", "password", "present"})


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: to which address of this product, with which fields."""

    address: str
    fields: tuple[tuple[str, str], ...]
    lost_files: bool = False

    def signed(self) -> str:
        """The same as a text that a form can carry; empty when it is too large."""
        fields = [list(pair) for pair in self.fields]
        text = _signer().dumps([self.address, fields, self.lost_files])
        return text if len(text) <= LARGEST else ""


def typed() -> Typed:
    """What the present request sent."""
    return Typed(
        own_path(request.full_path.rstrip("?")) or request.path,
        tuple(
            (name, value) for name, value in request.form.items(multi=True) if name not in _NEVER
        ),
        any(file.filename for _, file in request.files.items(multi=True)),
    )


def carried(text: str | None) -> Typed | None:
    """What a log-in form has carried along; None when that is nothing or was not ours."""
    if not text:
        return None
    try:
        address, fields, lost_files = _signer().loads(text, max_age=CARRIED_SECONDS)
    except BadData:
        return None
    return Typed(address, tuple((name, value) for name, value in fields), lost_files)


def from_own_page() -> bool:
    """Whether a page of this product sent the request, as the browser tells."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.host


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="what was typed")
