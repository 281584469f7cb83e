"""Search in its simplest form: every term must match; the headline counts most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beritacli.domain.article import Article
from beritacli.domain.ports import newest_first
from beritacli.domain.query import Query, matches, plain_words
from beritacli.indonesian.text import fold, squash, words

_TITLE, _CAPTION, _TAGS, _BODY = 8, 3, 3, 1  # points for a word found there
_SNIPPET = 160  # characters around the first hit
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its score and the piece of text around the first word."""

    article: Article
    score: float
    snippet: str


def search_articles(query: Query, articles: Iterable[Article]) -> list[Hit]:
    """The articles that match, best first, ties by newer date and then id."""
    wanted = plain_words(query)
    found = newest_first(article for article in articles if matches(query, article))
    hits = [Hit(a, _score(a, wanted), _snippet(a, wanted)) for a in found]
    return sorted(hits, key=lambda hit: -hit.score)


def _score(article: Article, wanted: frozenset[str]) -> float:
    places = (
        (_TITLE, article.title),
        (_CAPTION, article.photo.caption or ""),
        (_TAGS, " ".join(article.tags)),
        (_BODY, article.body or ""),
    )
    return float(sum(points * len(wanted & set(words(text))) for points, text in places))


def _snippet(article: Article, wanted: frozenset[str]) -> str:
    text = squash(article.body or article.photo.caption or "")
    position = 0
    for word in text.split(" "):
        if wanted & set(words(fold(word))):
            break
        position += len(word) + 1
    else:
        position = 0
    start = max(0, position - _BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    piece = text[start : start + _SNIPPET]
    return ("… " if start else "") + piece + (" …" if start + _SNIPPET < len(text) else "")
