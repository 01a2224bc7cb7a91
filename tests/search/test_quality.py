"""What people type finds what they mean, the same in the same order on both databases."""

from __future__ import annotations

from flask import Flask

from nk_avtal.domain.people import Role
from nk_avtal.indexing import matching
from nk_avtal.search import queries
from nk_avtal.search.queries import Filter, search
from tests import builders
from tests.search import scenes
from tests.search.scenes import found

CALLED = {
    "doctors": "Läkarmedverkan i kommunal hälso- och sjukvård",
    "rescue": "Samverkan om räddningstjänst",
    "aids": "Överenskommelsen om hjälpmedel",
    "sheep": "Bete för får på fjället",
    "plane": "Ambulansflyget",
    "on call": "Läkarmedverkan, ny bilaga 2 om jourtid",
    "Piteå's": "Piteå: Läkarmedverkan, ny bilaga 2 om jourtid",
    "Övertorneå's": "Övertorneå: Läkarmedverkan, ny bilaga 2 om jourtid",
    "minutes": "Bilaga 1, Samverkan om räddningstjänst",
    "sums": "Intern beräkning, Samverkan om räddningstjänst",
    "Luleå's": "Luleå kommun: Antagande av hjälpmedelsavtal",
    "budget": "Budget och inriktning 2027",
    "alarms": "Gemensam inriktning för digitala trygghetslarm",
    "talks": "Hjälpmedel, samverkan och kostnader",
    "old aids": "Hjälpmedel",
    "annex": "Bilaga 2, Läkarmedverkan i kommunal hälso- och sjukvård",
    "proposal": "Förslag till inriktning, Överenskommelsen om hjälpmedel",
    "excerpt": "Protokollsutdrag, Piteå: Läkarmedverkan, ny bilaga 2 om jourtid",
    "memo": "Promemoria om lokalerna, Budget och inriktning 2027",
    "Piteå": "Piteå kommun",
    "Övertorneå": "Övertorneå kommun",
    "Luleå": "Luleå kommun",
    "Kiruna": "Kiruna kommun",
}
EXPECTED = {
    "avtal": "plane, doctors, aids, old aids, rescue, sheep, talks, minutes, Luleå's",
    "avtalet": "plane, doctors, aids, old aids, rescue, sheep, talks, minutes",
    "avtalen": "plane, doctors, aids, old aids, rescue, sheep, talks, minutes",
    "överenskommelse": "aids, plane, doctors, old aids, rescue, sheep, proposal",
    "överenskommelsen": "aids, plane, doctors, old aids, rescue, sheep, proposal",
    "överenskommel": "aids, plane, doctors, old aids, rescue, sheep, proposal",
    "räddningstjänst": "rescue, sums, minutes",
    "räddningstjänsten": "rescue, sums, minutes",
    "tjänst": "rescue, sheep, sums, minutes",
    "vård": "doctors, annex",
    "sjukvård": "doctors, annex",
    "hemsjukvård": "doctors",
    "hemsjukvården": "doctors",
    "hälso- och sjukvård": "doctors, annex",
    "läkare": "doctors",
    "läkar": "doctors, on call, annex, Piteå's, excerpt, Övertorneå's",
    "läkarmedverkan": "doctors, on call, annex, Piteå's, excerpt, Övertorneå's",
    "LÄKARMEDVERKAN": "doctors, on call, annex, Piteå's, excerpt, Övertorneå's",
    "protokoll": "excerpt, minutes",
    "protokollet": "minutes",
    "protokollen": "minutes",
    "sammanträde": "minutes",
    "far": "",
    "får": "sheep",
    "fjäll": "sheep",
    "NK 2026/031": "doctors",
    "nk 2026-031": "doctors",
    "2026/03": "doctors",
    "031": "doctors",
    "31": "",
    "§ 142": "Piteå's, excerpt",
    "§142": "Piteå's, excerpt",
    "142 §": "Piteå's, excerpt",
    "142": "Piteå's, excerpt",
    "§ 14": "Övertorneå's",
    "§ 1422": "",
    "KS 2026/123": "Piteå's",
    "KF 26/1422": "Övertorneå's",
    "ks2026/123": "Piteå's",
    "KS2026-123": "Piteå's",
    "dnr KS 2026/123": "Piteå's",
    "diarienummer 2026/123": "Piteå's",
    "paragraf 142": "Piteå's, excerpt",
    "RT 2024/55": "minutes",
    "§ 17": "minutes",
    "Piteå": "Piteå, Piteå's, excerpt",
    "Övertorneå": "Övertorneå, Övertorneå's",
    "Luleå": "Luleå, Luleå's",
    "2584": "Kiruna",
    "siida": "aids",
    "sámi": "aids",
    "e-tjänst": "sheep",
    "etjänst": "sheep",
    "hjälpmedel": "aids, old aids, talks, proposal, Luleå's",
    "jour": "on call, Piteå's, excerpt, Övertorneå's",
    "jourtid": "on call, Piteå's, excerpt, Övertorneå's",
    "budget 2027": "budget, memo",
    "avgift": "budget",
    "index": "budget",
    "leveranstid": "talks",
    "digitala trygghetslarm": "alarms",
    "upphandling": "alarms",
    "känslig": "sums",
    "ambulans": "plane",
    "stegbil": "minutes",
    "bil": "annex, minutes, on call, Piteå's, excerpt, Övertorneå's",
    "412": "minutes",
    "avtal om räddningstjänst": "rescue, minutes",
    "dygnet runt": "doctors, minutes",
    "nämnd": "Luleå's",
    "ledning och övning": "rescue",
    "kostnad": "talks, aids, sums",
    "bilaga 2": "annex, on call, Piteå's, excerpt, Övertorneå's",
    "Piteå läkarmedverkan": "Piteå's, excerpt",
    "kontorslandskap": "memo",
    "promemoria": "memo",
    "promemorian": "memo",
    "promemoriorna": "memo",
    "hjälpmedlen": "aids, old aids, talks, proposal",
    "kostnaden": "talks, aids, sums",
    "bilagan": "annex, minutes, on call, Piteå's, excerpt, Övertorneå's",
    "protokollsutdrag Piteå": "excerpt",
    "reservation": "excerpt",
    "och": "doctors, talks, budget, aids, rescue, sheep, annex, minutes, memo",
}
"""Of each query the hits in order, for somebody who may read everything."""
MEANT = {
    "hemsjukvrd": "hemsjukvården",
    "hmsjukvård": "hemsjukvården",
    "räddingstjänst": "räddningstjänst",
    "räddningstjnst samverkna": "räddningstjänst samverkan",
    "överenskommlse": "överenskommelse",
    "hjälpmeddel": "hjälpmedel",
    "hjälpmedlem": "hjälpmedel",
    "piteo": "piteå",
    "lulea": "luleå",
    "sjukvådr i kommunal": "sjukvård kommunal",
    "xyzzy": "",
    "räddningstjänst sjukvård": "",
    "räddningstjänst xyzzy": "",
    "§ 9999": "",
}
NARROWED = (
    ({"kind": "decision"}, "läkarmedverkan", "Piteå's, Övertorneå's"),
    ({"kind": "decision"}, "hjälpmedelsavtal", "Luleå's"),
    ({"kind": "document"}, "läkarmedverkan", "annex, excerpt"),
    ({"kind": "document"}, "kontorslandskap", "memo"),
    ({"kind": "document", "area": "other"}, "budget", "memo"),
    ({"kind": "document", "year": "2026"}, "skogspartiet", "excerpt"),
    ({"kind": "matter"}, "kontorslandskap", ""),
    ({"year": "2024"}, "räddningstjänst", "rescue"),
    ({"area": "other"}, "avtal", "rescue, sheep, minutes"),
    ({"kind": "agreement", "status": "terminated"}, "avtal", "sheep"),
    ({"kind": "agreement", "area": "other", "year": "2019"}, "får", "sheep"),
    ({"area": "education"}, "avtal", ""),
    ({"area": "Other"}, "får", "sheep"),
    ({"area": "')) OR 1"}, "avtal", ""),
)


