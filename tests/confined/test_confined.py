"""Limited processes: what they are given, what they answer, and that none outlives its use."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from signal import SIGKILL, SIGSTOP, Signals

import psutil
import pytest

from nk_avtal.config import PROJECT
from nk_avtal.confined import starting
from nk_avtal.confined.asking import ENDED, Confined
from tests.limited import STEM, branches, stems

PARROT = "tests.confined.parrot"
HAS_ENDED = {"error": ENDED}


def test_bytes_and_plain_values_come_back_as_they_are() -> None:
    every = bytes(range(256))
    with Confined(PARROT, every, 5) as parrot:
        assert parrot.ask({"saying": "Å \ud800 \x00"}) == {
            "content": every,
            "said": "Å \ud800 \x00",
        }
        assert parrot.ask({"times": 0}) == {"said": None}


def test_many_processes_at_once_have_only_their_own_pipes() -> None:
    with Confined(PARROT, b"a", 5) as first, Confined(PARROT, b"b", 5) as second:
        assert [first.ask({})["content"], second.ask({})["content"]] == [b"a", b"b"]
        assert [one.num_fds() for one in branches()] == [3, 3]
        assert len(stems()) == 1
    assert branches() == []


def test_large_jobs_and_large_answers_do_not_wait_for_each_other() -> None:
    large = "x" * 300_000
    with Confined(PARROT, b"y" * 300_000, 5) as parrot:
        for _ in range(4):
            parrot.send({"saying": large})
        assert [parrot.answer()["said"] == large for _ in range(4)] == [True] * 4


@pytest.mark.parametrize(
    "said",
    [
        b"\xff" * 8,  # four gigabytes
        b"\0\0\0\2\0\0\0\0[]",
        b"\0\0\0\2\0\0\0\0{'",
        b"\0\0\0\2\0\0\0\0\xff\xff",
        b"nothing",
    ],
)
def test_whatever_else_it_says_ends_it(said: bytes) -> None:
    with Confined(PARROT, b"a", 2) as parrot:
        assert parrot.ask({"say": list(said)}) == HAS_ENDED
        assert parrot.ask({}) == HAS_ENDED


def test_it_is_ended_when_it_takes_too_long_and_others_are_not() -> None:
    with Confined(PARROT, b"a", 5) as other:
        begun = time.monotonic()
        with Confined(PARROT, b"a", 0.5) as parrot:
            assert parrot.ask({"sleep": 60}) == HAS_ENDED
        assert time.monotonic() - begun < 3
        assert other.ask({})["content"] == b"a"


def test_it_cannot_write(tmp_path: Path) -> None:
    with Confined(PARROT, b"a", 5) as parrot:
        assert parrot.ask({"file": str(tmp_path / "written")}) == HAS_ENDED
    assert not (tmp_path / "written").read_bytes()


@pytest.mark.parametrize("signal", [SIGKILL, SIGSTOP])
def test_a_stem_that_does_not_answer_is_replaced(
    signal: Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "PATIENCE_SECONDS", 4)
    starting.close()
    with Confined(PARROT, b"a", 5) as parrot:
        parrot.ask({})
    (stem,) = stems()
    stem.send_signal(signal)
    monkeypatch.undo()
    with Confined(PARROT, b"b", 9) as parrot:
        assert parrot.ask({})["content"] == b"b"
    assert len(stems()) == 1
    assert stems() != [stem]


def test_closing_leaves_nothing_behind() -> None:
    with Confined(PARROT, b"a", 5) as parrot:
        parrot.ask({})
    starting.close()
    assert stems() == []


def test_nothing_is_left_when_the_process_that_asks_is_killed() -> None:
    code = (
        "from nk_avtal.confined.asking import Confined\n"
        f"parrot = Confined({PARROT!r}, b'a', 5)\n"
        "parrot.ask({})\n"
        "print(flush=True)\n"
        "parrot.ask({'sleep': 60})\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as asking:
        assert asking.stdout
        asking.stdout.readline()
        left = psutil.Process(asking.pid).children(recursive=True)
        asking.kill()
    assert len(left) == 2
    assert STEM in left[0].cmdline() or not left[0].is_running()
    left[1].kill()  # asleep; its limit counts only work
    _, alive = psutil.wait_procs(left, timeout=5)
    assert alive == []
