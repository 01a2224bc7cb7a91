"""Who meets and decides: the kinds of body in the association and in a municipality."""

from __future__ import annotations

from enum import StrEnum


class BodyKind(StrEnum):
    """What a body is, in the order in which a list shows them."""

    ASSEMBLY = "assembly"  # förbundsfullmäktige
    BOARD = "board"  # styrelse
    PREPARATORY = "preparatory"  # beredning
    FORUM = "forum"  # regionalt forum
    NETWORK = "network"  # strategiskt nätverk
    COUNCIL = "council"  # kommunfullmäktige
    EXECUTIVE = "executive"  # kommunstyrelse
    COMMITTEE = "committee"  # nämnd
    WORKING_COMMITTEE = "working_committee"  # arbetsutskott

    @property
    def decides(self) -> bool:
        """Whether a municipality's decision on a recommendation can be taken here."""
        return self in (BodyKind.COUNCIL, BodyKind.EXECUTIVE, BodyKind.COMMITTEE)


NAMES = {
    BodyKind.COUNCIL: "Kommunfullmäktige",
    BodyKind.EXECUTIVE: "Kommunstyrelsen",
}
"""The bodies that every municipality has one of, by the name that its minutes use."""


def kind_named(name: str) -> BodyKind:
    """The kind of a municipal body from its name, where the municipality has not entered it: an
    utskott prepares, every other one is a nämnd."""
    folded = name.casefold().strip()
    if folded.endswith(("utskott", "utskottet", "au")) or folded == "au":
        return BodyKind.WORKING_COMMITTEE
    return BodyKind.COMMITTEE
