"""An address that a mail server has refused is marked, so that mail goes to somebody else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.municipalities.models import Contact
from nk_avtal.outbox.undelivered import recipient_refused


@recipient_refused.connect
def mark(address: str, **_: Any) -> None:
    """Note at every contact with this address that mail came back."""
    wanted = sa.select(Contact).where(
        sa.func.lower(Contact.email) == address.lower(), Contact.bounced_at.is_(None)
    )
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    for contact in db.session.scalars(fresh):
        contact.bounced_at = clock.now()


def clear(contact: Contact) -> None:
    """Note that the address works again."""
    contact.bounced_at = None
