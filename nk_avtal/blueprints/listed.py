"""Lists as files: every list can be fetched as it is narrowed down and sorted, all parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import LazyString

from nk_avtal import clock
from nk_avtal.blueprints import files
from nk_avtal.exchange import tables

FORMS = "any(xlsx, csv)"
"""The endings of a list's files, as a route has them."""
EVERYTHING = 10**6
"""The size of a part that is the whole list."""


@dataclass(frozen=True)
class Listed:
    """What a list shows: its title, what its file is called, and its rows under their columns."""

    title: str
    name: str
    columns: Sequence[str | LazyString]
    rows: Iterable[tables.Row]


def sent(found: Listed, form: str) -> Response:
    """The list for Excel, or as text with semicolons; the name tells the day."""
    columns = [str(one) for one in found.columns]
    name = f"{found.name}-{clock.today().isoformat()}.{form}"
    if form == "csv":
        return files.download(tables.csv(columns, found.rows), name, "text/csv")
    return files.download(tables.xlsx(found.title, columns, found.rows), name, tables.XLSX)


def url(endpoint: str, form: str) -> str:
    """The address of the shown list as a file, with the choices of the page's own address."""
    asked = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name not in ("sida", "endpoint", "form") and not name.startswith("_")
    }
    here = dict(request.view_args or {})
    town = here.get("municipality")
    if town is not None:  # the guard has put the member itself where its address was
        here["municipality"] = town.slug
    return url_for(endpoint, **{**asked, **here, "form": form})
