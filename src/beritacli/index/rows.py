"""What the lists of the index hold of one article: its row, tags and pins."""

from __future__ import annotations

import sqlite3

from beritacli.domain.article import Article
from beritacli.index.frequencies import Frequencies
from beritacli.index.schema import FILLED, microseconds
from beritacli.index.vectors import unpack
from beritacli.indonesian.text import fold

_COLUMNS = (
    "id", "slug", "title", "title_f", "status", "section", "section_f", "reporter",
    "reporter_f", "editor", "editor_f", "source", "source_f", "dateline_f", "published",
    "scheduled", "created", "updated", "newest", "embargo", "corrected", "revision",
    "views", "filled",
)  # fmt: skip
_WORDED = ("title", "body", "quote", "photo", "tags")
_INSERT = f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - fixed names

_TAGGED = """
INSERT INTO tagged VALUES (?, 1) ON CONFLICT (tag_f) DO UPDATE SET places = places + 1
"""


def add_row(connection: sqlite3.Connection, article: Article) -> None:
    """Put an article into the lists; its words can follow later."""
    connection.execute(_INSERT, _row(article))
    if article.tags:
        folded = [(fold(tag),) for tag in article.tags]
        connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?, ?)",
            [(*folded[place], article.id, tag, place) for place, tag in enumerate(article.tags)],
        )
        connection.executemany(_TAGGED, folded)
    if article.related:
        connection.executemany(
            "INSERT INTO pins VALUES (?, ?, ?)",
            [(article.id, place, pin) for place, pin in enumerate(article.related)],
        )


def remove_row(connection: sqlite3.Connection, id: int) -> int | None:
    """Take an article out of the lists; the number of its words in the full text, if any."""
    row = connection.execute("SELECT doc FROM articles WHERE id = ?", (id,)).fetchone()
    tags = connection.execute("SELECT tag_f FROM tags WHERE id = ?", (id,)).fetchall()
    connection.executemany("UPDATE tagged SET places = places - 1 WHERE tag_f = ?", tags)
    for table in ("articles", "tags", "pins", "slugless"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608 - fixed names
    return row[0] if row else None


def remove_words(connection: sqlite3.Connection, id: int, frequencies: Frequencies) -> None:
    """Forget the words of an article, but for its tokens in the full text."""
    row = connection.execute("SELECT words FROM vectors WHERE id = ?", (id,)).fetchone()
    if row is not None:
        frequencies.count(unpack(row[0]), -1)
        connection.execute("DELETE FROM vectors WHERE id = ?", (id,))


def same_words(one: Article, other: Article) -> bool:
    """Whether two states of an article have the same words, for the full text and for nearness."""
    return all(getattr(one, name) == getattr(other, name) for name in _WORDED)


def _row(article: Article) -> tuple[object, ...]:
    return (
        article.id,
        article.slug,
        article.title,
        fold(article.title),
        article.status,
        *_both(article.section),
        *_both(article.reporter),
        *_both(article.editor),
        *_both(article.source),
        _folded(article.dateline),
        microseconds(article.published_at),
        microseconds(article.scheduled_at),
        microseconds(article.created_at),
        microseconds(article.updated_at),
        microseconds(article.sort_time),
        microseconds(article.embargo_until),
        microseconds(article.corrected_at),
        article.revision,
        article.views,
        _filled(article),
    )


def _both(text: str | None) -> tuple[str | None, str | None]:
    return text, _folded(text)


def _folded(text: str | None) -> str | None:
    return fold(text) if text and text.strip() else None


def _filled(article: Article) -> int:
    photo = article.photo
    texts = (article.body, article.quote, photo.caption, photo.credit, photo.source)
    return sum(
        bit for bit, text in zip(FILLED.values(), texts, strict=True) if text and text.strip()
    )
