"""Everybody finds what they may read and nothing else, and is offered no word of anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.consultations.models import Reply
from nk_avtal.db import db
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.people import Role
from nk_avtal.indexing.models import HitKind
from nk_avtal.search.queries import Filter, search
from tests import builders
from tests.search import scenes
from tests.search.scenes import found
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
ASSOCIATION = {Role.NEGOTIATOR, Role.SECRETARY, Role.MANAGER}
READABLE = {
    "känslig": ASSOCIATION,  # in an internal document
    "ambulansflyget": ASSOCIATION,  # a draft
    "medlemsavgift": ASSOCIATION,  # a matter
    "kontorslandskap": ASSOCIATION,  # in a document of a matter
    "promemoria": ASSOCIATION,  # what that is called
    "skogspartiet": set(Role),  # in the minutes of a decision
    "leveranstid": {Role.SECRETARY, Role.MANAGER},  # a negotiation of another group
    "stegbil": set(Role),
    "§ 142": set(Role),
    "hjälpmedelsavtal": set(Role),
}
MISSPELLED = {
    "känsligg": ASSOCIATION,
    "ambulansflygt": ASSOCIATION,
    "medlemsavgiten": ASSOCIATION,
    "kontorslandskpet": ASSOCIATION,
    "leveransttid": {Role.SECRETARY, Role.MANAGER},
    "stegbill": set(Role),
}


FILES = {
    "kontorslandskap": ASSOCIATION,  # a matter's
    "skogspartiet": set(Role),  # a decision's
    "stegbil": set(Role),  # an agreement's
    "känslig": ASSOCIATION,  # an internal one of an agreement
}


def test_who_finds_which_documents(app: Flask, sign_in: SignIn) -> None:
    scenes.make()
    for role in Role:
        reader = builders.person(role)
        for words, may in FILES.items():
            told = search(words, reader, Filter(kind=HitKind.DOCUMENT), 1, 20)
            count = int(role in may)
            assert (told.total, len(told.hits)) == (count, count), (role, words)
            assert told.kinds == ({HitKind.DOCUMENT: 1} if count else {}), (role, words)
    manager = sign_in(builders.person(Role.MANAGER))
    assert "/arenden/budget#organ" in manager.get("/sok?q=kontorslandskap&typ=dokument").text
    assert "/kommuner/pitea/utdrag/" in manager.get("/sok?q=skogspartiet&typ=dokument").text
    assert ">Budget och inriktning 2027<" in manager.get("/arenden?q=kontorslandskap").text
    assert ">Budget och inriktning 2027<" in manager.get("/arenden?q=medlemsavgift").text
    assert ">Budget och inriktning 2027<" not in manager.get("/arenden?q=stegbil").text


def test_who_finds_what(app: Flask) -> None:
    scenes.make()
    for role in Role:
        reader = builders.person(role)
        for words, may in READABLE.items():
            told = search(words, reader, Filter(), 1, 20)
            assert bool(told.hits) == (role in may), (role, words)
            assert (told.total, sum(told.kinds.values())) == (len(told.hits), len(told.hits))
            assert bool(search(f"{words} och", reader, Filter(), 1, 20).hits) == (role in may)
        for words, may in MISSPELLED.items():
            told = search(words, reader, Filter(), 1, 20)
            assert not told.hits or role in may
            assert bool(told.suggestion or told.hits) == (role in may), (role, words)


def test_a_consultation_is_found_by_those_who_are_asked(app: Flask, sign_in: SignIn) -> None:
    scenes.make()
    asked, other = builders.person(Role.CLERK), builders.person(Role.CLERK, "Kiruna")
    assert len(found("trygghetslarm", asked)) == 1
    assert found("trygghetslarm", other) == []
    page = sign_in(asked).get("/sok?q=trygghetslarm").text
    assert "/kommuner/pitea/remisser/" in page


def test_a_reply_is_found_by_those_who_may_read_it(app: Flask, sign_in: SignIn) -> None:
    """The own one at once, the others' when the consultation is over; an undone one by nobody."""
    title = "Nattpatruller"
    sent = builders.consultation(title=title, to=("Piteå", "Kiruna"))
    file = scenes.file_saying("Bemanningen nattetid är för låg.", "yttrande.pdf")
    own = builders.reply(sent, "Piteå", comment="Skoterlederna är långa.", file=file)
    others = builders.reply(sent, "Kiruna", text="Vi har egna fjällstugor.")
    manager, asked = builders.person(Role.MANAGER), builders.person(Role.CLERK)
    not_asked = builders.person(Role.CLERK, "Luleå")

    def who_finds(words: str) -> list[builders.Person]:
        readers = (manager, asked, not_asked)
        return [one for one in readers if found(words, one, kind=HitKind.CONSULTATION)]

    assert [who_finds(words) for words in ("bemanning", "skoterleder")] == [[manager, asked]] * 2
    assert who_finds("fjällstugor") == [manager]
    (hit,) = search("bemanning", asked, Filter(), 1, 5).hits
    assert "".join(one.text for one in hit.title) == f"Yttrande, Piteå: {title}"
    assert [one.text for one in hit.excerpt if one.fits] == ["Bemanningen"]
    _leads_to(sign_in(asked), "bemanning", f"/kommuner/pitea/remisser/{sent.slug}", own)
    _leads_to(sign_in(manager), "fjällstugor", f"/remisser/{sent.slug}", others)
    for words, there in (("bemanning", True), ("trygghetslarm", False), ("nattpatrull", True)):
        assert (f">{title}<" in sign_in(manager).get(f"/remisser?q={words}").text) == there

    sent.status, sent.closed_at = ConsultationStatus.CLOSED, clock.now()
    db.session.commit()
    assert who_finds("fjällstugor") == [manager, asked]
    _leads_to(sign_in(asked), "fjällstugor", f"/kommuner/pitea/remisser/{sent.slug}", others)
    _leads_to(sign_in(asked), "bemanning", f"/kommuner/pitea/remisser/{sent.slug}", own)
    own.undone_at = clock.now()
    db.session.commit()
    assert who_finds("bemanning") == []


