"""Bring an index into step with a store: from nothing, by the changes of a commit, or by hashes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b

from beritacli.domain.article import Article
from beritacli.domain.ports import Change, StoreImage
from beritacli.index.frequencies import Frequencies
from beritacli.index.rows import add_article, remove_article
from beritacli.index.schema import facts, set_facts

Signature = tuple[int, ...]
Progress = Callable[[int, int], None]  # records done, of how many

_FEW = 20  # changes; more rewrite all places rather than shift them one by one


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def synchronise(
    connection: sqlite3.Connection,
    image: StoreImage,
    signature: Signature | None,
    progress: Progress = silent,
) -> None:
    """Make the index that of `image`: records whose bytes did not change are not touched."""
    with _Transaction(connection):
        known = dict(connection.execute("SELECT id, hash FROM places"))
        hashes = {id: line_hash(line) for id, line in image.lines.items()}
        gone = [id for id in known if id not in hashes]
        new = [id for id, value in hashes.items() if known.get(id) != value]
        _replace(connection, [*gone, *new], (image.article(id) for id in new), progress, len(new))
        if gone or new:
            _place_all(connection, image.lines, hashes)
        _remember(connection, image, signature)


def apply(
    connection: sqlite3.Connection,
    before: Signature,
    after: Signature,
    changes: Sequence[Change],
    image: StoreImage,
) -> bool:
    """Make `changes` in an index of the store `before`; False where it is another store's."""
    with _Transaction(connection):
        if not is_fresh(connection, before):
            return False
        articles = [change.after for change in changes if change.after is not None]
        _replace(connection, [change.id for change in changes], articles, silent, len(articles))
        if len(changes) > _FEW or not _shift(connection, changes, image.lines):
            hashes = dict(connection.execute("SELECT id, hash FROM places"))
            for change in changes:
                if change.after is not None:
                    hashes[change.id] = line_hash(image.lines[change.id])
            _place_all(connection, image.lines, hashes)
        _remember(connection, image, after)
    return True


def is_fresh(connection: sqlite3.Connection, signature: Signature) -> bool:
    """Whether the index is that of the store file with this signature."""
    row = connection.execute("SELECT value FROM facts WHERE name = 'signature'").fetchone()
    return row is not None and row[0] == written(signature)


def written(signature: Signature | None) -> str:
    """A signature as text."""
    return " ".join(map(str, signature or ()))


def line_hash(line: bytes) -> int:
    """64 bits of BLAKE2b as SQLite's signed integer."""
    return int.from_bytes(blake2b(line, digest_size=8).digest(), "big", signed=True)


def _replace(
    connection: sqlite3.Connection,
    gone: Iterable[int],
    articles: Iterable[Article],
    progress: Progress,
    total: int,
) -> None:
    """Take out what was known of some ids and put the articles in."""
    frequencies = Frequencies(connection)
    for id in gone:
        remove_article(connection, id, frequencies)
    doc = int(facts(connection).get("next_doc", 1))  # type: ignore[call-overload]
    for done, article in enumerate(articles):
        add_article(connection, article, doc, frequencies)
        doc += 1
        if done % 256 == 0:
            progress(done, total)
    frequencies.save()
    set_facts(connection, next_doc=doc)


def _place_all(
    connection: sqlite3.Connection, lines: Mapping[int, bytes], hashes: Mapping[int, int]
) -> None:
    """Where each document stands, counted from the first one's line."""
    connection.execute("DELETE FROM places")
    connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", _places(lines, hashes))


def _places(
    lines: Mapping[int, bytes], hashes: Mapping[int, int]
) -> Iterable[tuple[int, int, int, int]]:
    at = 0
    for id, line in lines.items():
        at += _lead(id)
        yield id, at, len(line), hashes[id]
        at += len(line) + 2  # the comma and the line's end


def _lead(id: int) -> int:
    """The bytes of `"42": ` before a document."""
    return len(str(id)) + 4


def _shift(
    connection: sqlite3.Connection, changes: Sequence[Change], lines: Mapping[int, bytes]
) -> bool:
    """Move the places behind each change; False where one is taken out, or new but not the last."""
    for change in changes:
        if change.after is None:
            return False
        line = lines[change.id]
        row = connection.execute(
            "SELECT at, size FROM places WHERE id = ?", (change.id,)
        ).fetchone()
        if row is None:
            last = connection.execute("SELECT at, size FROM places ORDER BY at DESC LIMIT 1")
            at, size = last.fetchone() or (-2, 0)
            at = at + size + 2 + _lead(change.id)
        else:
            at, size = row
            if size != len(line):
                step = len(line) - size
                connection.execute("UPDATE places SET at = at + ? WHERE at > ?", (step, at))
        connection.execute(
            "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)",
            (change.id, at, len(line), line_hash(line)),
        )
    return True


def _remember(
    connection: sqlite3.Connection, image: StoreImage, signature: Signature | None
) -> None:
    set_facts(connection, signature=written(signature), next_id=image.next_id, start=image.start)


class _Transaction:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK where something is raised."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
