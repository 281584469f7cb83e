"""The text of a beritajakarta.id page, as it is copied from a browser.

Headline; date line; caption; credit; lead; pull quote; body; then the lists
BERITA TERKAIT and BERITA POPULER, each entry being caption, headline, date and
views; then a tail of links that belongs to no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from beritacli.domain.article import Photo
from beritacli.errors import BeritaError, ValidationError
from beritacli.formats.entries import Page, Row, Source, read_whole
from beritacli.indonesian.dates import parse
from beritacli.indonesian.numbers import parse_count
from beritacli.indonesian.text import bare_quote, squash

MAX_BYTES = 4 << 20  # a page of text is some kilobytes
_LINES_OF_HEAD = 12

_DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum['\u2019]?at|Sabtu|Minggu|Ahad)"
DATE_LINE = re.compile(
    rf"^(?P<date>{_DAY},? \d{{1,2}} \w{{3,12}} \d{{4}}"
    # A time, but not the beginning of a count such as 11.204.
    r"(?: (?:pukul )?\d{1,2}[.:]\d\d(?!\d)(?: WI[BT]A?)?)?)"
    r"(?P<rest>.{0,300})$"
)
_VIEWS = re.compile(r"\s*(\d[\d.,]{0,24})\s*$")
_NAMES = re.compile(r"\b(Reporter|Editor)\s*:\s*(.*?)(?=\s*\b(?:Reporter|Editor)\s*:|$)")
_CREDIT = re.compile(r"^\(Foto\s*:\s*(.*)\)$", re.IGNORECASE)
# What ends the text or a list; the bare headings only a list, and only in capitals,
# since a headline may begin with 'Video'.
_TAIL = re.compile(r"(?:bagikan ke ?:.*|.{0,60}\+ ?indeks)", re.IGNORECASE)
_HEADING = re.compile(r"(?:BANG JAKI|POTRET JAKARTA|VIDEO) ?:?")
_LISTS = {"berita terkait": "related", "berita populer": "popular", "berita terpopuler": "popular"}
# Wholly in marks; not '"Kami senang," ujar Rani. "Semoga lanjut."', which has closed them before.
_QUOTED = re.compile('["\u201c\u201d](?:(?![,.!?]["\u201c\u201d].).)*["\u201c\u201d]')
_LINE_END = re.compile(r"\r\n?|\n")


def read_page_text(stream: BinaryIO, source: Source) -> Iterator[Page]:
    """The one page of a text file; ValidationError without a headline and a date line."""
    text = read_whole(stream, source, MAX_BYTES)
    yield _Reader([squash(line) for line in _LINE_END.split(text)], source).page()


def looks_like_page(text: str) -> bool:
    """Whether a date line stands among the first lines."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return any(DATE_LINE.match(line) for line in lines[1:_LINES_OF_HEAD])


