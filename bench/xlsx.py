"""Importing and exporting 10,000 agreements beside csv and executemany, and beside csv.writer.

    python bench/xlsx.py [--rows 10000]

The floor of the import reads the same cells by `csv.reader` and writes them by `executemany` into a
table of their own with a unique key, in one transaction. The import besides reads a workbook in a
limited process, compares each row with all agreements, and writes agreements, areas, parties, the
chained history (four entries for each agreement) and the search index. The figures to quote are the
ratios within one run, which differ between machines: the whole import 60 to 85, undoing 40 to 50,
an export as csv 60 to 75 and as xlsx 110 to 220 times.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nk_avtal import migrating
from nk_avtal.app import create_app
from nk_avtal.db import db
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.exchange import tables
from nk_avtal.imports import actions, kinds, undoing
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.reading import sheets_of
from nk_avtal.reference import actions as reference

HEAD = ["NK-nummer", "Titel", "Typ", "Områden", "Parter", "Skede", "Gäller från", "Gäller till"]
HEAD += ["Uppsägningstid", "Anmärkning"]
AGREEMENTS = ImportKind.AGREEMENTS


def rows(count: int) -> list[list[str]]:
    return [
        [f"NK {number:05}", f"Överenskommelse om ämne {number:05}", "Överenskommelse",
         "Socialtjänst", "Piteå; Region Norrbotten", "Gäller", "2024-01-01", "2029-12-31",
         "12 månader", "Anmärkning i registret"]
        for number in range(count)
    ]  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def floor(text: str, folder: str) -> None:
    connection = sqlite3.connect(Path(folder) / "floor.sqlite3")
    columns = ", ".join(f"c{place} TEXT" for place in range(len(HEAD)))
    connection.execute("DROP TABLE IF EXISTS floor")
    connection.execute(f"CREATE TABLE floor ({columns}, UNIQUE (c0))")
    marks = ", ".join("?" for _ in HEAD)
    read = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    connection.executemany(f"INSERT INTO floor VALUES ({marks})", read)
    connection.commit()
    connection.close()


def written(content: list[list[str]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEAD)
    writer.writerows(content)
    return file.getvalue()


def tell(name: str, seconds: float, base: float) -> None:
    print(f"{name:<28}{seconds:8.2f} s {seconds / base:8.1f} times the floor")


def measure(count: int, folder: str) -> None:
    content = rows(count)
    text, book = written(content), tables.xlsx("Avtal", HEAD, content)
    base = min(timed(lambda: floor(text, folder)) for _ in range(3))
    sheets = sheets_of(book)
    read = timed(lambda: sheets_of(book))
    began = time.perf_counter()
    plan = actions.plan(AGREEMENTS, sheets, Answers(), None)
    planned = time.perf_counter() - began
    begun = actions.begin(AGREEMENTS, "avtal.xlsx", sheets, None)
    wrote = timed(lambda: (actions.write(begun, plan, None), db.session.commit()))
    again = timed(lambda: actions.plan(AGREEMENTS, sheets, Answers(), None))
    for name, seconds in (
        ("read the workbook", read),
        ("plan", planned),
        ("write", wrote),
        ("the whole import", read + planned + wrote),
        ("the same file again", again),
    ):
        tell(name, seconds, base)
    undone = timed(lambda: (undoing.undo(begun, None), db.session.flush()))
    db.session.rollback()
    tell("undo", undone, base)
    base = min(timed(lambda: written(list(kinds.rows_of(AGREEMENTS, None)))) for _ in range(2))
    bare = min(timed(lambda: written(content)) for _ in range(3))
    for form in ("csv", "xlsx"):
        tell(f"export as {form}", timed(lambda form=form: kinds.file_of(AGREEMENTS, form)), bare)
    tell("of which reading the rows", base, bare)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=10_000)
    count = asked.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(dict(os.environ) | {"NK_AVTAL_INSTANCE_PATH": folder})
        with app.app_context():
            migrating.upgrade(db.engine.url)
            reference.load()
            db.session.commit()
            measure(count, folder)


if __name__ == "__main__":
    main()
