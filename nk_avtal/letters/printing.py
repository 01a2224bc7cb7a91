"""A Word document as the pages that will be printed, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

WALL_SECONDS = 60
CPU_SECONDS = 40
LARGEST = 30 * 2**20
"""Bytes of what is written."""
_one_at_a_time = Lock()


def can_print() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def as_pdf(document: bytes) -> bytes | None:
    """The pages of a Word document; None without LibreOffice, or when it does not make them.

    It runs alone, with a profile of its own, an environment that tells it nothing, and limits on
    time and on what it writes.
    """
    program = _program()
    if program is None:
        return None
    with _one_at_a_time, tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "dokument.docx"
        source.write_bytes(document)
        _convert(program, source)
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.exists() else None


def _program() -> str | None:
    return shutil.which("soffice")


def _convert(program: str, source: Path) -> None:
    folder = source.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quietly = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
    process = subprocess.Popen(  # noqa: S603 - a program of the machine, on a file of our own
        [program, profile, *quietly, "--convert-to", "pdf", "--outdir", folder, source],
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _limit(process)
    try:
        process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)


def _limit(process: subprocess.Popen[bytes]) -> None:
    """Set from outside: running code between fork and exec is unsafe where there are threads."""
    with suppress(ProcessLookupError):  # it has ended already
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (LARGEST, LARGEST))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice, which is a script with a child, and wait until it is gone."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
