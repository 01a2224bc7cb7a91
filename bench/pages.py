"""Whole pages beside the floor: the same rows by the bare driver, joined to one string.

Both take turns in one run on the demonstration in SQLite. The figures to quote are the ratios; the
milliseconds belong to this machine and this moment.
"""

from __future__ import annotations

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 30
BASE = "http://127.0.0.1:8000"
PAGES = {
    "matrix": "/rekommendationer",
    "map": "/rekommendationer?vy=karta",
    "agreements": "/avtal",
    "register": "/register",
}
FLOOR = """
SELECT recommendation.title, municipality.name, addressee.reference, addressee.concerned
FROM addressee
JOIN recommendation ON recommendation.id = addressee.recommendation_id
JOIN municipality ON municipality.id = addressee.municipality_id
ORDER BY recommendation.id, municipality.name
"""


def main() -> None:
    """Print the ratio of each page to the floor."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(NK_AVTAL_INSTANCE_PATH=folder, NK_AVTAL_DEMO="on")
        pages = _pages()
        driver = sqlite3.connect(Path(folder) / "nk-avtal.sqlite3")
        ratios = {name: _ratio(view, lambda: _floor(driver)) for name, view in pages.items()}
    print("SUMMARY " + " ".join(f"{name}={ratio:.0f}x" for name, ratio in ratios.items()))


def _pages() -> dict[str, Callable[[], object]]:
    from nk_avtal.app import create_app  # settings are read when the application is made

    for command in ("init", "demo"):
        subprocess.run([sys.executable, "-m", "nk_avtal.cli", command], check=True)
    client = create_app().test_client()
    form = client.get("/logga-in", base_url=BASE).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    assert token
    entries = {"email": "chef@demo.example", "password": "norrbotten", "csrf_token": token[1]}
    assert client.post("/logga-in", data=entries, base_url=BASE).status_code == 302

    def page(address: str) -> Callable[[], object]:
        def fetch() -> None:
            assert client.get(address, base_url=BASE).status_code == 200

        return fetch

    return {name: page(address) for name, address in PAGES.items()}


def _floor(driver: sqlite3.Connection) -> str:
    return "".join(f"<td>{'</td><td>'.join(map(str, row))}</td>" for row in driver.execute(FLOOR))


def _ratio(view: Callable[[], object], floor: Callable[[], object]) -> float:
    """The median of the pairwise ratios of view and floor, which take turns."""
    view()
    pairs = [(_seconds(view), _seconds(floor)) for _ in range(ROUNDS)]
    return statistics.median(one / other for one, other in pairs)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
