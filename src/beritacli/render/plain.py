"""Text for pipes and files: no colours, nothing cut, no ESC byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from beritacli.domain.article import Article
from beritacli.domain.document import flat_value
from beritacli.patterns import pattern
from beritacli.render.cells import cell_width, wrap
from beritacli.render.output import LEAST_WIDTH, PIPE_WIDTH, Place
from beritacli.render.rows import Row
from beritacli.render.visible import visible
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.changes import Plan

UNBROKEN = 10_000  # columns
_NUMBER = pattern(r"\d+|\d{1,3}(\.\d{3})+")


def tab_separated(lines: Iterable[Sequence[str]], end: str = "\n") -> str:
    """One record a line, its cells apart by tabs; tabs and newlines in a cell are made visible."""
    return "".join("\t".join(map(visible, cells)) + end for cells in lines)


def aligned(lines: Sequence[Sequence[str]], width: int = PIPE_WIDTH) -> str:
    """The cells in columns under their titles, two spaces apart, numbers to the right.

    The last column is broken at spaces to fit `width`.
    """
    shown = [[visible(cell) for cell in line] for line in lines if line]
    columns = [_set(column) for column in zip(*shown, strict=True)]
    widths = [max(map(cell_width, column)) for column in columns][:-1]
    cells = list(zip(*columns, strict=True))
    indent = sum(widths) + 2 * len(widths)
    return "".join(
        f"{text}\n" for line in cells for text in _padded(line, widths, indent, width - indent)
    )


def _set(column: Sequence[str]) -> Sequence[str]:
    """A column below its title: as it is, numbers to the right."""
    if not all(map(_NUMBER.fullmatch, column[1:])):
        return column
    widest = max(map(cell_width, column))
    return [f"{cell:>{widest}}" for cell in column]


def _padded(line: Sequence[str], widths: Sequence[int], indent: int, room: int) -> Iterator[str]:
    padded = [c + " " * (w - cell_width(c)) + "  " for c, w in zip(line, widths, strict=False)]
    long = room >= LEAST_WIDTH and cell_width(line[-1]) > room
    last = wrap(line[-1], room) if long else [line[-1]]
    for number, text in enumerate(last or [""]):
        before = " " * indent if number else "".join(padded)
        yield f"{before}{text}".rstrip(" ")


def page(article: Article, related: Sequence[Row], popular: Sequence[Row], place: Place) -> str:
    """The page of an article in the shape of the web page's text."""
    from beritacli.render.layout import look_of, plain_text  # noqa: PLC0415 - only for pages
    from beritacli.render.page import article_page  # noqa: PLC0415 - the same

    look = look_of(place)
    return plain_text(article_page(article, related, popular, look), look)


def handover(
    since: datetime, now: datetime, groups: Mapping[str, Sequence[Article]], place: Place
) -> str:
    """What a shift hands over, nothing broken: a chat breaks its own lines."""
    from beritacli.render.handover import handover_lines  # noqa: PLC0415 - once a shift
    from beritacli.render.layout import look_of, plain_text  # noqa: PLC0415 - the same

    look = replace(look_of(place), width=UNBROKEN)
    return plain_text(handover_lines(since, now, groups, look), look)


def changes(plan: Plan) -> str:
    """One line for each changed field: id, field, old, new, as `list` would print them.

    A new record has nothing as old, a purged one nothing as new. `revision` and
    `updated_at`, which change every time, are left out.
    """
    from beritacli.render.changes import changed_fields  # noqa: PLC0415 - only for writes

    return tab_separated(
        (
            str(change.id),
            name,
            flat_value(change.before, name) if change.before else "",
            flat_value(change.after, name) if change.after else "",
        )
        for change in plan.changes
        for name, _, _ in changed_fields(change)
    )
