"""Figures as bars and as a line of small columns, in the glyphs that the place can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.indonesian.numbers import group
from beritacli.render.cells import cell_width
from beritacli.render.layout import Line, Look, Span

_LONGEST_BAR = 40  # columns
_WIDEST_LABEL = 0.5  # of the width

Bar = tuple[str, int, str]  # what is counted, how much, and a remark


def bars(rows: Sequence[Bar], look: Look) -> Iterator[Line]:
    """A line for each row: its label, a bar, the number and, one space after it, the remark."""
    if not rows:
        return
    most = max(1, *(number for _, number, _ in rows))
    figures = [group(number) for _, number, _ in rows]
    figure = max(map(len, figures))
    label = min(max(cell_width(text) for text, _, _ in rows), int(look.width * _WIDEST_LABEL))
    said_behind = max(cell_width(remark) for _, _, remark in rows)
    room = look.width - label - figure - 4 - (said_behind + 1 if said_behind else 0)
    room = max(4, min(_LONGEST_BAR, room))
    for (text, number, remark), said in zip(rows, figures, strict=True):
        filled = round(room * max(number, 0) / most)
        if number > 0:
            filled = max(1, filled)
        name = clipped(text, label, look)
        yield (
            Span(name + " " * (label - cell_width(name))),
            Span(f"  {look.glyphs.full * filled}{' ' * (room - filled)}", "bar"),
            Span(f"  {said:>{figure}}"),
            Span(f" {remark}" if remark else "", "dim"),
        )


def spark(numbers: Sequence[int], look: Look) -> str:
    """The numbers as one line of columns, `▁` to `█`; '' where all are nothing."""
    most = max(numbers, default=0)
    steps = look.glyphs.columns
    if most <= 0:
        return ""
    top = len(steps) - 1
    return "".join(steps[-(-top * max(number, 0) // most)] for number in numbers)


def movement(extras: Mapping[str, Any], look: Look) -> str:
    """How an entry moved in its list: `▲2`, `▼1`, BARU; '' where it stayed or nobody knows."""
    before, now = extras["previous_rank"], extras["rank"]
    if not extras["compared"] or before == now:
        return ""
    if before is None:
        return "BARU"
    return f"{look.glyphs.up if now < before else look.glyphs.down}{abs(before - now)}"


def clipped(text: str, width: int, look: Look) -> str:
    """`text` in at most `width` columns."""
    if cell_width(text) <= width:
        return text
    more = look.glyphs.more
    while text and cell_width(text) + len(more) > width:
        text = text[:-1]
    return text.rstrip() + more
