"""The list of negotiations, and the workspace of one."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.agreements.documents import documents_of
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.negotiations import exporting, words
from nk_avtal.blueprints.negotiations.blueprint import bp, reading
from nk_avtal.blueprints.negotiations.panel import Forms, Panel, panel_of
from nk_avtal.blueprints.paging import Page
from nk_avtal.documents.models import DocumentVersion, Mark
from nk_avtal.domain.negotiations import IssueStatus, NegotiationState
from nk_avtal.negotiations import listing, queries
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.shown import IssueShown, Shown, shown

SHOWN = 25
VERSIONS = 5
EVERYTHING = "alla"


@bp.get("")
@reading
def index() -> str:
    """The negotiations that the reader may know of."""
    choice = _choice()
    page = Page.of(listing.listed(choice, me()), SHOWN)
    return render_template(
        "negotiations/index.html",
        page=page,
        progress=listing.progress(page.items),
        total=listing.total(me()),
        choice=choice,
        words=words,
        wording=wording,
    )


def _choice() -> listing.Choice:
    asked = request.args
    return listing.Choice(
        words=asked.get("q", ""),
        state=asked.get("lage", NegotiationState.OPEN.value),
        sort=asked.get("ordning", "klart"),
    )


@bp.get(f"/forhandlingar.<{listed.FORMS}:form>")
@reading
def export(form: str) -> FileResponse:
    """The same list as a file."""
    found, today = listing.listed(_choice(), me()), clock.today()
    progress = listing.progress(found)
    rows = [exporting.row_of(one, progress[one.id], today) for one in found]
    title = _("Förhandlingar")
    return listed.sent(Listed(title, "forhandlingar", exporting.COLUMNS, rows), form)


@bp.get(f"/<slug>/yrkanden.<{listed.FORMS}:form>")
@reading
def export_issues(slug: str, form: str) -> FileResponse:
    """The issues of a negotiation as they are shown, for its group."""
    negotiation = queries.by_slug(slug, me())
    view = request.args.get("visa", "")
    found = _listed(shown(negotiation, drafts=True), view)
    rows = [exporting.issue_row(one) for one in found]
    columns = exporting.issue_columns(negotiation)
    return listed.sent(Listed(_("Yrkanden"), f"yrkanden-{slug}", columns, rows), form)


@bp.get("/<slug>")
@reading
def show(slug: str) -> str:
    """The workspace: rounds, issues, the chosen issue, and the versions of the text."""
    negotiation = queries.by_slug(slug, me())
    number = request.args.get("yrkande", type=int)
    return workspace(negotiation, number)


@bp.get("/<slug>/yrkanden/<int:number>")
@reading
def issue(slug: str, number: int) -> str:
    """One issue on a page of its own."""
    negotiation = queries.by_slug(slug, me())
    return issue_page(negotiation, number)


def workspace(negotiation: Negotiation, number: int | None, forms: Forms | None = None) -> str:
    """The page of a negotiation, with an issue chosen."""
    found = shown(negotiation, drafts=True)
    chosen = found.numbered(number) if number else found.first_to_work_on()
    view = request.args.get("visa", "")
    return render_template(
        "negotiations/show.html",
        negotiation=negotiation,
        shown=found,
        listed=_listed(found, view),
        view=view,
        panel=panel_of(negotiation, chosen, me(), forms) if chosen else None,
        mandate=queries.mandates(negotiation, me()).get(None),
        leads=queries.is_led_by(negotiation, me()),
        writes=queries.is_written_by(negotiation, me()),
        talks=queries.talks(negotiation)[:3],
        versions=_versions(negotiation),
        words=words,
        wording=wording,
        today=clock.today(),
    )


def _listed(found: Shown, view: str) -> list[IssueShown]:
    """The issues of the list: those at hand, all of them, or those with a status."""
    if view == EVERYTHING:
        return found.everything()
    if view in tuple(IssueStatus):
        return [one for one in found.issues if one.issue.status == view]
    return found.at_hand()


def issue_page(negotiation: Negotiation, number: int, forms: Forms | None = None) -> str:
    """The page of one issue. Raises NoResultFound."""
    found = shown(negotiation, drafts=True).numbered(number)
    if found is None:
        raise NoResultFound
    panel: Panel = panel_of(negotiation, found, me(), forms)
    return render_template(
        "negotiations/issue.html",
        negotiation=negotiation,
        panel=panel,
        versions=_versions(negotiation),
        words=words,
        wording=wording,
        form=panel.wrong,
    )


def _versions(negotiation: Negotiation) -> list[tuple[DocumentVersion, DocumentVersion | None]]:
    """The newest versions of the texts that are not signed, each with the one before it."""
    found: list[tuple[DocumentVersion, DocumentVersion | None]] = []
    for document in documents_of(negotiation.agreement, me()):
        settled = any(one.mark is Mark.SIGNED for one in document.marks)
        kept = [] if document.trashed_at or settled else document.versions
        found += zip(kept, [None, *kept], strict=False)
    found.sort(key=lambda pair: (pair[0].added_at, pair[0].id), reverse=True)
    return found[:VERSIONS]


@bp.get("/<slug>/versioner/<int:old>..<int:new>")
@reading
def versions(slug: str, old: int, new: int) -> Response:
    """Two versions of the text compared."""
    agreement = queries.by_slug(slug, me()).agreement
    address = url_for("documents.compare", slug=agreement.slug, fran=old, till=new)
    return redirect(f"{address}#skillnader")
