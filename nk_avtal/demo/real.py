"""Real agreements and municipal decisions, with only what their public sources hold.

They come in as anybody's lists do, and get what no list can give: a place in the open register and
the notice that ended two of them.
"""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.demo.rows import HERE
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.imports import actions
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.reading import sheets_of
from nk_avtal.renewals.models import GivenNotice

LISTS = {
    ImportKind.AGREEMENTS: "real_agreements.csv",
    ImportKind.DECISIONS: "real_decisions.csv",
}


def load() -> None:
    """Bring in the lists. What applies is cleared for the public; notice is registered."""
    for kind, name in LISTS.items():
        _bring_in(kind, name)
    for one in db.session.scalars(sa.select(Agreement)):
        one.published = one.stage is Stage.CONCLUDED
        if one.notice_given_on:
            db.session.add(_notice(one))


def _bring_in(kind: ImportKind, name: str) -> None:
    sheets = sheets_of((HERE / name).read_bytes())
    planned = actions.plan(kind, sheets, Answers(), None)
    actions.write(actions.begin(kind, name, sheets, None), planned, None)
    db.session.info["request_id"] = ""


def _notice(agreement: Agreement) -> GivenNotice:
    """Notice that the source tells of: by the region's board. When it was received is not said."""
    others = [one.organisation for one in agreement.parties if one.organisation]
    return GivenNotice(
        agreement=agreement,
        giver=Giver.COUNTERPARTY,
        reach=Reach.WHOLE,
        organisation=others[0],
        body_name="Regionstyrelsen",
        decided_on=agreement.notice_given_on,
        stage_before=Stage.CONCLUDED,
        registered_at=clock.now(),
    )
