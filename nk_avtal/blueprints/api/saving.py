"""The edge of what changes something: commit, and keep the answer under the program's own key, so
that a program that never got it can ask again without changing anything more (R-19)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Response, current_app, g, request
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.api.bearers import token
from nk_avtal.blueprints.api.blueprint import refuse
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.reminders.replanning import replan
from nk_avtal.db import db, one_at_a_time
from nk_avtal.people.token_models import KeptAnswer

KEPT_FOR = timedelta(hours=48)
HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_KEPT_HEADERS = ("ETag", "Location", "Content-Type")

View = TypeVar("View", bound=Callable[..., Any])


def saves(view: View) -> View:
    """Let a view's changes be kept when it answers, all of them or none."""

    @wraps(view)
    def saving(*args: Any, **named: Any) -> Response:
        key = _key()
        if key and (kept := _kept(key)):
            return kept
        answer = current_app.make_response(view(*args, **named))
        if key:
            _keep(key, answer)
        db.session.commit()
        if agreement := g.pop("agreement_to_plan", None):
            replan(agreement)
        return answer

    return saving  # type: ignore[return-value]


def plan_anew(agreement: Agreement) -> None:
    """Let the reminders of an agreement be planned anew once the change is kept."""
    g.agreement_to_plan = agreement


def _key() -> str | None:
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        refuse({HEADER: [_("Nyckeln ska ha högst 200 tecken ur ASCII, utan mellanslag")]})
    return key


def _kept(key: str) -> Response | None:
    """The answer that was given to the key, to the very same request."""
    one_at_a_time(f"answer:{token().id}:{key}")
    wanted = sa.select(KeptAnswer).where(
        KeptAnswer.token_id == token().id, KeptAnswer.key == key, KeptAnswer.made_at > _oldest()
    )
    kept = db.session.scalars(wanted).first()
    if kept is None:
        return None
    if kept.request != _fingerprint():
        refuse({HEADER: [_("Nyckeln är redan använd för något annat. Ta en ny")]})
    return Response(kept.body, kept.status, headers={**kept.headers, REPLAYED: "true"})


def _keep(key: str, answer: Response) -> None:
    """Keep an answer, and forget those that are old. A refusal is kept by nobody: nothing was
    changed, so that it can be asked anew."""
    db.session.execute(sa.delete(KeptAnswer).where(KeptAnswer.made_at <= _oldest()))
    db.session.add(
        KeptAnswer(
            token_id=token().id,
            key=key,
            request=_fingerprint(),
            status=answer.status_code,
            headers={
                name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers
            },
            body=answer.get_data(as_text=True),
            made_at=clock.now(),
        )
    )


def _oldest() -> Any:
    return clock.now() - KEPT_FOR


def _fingerprint() -> str:
    """A digest of all that was asked, and of who asks: whoever may less than then gets nothing of
    what was answered then."""
    asked = [request.method, request.full_path, me().role, me().municipality_id]
    asked += [request.headers.get(name, "") for name in ("If-Match", "If-None-Match")]
    text = json.dumps(asked).encode() + b"\n" + request.get_data()
    return hashlib.sha256(text).hexdigest()