def test_few_hits_stand_in_the_order_in_which_many_do(app: Flask) -> None:
    """However many are told of, the best of them are the same."""
    scenes.make()
    sought = queries._Sought(builders.person(Role.MANAGER), Filter())
    for words in ("avtal", "hjälpmedel", "läkarmedverkan", "tjänst", "räddning"):
        asked = matching.asked(words)
        few = queries._fitting(asked, sought, 300)
        many = queries._fitting(asked, sought, len(few) - 1)
        assert len(few) > 1, words
        assert many == few[:-1], words


def test_a_file_is_a_hit_of_its_own_with_what_it_says(app: Flask) -> None:
    scenes.make()
    manager = builders.person(Role.MANAGER)
    for words, title, told in (
        ("kontorslandskap", CALLED["memo"], "Hyran för [kontorslandskapet] stiger."),
        ("skogspartiet", CALLED["excerpt"], "Utdrag. Reservation av [Skogspartiet] om jourlinjen."),
        ("medlemsavgift", CALLED["budget"], "[Medlemsavgiften] höjs med indexet."),
        ("promemoria", f"[Promemoria]{CALLED['memo'][10:]}", "Hyran för kontorslandskapet stiger."),
    ):
        (hit,) = search(words, manager, Filter(), 1, 5).hits
        marks = [
            "".join(f"[{one.text}]" if one.fits else one.text for one in pieces)
            for pieces in (hit.title, hit.excerpt)
        ]
        assert marks == [title, told]


def test_every_query_finds_what_is_meant(app: Flask) -> None:
    scenes.make()
    manager = builders.person(Role.MANAGER)
    assert len(EXPECTED) >= 60
    for words, expected in EXPECTED.items():
        wanted = [CALLED[one] for one in expected.split(", ") if one]
        assert found(words, manager) == wanted, words
    for words, meant in MEANT.items():
        told = search(words, manager, Filter(), 1, 20)
        assert (told.hits, told.suggestion) == ([], meant), words
    for chosen, words, expected in NARROWED:
        wanted = [CALLED[one] for one in expected.split(", ") if one]
        assert found(words, manager, **chosen) == wanted, (chosen, words)


def test_what_fits_is_marked_where_it_stands(app: Flask) -> None:
    scenes.make()
    manager = builders.person(Role.MANAGER)

    def marks(words: str) -> tuple[str, str]:
        hit = search(words, manager, Filter(), 1, 1).hits[0]
        told = ["".join(f"[{p.text}]" if p.fits else p.text for p in hit.title)]
        told += ["".join(f"[{p.text}]" if p.fits else p.text for p in hit.excerpt)]
        return told[0], told[1]

    assert marks("räddningstjänsten")[0] == "Samverkan om [räddningstjänst]"
    assert "[Ersättningen] är 412 kronor per timme" in marks("ersättning")[1]
    assert marks("ersättning")[1].startswith("… ")
    assert "enligt [§ 17] i avtalet. Dnr RT 2024-55." in marks("§ 17")[1]
    assert "Dnr [RT] [2024-55]." in marks("rt 2024/55")[1]
    assert marks("tjänst")[0] == "Samverkan om [räddningstjänst]"
    assert marks("ks 2026/123")[1] == "Kommunfullmäktige · § 142 · [KS] [2026/123]"
