"""Lists of news as readers of the site know them: BERITA TERKAIT, and the index of a section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.domain.article import Article
from beritacli.indonesian.date_format import format_date, format_datetime
from beritacli.indonesian.numbers import group
from beritacli.render.cells import cell_width
from beritacli.render.charts import movement, spark
from beritacli.render.evidence import marked, signal_lines
from beritacli.render.layout import BLANK, Line, Look, Span, facts, heading, paragraph
from beritacli.render.rows import Row

RELATED, POPULAR = "BERITA TERKAIT", "BERITA POPULER"

_STATUS = {
    "draft": "DRAF",
    "review": "DITINJAU",
    "ready": "SIAP TERBIT",
    "scheduled": "TERJADWAL",
    "archived": "ARSIP",
    "deleted": "DIHAPUS",
}


def news_list(
    heading_: str, rows: Sequence[Row], look: Look, *, numbered: bool = False
) -> Iterator[Line]:
    """A heading and its entries: caption, headline, date and views; nothing for no rows."""
    if not rows:
        return
    yield heading(heading_, look)
    last = max(row[1].get("rank", len(rows)) for row in rows)
    for number, row in enumerate(rows, 1):
        yield BLANK
        place = row[1].get("rank", number)
        yield from _entry(row, look, f"{place:>{len(str(last))}}  " if numbered else "")


def index_by_day(section: str, rows: Sequence[Row], look: Look) -> Iterator[Line]:
    """The index of a section as its page has it: a heading for each day, the headlines below."""
    yield from paragraph(look.show(section).upper(), look, "headline")
    day = None
    for row in rows:
        said = date_of(row[0]) or "Tanpa tanggal"
        if said != day:
            day = said
            yield BLANK
            yield heading(said, look)
        yield from _headline(row[0], look)


def status_label(article: Article, look: Look) -> str:
    """What a page says of an article that is not out; '' for a published one.

    An embargo is told until it is over.
    """
    label = _STATUS.get(article.status, "")
    if article.status == "scheduled" and article.scheduled_at:
        label = f"{label} {format_datetime(article.scheduled_at)}"
    until = article.embargo_until
    if until and (look.now is None or until > look.now):
        dash = look.glyphs.dash
        label = f"{label}{dash}EMBARGO sampai {format_datetime(until)}".removeprefix(dash)
    return label


def date_of(article: Article) -> str:
    """The day of publication as a page says it; '' without one."""
    return format_date(article.published_at) if article.published_at else ""


def _entry(row: Row, look: Look, mark: str) -> Iterator[Line]:
    article, extras = row
    indent = " " * len(mark)
    caption, title = look.show(article.photo.caption).strip(), look.show(article.title)
    if caption and caption.casefold() != title.strip().casefold():
        yield from paragraph(caption, look, "dim", mark, indent)
        mark = indent
    yield from paragraph(title, look, "headline", mark, indent, article.source)
    if "snippet" in extras:
        yield from marked(extras["snippet"], extras.get("marks", ()), look, indent)
    views = extras.get("views", article.views)
    yield from facts(
        (
            status_label(article, look),
            date_of(article),
            group(views),
            f"#{article.id}" if look.desk else "",
            *_reasons(extras, look),
        ),
        look,
        "dim",
        indent,
    )
    if "signals" in extras:
        yield from signal_lines(extras["score"], extras["signals"], look, indent)


def _headline(article: Article, look: Look) -> Iterator[Line]:
    """The time, the headline and its number; the status below, of what is not out."""
    time, indent = article.published_at, " " * 7
    mark = f"{time:%H.%M}  " if time and (time.hour or time.minute) else indent
    lines = [*paragraph(look.show(article.title), look, "", mark, indent)]
    number = f"{look.glyphs.dot}#{article.id}"
    if sum(cell_width(span.text) for span in lines[-1]) + len(number) <= look.room:
        lines[-1] = (*lines[-1], Span(number, "dim"))
    else:
        lines.append((Span(indent), Span(f"#{article.id}", "dim")))
    yield from lines
    yield from facts((status_label(article, look),), look, "badge", indent)


def _reasons(extras: Mapping[str, Any], look: Look) -> Iterator[str]:
    """What the desk is told of an entry: a pin, a score, its way in the list, what is wrong."""
    if extras.get("pinned"):
        yield "pinned"
    if "signals" in extras:
        yield f"score {extras['score']:.3f}"
    if "days" in extras:
        yield movement(extras, look)
        yield spark(extras["days"], look)
    if "finding" in extras:
        yield look.show(extras["finding"])
