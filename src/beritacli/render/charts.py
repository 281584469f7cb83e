"""Figures as bars and as a line of small columns, in the glyphs that the place can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beritacli.indonesian.numbers import group
from beritacli.render.cells import cell_width
from beritacli.render.layout import Line, Look, Span

_LONGEST_BAR = 40  # columns
_WIDEST_LABEL = 0.5  # of the width

Bar = tuple[str, int, str]  # what is counted, how much, and a remark


def bars(rows: Sequence[Bar], look: Look) -> Iterator[Line]:
    """A line for each row: its label, a bar, the number and the remark."""
    if not rows:
        return
    most = max(1, *(number for _, number, _ in rows))
    figures = [group(number) for _, number, _ in rows]
    figure = max(map(len, figures))
    label = min(max(cell_width(text) for text, _, _ in rows), int(look.width * _WIDEST_LABEL))
    room = max(4, min(_LONGEST_BAR, look.width - label - figure - 4))
    for (text, number, remark), said in zip(rows, figures, strict=True):
        filled = round(room * max(number, 0) / most)
        if number > 0:
            filled = max(1, filled)
        name = clipped(text, label, look)
        yield (
            Span(name + " " * (label - cell_width(name))),
            Span(f"  {look.glyphs.full * filled}{' ' * (room - filled)}", "bar"),
            Span(f"  {said:>{figure}}"),
            Span(f"  {remark}" if remark else "", "dim"),
        )


def spark(numbers: Sequence[int], look: Look) -> str:
    """The numbers as one line of columns, `▁` to `█`; '' where all are nothing."""
    most = max(numbers, default=0)
    steps = look.glyphs.columns
    if most <= 0:
        return ""
    top = len(steps) - 1
    return "".join(steps[-(-top * max(number, 0) // most)] for number in numbers)


def clipped(text: str, width: int, look: Look) -> str:
    """`text` in at most `width` columns."""
    if cell_width(text) <= width:
        return text
    more = look.glyphs.more
    while text and cell_width(text) + len(more) > width:
        text = text[:-1]
    return text.rstrip() + more
