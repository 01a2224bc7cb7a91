"""Reading what a template asks for, without running it, with the sentence that each field is in.

Runs in the limited process too: the file comes from outside.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateSyntaxError

from nk_avtal.letters.compiled import PROPERTIES, footnotes
from nk_avtal.letters.language import LetterLanguage

Fault = dict[str, str]
"""`error` is the kind of fault, `detail` the field, tag or filter, `sentence` where it stands,
`instead` the field that may have been meant."""

LONGEST_SENTENCE = 160
_UNKNOWN = object()
_LOOP = dict.fromkeys(("index", "index0", "revindex", "first", "last", "length"), "1")


def faults_of(template: bytes, known: dict[str, Any]) -> list[Fault]:
    """What is wrong with a template whose fields are to be found in `known`, an example."""
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    faults: list[Fault] = []
    for source in _sources(document):
        faults += [fault for fault in _faults_in(source, known) if fault not in faults]
    return faults


def _sources(document: Any) -> Iterator[str]:
    """The parts that are filled in, as the engine sees them, one paragraph a line."""
    parts = [document.get_xml()]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        parts += [document.get_part_xml(part) for _, part in document.get_headers_footers(uri)]
    parts += footnotes(document)
    for part in parts:
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(part))
    for name in PROPERTIES:
        yield getattr(document.docx.core_properties, name)


def _faults_in(source: str, known: dict[str, Any]) -> list[Fault]:
    lines = source.splitlines() or [""]
    try:
        tree = LetterLanguage().parse(source)
    except SecurityError as reason:
        return [_fault("forbidden", str(reason), _sentence_with(lines, str(reason)))]
    except TemplateAssertionError as reason:
        name = str(reason.message).partition("'")[2].partition("'")[0]
        return [_fault("unknown_filter", name, _sentence(lines, reason.lineno))]
    except TemplateSyntaxError as reason:
        return [_fault("syntax", "", _sentence(lines, reason.lineno))]
    reader = _Reader(lines, LetterLanguage().filters.keys())
    reader.read(tree, known)
    return reader.faults


def _fault(error: str, detail: str, sentence: str, instead: str = "") -> Fault:
    return {"error": error, "detail": detail, "sentence": sentence, "instead": instead}


def _sentence(lines: list[str], number: int) -> str:
    line = lines[min(max(number, 1), len(lines)) - 1]
    text = " ".join(re.sub(r"<[^>]*>", "", line).split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]} …"


def _sentence_with(lines: list[str], word: str) -> str:
    found = (number for number, line in enumerate(lines, 1) if word in line)
    return _sentence(lines, next(found, 1))


class _Reader:
    """Follows each field through loops and assignments into the example values."""

    def __init__(self, lines: list[str], filters: Any) -> None:
        self.lines, self.filters = lines, filters
        self.faults: list[Fault] = []

    def read(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        """Everything in `node`; what it assigns is added to `scope`."""
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Assign):
            scope.update(self._bound(node.target, self._value(node.node, scope)))
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._value(node, scope)
        else:
            self._filter(node)
            for child in node.iter_child_nodes():
                self.read(child, scope)

    def _loop(self, node: nodes.For, scope: dict[str, Any]) -> None:
        items = self._value(node.iter, scope)
        item = items[0] if isinstance(items, list) and items else _UNKNOWN
        inner = {**scope, "loop": _LOOP, **self._bound(node.target, item)}
        for child in (*node.body, *((node.test,) if node.test else ())):
            self.read(child, inner)
        for child in node.else_:
            self.read(child, dict(scope))

    def _bound(self, target: nodes.Node, value: Any) -> dict[str, Any]:
        if isinstance(target, nodes.Name):
            return {target.name: value}
        return {name.name: _UNKNOWN for name in target.find_all(nodes.Name)}

    def _filter(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Filter) and node.name not in self.filters:
            sentence = _sentence(self.lines, node.lineno)
            self.faults.append(_fault("unknown_filter", node.name, sentence))

    def _value(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """The example that a field leads to; unknown after a fault or an expression."""
        if isinstance(node, nodes.Name):
            return self._step(scope, node.name, node.name, node)
        if isinstance(node, nodes.Getattr):
            group = self._value(node.node, scope)
            return self._step(group, node.attr, _path(node), node)
        self.read_children(node, scope)
        return _UNKNOWN

    def read_children(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        """The parts of an expression."""
        self._filter(node)
        for child in node.iter_child_nodes():
            self.read(child, scope)

    def _step(self, group: Any, name: str, path: str, node: nodes.Node) -> Any:
        if group is _UNKNOWN:
            return _UNKNOWN
        if isinstance(group, dict) and name in group:
            return group[name]
        others = group if isinstance(group, dict) else {}
        close = difflib.get_close_matches(name.lower(), list(others), 1, 0.7)
        instead = path[: -len(name)] + close[0] if close else ""
        sentence = _sentence(self.lines, node.lineno)
        self.faults.append(_fault("unknown_field", path, sentence, instead))
        return _UNKNOWN


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
