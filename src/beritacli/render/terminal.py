"""Pages and tables for a terminal: the only module that imports Rich.

Stored text reaches Rich as `Text`, after `visible`: never as markup, so that
`[foto]` and `:fire:` stay what they are. Of the sixteen ANSI colours, which
every theme fits to its background, few are used, and only where they mean
something. Without colour there is no escape sequence at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from beritacli.domain.answers import Total
from beritacli.domain.article import TIME_FIELDS, Article
from beritacli.domain.changes import Entry, Plan
from beritacli.domain.safety import Finding
from beritacli.render import news
from beritacli.render.changes import change_lines
from beritacli.render.columns import GAP, cell_text, column_title, fitting_columns
from beritacli.render.counted import reading_page, tally_page, totals_page
from beritacli.render.findings import finding_lines, rule_lines
from beritacli.render.handover import handover_lines
from beritacli.render.health import health_lines
from beritacli.render.layout import Line, Look, Span, linked, look_of, plain_text
from beritacli.render.log import entry_lines
from beritacli.render.output import LEAST_WIDTH, Place
from beritacli.render.page import article_page
from beritacli.render.rows import Row
from beritacli.render.sharing import share_lines

_STYLES = {
    "bar": "cyan",
    "badge": "reverse",
    "caption": "italic",
    "dim": "dim",
    "error": "bold red",
    "heading": "bold red",
    "headline": "bold",
    "link": "underline",
    "mark": "dim",
    "new": "green",
    "note": "cyan",
    "off": "dim",
    "old": "red",
    "quote": "italic",
    "rule": "dim",
    "strong": "bold",
    "warning": "yellow",
}
_COLUMN_STYLES = {"id": "bold", "published_at": "dim", "section": "dim", "views": "dim"}
_STATUS_STYLES = {
    "archived": "dim",
    "deleted": "red",
    "draft": "dim",
    "ready": "cyan",
    "review": "cyan",
    "scheduled": "magenta",
}

_RIGID = ("id", "count", "status", "views", "revision", "score", *TIME_FIELDS)  # never broken
_RIGHT = ("id", "count", "views", "views_total", "revision", "score")


def page(article: Article, related: Sequence[Row], popular: Sequence[Row], place: Place) -> str:
    """The page of an article."""
    look = look_of(place)
    return _styled(article_page(article, related, popular, look), look, place)


def news_list(heading: str, rows: Sequence[Row], place: Place, *, numbered: bool = False) -> str:
    """One list as it stands beside an article; '' for no rows."""
    look = look_of(place)
    return _styled(news.news_list(heading, rows, look, numbered=numbered), look, place)


def index_by_day(section: str, rows: Sequence[Row], place: Place) -> str:
    """The index of a section, by day; '' for no rows."""
    look = look_of(place)
    return _styled(news.index_by_day(section, rows, look), look, place) if rows else ""


def changes(plan: Plan, place: Place) -> str:
    """Old and new of every changed record; of many only the first ones."""
    look = look_of(place, measure=100)
    return _styled(change_lines(plan, look), look, place)


def handover(
    since: datetime, now: datetime, groups: Mapping[str, Sequence[Article]], place: Place
) -> str:
    """What a shift hands over."""
    look = look_of(place)
    return _styled(handover_lines(since, now, groups, look), look, place)


def findings(rows: Sequence[Row], place: Place) -> str:
    """What the checks found, with the mark under each place; '' for nothing."""
    look = look_of(place, measure=100)
    return _styled(finding_lines(rows, look), look, place)


def rules(rows: Sequence[Mapping[str, Any]], place: Place) -> str:
    """The rules of the checks, each with an example."""
    look = look_of(place)
    return _styled(rule_lines(rows, look), look, place)


def shared(text: str, addresses: Mapping[str, str], place: Place) -> str:
    """The text of an article to paste, and the addresses that hand it on."""
    look = look_of(place)
    return _styled(share_lines(text, addresses, look, links=place.links), look, place)


def reading(article: Article, rows: Sequence[Mapping[str, Any]], place: Place) -> str:
    """An article's views by day with bars, its baseline apart from what was counted."""
    look = look_of(place)
    return _styled(reading_page(article, rows, look), look, place)


def totals(found: Mapping[str, Sequence[Total]], more: Mapping[str, int], place: Place) -> str:
    """Articles and views of each kind of group, with bars."""
    look = look_of(place)
    return _styled(totals_page(found, more, look), look, place)


def tally(
    counted: int, skipped: Mapping[str, int], reasons: Mapping[str, str], place: Place
) -> str:
    """How many views of access logs were counted, and why the other lines were not."""
    look = look_of(place)
    return _styled(tally_page(counted, skipped, reasons, look), look, place)


def health(found: Iterable[Finding], place: Place) -> str:
    """What the doctor found."""
    look = look_of(place, measure=100)
    return _styled(health_lines(found, look), look, place)


def log(entries: Iterable[Entry], place: Place, now: datetime, *, fields: bool) -> str:
    """The entries of the log; with `fields`, old and new of each."""
    look = look_of(place, measure=100)
    return _styled(entry_lines(entries, look, now, fields=fields), look, place)


def table(rows: Sequence[Row], columns: Sequence[str], place: Place, *, fixed: bool = False) -> str:
    """The rows under a header, headlines whole; '' for no rows.

    Where the terminal is narrow, other columns make room for the headline,
    unless they are `fixed`.
    """
    if not rows:
        return ""
    look = look_of(place)
    now = place.now if place.terminal else None  # a pipe says when, not how long ago
    texts = {name: [cell_text(row, name, look, now) for row in rows] for name in columns}
    names = list(columns) if fixed else fitting_columns(texts, max(place.width, LEAST_WIDTH))
    grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for name in names:
        grid.add_column(
            Text(column_title(name)),
            justify="right" if name in _RIGHT else "left",
            no_wrap=name in _RIGID,
            overflow="fold",
        )
    for number in range(len(rows)):
        row = rows[number]
        grid.add_row(*(Text(texts[name][number], _cell_style(name, row, place)) for name in names))
    return _printed(grid, place)


def _cell_style(name: str, row: Row, place: Place) -> str | Style:
    """The style of a cell; a headline opens the article's source."""
    source = row[0].source if name == "title" else None
    return _linked(linked("", source), place) or _style(name, row)


def _style(name: str, row: Row) -> str:
    if name == "status":
        return _STATUS_STYLES.get(row[0].status, "")
    return _COLUMN_STYLES.get(name, "")


def _styled(lines: Iterable[Line], look: Look, place: Place) -> str:
    if not place.color:
        return plain_text(lines, look)
    text = Text(no_wrap=True, overflow="ignore", end="")
    for line in lines:
        text.append(" " * look.margin if line else "")
        for span in line:
            text.append(span.text, _linked(span, place) or _STYLES.get(span.role, ""))
        text.append("\n")
    return _printed(text, place)


def _linked(span: Span, place: Place) -> Style | None:
    """The style of a piece that opens an address."""
    if not (span.link and place.links):
        return None
    return Style.parse(_STYLES.get(span.role, "")) + Style(link=span.link)


def _printed(renderable: RenderableType, place: Place) -> str:
    """What Rich makes of it; everything it would guess from the environment is told."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=max(place.width, LEAST_WIDTH),
        height=25,
        force_terminal=place.color,
        color_system="standard" if place.color else None,
        no_color=not place.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(renderable, soft_wrap=isinstance(renderable, Text), end="")
    return "".join(f"{line.rstrip(' ')}\n" for line in file.getvalue().splitlines())
