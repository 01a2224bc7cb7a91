"""What browsers are told with every answer: what they may load, keep and send on."""

from __future__ import annotations

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from nk_avtal.blueprints.api.problems import in_api

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def register(app: Flask) -> None:
    """Let `app` send these headers."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if _is_personal():
        headers["Cache-Control"] = "no-store"
        response.vary.update(["Authorization", "Accept-Language"] if in_api() else ["Cookie"])
    return response


def _is_personal() -> bool:
    """Whether the answer is for this person's eyes, such as a form with what was typed."""
    return bool(g.get("person")) or request.method == "POST" or request.blueprint == "people"
