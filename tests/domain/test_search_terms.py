"""The forms of a word have one stem, and other words another."""

from __future__ import annotations

from nk_avtal.domain.search_terms import stem

FORMS = (
    "promemoria promemorian promemorians promemorior promemoriorna",
    "rättspromemoria rättspromemorian",
    "avtal avtalet avtalen avtalets",
    "ärende ärendet ärenden ärendena ärendets",
    "protokoll protokollet protokollen",
    "bilaga bilagan bilagor bilagorna",
    "yttrande yttrandet yttranden yttrandena",
    "möte mötet möten mötena",
    "sammanträde sammanträdet sammanträden sammanträdena",
    "hjälpmedel hjälpmedlet hjälpmedlen",
    "exempel exemplet exemplen",
    "gymnasium gymnasiet gymnasier gymnasierna",
    "strategi strategin strategier",
    "register registret registren",
    "villkor villkoret villkoren",
    "kostnad kostnaden kostnader kostnaderna",
    "skola skolan skolor skolorna",
    "område området områden områdena",
    "projekt projektet projekten",
    "rekommendation rekommendationen rekommendationer",
    "räddningstjänst räddningstjänsten räddningstjänster",
    "kommun kommunen kommuner kommunens",
)
DIFFERENT = (
    "får far for",
    "avtal tal antal betal",
    "remiss mission miss",
    "plan plats plats22",
    "medel modell möte",
    "bilaga bil",
    "skola skog skuld",
    "organ organisation",
    "taxa taxi",
    "budget bud",
    "ansökan anmälan",
)


def test_forms_of_a_word_meet_and_other_words_do_not() -> None:
    for line in FORMS:
        assert len({*map(stem, line.split())}) == 1, line
    for line in DIFFERENT:
        words = line.split()
        assert len({*map(stem, words)}) == len(words), line


def test_the_stem_of_a_stem_is_itself() -> None:
    for word in " ".join((*FORMS, *DIFFERENT)).split():
        assert stem(stem(word)) == stem(word), word