def _leads_to(browser: FlaskClient, words: str, page: str, reply: Reply) -> None:
    place = f"svar-{reply.invited_id}"
    assert f'href="{page}#{place}"' in browser.get(f"/sok?q={words}").text
    assert browser.get(page).text.count(f'id="{place}"') == 1


def test_of_words_that_do_not_meet_each_is_offered_that_finds_something(
    app: Flask, sign_in: SignIn
) -> None:
    scenes.make()
    manager, clerk = builders.person(Role.MANAGER), builders.person(Role.CLERK)
    told = search("stegbil ambulansflyget xyzzy", manager, Filter(), 1, 20)
    assert (told.suggestion, told.alone) == ("", ["stegbil", "ambulansflyget"])
    page = sign_in(manager).get("/sok?q=stegbil+xyzzy&ar=2026").text
    assert '<a href="/sok?q=stegbil&amp;ar=2026">stegbil</a>.' in page
    assert search("stegbil ambulansflyget", clerk, Filter(), 1, 20).alone == ["stegbil"]
    assert search("xyzzy", manager, Filter(), 1, 20).alone == []


def test_the_page_narrows_down_counts_and_offers(app: Flask, sign_in: SignIn) -> None:
    scenes.make()
    manager = sign_in(builders.person(Role.MANAGER))
    page = manager.get("/sok?q=läkarmedverkan").text
    assert "6 träffar" in page
    assert "<mark>Läkarmedverkan</mark> i kommunal" in page
    assert 'href="/sok?q=l%C3%A4karmedverkan&amp;typ=beslut"' in page
    page = manager.get("/sok?q=läkarmedverkan&typ=beslut&ar=2026&omrade=healthcare").text
    assert "2 träffar" in page
    assert 'name="lage"' in page
    assert "med de valen" in manager.get("/sok?q=läkarmedverkan&typ=remiss").text
    assert "6 träffar" in manager.get("/sok?q=läkarmedverkan&typ=x&ar=1&omrade=y&lage=z").text
    page = manager.get("/sok?q=hemsjukvrd").text
    assert "Menade du" in page
    assert "<em>hemsjukvården</em>" in page
    assert (
        "/avtal/samverkan-om-raddningstjanst/dokument#dokument-"
        in manager.get("/sok?q=stegbil").text
    )
    clerk = sign_in(builders.person(Role.CLERK)).get("/sok?q=läkarmedverkan").text
    assert 'value="forhandling"' not in clerk
    assert 'value="remiss"' in clerk


def test_the_list_of_agreements_finds_by_the_same_words(app: Flask, sign_in: SignIn) -> None:
    scenes.make()
    manager = sign_in(builders.person(Role.MANAGER))
    for words, title in (("tjänst", "Samverkan om"), ("får", "Bete för"), ("2024-007", "Samverk")):
        page = manager.get(f"/avtal?q={words}").text
        assert title in page
        assert "Läkarmedverkan i kommunal" not in page
    assert "Inga avtal med de valen" in manager.get("/avtal?q=far").text
    assert "Inga avtal med de valen" in manager.get("/avtal?q=!!!").text
    clerk = sign_in(builders.person(Role.CLERK))
    assert "Inga avtal med de valen" in clerk.get("/avtal?q=ambulansflyget").text


def test_a_search_takes_few_statements_however_much_there_is(app: Flask, sign_in: SignIn) -> None:
    scenes.make()
    manager = sign_in(builders.person(Role.MANAGER))
    asked = ("/sok?q=avtal", "/sok?q=läkarmedverkan+2", "/sok?q=hemsjukvrd", "/avtal?q=avtal")
    for number in range(0, 40, 20):
        for path in asked:
            manager.get(path)
            with counted() as seen:
                assert manager.get(path).status_code == 200
            assert len(seen) <= 24, path
        for more in range(number, number + 20):
            builders.agreement(f"Avtal om bilaga {more}", summary="Avtalet om hemsjukvården")


def test_a_stage_finds_agreements_as_the_list_of_them_says_it(app: Flask) -> None:
    """What has ended is not in force any more, though nobody has changed it."""
    past, fixed = date(2024, 12, 31), {"following_term": None, "notice_period": None}
    builders.agreement("Lånebibliotek")
    builders.agreement("Lånebibliotek, det gamla", start_on=past, end_on=past, **fixed)
    builders.agreement("Lånebibliotek, det nya", start_on=date(2030, 1, 1), end_on=None)
    reader = builders.person(Role.CLERK)
    found_in = {
        stage: [hit.slug for hit in search("lånebibliotek", reader, chosen, 1, 20).hits]
        for stage in ("concluded", "ended", "not_yet", "terminated")
        if (chosen := Filter(kind=HitKind.AGREEMENT, status=stage))
    }
    assert found_in == {
        "concluded": ["lanebibliotek"],
        "ended": ["lanebibliotek-det-gamla"],
        "not_yet": ["lanebibliotek-det-nya"],
        "terminated": [],
    }
