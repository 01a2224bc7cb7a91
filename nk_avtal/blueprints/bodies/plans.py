"""Whose meetings a page is about: a municipality's, or the association's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from nk_avtal.blueprints.guard import me
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality

_OURS = {
    "list": "bodies.index",
    "add": "bodies.add",
    "change": "bodies.change",
    "remove": "bodies.remove",
    "put_back": "bodies.put_back",
    "add_body": "bodies.add_body",
    "change_body": "bodies.change_body",
}
_MUNICIPAL = {
    "list": "bodies.plan",
    "add": "bodies.add_to_plan",
    "change": "bodies.change_in_plan",
    "remove": "bodies.remove_from_plan",
    "put_back": "bodies.put_back_in_plan",
    "add_body": "bodies.add_own_body",
    "change_body": "bodies.change_own_body",
    "times": "bodies.times",
}
_OUR_KINDS = (
    *(BodyKind.ASSEMBLY, BodyKind.BOARD, BodyKind.PREPARATORY),
    *(BodyKind.FORUM, BodyKind.NETWORK),
)
_MUNICIPAL_KINDS = (
    *(BodyKind.COUNCIL, BodyKind.EXECUTIVE, BodyKind.COMMITTEE),
    BodyKind.WORKING_COMMITTEE,
)


@dataclass(frozen=True)
class Plan:
    """The meetings of `municipality`, or of the association where that is None."""

    municipality: Municipality | None = None

    @property
    def owner(self) -> int | None:
        """The number of the municipality."""
        return self.municipality.id if self.municipality else None

    @property
    def kinds(self) -> tuple[BodyKind, ...]:
        """What the bodies can be."""
        return _MUNICIPAL_KINDS if self.municipality else _OUR_KINDS

    @property
    def writes(self) -> bool:
        """Whether the person may change the plan."""
        if self.municipality is None:
            return me().may(Permission.WRITE_ASSOCIATION_MEETINGS)
        return me().may(Permission.WRITE_MEETING_PLAN, self.owner)

    def url(self, page: str, **values: Any) -> str:
        """The address of one of the plan's pages."""
        if self.municipality is None:
            return url_for(_OURS[page], **values)
        return url_for(_MUNICIPAL[page], municipality=self.municipality.slug, **values)
