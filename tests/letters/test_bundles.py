"""A zip of many documents: made while it is read, whole without those that cannot be made."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from typing import Any

import pytest

from nk_avtal.domain.letter_samples import example
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.bundles import Bundle, Order
from nk_avtal.letters.faults import TemplateBroken
from tests.letters.words import lines, template
from tests.limited import branches

HELLO = template("Hej {{ namn }}")


def order(*names: str, content: bytes = HELLO) -> Order:
    """An order of a letter for each of these; none can be made for one without a name."""
    values: list[dict[str, Any]] = [{"namn": name} if name else {} for name in names]
    return Order(
        LetterKind.COVER_LETTER,
        content,
        [(f"brev-{number}.docx", one) for number, one in enumerate(values)],
    )


def opened(bundle: Bundle) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bundle)))
    assert archive.testzip() is None
    return archive


def test_each_document_is_sent_before_the_next_is_made() -> None:
    bundle = Bundle([order("Boden", "Kalix", "Piteå")])
    pieces = list(bundle)
    assert [b"brev-0.docx" in piece for piece in pieces] == [True, False, False, True]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
    texts = [lines(archive.read(name))[1] for name in archive.namelist()]
    assert texts == ["Hej Boden", "Hej Kalix", "Hej Piteå"]
    assert bundle.missing == []


def test_those_that_can_be_made_are_and_the_others_are_listed() -> None:
    bundle = Bundle([order("", "Kalix", "Pi\x07teå", "Boden")])
    archive = opened(bundle)
    assert archive.namelist() == ["brev-1.docx", "brev-3.docx", "Dokument som saknas.txt"]
    told = archive.read("Dokument som saknas.txt").decode("utf-8-sig")
    assert "brev-0.docx\r\n    Mallen innehåller fältet namn, som inte finns" in told
    assert "brev-2.docx\r\n    Uppgiften namn har ett tecken (U+0007)" in told
    assert [name for name, _ in bundle.missing] == ["brev-0.docx", "brev-2.docx"]
    english = opened(Bundle([order("", "Kalix")], "en"))
    assert "which does not exist" in english.read("Documents that are missing.txt").decode()


def test_a_template_that_makes_nothing_is_refused_before_anything_is_sent() -> None:
    broken = order("Boden", "Kalix", content=template("{{ finns_inte }}"))
    with pytest.raises(TemplateBroken, match="finns_inte"):
        Bundle([order("Boden", "Kalix"), broken])
    assert branches() == []
    assert opened(Bundle([order()])).namelist() == []


def test_who_stops_reading_stops_the_making() -> None:
    bundle = Bundle([order("Boden", "Kalix", "Piteå"), order("Luleå")])
    next(iter(bundle))
    assert len(branches()) == 2
    bundle.close()
    assert branches() == []


def test_memory_does_not_grow_with_the_number_of_documents() -> None:
    kind = LetterKind.OFFICIAL_LETTER
    content, values = path_of(kind).read_bytes(), example(kind).context()

    def peak(count: int) -> int:
        bundle = Bundle(
            [
                Order(
                    LetterKind.COVER_LETTER,
                    content,
                    [(f"{one}.docx", values) for one in range(count)],
                )
            ]
        )
        tracemalloc.start()
        try:
            size = sum(map(len, bundle))
            assert size > count * 10_000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    assert peak(290) < 2 * peak(29) + 300_000
