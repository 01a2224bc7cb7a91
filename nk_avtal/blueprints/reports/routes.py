"""The pages of reports, gathered."""

from __future__ import annotations

import nk_avtal.blueprints.reports.association
import nk_avtal.blueprints.reports.bound
import nk_avtal.blueprints.reports.bundle
import nk_avtal.blueprints.reports.cooperation  # noqa: F401 - they add to the blueprint
from nk_avtal.blueprints.reports.blueprint import bp

__all__ = ["bp"]
