"""Further rules of notice than the one that ends the whole agreement."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a rule of notice concerns."""

    PRICE = "price"  # other prices, or a revision of the compensation
    EXIT = "exit"  # one party leaves and the others stay bound
    PARTY = "party"  # the whole agreement, with a period that holds for one party
