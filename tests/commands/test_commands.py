"""The commands as a shell sees them: what they print, and with what they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import Process, starting

Run = Callable[..., Process]

WITHOUT_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What asks no database need not be tried on both: a process takes seconds to begin."""


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Iterator[Run]:
    """Runs `nk-avtal ...` in a process of its own on the test's database."""
    with starting(database_url, tmp_path) as start:
        yield lambda *words, **more: start(*words, **more).wait()


def test_init_can_be_run_again(run: Run) -> None:
    assert run("init").returncode == 0
    assert run("init").returncode == 0


def test_an_account_is_added_once(run: Run) -> None:
    words = ("person", "add", "A@Example.org", "--name", "Chef", "--role", "manager")
    assert run(*words, "--password-stdin", text="ett långt lösenord\n").returncode == 0
    again = run(*words)
    assert again.returncode == 1
    assert again.stderr.strip() == "There is an account with that address already"


@WITHOUT_DATABASE
@pytest.mark.parametrize(
    ("words", "settings", "code"),
    [
        (("person", "add"), {}, 2),
        (("person", "add", "a@b.se", "--name", "N", "--role", "king"), {}, 2),
        (("no-such-command",), {}, 2),
        (("dates", "notice", "--start", "2026-13-01", "--notice", "6m"), {}, 2),
        (("routes",), {"TIMEZONE": "Norrland"}, 4),
        (("backup", "/no/such/folder/file"), {}, 1),
    ],
)
def test_what_is_refused_is_one_line_without_a_traceback(
    run: Run, words: tuple[str, ...], settings: dict[str, str], code: int
) -> None:
    answer = run(*words, **settings)
    assert answer.returncode == code
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


@WITHOUT_DATABASE
def test_every_route_tells_its_permission(run: Run) -> None:
    routes = json.loads(run("routes", "--json").stdout)
    assert all(route["permissions"] for route in routes)
    assert "/" in {route["pattern"] for route in routes}


def test_the_demonstration_is_loaded_once(run: Run) -> None:
    assert run("demo").returncode == 0
    assert run("demo").returncode == 1
    assert run("demo", "--if-empty").returncode == 0


def test_the_log_is_verified_against_a_kept_head(run: Run, tmp_path: Path) -> None:
    anchor = tmp_path / "head.json"
    anchor.write_text(run("history", "head", "--json").stdout)
    answer = run("history", "verify", "--anchor", str(anchor))
    assert answer.returncode == 0
    assert answer.stdout.startswith("ok ")


def test_what_is_kept_is_verified(run: Run) -> None:
    answer = run("verify")
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = [line.split(" ")[:2] for line in answer.stdout.splitlines()]
    assert lines == [[part, "ok"] for part in ("database", "schema", "references", "files", "log")]


def test_the_canonical_export_holds_no_password(run: Run, tmp_path: Path) -> None:
    run("person", "add", "a@b.se", "--name", "N", "--role", "admin", "--password-stdin", text="x\n")
    target = tmp_path / "export.jsonl"
    assert run("export", "--canonical", str(target)).returncode == 0
    text = target.read_text()
    assert "a@b.se" in text
    assert "argon2" not in text


@WITHOUT_DATABASE
def test_the_date_engine_answers_in_json(run: Run) -> None:
    words = ("--start", "2025-01-01", "--first", "36m", "--following", "24m", "--notice", "12m")
    answer = run("dates", "notice", *words, "--today", "2026-11-24", "--json")
    found = json.loads(answer.stdout)
    assert found.pop("explanation").startswith("Avtalet gäller från 1 januari 2025.")
    assert found == {
        "term_start": "2025-01-01",
        "term_end": "2027-12-31",
        "notice_by": "2026-12-31",
        "act_by": "2026-12-30",
    }


@WITHOUT_DATABASE
def test_the_date_engine_knows_options_and_when_to_begin(run: Run) -> None:
    words = ("--start", "2024-01-01", "--first", "3y", "--notice", "3m", "--option", "1y")
    more = ("--options", "2", "--use-by", "6m", "--today", "2026-05-01", "--json")
    assert json.loads(run("dates", "notice", *words, *more).stdout)["option_by"] == "2026-06-30"
    refused = run("dates", "notice", *words)
    assert (refused.returncode, "Give all three" in refused.stderr) == (2, True)
    plan = ("--act-by", "2026-12-30", "--meeting", "2026-12-04", "--json")
    assert json.loads(run("dates", "start", *plan).stdout)["start_by"] == "2026-11-06"


@WITHOUT_DATABASE
def test_the_time_to_appeal_answers_in_json(run: Run) -> None:
    found = json.loads(run("dates", "appeal", "--announced", "2026-12-03", "--json").stdout)
    assert (found["last_appeal_day"], found["legal_force"]) == ("2026-12-28", "2026-12-29")
