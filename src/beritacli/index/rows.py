"""What the index holds of one article: its row, tags, pins, tokens and counted terms."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from beritacli.domain.article import Article
from beritacli.index.frequencies import Frequencies
from beritacli.index.schema import FULL_TEXT
from beritacli.index.terms import Analysis, analyse
from beritacli.index.vectors import COUNT, NAME, TITLE, pack, unpack
from beritacli.indonesian.text import fold

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# Bits of the column `filled`: texts that are not blank but have no column.
FILLED = {"body": 1, "quote": 2, "caption": 4, "credit": 8, "photo.source": 16}

_COLUMNS = (
    "id", "doc", "slug", "title", "title_f", "status", "section", "section_f", "reporter",
    "reporter_f", "editor", "editor_f", "source", "source_f", "dateline_f", "published",
    "scheduled", "created", "updated", "newest", "revision", "views", "filled",
)  # fmt: skip
_INSERT = f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - fixed names
_FULL_TEXT = f"INSERT INTO fulltext (rowid, {', '.join(FULL_TEXT)}) VALUES ({', '.join('?' * (len(FULL_TEXT) + 1))})"  # noqa: S608, E501 - the same


def microseconds(time: datetime | None) -> int | None:
    """A time as the index holds it: whole microseconds since 1970 in UTC."""
    return None if time is None else (time - _EPOCH) // _MICROSECOND


def add_article(
    connection: sqlite3.Connection, article: Article, doc: int, frequencies: Frequencies
) -> None:
    """Put an article into every table but `places`; `doc` is its number in the full text."""
    connection.execute(_INSERT, _row(article, doc))
    analysis = analyse(article)
    connection.execute(_FULL_TEXT, (doc, *analysis.columns))
    connection.executemany(
        "INSERT INTO tags VALUES (?, ?, ?, ?)",
        [(fold(tag), article.id, tag, place) for place, tag in enumerate(article.tags)],
    )
    connection.executemany(
        "INSERT INTO pins VALUES (?, ?, ?)",
        [(article.id, place, pin) for place, pin in enumerate(article.related)],
    )
    _add_vector(connection, article.id, analysis, frequencies)


def remove_article(connection: sqlite3.Connection, id: int, frequencies: Frequencies) -> None:
    """Take an article out. Its tokens stay in the full text, where no article points to them."""
    row = connection.execute("SELECT words FROM vectors WHERE id = ?", (id,)).fetchone()
    if row is not None:
        frequencies.count(unpack(row[0]), -1)
    for table in ("articles", "tags", "pins", "vectors"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608 - fixed names


def _row(article: Article, doc: int) -> tuple[object, ...]:
    return (
        article.id,
        doc,
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


def _add_vector(
    connection: sqlite3.Connection, id: int, analysis: Analysis, frequencies: Frequencies
) -> None:
    numbers = frequencies.numbers(analysis.counts)
    frequencies.count(numbers, 1)
    titles, names = analysis.titles, analysis.names
    counted = sorted(
        (
            number,
            min(count, COUNT) | (TITLE if word in titles else 0) | (NAME if word in names else 0),
        )
        for number, (word, count) in zip(numbers, analysis.counts.items(), strict=True)
    )
    connection.execute(
        "INSERT INTO vectors VALUES (?, ?, ?, ?)",
        (
            id,
            pack(number for number, _ in counted),
            bytes(count for _, count in counted),
            analysis.sketch,
        ),
    )
