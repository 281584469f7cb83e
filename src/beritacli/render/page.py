"""The page of an article, as readers of the site know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beritacli.domain.article import Article
from beritacli.indonesian.date_format import format_datetime
from beritacli.indonesian.numbers import group
from beritacli.patterns import pattern
from beritacli.render.layout import BLANK, Line, Look, facts, paragraph
from beritacli.render.news import POPULAR, RELATED, date_of, news_list, status_label
from beritacli.render.rows import Row
from beritacli.values import replace

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
    lines = list(facts((date_of(article), *names), replace(look, width=look.room)))
    if len(lines) > 1:
        lines = [*facts((date_of(article),), look), *facts(names, look)]
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
