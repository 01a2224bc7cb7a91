"""Everything about an agreement as a zip."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.agreements.queries import agreement_for_page
from nk_avtal.blueprints import files
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reports.blueprint import bp
from nk_avtal.domain.people import Permission
from nk_avtal.exchange.zips import zipped
from nk_avtal.reports.bundle import bundle_of


@bp.get("/avtal/<slug>/allt.zip")
@requires(Permission.READ_AGREEMENTS)
def bundle(slug: str) -> Response:
    """Documents, decisions and letters that the reader may read, and for the association the
    history; sent while it is made."""
    members = bundle_of(agreement_for_page(slug, me()), me(), clock.today())
    lacking = (
        _("Filer som saknas.txt"),
        _("De här filerna går inte att läsa. De andra finns bredvid."),
    )
    return files.stream(zipped(members, lacking), f"{slug}.zip", "application/zip")
