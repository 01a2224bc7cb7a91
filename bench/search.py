"""The search over many texts: common words beside rare ones, and the index beside reading it all.

Made up texts of 9 kB on average stand in documents, one an agreement, with words as unevenly common
as in real texts: one is in nearly all of them, one in every thousandth. Every seventh agreement is
a draft and every fifth document internal. Two people ask: a manager of the association, who sees
it all, and a clerk of a municipality, of whom it has to be asked what she may see. Queries take
turns in one process, in another order each round, since what comes after the reading of every text
finds little in the caches. The figures to quote are the ratios:

- every query beside the same person's for the rare word: at most 10, however common the word is;
- counting the texts with the rare word with LIKE, beside counting them by the index: at least 100.

What is measured is `search`, as the page asks it: with all it shows, excerpts and counts. On
PostgreSQL the texts are read with ILIKE.

With --full: on PostgreSQL every query of the manager 0.5 to 3.5 times the rare one, the most for a
word that is in nearly all titles, and of the clerk 0.6 to 3.0 times; LIKE 610 to 680 times counting
by the index. On SQLite 0.4 to 1.3 and 0.6 to 1.6 times; LIKE 240 to 270 times. Beside the whole
rare query, of which most is what any page of hits costs, reading and marking twenty texts, LIKE
takes 180 to 230 and 65 to 80 times: on SQLite it is six times faster than on PostgreSQL.

    python bench/search.py                      2,000 agreements with text
    python bench/search.py --full               20,000 (two minutes on an idle machine)
    python bench/search.py --url postgresql+... on that database, which must be empty
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.app import create_app
from nk_avtal.db import db, reading
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    FileText,
    Openness,
    StoredFile,
)
from nk_avtal.domain.agreements import Kind, Stage
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.accounts import add_person
from nk_avtal.people.models import Person
from nk_avtal.search import keeping
from nk_avtal.search.queries import Filter, everything, search
from tests import databases

ROUNDS = 7
STEMS = [
    "avtal",
    "kommun",
    "samverkan",
    "upphandling",
    "kollektivtrafik",
    "utbildning",
    "hälsa",
    "sjukvård",
    "budget",
    "styrelse",
    "rekommendation",
    "uppsägning",
    "finansiering",
    "region",
    "beslut",
    "nämnd",
    "fullmäktige",
    "förbund",
    "medlem",
    "kostnad",
    "fördelning",
    "ansvar",
    "verksamhet",
    "personal",
    "digital",
    "arkiv",
    "dataskydd",
    "miljö",
    "energi",
    "bredband",
    "skola",
    "gymnasium",
    "äldreomsorg",
    "barn",
    "familj",
    "mottagande",
    "jämställdhet",
    "kultur",
    "bibliotek",
    "räddningstjänst",
]
SYLLABLES = "an ber dal fors gren hav is jok kal lund mark nor ost pil rad sten tor vik älv ång ö"
COMMON, RARE, NUMBER = "räddningstjänst", "gränsälvskommission", "NK 2019/4711"
QUERIES = {
    "rare": RARE,
    "common": COMMON,
    "common form": "räddningstjänsten",
    "common title": "avtal",
    "compound": "tjänst",
    "beginning": "sam",
    "two common": "kommun samverkan",
    "common and rare": f"{COMMON} {RARE}",
    "number": NUMBER,
    "misspelled": "gränsälvskomission",
}
REST = {
    "common, of a year": (COMMON, Filter(year="2012")),
    "common, documents": (COMMON, Filter(kind="document")),
}
MOST, LEAST = 10, 100


def texts(count: int) -> Iterator[str]:
    """Made up texts, always the same."""
    dice, parts = random.Random(7), SYLLABLES.split()
    made = ["".join(dice.choices(parts, k=dice.randint(2, 4))) for _ in range(30_000)]
    words = [*STEMS * 3, *(word + dice.choice(["", "et", "en", "ar", "s"]) for word in made)]
    weights = [1 / (place + 8) for place in range(len(words))]
    for number in range(count):
        chosen = dice.choices(words, weights, k=dice.randint(280, 1400))
        if number % 1000 == 7:
            chosen[5] = RARE
        chosen[9] = COMMON
        yield " ".join(chosen)


def fill(count: int) -> dict[str, Person]:
    """Put them there, and say who asks."""
    now, first = clock.now(), date(2008, 1, 1)
    rows: dict[type[Any], list[dict[str, Any]]] = {}
    for number, text in enumerate(texts(count), 1):
        title = f"Avtal {number} om {text.split(' ', 2)[1]}"
        agreement = {"id": number, "slug": f"a-{number}", "title": title, "kind": Kind.AGREEMENT}
        agreement |= {"stage": Stage.CONCLUDED if number % 7 else Stage.DRAFT}
        agreement |= {"created_at": now, "title_key": title}
        agreement |= {"start_on": first + timedelta(days=number % 6000)}
        agreement |= {"number": NUMBER if number == count // 2 else None}
        document = {"id": number, "agreement_id": number, "title": f"Bilaga {number}"}
        document |= {"kind": DocumentKind.ANNEX, "version": 1}
        document |= {"openness": Openness.OPEN if number % 5 else Openness.INTERNAL}
        checksum = f"{number:064x}"
        file = {"id": number, "sha256": checksum, "size": len(text), "media_type": "text/plain"}
        version = {"document_id": number, "number": 1, "file_id": number, "added_at": now}
        for kind, row in {
            Agreement: agreement,
            Document: document,
            StoredFile: file | {"name": "a.pdf", "stored_at": now},
            DocumentVersion: version,
            FileText: {"sha256": checksum, "text": text, "read_at": now},
        }.items():
            rows.setdefault(kind, []).append(row)
    for kind, some in rows.items():
        db.session.connection().execute(sa.insert(kind.__table__), some)
    town = db.session.scalars(sa.select(Municipality).limit(1)).one()
    readers = {
        "manager": add_person("a@example.org", "A", Role.MANAGER),
        "clerk": add_person("b@example.org", "B", Role.CLERK, town),
    }
    db.session.commit()
    began = time.perf_counter()
    keeping.rewrite(db.session.connection())
    db.session.commit()
    print(f"{count} agreements with text, indexed in {time.perf_counter() - began:.0f} s")
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return readers


def measure(readers: dict[str, Person]) -> dict[tuple[str, str], float]:
    """The ratios of all queries to the rare one, by who asks and what."""
    asked = {name: (words, Filter()) for name, words in QUERIES.items()} | REST
    work: dict[tuple[str, str], Callable[[], object]] = {
        (who, name): lambda words=words, reader=reader, chosen=chosen: search(
            words, reader, chosen, 1, 20
        )
        for who, reader in readers.items()
        for name, (words, chosen) in asked.items()
    }
    work["manager", "rare, counted"] = lambda: len(everything(RARE, readers["manager"], Filter()))
    work["manager", "LIKE"] = lambda: db.session.scalar(
        sa.select(sa.func.count()).where(FileText.text.ilike(f"%{RARE}%"))
    )
    seconds: dict[tuple[str, str], list[float]] = {key: [] for key in work}
    dice = random.Random(7)
    with reading():
        for turn in range(ROUNDS + 1):
            for key, run in dice.sample([*work.items()], len(work)):
                took = _seconds(run, readers.values())
                if turn:
                    seconds[key].append(took)
    for (who, name), its in seconds.items():
        print(f"{who:8} {name:20} {statistics.median(its) * 1e3:9.2f} ms")
    return {
        (who, name): statistics.median(
            one / rare for one, rare in zip(its, seconds[who, "rare"], strict=True)
        )
        for (who, name), its in seconds.items()
    }


def _seconds(work: Callable[[], object], known: Iterable[Person]) -> float:
    """How long it takes, for somebody who is known already, as on a page."""
    db.session.rollback()
    for reader in known:
        db.session.refresh(reader)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print the ratios; fails when one misses its goal at full size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true", help="20,000 agreements")
    asked.add_argument("--url", help="another database than SQLite in a temporary folder")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.url or f"sqlite:///{folder}/nk-avtal.sqlite3"
        databases.fill(url, Path(folder))
        with create_app(databases.environ(url, Path(folder))).app_context():
            ratios = measure(fill(20_000 if chosen.full else 2_000))
            db.session.close()
            db.engine.dispose()
    told = [f"{who}_{name.replace(' ', '_')}={its:.1f}x" for (who, name), its in ratios.items()]
    scan = ratios.pop(("manager", "LIKE")) / ratios["manager", "rare, counted"]
    print("SUMMARY", *told, f"LIKE_to_counting={scan:.0f}x")
    if chosen.full and (max(ratios.values()) > MOST or scan < LEAST):
        sys.exit("a goal is missed")


if __name__ == "__main__":
    main()
