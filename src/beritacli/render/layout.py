"""Lines of text with roles: laid out here, without colours; finished as text or by Rich.

A page is laid out once. In a pipe its lines are joined; at a terminal
`terminal` gives each role its style. So a page reads well without any style.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from beritacli.render.cells import cell_width, pack, wrap
from beritacli.render.output import LEAST_WIDTH, Place
from beritacli.render.visible import encodable, visible
from beritacli.values import Value

_SCHEMES = ("https://", "http://", "mailto:")
MEASURE = 72  # columns of running text that the eye follows without losing the line


class Span(Value):
    """A piece of a line. The role says what it is, not how it looks; '' is running text.

    `link` is an address that a terminal may open; see `linked`.
    """

    text: str
    role: str = ""
    link: str = ""


Line = tuple[Span, ...]
BLANK: Line = ()


class Glyphs(Value):
    """The marks between the words."""

    dot: str = " · "
    dash: str = " – "
    arrow: str = " → "
    more: str = "…"
    nothing: str = "–"
    rule: str = "─"
    bar: str = "▎ "
    opening: str = "“"
    closing: str = "”"
    full: str = "█"
    empty: str = "░"
    columns: str = "▁▂▃▄▅▆▇█"  # the first for nothing
    up: str = "▲"
    down: str = "▼"


_ASCII = Glyphs(
    " - ", " - ", " -> ", "...", "-", "-", "| ", '"', '"', "#", ".", "_.-:=+*#", "^", "v"
)
# In a pipe a page has the shape of the web page's text: no rules, no bars.
_PIPE = Glyphs(rule="", bar="", opening='"', closing='"')
_PIPE_ASCII = Glyphs(" - ", " - ", " -> ", "...", "-", "", "", '"', '"')


class Look(Value):
    """How a page is laid out: `width` columns of text after `margin` empty ones.

    `room` is what the place has beyond that, for a line that had better not break.
    """

    width: int
    room: int
    margin: int
    glyphs: Glyphs
    encoding: str
    desk: bool  # with what only the desk needs, such as the ids
    now: datetime | None = None

    def show(self, text: str | None, *, lines: bool = False) -> str:
        """Stored text as it can be printed here: harmless, and in the encoding of the place."""
        return encodable(visible(text or "", lines=lines), self.encoding)


def look_of(place: Place, measure: int = MEASURE) -> Look:
    """The look that fits the place: running text of at most `measure` columns."""
    whole = max(place.width, LEAST_WIDTH)
    margin = 2 if place.terminal and whole >= 48 else 0
    room = whole - 2 * margin
    glyphs = (Glyphs(), _ASCII) if place.terminal else (_PIPE, _PIPE_ASCII)
    mark = glyphs[not _encodes("·–→…─▎“”█░▁▇▲▼", place.encoding)]
    return Look(min(room, measure), room, margin, mark, place.encoding, place.terminal, place.now)


def paragraph(
    text: str,
    look: Look,
    role: str = "",
    first: str = "",
    rest: str = "",
    link: str | None = None,
) -> Iterator[Line]:
    """`text`, harmless already, in lines after `first` and then `rest`, all within the width.

    A terminal that can opens `link` behind it.
    """
    room = look.width - max(cell_width(first), cell_width(rest))
    for number, line in enumerate(wrap(text, room)):
        prefix, span = rest if number else first, linked(line, link, role)
        yield (Span(prefix, "mark"), span) if prefix else (span,)


def facts(parts: Iterable[str], look: Look, role: str = "dim", indent: str = "") -> Iterator[Line]:
    """Short parts with dots between them; a line breaks between two rather than within one."""
    dot = look.glyphs.dot
    room = look.width - len(indent)
    for line in pack((part for part in parts if part), room, len(dot)):
        yield from paragraph(dot.join(line), look, role, indent, indent)


def linked(text: str, address: str | None, role: str = "") -> Span:
    """A piece that leads to `address`, if that is one that can be handed to a terminal."""
    is_safe = address and address.isprintable() and address.startswith(_SCHEMES)
    return Span(text, role, address if is_safe and address else "")


def heading(text: str, look: Look) -> Line:
    """A section heading with a rule after it, as wide as the text."""
    rule = look.glyphs.rule * (look.width - cell_width(text) - 1)
    return (Span(text, "heading"), Span(f" {rule}", "rule")) if rule else (Span(text, "heading"),)


def plain_text(lines: Iterable[Line], look: Look) -> str:
    """The lines without any style."""
    margin = " " * look.margin
    texts = ("".join(span.text for span in line) for line in lines)
    return "".join(f"{margin}{text}".rstrip(" ") + "\n" for text in texts)


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
