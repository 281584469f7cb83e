"""What the index holds of an article's words: its tokens and its counted terms."""

from __future__ import annotations

import sqlite3

from beritacli.domain.article import Article
from beritacli.index.frequencies import Frequencies
from beritacli.index.schema import FULL_TEXT
from beritacli.index.terms import Analysis, analyse
from beritacli.index.vectors import COUNT, NAME, TITLE, pack

_FULL_TEXT = f"INSERT INTO fulltext (rowid, {', '.join(FULL_TEXT)}) VALUES ({', '.join('?' * (len(FULL_TEXT) + 1))})"  # noqa: S608, E501 - the same


def add_words(
    connection: sqlite3.Connection, article: Article, doc: int, frequencies: Frequencies
) -> None:
    """Take in the words of an article in the lists; `doc` is its number in the full text."""
    analysis = analyse(article)
    connection.execute("UPDATE articles SET doc = ? WHERE id = ?", (doc, article.id))
    connection.execute(_FULL_TEXT, (doc, *analysis.columns))
    _add_vector(connection, article.id, analysis, frequencies)


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
