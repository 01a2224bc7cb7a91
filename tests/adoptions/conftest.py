"""A recommendation that is out, and the clerk of Piteå who answers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.domain.people import Role
from nk_avtal.recommendations.models import Recommendation
from tests import builders


@pytest.fixture
def sent(app: Flask) -> Recommendation:
    return builders.recommendation()


@pytest.fixture
def clerk(sent: Recommendation, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(builders.person(Role.CLERK, "Piteå"))
