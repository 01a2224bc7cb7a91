"""How far the municipalities have come with one recommendation, in figures and in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.phrases import Phrase

_SETTLED = frozenset({Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION, Standing.DECLINED})

_ANSWERS = {
    "decided": ("{decided} av {concerned} har beslutat", "{decided} of {concerned} have decided"),
    "planned": ("{planned} har planerat", "{planned} have planned"),
    "postponed": ("{postponed} har skjutit upp ärendet", "{postponed} have postponed the matter"),
    "silent": ("{silent} har inte svarat", "{silent} have not answered"),
}


@dataclass(frozen=True)
class Tally:
    """How many municipalities stand where. One that is not concerned leaves the denominator."""

    counts: Mapping[Standing, int]

    def __getitem__(self, standing: Standing) -> int:
        return self.counts.get(standing, 0)

    @property
    def addressed(self) -> int:
        """All that were counted, the ones not concerned among them."""
        return sum(self.counts.values())

    @property
    def concerned(self) -> int:
        """The denominator: 12 in "10 av 12"."""
        return self.addressed - self[Standing.NOT_CONCERNED]

    @property
    def adopted(self) -> int:
        """The numerator, those who adopted with an addition included."""
        return self[Standing.ADOPTED] + self.with_addition

    @property
    def with_addition(self) -> int:
        """Those among the adopted who added something or made a reservation."""
        return self[Standing.ADOPTED_WITH_ADDITION]

    @property
    def declined(self) -> int:
        """Those who said no. They have decided, and are not among the remaining."""
        return self[Standing.DECLINED]

    @property
    def decided(self) -> int:
        """Those who have said yes or no."""
        return self.adopted + self.declined

    @property
    def remaining(self) -> int:
        """Those who have yet to say yes or no; a matter sent back or tabled remains."""
        return self.concerned - self.decided

    @property
    def silent(self) -> int:
        """Those who remain without having planned the matter or postponed it."""
        return self.remaining - self[Standing.PLANNED] - self[Standing.PAUSED]

    @property
    def late(self) -> int:
        """Those whose reply day has passed without a decision."""
        return self[Standing.LATE]

    @property
    def adopted_by_all(self) -> bool:
        """Whether every concerned municipality has adopted, additions included."""
        return self.concerned > 0 and self.adopted == self.concerned

    @property
    def phrase(self) -> Phrase:
        """The progress as the pages say it: 11 av 14 har antagit, 1 med tillägg."""
        sv = "{adopted} av {concerned} har antagit"
        en = "{adopted} of {concerned} have adopted"
        if self.with_addition:
            sv, en = f"{sv}, {{added}} med tillägg", f"{en}, {{added}} with an addition"
        values = {
            "adopted": self.adopted,
            "concerned": self.concerned,
            "added": self.with_addition,
        }
        return Phrase(sv, en, values)

    @property
    def answers(self) -> Phrase:
        """How far the deciding has come: 11 av 14 har beslutat, 2 har planerat, 1 har inte svarat.

        A group that is empty is left out, but for those who have decided."""
        values = {
            "decided": self.decided,
            "concerned": self.concerned,
            "planned": self[Standing.PLANNED],
            "postponed": self[Standing.PAUSED],
            "silent": self.silent,
        }
        said = [words for group, words in _ANSWERS.items() if group == "decided" or values[group]]
        return Phrase(", ".join(sv for sv, _ in said), ", ".join(en for _, en in said), values)


def tally(standings: Iterable[Standing]) -> Tally:
    """The tally of one standing per addressed municipality."""
    return Tally(Counter(standings))


def remains(standing: Standing) -> bool:
    """Whether the municipality has yet to decide: the bottom row "Kvar att besluta"."""
    return standing not in _SETTLED and standing is not Standing.NOT_CONCERNED
