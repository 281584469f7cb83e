"""The page of an article and the lists beside it, as readers of the site know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.domain.article import Article
from beritacli.indonesian.date_format import format_date, format_datetime
from beritacli.indonesian.numbers import group
from beritacli.patterns import pattern
from beritacli.render.cells import cell_width
from beritacli.render.charts import movement, spark
from beritacli.render.evidence import marked, signal_lines
from beritacli.render.layout import BLANK, Line, Look, Span, facts, heading, paragraph
from beritacli.render.rows import Row
from beritacli.values import replace

RELATED, POPULAR = "BERITA TERKAIT", "BERITA POPULER"

_STATUS = {
    "draft": "DRAF",
    "review": "DITINJAU",
    "ready": "SIAP TERBIT",
    "scheduled": "TERJADWAL",
    "archived": "ARSIP",
    "deleted": "DIHAPUS",
}
_EMPTY_LINE = pattern(r"\n[ \t]*\n\s*")
# Markdown that begins a line of its own: list items, quotes, headings, tables, fences.
_ITEM = pattern(r"[-*+] {1,3}|\d{1,9}[.)] {1,3}|> ?")
_HEADING = pattern(r"#{1,6} ")  # not a hashtag
_OWN_LINE = pattern(rf"{_ITEM.pattern}|{_HEADING.pattern}|\||```")


def article_page(
    article: Article, related: Sequence[Row], popular: Sequence[Row], look: Look
) -> Iterator[Line]:
    """Headline, date, photo, quote, body and the two lists; what is empty is left out."""
    parts = (
        paragraph(look.show(article.title), look, "headline"),
        _byline(article, look),
        _photo(article, look),
        _quote(article, look),
        *_body(article, look),
        *_corrections(article, look),
        _about(article, look),
        news_list(RELATED, related, look),
        news_list(POPULAR, popular, look, numbered=look.desk),
    )
    return _apart(parts)


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
        said = _date(row[0]) or "Tanpa tanggal"
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


def _byline(article: Article, look: Look) -> Iterator[Line]:
    """The badge, then date, names and views: the date on a line of its own if one is too short."""
    label = status_label(article, look)
    if label:
        yield from paragraph(label, look, "badge")
    seen = article.views or article.status == "published"
    names = (
        _by("Reporter", article.reporter, look),
        _by("Editor", article.editor, look),
        group(article.views) if seen else "",
    )
    lines = list(facts((_date(article), *names), replace(look, width=look.room)))
    if len(lines) > 1:
        lines = [*facts((_date(article),), look), *facts(names, look)]
    yield from lines


def _photo(article: Article, look: Look) -> Iterator[Line]:
    photo = article.photo
    if photo.caption:
        yield from paragraph(look.show(photo.caption), look, "caption")
    if photo.credit:
        yield from paragraph(f"(Foto: {look.show(photo.credit)})", look, "dim")


def _quote(article: Article, look: Look) -> Iterator[Line]:
    if article.quote:
        marks = look.glyphs
        text = f"{marks.opening}{look.show(article.quote)}{marks.closing}"
        yield from paragraph(text, look, "quote", marks.bar, marks.bar)


def _body(article: Article, look: Look) -> Iterator[Iterator[Line]]:
    """The paragraphs, each with its lines; the dateline opens the first."""
    text = look.show(article.body, lines=True).strip()
    if article.dateline and not text.lower().startswith(article.dateline.lower()):
        text = f"{look.show(article.dateline)}{look.glyphs.dash}{text}"
    for block in _EMPTY_LINE.split(text):
        if block:
            yield _block(block, look)


def _corrections(article: Article, look: Look) -> Iterator[Iterator[Line]]:
    """What was put right, each under its day."""
    for correction in article.corrections:
        text = f"Koreksi, {format_datetime(correction.at)}: {look.show(correction.text)}"
        yield paragraph(text, look, "quote", look.glyphs.bar, look.glyphs.bar)


def _block(block: str, look: Look) -> Iterator[Line]:
    for text in _logical_lines(block):
        item = _ITEM.match(text)
        if _HEADING.match(text):
            yield from paragraph(text.lstrip("#"), look, "strong")
        elif item:
            mark = item.group()
            yield from paragraph(text[item.end() :], look, "", mark, " " * len(mark))
        else:
            yield from paragraph(text, look)


def _logical_lines(block: str) -> list[str]:
    """The lines as Markdown means them: it joins lines, but for items and hard breaks."""
    lines: list[list[str]] = []
    broken = True
    for line in block.split("\n"):
        text = line.strip(" \t").removesuffix("\\")
        if broken or _OWN_LINE.match(text):
            lines.append([])
        lines[-1].append(text)
        broken = line.endswith(("  ", "\\"))
    return [" ".join(parts) for parts in lines]


def _about(article: Article, look: Look) -> Iterator[Line]:
    tags = ", ".join(look.show(tag) for tag in article.tags)
    parts = [
        (_named("Rubrik", article.section, look), None),
        (f"Tag: {tags}" if tags else "", None),
        (_named("Foto", article.photo.source, look), article.photo.source),
        (_named("Sumber", article.source, look), article.source),
    ]
    for part, link in parts:
        if part:
            yield from paragraph(part, look, "dim", link=link)
    if look.desk:
        yield from facts((f"#{article.id}", article.slug), look)


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
            _date(article),
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


def _date(article: Article) -> str:
    return format_date(article.published_at) if article.published_at else ""


def _by(role: str, name: str | None, look: Look) -> str:
    return f"{role} {look.show(name)}" if name else ""


def _named(label: str, text: str | None, look: Look) -> str:
    return f"{label}: {look.show(text)}" if text else ""


def _apart(parts: Sequence[Iterator[Line]]) -> Iterator[Line]:
    """The parts with a blank line between those that are not empty."""
    begun = False
    for part in parts:
        for number, line in enumerate(part):
            if begun and number == 0:
                yield BLANK
            begun = True
            yield line
