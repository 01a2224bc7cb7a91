"""Thousands of requests that nobody thought of, as every role: no error of ours, no answer that is
not described, and none that differs from its description (S-31)."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nk_avtal.blueprints.api.excerpts import KINDS
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests.api.programs import Program, program
from tests.api.test_reading import scene

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
SOME = settings(
    max_examples=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer(*KINDS)
def as_file(_context: object, value: object) -> bytes:
    """A file that is sent as it is, made up as everything else."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_is_sent_the_answer_is_described(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nk_avtal.blueprints.api.bearers.REQUESTS_A_MINUTE", 10**6)
    scene()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    wrong: list[str] = []
    for role in Role:
        db.session.commit()  # or the requests before have left it an old picture, unfit to write
        who = program(app, role)
        for found in schema.get_all_operations():
            wrong += tried(found.ok(), who)
    assert wrong == []


def tried(operation: Any, who: Program) -> list[str]:
    """What is wrong with the answers to some requests; all are tried, whatever the first says."""
    found: list[str] = []

    @seed(20261124)
    @SOME
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        db.session.commit()
        answer = case.call(headers=who.headers | _seen(case))
        try:
            case.validate_response(answer, checks=CHECKS)
        except Exception as failure:  # noqa: BLE001 - every kind is told
            found.append(f"{who.person.role} {operation.label}: {failure}"[:1500])

    ask()
    return found


def _seen(case: Any) -> dict[str, str]:
    """Half of the requests say that they have seen the first version, so that some come through."""
    return {"If-Match": '"1.1"'} if crc32(str(case.path_parameters).encode()) % 2 else {}
