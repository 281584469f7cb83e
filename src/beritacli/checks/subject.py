"""The article that is checked, as the rules read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from beritacli.checks.policy import Policy
from beritacli.domain.article import Article
from beritacli.domain.document import flat_value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

PROSE = ("title", "photo.caption", "quote", "body")  # in the order of the page
# Addresses, handles, hashtags and the targets of links: no rule of language holds there.
_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+|(?<=\]\()[^)\s]+|\S{1,80}@\S{1,80}\.\w+|(?<!\w)[@#]\w+"
    r"|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:com|co|id|org|net|go|tv)\b(?:/\S*)?"
)
_HINTS = ("://", "www.", "](", "@", "#", ".com", ".co", ".id", ".org", ".net", ".go", ".tv")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
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

    def prose(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, str]]:
        """The fields that hold text, with addresses and their like blanked by NUL characters."""
        for field, text in self.texts(fields):
            if field not in self._masked:
                self._masked[field] = _masked(text)
            yield field, self._masked[field]

    def words(self, fields: tuple[str, ...] = PROSE) -> Iterator[tuple[str, list[Word]]]:
        """The words of every field that holds text, each with its place."""
        for field, text in self.prose(fields):
            if field not in self._words:
                word = _ASCII_WORD if text.isascii() else _WORD
                self._words[field] = [(m[0], m.start(), m.end()) for m in word.finditer(text)]
            yield field, self._words[field]

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


def _masked(text: str) -> str:
    if not any(hint in text for hint in _HINTS):
        return text
    return _NO_WORDS.sub(lambda found: "\0" * len(found[0]), text)
