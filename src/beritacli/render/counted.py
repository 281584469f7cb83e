"""Counted views as the desk sees them: of one article, of an access log, of groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.domain.answers import Total
from beritacli.domain.article import Article
from beritacli.indonesian.numbers import group
from beritacli.render.charts import bars
from beritacli.render.layout import BLANK, Line, Look, facts, heading, paragraph

_KINDS = {"section": "RUBRIK", "reporter": "REPORTER", "tag": "TAG", "month": "BULAN"}


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


def tally_page(
    counted: int, skipped: Mapping[str, int], reasons: Mapping[str, str], look: Look
) -> Iterator[Line]:
    """A line for what was counted, and one for each reason that left lines out."""
    rows = [("counted", counted, "views")]
    rows += [(name, number, reasons[name]) for name, number in skipped.items() if number]
    label = max(len(name) for name, _, _ in rows)
    figure = max(len(group(number)) for _, number, _ in rows)
    for name, number, why in rows:
        lead = f"{name:<{label}}  {group(number):>{figure}}  "
        yield from paragraph(why, look, "dim", lead, " " * len(lead))


def totals_page(
    found: Mapping[str, Sequence[Total]], more: Mapping[str, int], look: Look
) -> Iterator[Line]:
    """A heading for each kind and a bar for each group: of its views, else of its articles."""
    begun = False
    for kind, totals in found.items():
        if not totals:
            continue
        if begun:
            yield BLANK
        begun = True
        yield heading(_KINDS[kind], look)
        read = any(one.views for one in totals)
        width = max(len(group(one.articles)) for one in totals)
        yield from bars(
            [
                (
                    look.show(one.name) if one.name else look.glyphs.nothing,
                    one.views if read else one.articles,
                    f" {group(one.articles):>{width}} artikel" if read else "artikel",
                )
                for one in totals
            ],
            look,
        )
        if more[kind]:
            yield from paragraph(f"and {more[kind]} more; -n shows them", look, "dim")