class _Reader:
    def __init__(self, lines: list[str], source: Source) -> None:
        self._lines = lines
        self._source = source

    def page(self) -> Page:
        start = next((n for n, line in enumerate(self._lines) if line), None)
        date_at = None if start is None else self._date_line(start + 1)
        if start is None or date_at is None:
            raise ValidationError(
                f"{self._source.name}: no headline with a date line such as "
                "'Kamis, 11 Juli 2024 Reporter: … Editor: …'",
                "is it another format? --format names one",
            )
        bounds = self._bounds(date_at)
        fields: dict[str, Any] = {"title": self._lines[start]}
        after = self._head(date_at, bounds["body"][1], fields)
        self._text(after, bounds["body"][1], fields)
        return Page(
            Row(fields, f"{self._source.name}, line {start + 1}"),
            tuple(self._entries(*bounds.get("related", (0, 0)))),
            tuple(self._entries(*bounds.get("popular", (0, 0)))),
        )

    def _date_line(self, start: int) -> int | None:
        numbers = (n for n in range(start, len(self._lines)) if self._lines[n])
        candidates = [n for _, n in zip(range(_LINES_OF_HEAD), numbers, strict=False)]
        return next((n for n in candidates if DATE_LINE.match(self._lines[n])), None)

    def _bounds(self, date_at: int) -> dict[str, tuple[int, int]]:
        """Where body and lists begin and end, by line number."""
        bounds: dict[str, tuple[int, int]] = {}
        name, start = "body", date_at
        for number in range(date_at + 1, len(self._lines)):
            line = self._lines[number]
            following = _LISTS.get(line.lower().strip(" :"))
            tail = _TAIL.fullmatch(line) or (name != "body" and _HEADING.fullmatch(line))
            if following or tail:
                bounds.setdefault(name, (start, number))
                name, start = following or "tail", number + 1
        bounds.setdefault(name, (start, len(self._lines)))
        return bounds

    def _head(self, date_at: int, end: int, fields: dict[str, Any]) -> int:
        """Read the date line, and the names and views that may stand on lines of their own."""
        match = DATE_LINE.match(self._lines[date_at])
        assert match is not None, "the line was found by this pattern"
        fields["published_at"] = self._time(match["date"], date_at)
        self._people(match["rest"], fields, date_at)
        number = date_at + 1
        while number < end:
            line = self._lines[number]
            if line and not self._people(line, fields, number, whole_line=True):
                break
            number += 1
        return number

    def _people(
        self, text: str, fields: dict[str, Any], number: int, *, whole_line: bool = False
    ) -> bool:
        """Take reporter, editor and views from `text`; whether it held nothing else."""
        views = _VIEWS.search(text)
        names = _NAMES.findall(text[: views.start()] if views else text)
        if whole_line and not (names and _NAMES.match(text)) and not (views and views.start() == 0):
            return False
        for label, name in names:
            if name:
                fields[label.lower()] = name.strip(" ·|-")
        if views and "views" not in fields:
            with self._placed(number):
                fields["views"] = parse_count(views[1].rstrip(".,"))
        return True

    def _text(self, start: int, end: int, fields: dict[str, Any]) -> None:
        parts = [(n, line) for n, line in enumerate(self._lines[start:end], start) if line]
        caption = credit = None
        credit_at = next((n for n, (_, line) in enumerate(parts[:3]) if _CREDIT.match(line)), None)
        if credit_at is not None:
            match = _CREDIT.match(parts[credit_at][1])
            credit = (match[1].strip() if match else "") or None
            caption = " ".join(line for _, line in parts[:credit_at]) or None
            parts = parts[credit_at + 1 :]
        if caption or credit:
            fields["photo"] = Photo(caption=caption, credit=credit)
        body = [line for _, line in parts]
        if len(body) > 2 and _QUOTED.fullmatch(body[1]):
            fields["quote"] = bare_quote(body.pop(1))
        if body:
            fields["body"] = "\n\n".join(body)

    def _entries(self, start: int, end: int) -> Iterator[Row]:
        """Entries of a list: one or two lines, then a date line that ends each."""
        above: list[tuple[int, str]] = []
        for number in range(start, end):
            line = self._lines[number]
            match = DATE_LINE.match(line) if line else None
            if match and above:
                yield self._entry(above, match, number)
                above = []
            elif line:
                above.append((number, line))

    def _entry(self, above: list[tuple[int, str]], match: re.Match[str], date_at: int) -> Row:
        number, title = above[-1]
        fields: dict[str, Any] = {
            "title": title,
            "published_at": self._time(match["date"], date_at),
        }
        if len(above) > 1:
            fields["photo"] = Photo(caption=above[-2][1])
        self._people(match["rest"], fields, date_at)
        return Row(fields, f"{self._source.name}, line {number + 1}")

    def _time(self, text: str, number: int) -> Any:
        with self._placed(number):
            found = parse(text, self._source.now)
        if found.warning:
            self._source.notice(f"{self._source.name}, line {number + 1}: {found.warning}")
        return found.time

    @contextmanager
    def _placed(self, number: int) -> Iterator[None]:
        """Say where a date or a count is at fault."""
        try:
            yield
        except BeritaError as error:
            place = f"{self._source.name}, line {number + 1}"
            raise ValidationError(f"{place}: {error.message}", error.hint) from None
