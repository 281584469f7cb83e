"""A table's columns: which of them fit, their titles, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from beritacli.domain.article import TIME_FIELDS
from beritacli.indonesian.date_format import format_plain, format_relative
from beritacli.indonesian.numbers import group
from beritacli.render.cells import cell_width
from beritacli.render.layout import Look
from beritacli.render.rows import Row, cell, value

GAP = 2  # columns of the screen between two of a table
_RECENT = timedelta(days=7)  # told as `2 jam lalu`
_HEADLINE = 32  # of the screen, that a headline needs before other columns are let go
_LET_GO = ("section", "views", "published_at", "status")  # in this order
_LONGEST = 400  # characters of one cell of a table
_PLANNED = ("scheduled_at", "embargo_until")  # told to the minute


def fitting_columns(texts: dict[str, list[str]], width: int) -> list[str]:
    """The columns that leave the headline room, the least needed let go first."""
    names = list(texts)
    for unneeded in _LET_GO:
        others = [_width(name, texts[name]) + GAP for name in names if name != "title"]
        if "title" not in names or width - sum(others) >= _HEADLINE:
            break
        names = [name for name in names if name != unneeded]
    return names


def column_title(name: str) -> str:
    """What stands above a column."""
    return name.removesuffix("_at").upper()


def cell_text(row: Row, name: str, look: Look, now: datetime | None) -> str:
    """One value as people read it: grouped numbers, dates without seconds, tags with spaces."""
    item = value(row, name)
    time = getattr(row[0], name) if name in TIME_FIELDS else None
    if isinstance(time, datetime):
        if now and name not in _PLANNED and abs(now - time) < _RECENT:
            return format_relative(time, now)
        if name == "published_at":
            return time.date().isoformat()
        return format_plain(time, look.now or time)
    if name == "status" and now and row[0].is_embargoed(now):
        return f"{item} (embargo)"
    if type(item) is int and name in ("count", "views", "views_total"):
        return group(item)
    if isinstance(item, float):
        return f"{item:.3f}"
    text = ", ".join(row[0].tags) if name == "tags" else cell(row, name)
    return look.show(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}{look.glyphs.more}")


def _width(name: str, texts: Sequence[str]) -> int:
    return max(len(column_title(name)), *map(cell_width, texts))
