"""Sending documents to the browser, with a note of what they were made of."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, g

from nk_avtal.blueprints import files
from nk_avtal.db import db, set_reading
from nk_avtal.documents.intake import DOCX
from nk_avtal.letters import actions, records
from nk_avtal.letters.bundles import Bundle


def sent(file: actions.File) -> Response:
    """A Word document."""
    note([file.made] if file.made else [])
    return files.download(file.content, file.name, DOCX)


def sent_together(bundle: Bundle, name: str) -> Response:
    """A zip of documents, sent while they are made."""
    note(actions.made_of(bundle))
    return files.stream(bundle, name, "application/zip")


def note(made: Iterable[records.Made]) -> None:
    """Keep what the documents are made of, in a transaction of its own that follows the making,
    which takes too long to hold a lock."""
    db.session.rollback()
    set_reading(False)
    records.keep(made, g.get("person"))
    db.session.commit()
