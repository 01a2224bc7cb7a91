"""The forms of a word have one stem, and other words another."""

from __future__ import annotations

from nk_avtal.domain.search_terms import asked_words, stem, words_of

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


def test_a_series_may_be_written_together_with_its_number() -> None:
    for written in ("KS2026/318", "ks2026-318", "KS 2026/318", "(KS2026/318)"):
        assert asked_words(written, 9) == ["ks", "2026/318"], written
        assert {"ks", "2026/318", "2026", "318"} <= words_of(written), written
    for one_word in ("covid19-20", "a4-2", "e22-avfarten", "ks2026"):
        assert "ks" not in asked_words(one_word, 9)
        assert asked_words(one_word, 9)[0].startswith(one_word[:2]), one_word


def test_what_says_only_which_number_follows_is_not_asked_for() -> None:
    assert asked_words("Dnr NK 2024-118", 9) == ["nk", "2024/118"]
    assert asked_words("paragraf 142", 9) == ["142"]
    assert asked_words("dnr", 9) == ["dnr"]
