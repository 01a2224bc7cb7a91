"""What the page after a post says."""

from __future__ import annotations

from typing import Any, cast

from flask import flash


def done(text: str) -> None:
    """Say what has been done."""
    flash(text, "notice")


def warned(text: str) -> None:
    """Say what has not been done, and why."""
    flash(text, "warning")


def done_with_undo(
    text: str, url: str, label: str = "", see: tuple[str, str] | None = None
) -> None:
    """Say what has been done, with a button that posts to `url`: "Ångra", or `label`. `see` is
    the address of what was made, and what the link there says."""
    message: dict[str, Any] = {"text": text, "url": url, "label": label, "see": see}
    flash(cast("str", message), "undo")
