"""What validity and precision are called, on the pages and in the open data."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.agreements import Precision
from nk_avtal.register.entries import Validity

VALIDITIES: dict[Validity, LazyString] = {
    Validity.IN_FORCE: _l("Gäller"),
    Validity.COMING: _l("Börjar gälla senare"),
    Validity.ENDED: _l("Har upphört"),
}
PRECISIONS: dict[Precision, LazyString] = {
    Precision.DAY: _l("Dagen är känd"),
    Precision.MONTH: _l("Bara månaden är känd"),
    Precision.YEAR: _l("Bara året är känt"),
    Precision.UNKNOWN: _l("Okänd"),
    Precision.OPEN_ENDED: _l("Tills vidare"),
}
