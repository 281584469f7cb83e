"""The article that is checked, as the rules read it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from beritacli.checks.masking import without_addresses, without_markup
from beritacli.checks.policy import Policy
from beritacli.checks.table import PROSE
from beritacli.domain.article import Article
from beritacli.domain.document import flat_value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAPITAL = re.compile(r" [A-Z]")
_BEGINS = re.compile(r"(?:^|[.!?:\"“”'\n]\s*)$")  # what stands before a sentence
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:[-'][A-Za-z]+)*")  # the same, in less time

T = TypeVar("T")
Word = tuple[str, int, int]  # as it is written, start and end


class Subject:
    """One article under one policy; `others` are the records around it, at moment `now`."""

    def __init__(self, article: Article, policy: Policy, others: Snapshot, now: datetime) -> None:
        self.article = article
        self.policy = policy
        self.others = others
        self.now = now
        self._written: dict[str, str] = {}
        self._masked: dict[str, str] = {}
        self._words: dict[str, list[Word]] = {}
        self._kept: dict[str, Any] = {}

    def text(self, field: str) -> str:
        """The text of a field, '' where there is none."""
        return flat_value(self.article, field)

    def texts(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, str]]:
        """The fields that hold text, as they are written."""
        for field in fields:
            text = self.text(field)
            if text:
                yield field, text

    def written(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, str]]:
        """The fields that hold text, with code, tags and targets of links blanked."""
        for field, text in self.texts(fields):
            if field not in self._written:
                self._written[field] = without_markup(text)
            yield field, self._written[field]

    def prose(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, str]]:
        """The same, with addresses and their like blanked too: what rules of language read."""
        for field, text in self.written(fields):
            if field not in self._masked:
                self._masked[field] = without_addresses(text)
            yield field, self._masked[field]

    def words(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, list[Word]]]:
        """The words of every field that holds text, each with its place."""
        for field, text in self.prose(fields):
            if field not in self._words:
                word = _ASCII_WORD if text.isascii() else _WORD
                self._words[field] = [(m[0], m.start(), m.end()) for m in word.finditer(text)]
            yield field, self._words[field]

    def line(self, field: str, place: int) -> int:
        """The line of a place in a field's text; the first is 1."""
        ends = self.kept(f"ends of {field}", lambda: _line_ends(self.text(field)))
        return bisect_left(ends, place) + 1

    def kept(self, name: str, read: Callable[[], T]) -> T:
        """What `read` gives, read once for all the rules that want it."""
        if name not in self._kept:
            self._kept[name] = read()
        kept: T = self._kept[name]
        return kept

    @cached_property
    def day(self) -> date | None:
        """The day by which dates without a year are read; None where nobody knows one.

        An unpublished article is about the days in which it is written; one that
        went out without a date could be of any year.
        """
        article = self.article
        time = article.published_at or article.scheduled_at
        if time is None and article.status in ("draft", "review", "ready"):
            time = article.created_at
        return time.date() if time else None


def begins_sentence(text: str, place: int) -> bool:
    """Whether a sentence begins at a place, quotations included."""
    return _BEGINS.search(text, max(0, place - 4), place) is not None


def is_named(text: str, start: int, end: int, field: str) -> bool:
    """Whether a place seems to be in a name: `film "Dimana Kau"`, `Gerakan 1000 Pohon`.

    A capital follows, and no sentence begins there; in a headline everything has capitals,
    so that only a quotation mark tells.
    """
    before = text[max(0, start - 2) : start]
    if not _CAPITAL.match(text, end) or text[start].islower():
        return False
    if before[-1:] in tuple("\"“”'‘’"):
        return True
    stop = before.rstrip(" ")
    return field != "title" and bool(stop) and stop[-1] not in ".!?:\n"


def _line_ends(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]
