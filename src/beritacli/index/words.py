"""What the index holds of articles' words: tokens in the full text, and counted terms."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from beritacli.domain.article import Article
from beritacli.index.frequencies import Frequencies
from beritacli.index.schema import FULL_TEXT, facts, set_facts
from beritacli.index.terms import Analysis, analyse
from beritacli.index.vectors import COUNT, NAME, TITLE, pack

_FULL_TEXT = f"INSERT INTO fulltext (rowid, {', '.join(FULL_TEXT)}) VALUES ({', '.join('?' * (len(FULL_TEXT) + 1))})"  # noqa: S608, E501 - the same

_NO_FULL_TEXT = f"INSERT INTO fulltext (fulltext, rowid, {', '.join(FULL_TEXT)}) VALUES ({', '.join('?' * (len(FULL_TEXT) + 2))})"  # noqa: S608, E501 - the same

_MOST_DEAD = 0.2  # of the full text; to make it anew takes as long as five times that many edits
_OFTEN = 256  # articles between two reports


def take_in(
    connection: sqlite3.Connection,
    articles: Iterable[Article],
    frequencies: Frequencies,
    progress: Callable[[int], object] = bool,
) -> None:
    """Take in the words of articles in the lists; `progress` hears how many are done."""
    doc = int(str(facts(connection).get("next_doc", 1)))
    for done, article in enumerate(articles):
        add_words(connection, article, doc, frequencies)
        doc += 1
        if done % _OFTEN == 0:
            progress(done)
    set_facts(connection, next_doc=doc)


def add_words(
    connection: sqlite3.Connection, article: Article, doc: int, frequencies: Frequencies
) -> None:
    """Take in the words of one article; `doc` is its number in the full text."""
    analysis = analyse(article)
    connection.execute("UPDATE articles SET doc = ? WHERE id = ?", (doc, article.id))
    connection.execute(_FULL_TEXT, (doc, *analysis.columns))
    _add_vector(connection, article.id, analysis, frequencies)


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether much of the full text belongs to articles that were changed by someone else.

    What such an article said before is not known, so its tokens stay, and count
    as one more article when words are weighed.
    """
    (all_docs,) = connection.execute("SELECT count(*) FROM fulltext_docsize").fetchone()
    (live,) = connection.execute("SELECT count(doc) FROM articles").fetchone()
    return bool(all_docs - live > _MOST_DEAD * all_docs)


def forget_all(connection: sqlite3.Connection) -> None:
    """Forget the words of every article."""
    connection.execute("INSERT INTO fulltext (fulltext) VALUES ('delete-all')")
    connection.execute("UPDATE articles SET doc = NULL")
    for table in ("vectors", "frequencies", "terms"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names


def remove_tokens(connection: sqlite3.Connection, article: Article, doc: int) -> None:
    """Take what an article said out of the full text, which keeps no texts of its own.

    `article` has to say what was taken in as `doc`: the full text trusts it.
    """
    columns = analyse(article).columns
    connection.execute(_NO_FULL_TEXT, ("delete", doc, *columns))


def _add_vector(
    connection: sqlite3.Connection, id: int, analysis: Analysis, frequencies: Frequencies
) -> None:
    numbers = frequencies.numbers(analysis.counts)
    frequencies.count(numbers, 1)
    counts = dict(analysis.counts)
    if max(counts.values(), default=0) > COUNT:  # hardly ever
        counts = {word: min(count, COUNT) for word, count in counts.items()}
    for word in analysis.titles:
        counts[word] |= TITLE
    for word in analysis.names:
        counts[word] |= NAME
    # One number each, the word's above its byte: such numbers sort faster than pairs.
    counted = sorted(
        [number << 8 | byte for number, byte in zip(numbers, counts.values(), strict=True)]
    )
    words, said = pack(counted)
    connection.execute(
        "INSERT INTO vectors VALUES (?, ?, ?, ?)", (id, words, said, analysis.sketch)
    )
