"""The index is always what it is derived from, whatever is done; and no query breaks it."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement, AgreementArea
from nk_avtal.clock import now
from nk_avtal.commands.keeping import recount
from nk_avtal.consultations.models import Consultation, Reply
from nk_avtal.db import db
from nk_avtal.documents import kept_texts
from nk_avtal.documents.models import Document, DocumentVersion, Openness, StoredFile
from nk_avtal.domain.agreements import Area, Kind, Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.indexing.models import IndexEntry, IndexState, IndexWord
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.municipalities.models import Municipality
from nk_avtal.negotiations.models import Counterparty, Issue, Negotiation
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.search import keeping
from nk_avtal.search.queries import Filter, search
from tests import builders
from tests.search import scenes
from tests.search.scenes import found

WORDS = ("räddning", "avtal", "hemsjukvård", "§ 142", "NK 2026/031", "e-tjänst", "skola", "får")
HOSTILE = (
    *("", " ", '"', "'", "*", "AND", "avtal AND (", "NEAR(a b)", "a OR b", "terms:avtal", "^a"),
    *("-avtal", "--", "';DROP TABLE x", "\\", "%", "_", "avtal*", "(((", "&|!", ":*", "<->"),
    *("\0", "a\0b", "§", "§§ 1", "1/", "/1", "1/2/3/4", "1//2", "å" * 200, "a " * 100, "1 " * 100),
    *("é e\u0301", "ß", "İstanbul", "ﬁ", "𝒜𝒷𝒸𝒹", "\u202eavtal", "日本語", "ªº²", "²³/¹", "a-b-c-"),
    *(
        "-",
        "–",
        "1–2",
        "e-",
        "-e-",
        "'a' | 'b'",
        "$1",
        "{{ 7*7 }}",
        "<script>",
        "\u2028x",
        "\ud7ff",
    ),
)


def kept() -> list[tuple[object, ...]]:
    """The index as it is; PostgreSQL sorts and quotes terms."""
    rows = db.session.execute(sa.select(IndexEntry.__table__).order_by(IndexEntry.id))
    return [(*row[:-1], frozenset(row.terms.replace("'", "").split())) for row in rows]


def words() -> set[tuple[str, str, str]]:
    wanted = sa.select(IndexWord.part, IndexWord.word, IndexWord.stem)
    return {(part, word, stem) for part, word, stem in db.session.execute(wanted)}


def said(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=4)) + str(dice.randrange(1000))


def one_of(kind: type) -> Any:
    return db.session.scalars(sa.select(kind).limit(1)).one()


def change(dice: random.Random) -> None:
    """Something that somebody may do to what can be found."""

    def one(kind: type) -> object:
        return dice.choice(db.session.scalars(sa.select(kind).order_by(kind.id)).all())

    day = date(2020 + dice.randrange(7), 1 + dice.randrange(12), 3)
    agreement, document = one(Agreement), one(Document)
    sent, decision, issue = one(Recommendation), one(Decision), one(Issue)
    matter, talks, reply = one(Matter), one(Negotiation), one(Reply)
    changes = (
        lambda: setattr(agreement, "title", said(dice)),
        lambda: setattr(agreement, "summary", said(dice)),
        lambda: setattr(agreement, "start_on", day),
        lambda: setattr(agreement, "kind", dice.choice(list(Kind))),
        lambda: setattr(agreement, "stage", dice.choice([Stage.DRAFT, Stage.CONCLUDED])),
        lambda: _move(agreement, dice.choice(list(Area))),
        lambda: agreement.parties.pop(),
        lambda: setattr(document, "title", said(dice)),
        lambda: setattr(document, "trashed_at", dice.choice([None, now()])),
        lambda: document.versions.append(_next(document, one(StoredFile))),
        lambda: setattr(sent, "title", said(dice)),
        lambda: setattr(sent, "status", dice.choice([Status.SENT, Status.DRAFT])),
        lambda: setattr(sent, "area", dice.choice(list(Area))),
        lambda: setattr(decision, "undone_at", dice.choice([None, now()])),
        lambda: setattr(decision, "decided_on", day),
        lambda: setattr(one(Municipality), "name", said(dice)[:60]),
        lambda: setattr(one(Matter), "summary", said(dice)),
        lambda: setattr(talks, "title", said(dice)),
        lambda: setattr(agreement, "number", f"NK {dice.randrange(10**9)}"),
        lambda: talks.counterparties.append(Counterparty(organisation=said(dice))),
        lambda: talks.counterparties.clear(),
        lambda: setattr(issue, "title", said(dice)),
        lambda: setattr(one(Consultation), "lead", said(dice)),
        lambda: setattr(one(Consultation), "title", said(dice)),
        lambda: setattr(reply, "text", said(dice)),
        lambda: setattr(reply, "undone_at", dice.choice([None, now()])),
        lambda: setattr(reply, "file", dice.choice([None, one(StoredFile)])),
        lambda: setattr(dice.choice(reply.opinions), "comment", said(dice)),
        lambda: builders.agreement(said(dice), slug=f"nytt-{dice.randrange(10**9)}"),
        lambda: scenes.document(agreement, said(dice), said(dice), Openness.OPEN),
        lambda: _reread(dice),
        lambda: setattr(decision, "excerpt", dice.choice([None, one(StoredFile)])),
        lambda: matter.files.append(
            MatterFile(title=said(dice), file=one(StoredFile), added_at=now())
        ),
        lambda: matter.files.clear(),
    )
    dice.choice(changes)()


def _move(agreement: Agreement, area: Area) -> None:
    agreement.areas.clear()
    db.session.flush()
    agreement.areas.append(AgreementArea(area=area))


def _next(document: Document, file: StoredFile) -> DocumentVersion:
    number = max((one.number for one in document.versions), default=0) + 1
    return DocumentVersion(number=number, file=file, added_at=now())


def _reread(dice: random.Random) -> None:
    checksum = dice.choice(kept_texts.stored())
    kept_texts.forget(checksum)
    kept_texts.keep(checksum, said(dice))


def test_it_equals_what_it_is_derived_from_after_any_change(app: Flask) -> None:
    scenes.make()
    builders.reply(one_of(Consultation), "Piteå", text="Vi väntar.")
    dice = random.Random(31)
    for step in range(88):
        change(dice)
        db.session.commit()
        if step % 11 == 10:
            before, known = kept(), words()
            keeping.rewrite(db.session.connection())
            assert kept() == before, step
            assert words() <= known, "words that are gone may stay, none may be missing"
            db.session.rollback()
            db.session.expire_all()


def test_a_change_that_is_taken_back_leaves_no_trace(app: Flask) -> None:
    scenes.make()
    before = kept()
    builders.db.session.scalars(sa.select(Agreement)).first().title = "Något annat"
    db.session.flush()
    assert kept() != before
    db.session.rollback()
    assert kept() == before


def test_the_command_writes_it_anew_and_other_rules_do_so_by_themselves(app: Flask) -> None:
    scenes.make()
    before = kept()
    assert keeping.bring_up_to_date() == 0
    for table in (IndexEntry, IndexWord):
        db.session.connection().execute(sa.delete(table.__table__))
    db.session.commit()
    assert f"indexed {len(before)}" in app.test_cli_runner().invoke(recount).output
    assert kept() == before
    db.session.connection().execute(sa.update(IndexState.__table__).values(made_by="older rules"))
    assert keeping.bring_up_to_date() == len(before)
    assert kept() == before
    manager = builders.person(Role.MANAGER)
    assert found("stegbil", manager) == ["Bilaga 1, Samverkan om räddningstjänst"]


def test_no_query_breaks_it(app: Flask) -> None:
    scenes.make()
    manager, clerk = builders.person(Role.MANAGER), builders.person(Role.CLERK)
    dice = random.Random(7)
    signs = "".join({*"".join(HOSTILE), *"abcåäö123 /-§\"'*():&|!<>"})
    asked = [*HOSTILE, *("".join(dice.choices(signs, k=dice.randrange(1, 30))) for _ in range(25))]
    for text in asked:
        search(text, dice.choice((manager, clerk)), Filter(year=text[:5], area=text), 1, 20)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(IndexEntry))
