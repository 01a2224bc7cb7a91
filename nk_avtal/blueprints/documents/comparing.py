"""Comparing any two versions of an agreement's documents, on screen and as a Word file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from nk_avtal import clock
from nk_avtal.agreements import documents
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import files
from nk_avtal.blueprints.documents.routes import Page, bp
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.documents import clauses, comparing, store
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.comparing import Change, Kind, grouped
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission


@bp.get("/avtal/<slug>/dokument/jamfor")
@requires(Permission.READ_AGREEMENTS)
def compare(slug: str) -> Page:
    """The form, and below it what differs between the two versions that are chosen."""
    agreement = agreement_by_slug(slug, me())
    chosen = _chosen(agreement)
    changes: list[Change] = []
    refusal = ""
    if chosen:
        try:
            changes = comparing.changes_between(*map(_content, chosen))
        except RuleBroken as reason:
            refusal = reason.text(language())
    page = render_template(
        "documents/compare.html",
        agreement=agreement,
        documents=[one for one in documents.documents_of(agreement, me()) if not one.trashed_at],
        chosen=chosen,
        changes=changes,
        groups=list(grouped(changes)),
        refusal=refusal,
        counts={kind: sum(one.kind is kind for one in changes) for kind in Kind},
        renumbered=sum(one.renumbered for one in changes),
        both_word=bool(chosen) and all(one.file.media_type == DOCX for one in chosen),
    )
    return page, 422 if refusal else 200


@bp.get("/avtal/<slug>/dokument/jamfor.docx")
@requires(Permission.READ_AGREEMENTS)
def compare_word(slug: str) -> Response:
    """The older of the two with what the newer changes as tracked changes."""
    chosen = _chosen(agreement_by_slug(slug, me()))
    if not chosen:
        raise NoResultFound
    old, new = map(_content, chosen)
    content = comparing.tracked(old, new, me().name, clock.now())
    name = _("jämförelse %(slug)s.docx", slug=slug)
    return files.download(content, name, DOCX)


def _chosen(agreement: Agreement) -> tuple[DocumentVersion, ...]:
    """The versions of the address, or none. Raises NoResultFound for what this person may not
    read, and for another agreement's."""
    numbers = [request.args.get(name, type=int) for name in ("fran", "till")]
    found = tuple(documents.version_for(number, me()) for number in numbers if number)
    if any(one.document.agreement_id != agreement.id for one in found):
        raise NoResultFound
    return found if len(found) == len(numbers) else ()


def _content(version: DocumentVersion) -> bytes:
    return store.read(version.file)


@bp.get("/avtal/<slug>/dokument/andrade-klausuler.docx")
@requires(Permission.READ_AGREEMENTS)
def changed_clauses(slug: str) -> Response:
    """The list of changed clauses for the board."""
    agreement = agreement_by_slug(slug, me())
    chosen = _chosen(agreement)
    if not chosen:
        raise NoResultFound
    titles = clauses.Titles(
        _("Ändringar i %(title)s", title=agreement.title), _("Avsnitt"), _("Före"), _("Efter")
    )
    content = clauses.clause_list(comparing.changes_between(*map(_content, chosen)), titles)
    return files.download(content, _("ändringar %(slug)s.docx", slug=slug), DOCX)
