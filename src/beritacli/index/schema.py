"""The tables of the index, and how a connection to it is opened.

The index is derived: everything in it follows from the store, and it is thrown
away rather than migrated. Times are microseconds since 1970 in UTC; a column
`x_f` holds `x` folded for comparison, NULL where it is blank. What was counted
of views is kept by the clock on the desk's wall (`counts.wall`), in seconds. `tagged`
tells how often a tag stands in `tags`: a common one takes milliseconds to count.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sized
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

VERSION = 6  # in the file's name: another version is another file

# Columns of the full text: first as written, then the stems of words that have
# one, and the marks of abbreviations. `photo_source` and its like serve the query
# language, not the ranking.
RAW = ("title", "caption", "tags", "body")
STEMS = ("title_stems", "stems")
FULL_TEXT = (*RAW, "quote", "credit", "photo_source", *STEMS)

# Bits of the column `filled`: texts that are not blank but have no column.
FILLED = {"body": 1, "quote": 2, "caption": 4, "credit": 8, "photo.source": 16}

# The ascii tokenizer takes every character beyond ASCII for a letter; what goes
# in are tokens already, so it only has to part them at spaces.
TOKENIZER = "ascii tokenchars '.,:/'"
_GATHERED = 8 << 20  # bytes of the full text gathered before they are sorted into it
_BUSY = 2000  # milliseconds to wait for another writer of the index
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_TABLES = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    doc INTEGER UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_f TEXT NOT NULL,
    status TEXT NOT NULL,
    section TEXT, section_f TEXT,
    reporter TEXT, reporter_f TEXT,
    editor TEXT, editor_f TEXT,
    source TEXT, source_f TEXT,
    dateline_f TEXT,
    published INTEGER, scheduled INTEGER, created INTEGER, updated INTEGER, newest INTEGER,
    embargo INTEGER, corrected INTEGER,
    revision INTEGER NOT NULL,
    views INTEGER NOT NULL,
    filled INTEGER NOT NULL
);
CREATE TABLE tags (tag_f TEXT, id INTEGER, tag TEXT, place INTEGER, PRIMARY KEY (tag_f, id, place))
    WITHOUT ROWID;
CREATE TABLE tagged (tag_f TEXT PRIMARY KEY, places INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE slugless (id INTEGER PRIMARY KEY, slug TEXT NOT NULL);
CREATE TABLE pins (id INTEGER, place INTEGER, pin INTEGER, PRIMARY KEY (id, place)) WITHOUT ROWID;
CREATE TABLE blocks (block INTEGER PRIMARY KEY, start INTEGER NOT NULL, low INTEGER NOT NULL,
    high INTEGER NOT NULL, ids BLOB NOT NULL, sizes BLOB NOT NULL, hashes BLOB NOT NULL);
CREATE TABLE counted (id INTEGER PRIMARY KEY, hash BLOB NOT NULL, row TEXT NOT NULL);
CREATE TABLE counts (start INTEGER, end INTEGER, id INTEGER, views INTEGER NOT NULL,
    PRIMARY KEY (start, end, id)) WITHOUT ROWID;
CREATE INDEX counts_of ON counts (id);
CREATE TABLE terms (term TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX by_number ON terms (number);
CREATE TABLE frequencies (chunk INTEGER PRIMARY KEY, counts BLOB NOT NULL);
CREATE TABLE vectors (id INTEGER PRIMARY KEY, words BLOB NOT NULL, counts BLOB NOT NULL,
    sketch BLOB NOT NULL);
CREATE VIRTUAL TABLE fulltext USING fts5 ({", ".join(FULL_TEXT)},
    content='', tokenize="{TOKENIZER}");
"""

# Of the lists: an archive is taken in first and sorted then, which is quicker.
_SORTED = """
CREATE INDEX by_newest ON articles (newest, id);
CREATE INDEX by_status ON articles (status, newest, id);
CREATE INDEX by_views ON articles (status, views, newest, id) WHERE views > 0;
CREATE INDEX by_section ON articles (section_f, newest, id);
CREATE INDEX by_reporter ON articles (reporter_f);
CREATE INDEX by_editor ON articles (editor_f);
CREATE INDEX by_published ON articles (published);
CREATE INDEX by_source ON articles (source) WHERE source IS NOT NULL;
CREATE INDEX by_scheduled ON articles (scheduled) WHERE status = 'scheduled';
CREATE INDEX by_embargo ON articles (embargo) WHERE embargo IS NOT NULL;
CREATE INDEX by_corrected ON articles (corrected) WHERE corrected IS NOT NULL;
CREATE INDEX tags_of ON tags (id);
CREATE INDEX by_pin ON pins (pin);
"""


class _Connection(sqlite3.Connection):
    """Closed with the last question about it: an answer may be read after its index is let go.

    Only one thread uses it at a time, but a collector of garbage may run, and close it, in any.
    """

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # one that could not be opened
            self.close()


def connect(path: Path | str) -> sqlite3.Connection:
    """A connection in which every statement is its own transaction unless BEGIN is said."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        timeout=_BUSY / 1000,
        factory=_Connection,
        check_same_thread=False,  # see `_Connection`
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -8000")
    return connection


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, in write-ahead mode: readers never wait for a writer."""
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES + _SORTED)
    connection.execute("INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', ?)", (_GATHERED,))


@contextmanager
def sorted_afterwards(connection: sqlite3.Connection) -> Iterator[None]:
    """Take in many articles: the lists are sorted when all of them are there."""
    statements = [line for line in _SORTED.splitlines() if line]
    for line in statements:
        connection.execute(f"DROP INDEX {line.split()[2]}")
    yield
    for line in statements:
        connection.execute(line)


def facts(connection: sqlite3.Connection) -> dict[str, object]:
    """What the index knows of the store that it was made from."""
    return dict(connection.execute("SELECT name, value FROM facts"))


def microseconds(time: datetime | None) -> int | None:
    """A time as the index holds it: whole microseconds since 1970 in UTC."""
    return None if time is None else (time - _EPOCH) // _MICROSECOND


def placeholders(values: Sized) -> str:
    """A question mark for each value, for an IN (…) of SQL."""
    return ", ".join("?" * len(values))


def mark(short: str) -> str:
    """The token that stands for an abbreviation in either form; no text has it."""
    return f":{short}"


def set_facts(connection: sqlite3.Connection, **values: object) -> None:
    """Remember something of the store."""
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", values.items())
