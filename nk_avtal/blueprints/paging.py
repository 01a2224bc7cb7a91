"""A part of a list, and where the other parts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for


@dataclass(frozen=True)
class Page:
    """Some of the `total` items; `number` counts from 1."""

    items: Sequence[Any]
    number: int
    pages: int
    total: int
    size: int

    @classmethod
    def of(cls, found: Sequence[Any], size: int) -> Page:
        """The part of `found` that the address asks for (`?sida=2`)."""
        number = cls.asked()
        pages = max(1, -(-len(found) // size))
        number = min(number, pages)
        return cls(found[(number - 1) * size : number * size], number, pages, len(found), size)

    @classmethod
    def part(cls, items: Sequence[Any], total: int, size: int) -> Page:
        """The part that the address asks for, where `items` is all that was read of `total`."""
        pages = max(1, -(-total // size))
        return cls(items, min(cls.asked(), pages), pages, total, size)

    @staticmethod
    def asked() -> int:
        """The number of the part that the address asks for."""
        text = request.args.get("sida", "1")
        return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1

    def url(self, number: int) -> str:
        """The address of another part of the same list."""
        asked = {
            name: values
            for name, values in request.args.to_dict(flat=False).items()
            if name != "endpoint" and not name.startswith("_")  # those steer url_for itself
        }
        arguments = {**asked, **(request.view_args or {})}
        town = (request.view_args or {}).get("municipality")
        if town is not None:  # the guard has put the member itself where its address was
            arguments["municipality"] = town.slug
        assert request.endpoint
        return url_for(request.endpoint, **(arguments | {"sida": number}))

    @property
    def first(self) -> int:
        """The place of the first item in the whole list, from 1; 0 when the list is empty."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """The place of the last item in the whole list."""
        return (self.number - 1) * self.size + len(self.items)

    @property
    def previous_url(self) -> str | None:
        """The address of the part before, if there is one."""
        return self.url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        """The address of the part after, if there is one."""
        return self.url(self.number + 1) if self.number < self.pages else None
