"""The order of titles is kept beside them, and is the Swedish one on both databases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import make_url

from nk_avtal import migrating
from nk_avtal.agreements import listing, ordering
from nk_avtal.agreements.listing import Choice
from nk_avtal.agreements.models import Agreement
from nk_avtal.commands.keeping import recount
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.formats import swedish_key
from nk_avtal.history.models import Entry
from tests import builders

TITLES = (
    *("Östra länken", "Ambulans", "ärenden", "Åtgärder", "äldre", "Zoner", "Ünik", "yrken"),
    *("Ledning", "Lédning", "ledning och stöd", "Öar", "A-traktorer", "8 dagars regel", "W-möten"),
    "ﷺ" * 120 + "å",
)


def some_agreements() -> None:
    for number, title in enumerate(TITLES):
        builders.agreement(title=title, slug=f"a-{number}", stage=list(Stage)[number % 6])


def kept() -> dict[str, str]:
    rows = db.session.execute(sa.select(Agreement.title, Agreement.title_key))
    return dict(iter(rows))


def derived() -> dict[str, str]:
    return {title: ordering.key_of(title) for title in TITLES}


def test_the_copy_is_what_the_rule_says_and_can_be_made_anew(app: Flask) -> None:
    some_agreements()
    assert kept() == derived()
    first = db.session.scalars(sa.select(Agreement).order_by(Agreement.id)).first()
    assert first
    first.title = "Övre länken"
    db.session.commit()
    assert kept()["Övre länken"] == ordering.key_of("Övre länken")
    told = db.session.scalars(sa.select(Entry).where(Entry.noun == "agreement")).all()
    assert told
    assert not any("title_key" in one.changes for one in told)
    first.title = TITLES[0]
    db.session.commit()
    db.session.execute(sa.text("UPDATE agreement SET title_key = 'x'"))
    db.session.commit()
    assert f"ordered {len(TITLES)}" in app.test_cli_runner().invoke(recount).output
    assert kept() == derived()


def test_the_database_sorts_as_swedish_does_part_by_part(app: Flask) -> None:
    some_agreements()
    reader = builders.person(Role.MANAGER)
    swedish = sorted(TITLES, key=swedish_key)
    for size in (4, 7, 40):
        found: list[str] = []
        for number in range(1, -(-len(TITLES) // size) + 1):
            count, some = listing.part(Choice(), reader, number, size)
            assert count == len(TITLES)
            found += [one.title for one in some]
        assert found == swedish
    assert [one.title for one in listing.chosen(Choice(), reader)] == swedish
    by_step = listing.chosen(Choice(sort="skede"), reader)
    steps = list(Stage)
    assert [one.title for one in by_step] == sorted(
        swedish, key=lambda title: steps.index(steps[TITLES.index(title) % 6])
    )
    assert listing.part(Choice(words="LÄNKEN öst"), reader, 1, 5)[0] == 1
    assert listing.part(Choice(words="saknas"), reader, 9, 5) == (0, [])


def test_a_migrated_database_has_the_same_copy(app: Flask, database_url: str) -> None:
    some_agreements()
    db.session.close()
    db.engine.dispose()
    configuration = migrating.configuration(make_url(database_url))
    migration = ScriptDirectory.from_config(configuration).get_revision("0025")
    assert migration is not None
    command.downgrade(configuration, str(migration.down_revision))
    command.upgrade(configuration, "head")
    assert kept() == derived()
