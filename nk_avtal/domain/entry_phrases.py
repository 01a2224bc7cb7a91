"""The condition for effect in sentences, and what is still needed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

from nk_avtal.domain.entry import Basis, Certainty, Condition, Entry, Lacking, Outsiders
from nk_avtal.domain.entry_outlook import Outlook, Stand
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language, capitalized, join_and, number_word

Names = Callable[[Hashable], str]
_SHOWN = 5


@dataclass(frozen=True)
class Percent:
    """A share as running text writes it: 12,4 procent, 12.4 per cent. Rounded up to a tenth, so
    that what is lacking never reads as nothing."""

    share: Decimal

    def text(self, language: Language = "sv") -> str:
        """The share in words."""
        tenths = self.share.quantize(Decimal("0.1"), ROUND_UP)
        figure = f"{tenths:f}".removesuffix(".0")
        return f"{figure.replace('.', ',')} procent" if language == "sv" else f"{figure} per cent"


@dataclass(frozen=True)
class NameList:
    """Names in running text: Luleå och Piteå. Many are cut: Boden, Gällivare ... och 6 till."""

    names: tuple[str, ...]

    def text(self, language: Language = "sv") -> str:
        """The names with the word for "and"."""
        rest = len(self.names) - _SHOWN
        more = f"{rest} till" if language == "sv" else f"{rest} more"
        shown = [*self.names[:_SHOWN], more] if rest > 1 else list(self.names)
        return join_and(shown, language)


def pronoun(thing: str) -> str:
    """The pronoun for a Swedish noun in definite form: avtalet det, bilagan den, taxorna dem."""
    noun = thing.strip().casefold()
    if noun.endswith("na"):
        return "dem"
    return "det" if noun.endswith("t") else "den"


def entry_phrase(entry: Entry, concerned: int, thing: str = "avtalet") -> Phrase:
    """Who must have adopted, as a sentence: Bilagan börjar gälla när alla 14 kommuner har antagit
    den.

    `thing` is what the agreement is called, in definite form.
    """
    sv, en = _CONDITIONS[entry.condition]
    if entry.condition is Condition.ALL and concerned == 1:
        sv, en = _ONLY_ONE
    values = {
        "thing": capitalized(thing.strip()),
        "it": pronoun(thing),
        "all": concerned,
        "least": entry.at_least,
        "plural": "kommun" if entry.at_least == 1 else "kommuner",
        "share": Percent(entry.share),
    }
    return Phrase(sv, en, values)


def further_phrases(entry: Entry, names: Names) -> list[Phrase]:
    """What more the condition says, one sentence each; nothing in the usual case."""
    found = []
    if entry.named and entry.condition is not Condition.ALL:
        found.append(_about(_NAMED, entry.named, names))
    if entry.counterparty:
        found.append(Phrase(*_COUNTERPARTY))
    if entry.by is Basis.LEGAL_FORCE:
        found.append(Phrase(*_BY_LEGAL_FORCE))
    if entry.latest:
        found.append(Phrase(*_LATEST, {"day": entry.latest}))
    if entry.outsiders is not Outsiders.UNSAID:
        found.append(Phrase(*_OUTSIDERS[entry.outsiders]))
    return found


def lacking_phrase(number: int) -> Phrase:
    """How many are still needed: Tre kommuner till behövs."""
    return Phrase(
        "{sv} {noun} till behövs.",
        "{en} more needed.",
        {
            "sv": capitalized(number_word(number)),
            "en": capitalized(number_word(number, "en")),
            "noun": "kommun" if number == 1 else "kommuner",
        },
    )


def progress_phrases(entry: Entry, seen: Outlook, names: Names) -> list[Phrase]:
    """What is still needed and from when it can be met: Tre kommuner till behövs. Tidigast 17 juni
    2027."""
    if seen.stand is Stand.UNCLEAR:
        return [_about(_UNWEIGHED, seen.unweighed, names)]
    if seen.stand is Stand.LAPSED:
        return [Phrase(*_LAPSED, {"day": entry.latest})]
    if seen.stand is Stand.OUT_OF_REACH:
        return [_out_of_reach(seen, names)]
    if entry.condition is Condition.EACH and not (seen.lacking.named or seen.lacking.others):
        return []
    if seen.is_met:
        return [Phrase(*_MET)]
    return [*_needed(entry, seen.lacking, names), *_when(entry, seen, names)]


def _out_of_reach(seen: Outlook, names: Names) -> Phrase:
    refused = [one for one in seen.lacking.named if one in seen.declined]
    if refused:
        return _about(_REFUSED, refused, names)
    return Phrase(*_OUT_OF_REACH) if seen.declined else Phrase(*_TOO_FEW)


def _needed(entry: Entry, lacking: Lacking, names: Names) -> list[Phrase]:
    found = []
    if lacking.number and entry.condition not in (Condition.EACH, Condition.SHARE):
        found.append(lacking_phrase(lacking.number))
    if lacking.share:
        found.append(Phrase(*_MORE_SHARE, {"share": Percent(lacking.share)}))
    if lacking.named and entry.condition is not Condition.ALL:
        found.append(_about(_MORE_NAMED, lacking.named, names))
    if lacking.others:
        found.append(_about(_MORE_OTHERS, lacking.others, names))
    return found or [Phrase(*_ENOUGH)]


def _when(entry: Entry, seen: Outlook, names: Names) -> list[Phrase]:
    found = []
    if seen.day:
        found.append(_earliest(entry, seen.day, seen.certainty))
        if seen.late:
            found.append(Phrase(*_TOO_LATE, {"day": entry.latest}))
    elif seen.undated:
        found.append(_about(_UNDATED, seen.undated, names))
    if seen.stopped:
        found.append(_about(_STOPPED, seen.stopped, names))
    return found


def _earliest(entry: Entry, day: date, certainty: Certainty) -> Phrase:
    appealed = entry.by is Basis.LEGAL_FORCE and certainty is not Certainty.KNOWN
    estimated = certainty is Certainty.ESTIMATED
    return Phrase(*_EARLIEST[appealed, estimated], {"day": day})


def start_phrase(day: date, start: date) -> Phrase | None:
    """A warning when the condition is met after the day on which the agreement is to begin (KL
    2:4); nothing is blocked by it."""
    return Phrase(*_AFTER_START, {"start": start}) if day > start else None


def _about(words: tuple[str, str], parties: Iterable[Hashable], names: Names) -> Phrase:
    return Phrase(*words, {"who": NameList(tuple(names(one) for one in parties))})


_CONDITIONS = {
    Condition.ALL: (
        "{thing} börjar gälla när alla {all} kommuner har antagit {it}.",
        "It takes effect when all {all} municipalities have adopted it.",
    ),
    Condition.AT_LEAST: (
        "{thing} börjar gälla när minst {least} {plural} har antagit {it}.",
        "It takes effect when at least {least} of the municipalities have adopted it.",
    ),
    Condition.SHARE: (
        "{thing} börjar gälla när kommuner med minst {share} av invånarna har antagit {it}.",
        "It takes effect when municipalities with at least {share} of the inhabitants have "
        "adopted it.",
    ),
    Condition.BOTH: (
        "{thing} börjar gälla när minst {least} {plural}, med minst {share} av invånarna, har "
        "antagit {it}.",
        "It takes effect when at least {least} of the municipalities, with at least {share} of "
        "the inhabitants, have adopted it.",
    ),
    Condition.EACH: (
        "{thing} börjar gälla för varje kommun när den har antagit {it}.",
        "It takes effect for each municipality once that has adopted it.",
    ),
}
_ONLY_ONE = (
    "{thing} börjar gälla när kommunen har antagit {it}.",
    "It takes effect when the municipality has adopted it.",
)
_NAMED = ("Bland dem måste finnas {who}.", "Among them must be {who}.")
_COUNTERPARTY = (
    "Även motparten måste ha beslutat.",
    "The other party must have decided too.",
)
_BY_LEGAL_FORCE = (
    "Besluten måste ha fått laga kraft.",
    "The decisions must be in legal force.",
)
_LATEST = (
    "Är villkoret inte uppfyllt senast {day} förfaller avtalet.",
    "If the condition is not met by {day} the agreement lapses.",
)
_OUTSIDERS = {
    Outsiders.STAY_OUTSIDE: (
        "De som inte har antagit då står utanför.",
        "Those that have not adopted by then stay outside.",
    ),
    Outsiders.MAY_JOIN: (
        "De som inte har antagit då får ansluta sig senare.",
        "Those that have not adopted by then may join later.",
    ),
}
_MET = ("Villkoret är uppfyllt.", "The condition is met.")
_ENOUGH = ("Alla som behövs har antagit.", "All that are needed have adopted.")
_MORE_SHARE = (
    "Kommuner med ytterligare {share} av invånarna behövs.",
    "Municipalities with a further {share} of the inhabitants are needed.",
)
_MORE_NAMED = ("{who} måste också anta.", "{who} must adopt too.")
_MORE_OTHERS = ("Beslut från {who} saknas.", "The decision of {who} is missing.")
_EARLIEST = {
    (False, False): ("Tidigast {day}.", "{day} at the earliest."),
    (False, True): (
        "Tidigast {day}, enligt planerade möten.",
        "{day} at the earliest, by planned meetings.",
    ),
    (True, False): (
        "Tidigast {day}, om inget beslut överklagas.",
        "{day} at the earliest, if no decision is appealed.",
    ),
    (True, True): (
        "Tidigast {day} (uppskattat), om inget beslut överklagas.",
        "{day} at the earliest (estimated), if no decision is appealed.",
    ),
}
_TOO_LATE = ("Det är efter sista dagen, {day}.", "That is after the latest day, {day}.")
_UNDATED = (
    "Tidigaste dag går inte att säga: {who} har inget beslut och inget kommande möte inlagt.",
    "The earliest day cannot be said: {who} has neither a decision nor a coming meeting.",
)
_STOPPED = (
    "Ingen dag för laga kraft går att räkna ut för {who}: beslutet är överklagat, eller anslaget "
    "togs ned för tidigt.",
    "No day of legal force can be reckoned for {who}: the decision is appealed, or its "
    "announcement was taken down too soon.",
)
_UNWEIGHED = (
    "Villkoret går inte att räkna ut: invånarantal saknas för {who}.",
    "The condition cannot be reckoned: the inhabitants of {who} are not known.",
)
_LAPSED = (
    "Villkoret var inte uppfyllt {day}, så avtalet har förfallit.",
    "The condition was not met by {day}, so the agreement has lapsed.",
)
_OUT_OF_REACH = (
    "Det villkoret går inte längre att uppfylla, så många har avslagit.",
    "That condition can no longer be met, since so many have declined.",
)
_TOO_FEW = (
    "Villkoret går inte att uppfylla: så många kommuner berörs inte.",
    "The condition cannot be met: not so many municipalities are concerned.",
)
_REFUSED = (
    "Det villkoret går inte längre att uppfylla: {who} har avslagit.",
    "That condition can no longer be met: {who} has declined.",
)
_AFTER_START = (
    "Det är efter att avtalet skulle börja gälla, {start}. Beslut får inte gälla bakåt i tiden om "
    "det är till nackdel för invånarna (2 kap. 4 § kommunallagen).",
    "That is after the agreement was to begin, {start}. Decisions may not apply to the past to the "
    "disadvantage of the inhabitants (Local Government Act 2:4).",
)
