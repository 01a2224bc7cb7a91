"""A backup while people work (reliability R-25)."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock, verifying
from nk_avtal.backups import restoring, taking
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import Document, DocumentKind, DocumentVersion, Openness
from tests import builders
from tests.backups.places import installation
from tests.races import at_once
from tests.scale import scaled

WRITERS = scaled(6, 20)
BACKUPS = scaled(1, 10)


class Writers:
    """People who add documents until they are told to stop; what was acknowledged is noted."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.done = Event()

    def write(self, owner: int) -> None:
        number = 0
        while not self.done.is_set():
            number += 1
            title = f"{owner} {number}"
            file = store.keep(title.encode(), f"{title}.pdf", "application/pdf")
            document = Document(
                agreement_id=owner,
                title=title,
                kind=DocumentKind.ANNEX,
                openness=Openness.OPEN,
                versions=[DocumentVersion(number=1, file=file, added_at=clock.now())],
            )
            db.session.add(document)
            db.session.commit()
            self.acknowledged.add(title)

    def take(self, folder: Path) -> list[tuple[Path, set[str]]]:
        """Backups, and what had been acknowledged before each."""
        made = []
        try:
            for number in range(BACKUPS):
                while len(self.acknowledged) < (number + 1) * WRITERS:
                    time.sleep(0.01)
                before, target = set(self.acknowledged), folder / f"{number}.backup"
                assert taking.take(target).missing == []
                made.append((target, before))
        finally:
            self.done.set()
        return made


@pytest.mark.usefixtures("ready_schema")
def test_r25_a_backup_under_load_holds_what_was_acknowledged_before(
    app: Flask, tmp_path: Path
) -> None:
    owners = [builders.agreement(f"Avtal {n}", parties=[]).id for n in range(WRITERS)]
    writers = Writers()
    works = [partial(writers.write, owner) for owner in owners]
    *_, made = at_once(app, [*works, partial(writers.take, tmp_path)])
    kind = db.engine.dialect.name
    for target, before in made:
        with installation(kind, target.with_suffix("")):
            restoring.restore(target, replace=False)
            assert before <= set(db.session.scalars(sa.select(Document.title)))
            assert [one.faults for one in verifying.findings() if one.faults] == []
