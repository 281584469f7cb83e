"""The HTML of a news page: machine-readable data first, then what a reader sees.

Made for the pages of beritajakarta.id, with their two lists; the page of
another publisher comes in as one article if it says its headline and text in
JSON-LD, OpenGraph or plain HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from beritacli.domain.article import Photo
from beritacli.domain.jsontext import JsonTextError, loads
from beritacli.errors import BeritaError, ValidationError
from beritacli.formats.entries import Page, Row, Source, read_whole
from beritacli.formats.html_tree import Element, parse_html
from beritacli.indonesian.dates import parse
from beritacli.indonesian.numbers import parse_count
from beritacli.indonesian.text import bare_quote

MAX_BYTES = 4 << 20
_BYLINE = re.compile(r"^(Reporter|Editor)\s*:\s*(.+)$")
_ICONS = ("access_time", "remove_red_eye", "person", "photo")
_ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting")


def read_page_html(stream: BinaryIO, source: Source) -> Iterator[Page]:
    """The one page of an HTML file; ValidationError for one without headline."""
    text = read_whole(stream, source, MAX_BYTES)
    yield _Reader(parse_html(text), source).page()


_AROUND = ("h1", "nav", "form", "button")  # of a page, inside its article too


class _Reader:
    def __init__(self, root: Element, source: Source) -> None:
        self._root = root
        self._source = source
        self._data = _json_ld(root)
        self._meta = _metadata(root)

    def page(self) -> Page:
        """The article and the two lists."""
        fields = {name: value for name, value in self._fields() if value not in (None, "")}
        if not fields.get("title"):
            raise ValidationError(f"{self._source.name}: the page has no headline")
        photo = self._photo()
        if photo != Photo():
            fields["photo"] = photo
        related = self._list(lambda e: e.has_class("list-index"), "h2")
        popular = self._list(lambda e: e.has_class("slides"), "h3")
        return Page(Row(fields, self._source.name), tuple(related), tuple(popular))

    def _fields(self) -> Iterator[tuple[str, Any]]:
        info = self._class("content-info")
        facts = [_without_icon(span) for span in info.walk() if span.tag == "span"] if info else []
        names = {m[1].lower(): m[2].strip() for fact in facts if (m := _BYLINE.match(fact))}
        heading = self._root.find(lambda e: e.tag == "h1")
        yield (
            "title",
            self._said("headline")
            or (heading.text() if heading else "")
            or self._meta.get("og:title"),
        )
        yield (
            "source",
            self._said("url") or self._meta.get("canonical") or self._meta.get("og:url"),
        )
        yield "published_at", self._published(facts)
        yield (
            "reporter",
            names.get("reporter") or _names(self._data.get("author")) or self._meta.get("author"),
        )
        yield "editor", names.get("editor") or _names(self._data.get("editor"))
        yield "views", next((n for fact in facts if (n := _count(fact)) is not None), None)
        yield "section", self._section()
        body = self._body()
        quote = body.find(lambda e: e.tag == "blockquote") if body else None
        yield "quote", bare_quote(quote.text(_is_debris)) if quote else None
        blocks = body.blocks(lambda e: e is quote or _is_debris(e)) if body else []
        yield "body", "\n\n".join(blocks) or self._said("articleBody")

    def _said(self, key: str) -> str | None:
        """What JSON-LD says of `key`, if that is text: a page may put anything there."""
        value = self._data.get(key)
        return value.strip() if isinstance(value, str) else None

    def _published(self, facts: list[str]) -> Any:
        given = self._said("datePublished") or self._meta.get("article:published_time")
        for text in [given] if given else facts:
            try:
                found = parse(text, self._source.now)
            except BeritaError:
                continue
            if found.warning:
                self._source.notice(f"{self._source.name}: {found.warning}")
            return found.time
        return None

    def _section(self) -> Any:
        crumbs = self._class("breadcrumbs")
        names = [e.text() for e in crumbs.walk() if e.tag == "a"] if crumbs else []
        last = next(
            (name for name in reversed(names) if name.lower() not in ("beranda", "home")), ""
        )
        return last or self._said("articleSection") or self._meta.get("article:section")

    def _photo(self) -> Photo:
        info = self._class("image-info")
        box = self._class("news-read") or self._root
        image = box.find(lambda e: e.tag == "img" and bool(e.attributes.get("src")))
        source = self._meta.get("og:image") or (image.attributes["src"] if image else None)
        caption = " ".join(image.attributes.get("alt", "").split()) if image else ""
        return Photo(source, caption or None, (_without_icon(info) if info else "") or None)

    def _body(self) -> Element | None:
        tests = (
            lambda e: e.has_class("content-body"),
            lambda e: e.attributes.get("itemprop") == "articleBody",
            lambda e: e.tag == "article",
        )
        return next((found for test in tests if (found := self._root.find(test))), None)

    def _list(self, is_list: Any, heading: str) -> Iterator[Row]:
        box = self._root.find(is_list)
        for item in box.walk() if box else ():
            title = item.find(lambda e: e.tag == heading) if item.tag == "li" else None
            if title is not None and title.text():
                yield self._entry(item, title)

    def _entry(self, item: Element, title: Element) -> Row:
        fields: dict[str, Any] = {"title": title.text()}
        link = title.find(lambda e: e.tag == "a" and bool(e.attributes.get("href")))
        if link:
            fields["source"] = link.attributes["href"]
        for fact in (_without_icon(span) for span in item.walk() if span.tag == "span"):
            count = _count(fact)
            if count is not None:
                fields["views"] = count
                continue
            try:
                fields["published_at"] = parse(fact, self._source.now).time
            except BeritaError:
                if any(letter.isalpha() for letter in fact):
                    fields["reporter"] = fact
        return Row(fields, f"{self._source.name}, listed '{fields['title'][:40]}'")

    def _class(self, name: str) -> Element | None:
        return self._root.find(lambda e: e.has_class(name))


def _json_ld(root: Element) -> Mapping[str, Any]:
    """The first article that the page describes in JSON-LD; {} for none."""
    for element in root.walk():
        if element.tag == "script" and element.attributes.get("type") == "application/ld+json":
            try:
                data = loads("".join(c for c in element.children if isinstance(c, str)))
            except JsonTextError:
                continue
            candidates = data if isinstance(data, list) else [data]
            graph = data.get("@graph") if isinstance(data, dict) else None
            candidates += graph if isinstance(graph, list) else []
            for item in candidates:
                if isinstance(item, dict) and _is_article(item.get("@type")):
                    return {key: value for key, value in item.items() if value}
    return {}


def _metadata(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.walk():
        attributes = element.attributes
        if element.tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            found.setdefault(name, attributes.get("content", "").strip())
        elif element.tag == "link" and attributes.get("rel") == "canonical":
            found.setdefault("canonical", attributes.get("href", "").strip())
    return found


def _names(value: Any) -> str | None:
    """A name, or several, as JSON-LD gives them: text, an object with a name, or a list."""
    people = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in people]
    return ", ".join(name for name in names if isinstance(name, str)) or None


def _is_debris(element: Element) -> bool:
    """What editors' tools and the site leave in a text."""
    classes = element.attributes.get("class", "")
    return element.tag in _AROUND or "sceditor" in classes or element.has_class("read-also")


def _without_icon(element: Element) -> str:
    return element.text(lambda e: e.tag == "i" and e.text() in _ICONS)


def _is_article(kinds: Any) -> bool:
    return any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _count(text: str) -> int | None:
    """The count that `text` is, or None where it is something else."""
    try:
        return parse_count(text)
    except BeritaError:
        return None
