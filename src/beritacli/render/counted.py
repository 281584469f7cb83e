"""Counted views as the desk sees them: of one article by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.domain.article import Article
from beritacli.indonesian.numbers import group
from beritacli.render.charts import bars
from beritacli.render.layout import BLANK, Line, Look, facts, paragraph


def reading_page(article: Article, rows: Sequence[Mapping[str, Any]], look: Look) -> Iterator[Line]:
    """The views of an article by day, as the desk sees them; the baseline has no bar."""
    yield from paragraph(look.show(article.title), look, "headline")
    yield from facts((f"#{article.id}", f"{group(article.views)} views"), look)
    counted = [row for row in rows if row["kind"] != "baseline"]
    if counted:
        yield BLANK
        yield from bars([(row["period"], row["views"], "") for row in counted], look)
    for row in rows[len(counted) :]:
        yield BLANK
        at = f"set {row['at'][:10]}" if row["at"] else ""
        yield from facts((f"baseline {group(row['views'])}", at), look)
