"""A small tree of an HTML page, built and walked without recursion.

html.parser of the standard library reads tag soup in one pass; the tree keeps
only what an importer asks for. Depth is no danger: nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from beritacli.indonesian.text import squash

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset({"script", "style", "noscript", "template"})
_BLOCKS = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 blockquote table tr section article".split())


@dataclass(slots=True, eq=False)
class Element:
    """One element: its tag, attributes, and children, which are elements and texts."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of its classes."""
        return name in self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the page."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += [child for child in reversed(element.children) if isinstance(child, Element)]

    def find(self, test: Callable[[Element], bool]) -> Element | None:
        """The first element, this one included, that passes `test`."""
        return next((element for element in self.walk() if test(element)), None)

    def text(self, without: Callable[[Element], bool] = lambda _: False) -> str:
        """The visible text below, with single spaces, leaving out elements that pass `without`."""
        return squash("".join(self._pieces(without)))

    def blocks(self, without: Callable[[Element], bool]) -> list[str]:
        """The text below, in paragraphs: a block element ends one."""
        paragraphs: list[list[str]] = [[]]
        for piece in self._pieces(without, mark="\0"):
            if piece == "\0":
                paragraphs.append([])
            else:
                paragraphs[-1].append(piece)
        texts = (squash("".join(pieces)) for pieces in paragraphs)
        return [text for text in texts if text]

    def _pieces(self, without: Callable[[Element], bool], mark: str = " ") -> Iterator[str]:
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield node
            elif node.tag == "br":
                yield " "
            elif node.tag not in _SILENT and not without(node):
                block = node.tag in _BLOCKS and node is not self
                stack += [mark] if block else []
                stack += reversed(node.children)
                stack += [mark] if block else []


def parse_html(text: str) -> Element:
    """The tree of a page; broken HTML gives some tree as well."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = self.root
        self._counts: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self._open.children.append(element)
        if tag not in _VOID:
            self._open = element
            self._counts[tag] = self._counts.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        if not self._counts.get(tag):  # closes nothing: do not climb the whole page for it
            return
        while self._open.parent is not None:
            closed, self._open = self._open, self._open.parent
            self._counts[closed.tag] -= 1
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)
