"""Many documents in one zip, sent while they are made."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language
from nk_avtal.exchange.zips import Tail
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.render import render_each

Answer = tuple[str, bytes | TemplateBroken]


@dataclass(frozen=True)
class Order:
    """Documents of one kind: the template, and the name and the values of each."""

    kind: LetterKind
    template: bytes
    documents: Sequence[tuple[str, dict[str, Any]]]


class Missing(NamedTuple):
    """A document that could not be made."""

    name: str
    reason: TemplateBroken


class Bundle:
    """The bytes of a zip, in pieces, to be read once; each document is made as it is asked for.

    A document that cannot be made is in `missing`, and named with the reason in a text file that
    comes last; the others are made. Whoever does not read it to the end closes it.
    """

    def __init__(self, orders: Sequence[Order], language: Language = "sv") -> None:
        """Raises TemplateBroken when no document at all can be made of one of the templates."""
        self.missing: list[Missing] = []
        self.orders = orders
        self._language = language
        self._pieces = self._made(orders)
        next(self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """End what makes the documents."""
        self._pieces.close()

    def _made(self, orders: Sequence[Order]) -> Generator[bytes]:
        with ExitStack() as started:
            answers = [_begun(order, started) for order in orders]
            yield b""
            file = Tail()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, answer in chain.from_iterable(answers):
                    if isinstance(answer, bytes):
                        archive.writestr(name, answer)  # packed already
                        yield file.taken()
                    else:
                        self.missing.append(Missing(name, answer))
                if self.missing:
                    archive.writestr(_NAME.text(self._language), self._list())
            yield file.taken()

    def _list(self) -> bytes:
        lines = [_HEAD.text(self._language), ""]
        for name, reason in self.missing:
            lines += [name, f"    {reason.text(self._language)}", ""]
        return "\r\n".join(lines).encode("utf-8-sig")  # as Windows' own editor expects it


def _begun(order: Order, started: ExitStack) -> Iterator[Answer]:
    """The answers of an order, made as far as the first document."""
    names = [name for name, _ in order.documents]
    made = render_each(order.template, (values for _, values in order.documents))
    answers = zip(names, started.enter_context(closing(made)), strict=True)
    first: list[Answer] = []
    for one in answers:
        first.append(one)
        if isinstance(one[1], bytes):
            return chain(first, answers)
    for _, answer in first:
        if isinstance(answer, TemplateBroken):
            raise answer
    return iter(())


_NAME = Phrase("Dokument som saknas.txt", "Documents that are missing.txt")
_HEAD = Phrase(
    "De här dokumenten gick inte att göra. De andra finns bredvid.",
    "These documents could not be made. The others are beside this file.",
)
