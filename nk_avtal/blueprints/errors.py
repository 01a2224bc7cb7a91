"""What the person sees when something cannot be done: one table for all."""

from __future__ import annotations

import errno

import structlog
from flask import Flask, Response, g, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InternalError,
    NoResultFound,
    OperationalError,
)
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError, Unauthorized

from nk_avtal.blueprints import keeping
from nk_avtal.blueprints.api.problems import in_api, problem
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.people.forms import SignInForm
from nk_avtal.db import db, is_duplicate, is_unwritable
from nk_avtal.documents.places import Away
from nk_avtal.documents.store import Damaged
from nk_avtal.domain.errors import RuleBroken

log = structlog.get_logger("nk_avtal.web")

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503, 507})
UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
CHANGED_MEANWHILE = _l("Någon annan hann ändra det här samtidigt. Läs in sidan igen och jämför.")

DOCUMENTS_AWAY = _l(
    "Vi når inte platsen där dokumenten ligger just nu. De finns kvar. "
    "Försök igen om några minuter."
)
FILE_DAMAGED = _l(
    "Filen är borta eller skadad där den förvaras, så den går inte att hämta. "
    "Säg till den som sköter tjänsten: den kan finnas i en säkerhetskopia."
)
NOT_KEPT = _l(
    "Vi når inte platsen där dokumenten ligger just nu, så det du nyss skickade är inte sparat. "
    "Allt som fanns sedan förut finns kvar. Gå tillbaka och försök igen om några minuter."
)

Answer = tuple[str, int] | Response


def page(status: int, message: str = "") -> Answer:
    """The error page of `status`, with a sentence of its own where there is one; for a program the
    same as JSON. When the database goes away while it is drawn, the page that says so."""
    if in_api():
        return problem(status, message)
    shown = status if status in PAGES else 500
    told = {"message": message, "request_id": g.get("request_id")}
    try:
        return render_template(f"errors/{shown}.html", **told), status
    except OperationalError as away:
        return _unavailable(away)


def register(app: Flask) -> None:
    """Let `app` answer errors by the table below."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Unauthorized, _signed_out)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(RuleBroken, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _twice)
    app.register_error_handler(NoResultFound, _missing)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(InternalError, _unavailable)
    app.register_error_handler(OSError, _unkept)
    app.register_error_handler(Away, _documents_away)
    app.register_error_handler(Damaged, _damaged)
    app.register_error_handler(Exception, _unexpected)


def _path() -> str:
    """The address for the log: without the secret of a mailed link."""
    secret = "token" in (request.view_args or {})
    return str(request.url_rule) if secret else request.path


def _http(error: HTTPException) -> Answer:
    if isinstance(error, SecurityError):  # an unknown host: no page of ours can be built for it
        return "Bad Request", 400
    if in_api():
        return _told_to_program(error)
    return page(error.code or 500)


def _told_to_program(error: HTTPException) -> Response:
    """With the headers that belong to the status, and what is wrong with what was sent."""
    if error.code is None or error.code < 400:
        return problem(404)  # a redirect to another spelling of the address
    db.session.rollback()
    told = getattr(error, "data", None) or {}
    sent = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
    return problem(error.code, errors=told.get("errors"), headers=sent)


_KEPT_HEADERS = frozenset({"Allow", "Retry-After", "WWW-Authenticate"})


def _signed_out(error: Unauthorized) -> Answer:
    """The log-in form, which carries along what was typed."""
    if in_api():
        return _told_to_program(error)
    signed = keeping.typed().signed()
    form = SignInForm(formdata=None, data={"carried": signed})
    return render_template("people/expired.html", form=form, kept=bool(signed)), 401


def _too_old(error: CSRFError) -> Answer:
    """The form's token is stale. Another site's form has none either, and gets nothing back."""
    own = keeping.from_own_page()
    log.warning("form_token_refused", path=_path(), own_page=own, reason=error.description)
    if not own:
        return page(400)
    return render_template("people/save_again.html", typed=keeping.typed()), 400


def _refused(error: RuleBroken) -> Answer:
    db.session.rollback()
    return page(409, error.text(language()))


def _stale(_error: StaleDataError) -> Answer:
    db.session.rollback()
    if in_api():
        return problem(412)
    return page(409, str(CHANGED_MEANWHILE))


def _twice(error: IntegrityError) -> Answer:
    """What may be there only once came twice in the same moment. Anything else is our mistake."""
    if not is_duplicate(error):
        return _unexpected(error)
    db.session.rollback()
    return page(409, str(CHANGED_MEANWHILE))


def _missing(_error: NoResultFound) -> Answer:
    return page(404)


def _unavailable(error: DBAPIError) -> Answer:
    if is_unwritable(error):
        return _full(error.orig)
    if isinstance(error, InternalError):
        return _unexpected(error)
    log.error("database_unavailable", path=_path(), reason=type(error.orig).__name__)
    db.session.rollback()
    g.person = None  # who it was stands in the database, and the page must not ask it
    return page(503)


def _unkept(error: OSError) -> Answer:
    """A file could not be kept. Any other trouble with a file is our mistake."""
    return _full(error) if error.errno in UNWRITABLE else _unexpected(error)


def _documents_away(error: Away) -> Answer:
    """The database answers, so that everything but the documents can be used."""
    log.error("documents_unavailable", path=_path(), reason=str(error))
    db.session.rollback()
    return page(503, str(DOCUMENTS_AWAY if request.method == "GET" else NOT_KEPT))


def _damaged(error: Damaged) -> Answer:
    """What was kept is not what lies there any longer; `nk-avtal verify` names them all."""
    log.error("file_damaged", path=_path(), sha256=str(error))
    db.session.rollback()
    return page(500, str(FILE_DAMAGED))


def _full(reason: BaseException | None) -> Answer:
    log.error("nothing_can_be_saved", path=_path(), reason=type(reason).__name__)
    db.session.rollback()
    return page(507)


def _unexpected(error: Exception) -> Answer:
    log.error("unexpected_error", path=_path(), exc_info=error)
    db.session.rollback()
    return page(500)
