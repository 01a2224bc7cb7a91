"""What the reader has chosen in the address: view, area, what to show, municipality, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from nk_avtal.adoptions.chosen import AREA_NAMES, filter_of
from nk_avtal.adoptions.matrix import Filter, Show
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations import queries
from nk_avtal.wording import AREAS

SHOWN = {
    Show.ONGOING: _l("Pågående och nyss klara"),
    Show.LATE: _l("Bara försenade"),
    Show.ALL: _l("Alla"),
}
VIEWS = {"": _l("Matris"), "karta": _l("Karta"), "lista": _l("Lista per kommun")}
KEPT = ("omrade", "lage", "kommun")


@dataclass(frozen=True)
class Chosen:
    """The choices, read from the address. What is not understood is as if it were not there."""

    view: str
    show: Show
    area_name: str
    municipality: Municipality | None
    filter: Filter

    @property
    def narrowed(self) -> bool:
        """Whether something else than the usual list is asked for."""
        return bool(self.area_name or self.municipality or self.show is not Show.ONGOING)

    def kept(self) -> dict[str, str]:
        """The choices as they stand in the address."""
        return {name: request.args[name] for name in KEPT if request.args.get(name)}

    def url(self, endpoint: str = "recommendations.index", **changes: Any) -> str:
        """The same choices at another place, or with some of them changed."""
        return url_for(
            endpoint, **(self.kept() | {k: v for k, v in changes.items() if v is not None})
        )

    def tabs(self) -> list[tuple[str, str, bool]]:
        """The three views, as `macros/lists.html` draws tabs."""
        return [
            (str(label), self.url(vy=view or None), view == self.view)
            for view, label in VIEWS.items()
        ]


def chosen(members: Sequence[Municipality]) -> Chosen:
    """What the address asks for."""
    wanted = filter_of(request.args, members)
    view = request.args.get("vy", "")
    marked = request.args.getlist("rek")
    return Chosen(
        view=view if view in VIEWS else "",
        show=wanted.show,
        area_name=request.args["omrade"] if wanted.area else "",
        municipality=next((one for one in members if one.id == wanted.municipality_id), None),
        filter=replace(wanted, show=Show.ALL, ids=queries.ids_of(marked)) if marked else wanted,
    )


def areas() -> list[tuple[str, str]]:
    """The areas to choose from: name in the address, words."""
    return [(name, str(AREAS[area])) for name, area in AREA_NAMES.items()]


def shown() -> list[tuple[str, str]]:
    """What can be shown: value in the address, words."""
    return [(show.value, str(label)) for show, label in SHOWN.items()]
