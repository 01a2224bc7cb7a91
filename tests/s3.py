"""A real S3 server for the tests: moto's, as a process of its own on loopback."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.session import get_session

from tests.postgres import PR_SET_PDEATHSIG
from tests.processes import PATIENCE_SECONDS

KEYS: Mapping[str, str] = {
    "AWS_ACCESS_KEY_ID": "for tests",
    "AWS_SECRET_ACCESS_KEY": "for tests only",
    "AWS_DEFAULT_REGION": "eu-north-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _end_with_parent() -> None:
    ctypes.CDLL("libc.so.6").prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class S3:
    """A running server. `environ` is how a process finds it."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.environ = {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            preexec_fn=_end_with_parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                assert self.process.poll() is None, "moto.server ended"
                assert time.monotonic() < end, "moto.server did not start"
                time.sleep(0.05)

    def bucket_for(self, monkeypatch: pytest.MonkeyPatch) -> str:
        """The address of a new bucket, which this process finds from now on."""
        for name, value in self.environ.items():
            monkeypatch.setenv(name, value)
        name = f"b{uuid.uuid4().hex}"
        self.client().create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": self.environ["AWS_DEFAULT_REGION"]},
        )
        return f"s3://{name}/dokument"

    def client(self) -> Any:
        """How a test reaches it, past the product."""
        values = self.environ
        return get_session().create_client(
            "s3",
            endpoint_url=values["AWS_ENDPOINT_URL"],
            region_name=values["AWS_DEFAULT_REGION"],
            aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=values["AWS_SECRET_ACCESS_KEY"],
        )

    def stop(self) -> None:
        """End it, wherever it is."""
        self.process.kill()
        self.process.wait()
