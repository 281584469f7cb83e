"""A small tree of an HTML page, built and walked without recursion.

html.parser of the standard library was tried first: in Python 3.11 a few
megabytes of tags that are never closed keep it busy for minutes. The pattern
below takes every character once, whatever the page is, and nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from beritacli.indonesian.text import squash

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset({"script", "style", "noscript", "template"})
_RAW = frozenset({"script", "style", "textarea", "title"})
_TOKEN = re.compile(
    r"""
    <!--.*?(?:-->|\Z)                                      # a comment
    | <[!?][^>]*+(?:>|\Z)                                  # a declaration
    | <(?P<name>/?[a-zA-Z][^\s/>]*+)                       # a tag, and all within it:
      (?P<rest>(?:[^>=]++
                 | =\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?!["'])))*+)
      (?:>|\Z)
    | (?P<text>[^<]++|<)                                   # text, or a lone <
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s"']*)))?""")
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
    """The tree of a page; broken HTML gives some tree as well, in time linear in its length."""
    builder = _Builder()
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None, "the pattern takes any character"
        position = match.end()
        if match["name"]:
            position = builder.tag(match["name"].lower(), match["rest"], text, position)
        elif match["text"]:
            builder.text(unescape(match["text"]))
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", {})
        self._open = self.root
        self._counts: dict[str, int] = {}

    def text(self, text: str) -> None:
        self._open.children.append(text)

    def tag(self, name: str, rest: str, text: str, position: int) -> int:
        """Open or close an element; where to read on, which is behind what a script holds."""
        if name.startswith("/"):
            self._close(name[1:])
            return position
        element = Element(name, _attributes(rest), self._open)
        self._open.children.append(element)
        if name in _VOID or rest.endswith("/"):
            return position
        if name in _RAW:
            end = _find_end(text, name, position)
            element.children.append(text[position:end])
            return end
        self._open = element
        self._counts[name] = self._counts.get(name, 0) + 1
        return position

    def _close(self, name: str) -> None:
        if not self._counts.get(name):  # closes nothing: do not climb the whole page for it
            return
        while self._open.parent is not None:
            closed, self._open = self._open, self._open.parent
            self._counts[closed.tag] -= 1
            if closed.tag == name:
                return


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value))
    return found


def _find_end(text: str, name: str, position: int) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
    return match.start() if match else len(text)
