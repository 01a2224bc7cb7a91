"""The service as real processes, and people who use it over the network."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import encode_multipart

from tests import builders, databases
from tests.pages import csrf_of

PATIENCE_SECONDS = 120


class Service:
    """A running `nk-avtal serve`."""

    def __init__(self, environ: dict[str, str], folder: Path, *more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "nk_avtal.cli", "serve", "--port", str(self.port)]
        self.log = folder / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", "1", *more],
                env=environ,
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def answer(self, path: str) -> tuple[int, Any]:
        """The status and the JSON of an address; 0 when nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, None

    def children(self) -> dict[int, str]:
        """The processes that it started, by number, with their commands."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and parent_of(folder) == self.process.pid:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                found[int(folder.name)] = b" ".join(words).decode()
        return found

    def scheduler(self) -> int | None:
        """The number of the scheduler's process."""
        return next((n for n, words in self.children().items() if "cli scheduler" in words), None)

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        web = next((n for n, words in self.children().items() if "gunicorn" in words), 0)
        every = (one for one in Path("/proc").iterdir() if one.name.isdigit())
        return [int(one.name) for one in every if parent_of(one) == web]

    def stop(self) -> int:
        """Stop it as the system does; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)


def parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return 0


def wait_until(holds: Callable[[], object], service: Service) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, service.log.read_text()
        assert service.process.poll() is None, service.log.read_text()
        time.sleep(0.05)


def serve(database_url: str, folder: Path, *more: str) -> Service:
    """Serve the database at `database_url`, with `folder` as the instance."""
    environ = databases.environ(database_url, folder)
    environ |= {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.environ["PATH"]}
    return Service(environ, folder, *more)


@dataclass(frozen=True)
class Answer:
    """What came back; the status is 0 when the connection broke, and nobody can say what became of
    the request."""

    status_code: int
    text: str


class Remote:
    """A signed-in person who speaks to a running service over the network."""

    def __init__(self, app: Flask, person: builders.Person, port: int) -> None:
        browser = builders.signed_in_client(app, person)
        csrf_of(browser, "/konto")  # the token belongs to the cookie
        cookie = browser.get_cookie("session")
        assert cookie
        self._headers = {"Cookie": f"session={cookie.value}"}
        self._port = port

    def get(self, path: str) -> Answer:
        """A page."""
        return self._send("GET", path, b"", self._headers)

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        """What a form is answered with, itself and not the page that it leads to."""
        boundary, body = encode_multipart(data)
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._send("POST", path, body, self._headers | kind)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode())
        except (OSError, http.client.HTTPException):
            return Answer(0, "")
        finally:
            connection.close()
