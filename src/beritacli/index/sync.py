"""Bring an index into step with a store: from nothing, by the changes of a commit, or by hashes.

The lists (rows, tags, pins, places) are always in step; words follow when a
question needs them, since reading every text takes far longer than the lists.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from beritacli.domain.article import Article, free_slug
from beritacli.domain.changes import Change
from beritacli.domain.layout import Commit, Scan
from beritacli.errors import DamagedError
from beritacli.index import places
from beritacli.index.frequencies import Frequencies
from beritacli.index.freshness import (
    MovedOnError,
    is_fresh,
    is_of,
    lacks_words,
    silent,
    transaction,
    written,
)
from beritacli.index.recounting import follow_rows, synchronise_rows
from beritacli.index.rows import add_row, remove_row, remove_words, same_words
from beritacli.index.schema import facts, set_facts, sorted_afterwards
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Progress, StoreFile

Read = Callable[[int, int, int], Article]

_OFTEN = 100  # articles between two words on how far it is
_AT_ONCE = 100  # articles whose words are taken in by the write; of more, by the next question
_MANY = 2000  # changes; to follow more of them one by one takes longer than a scan


def synchronise(
    connection: sqlite3.Connection,
    file: StoreFile,
    scan: Scan,
    progress: Progress = silent,
    read: Read | None = None,
) -> None:
    """Make the lists those of `file`: documents whose text did not change are not read.

    `read` gives the article of a document's number, place and size, where not the file does.
    """
    read = read or file.article
    with transaction(connection):
        if is_fresh(connection, file):  # somebody else was faster
            return
        known = places.hashes_of(connection)
        changed: dict[int, tuple[int, int]] = {}  # id -> where its document stands
        outdated = []
        for id, (at, size, hash) in places.laid_out(0, scan.ids, scan.sizes, scan.hashes):
            before = known.pop(id, None)
            if before != hash:
                changed[id] = at, size
            if before not in (hash, None):
                outdated.append(id)
        if known or changed or places.order_of(connection) != scan.ids:
            frequencies = Frequencies(connection)
            for id in [*known, *outdated]:
                remove_row(connection, id)
                remove_words(connection, id, frequencies)
            frequencies.save()
            is_large = len(changed) > _MANY and len(changed) == len(scan.ids)
            articles = (read(id, *place) for id, place in changed.items())
            with sorted_afterwards(connection) if is_large else nullcontext():
                _add_rows(
                    connection,
                    _counted(articles, progress, len(changed)),
                    lambda id: file.has_slug(id, *changed[id]),
                )
            places.write_all(connection, scan.ids, scan.sizes, scan.hashes)
        synchronise_rows(connection, file, scan.rows)
        _remember(connection, file, scan.digest, scan.next_id)


def follow(connection: sqlite3.Connection, commit: Commit) -> None:
    """Bring the index from the store before a commit to the one after it.

    That of a new store is made whole, so that what only reads has nothing to write. An index
    of another store is left to the scan that the next reader makes.
    """
    many = len(commit.changes) + len(commit.recounts) > _MANY
    if many or commit.before is None:
        if not is_of(connection, commit.file):
            synchronise(connection, commit.file, commit.file.scan(), read=written_by(commit))
        if len(commit.changes) <= _AT_ONCE and lacks_words(connection):
            complete_words(connection, commit.file, _written(commit).__getitem__)
        # The first line of a log is read once more: a damaged one is noticed the sooner.
        set_facts(connection, bookmark=commit.bookmark if many else "", settled=1)
        return
    with transaction(connection):
        known = facts(connection)
        if known.get("signature") != written(commit.before):
            return
        digest = int(str(known["digest"]), 16)
        before = places.Places(connection)
        for change, document in zip(commit.changes, commit.documents, strict=True):
            place = before.find(change.id)
            digest += int.from_bytes(document[1]) if document else 0
            digest -= int.from_bytes(place[2]) if place else 0
        _follow_articles(connection, commit.changes)
        pairs = zip((change.id for change in commit.changes), commit.documents, strict=True)
        places.change(connection, pairs)
        digest += follow_rows(connection, commit.recounts, commit.rows)
        _remember(connection, commit.file, digest, commit.next_id)
        set_facts(connection, bookmark=commit.bookmark, settled=1)


def written_by(commit: Commit) -> Read:
    """How to read the documents of a commit: those that it wrote need no parsing."""
    after = _written(commit)

    def read(id: int, at: int, size: int) -> Article:
        return after.get(id) or commit.file.article(id, at, size)

    return read


def _written(commit: Commit) -> dict[int, Article]:
    return {change.id: change.after for change in commit.changes if change.after is not None}


def _follow_articles(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    docs = {change.id: remove_row(connection, change.id) for change in changes}
    worded = [change for change in changes if not _kept_words(change)]
    said = [(change.before, docs.pop(change.id)) for change in worded]
    at_once = len(worded) <= _AT_ONCE and not lacks_words(connection)
    frequencies = Frequencies(connection)
    for change in worded:
        remove_words(connection, change.id, frequencies)
    _add_rows(connection, [change.after for change in changes if change.after is not None])
    connection.executemany(
        "UPDATE articles SET doc = ? WHERE id = ?", [(doc, id) for id, doc in docs.items()]
    )
    if worded and at_once:
        from beritacli.index import words  # noqa: PLC0415 - most writes do without

        for before, doc in said:
            if before is not None and doc is not None:
                words.remove_tokens(connection, before, doc)
        news = [change.after for change in worded if change.after is not None]
        words.take_in(connection, news, frequencies)
    frequencies.save()


def _kept_words(change: Change) -> bool:
    before, after = change.before, change.after
    return before is not None and after is not None and same_words(before, after)


def complete_words(
    connection: sqlite3.Connection,
    file: StoreFile,
    read: Callable[[int], Article],
    progress: Progress = silent,
) -> None:
    """Take in the words of every article that is in the lists alone.

    Raises MovedOnError where the index is no longer that of `file`.
    """
    from beritacli.index import words  # noqa: PLC0415 - lists alone do without

    with transaction(connection):
        if not is_of(connection, file):
            raise MovedOnError("another process brought the index further")
        if words.is_stale(connection):
            words.forget_all(connection)
        waiting = [id for (id,) in connection.execute("SELECT id FROM articles WHERE doc IS NULL")]
        frequencies = Frequencies(connection)
        total = len(waiting)
        articles = map(read, waiting)
        words.take_in(connection, articles, frequencies, lambda done: progress(done, total))
        frequencies.save()
    if total > _MANY:  # the full text was sorted again and again, and left many pages free
        connection.executescript("PRAGMA incremental_vacuum")  # execute stops after a page


def _counted(articles: Iterable[Article], progress: Progress, total: int) -> Iterator[Article]:
    for done, article in enumerate(articles):
        if done % _OFTEN == 0:
            progress(done, total)
        yield article


def _named(_id: int) -> bool:
    """A record that we wrote has a slug."""
    return True


def _add_rows(
    connection: sqlite3.Connection,
    articles: Iterable[Article],
    has_slug: Callable[[int], bool] = _named,
) -> None:
    """Put articles into the lists; one whose document has no slug gets one that is free."""
    for article in articles:
        try:
            add_row(connection, article)
        except sqlite3.IntegrityError:
            if has_slug(article.id):
                raise _shared_slug(connection, article) from None
            free = replace(article, slug=free_slug(article.slug, partial(_is_taken, connection)))
            add_row(connection, free)
            connection.execute("INSERT INTO slugless VALUES (?, ?)", (free.id, free.slug))


def _is_taken(connection: sqlite3.Connection, slug: str) -> bool:
    row = connection.execute("SELECT 1 FROM articles WHERE slug = ?", (slug,)).fetchone()
    return row is not None


def _shared_slug(connection: sqlite3.Connection, article: Article) -> DamagedError:
    sql = "SELECT id FROM articles WHERE slug = ?"
    (other,) = connection.execute(sql, (article.slug,)).fetchone()
    return DamagedError(
        f"articles {other} and {article.id} share the slug '{article.slug}'",
        "nothing was changed; give one of them another slug, or restore the store from git",
    )


def _remember(connection: sqlite3.Connection, file: StoreFile, digest: int, next_id: int) -> None:
    """What the index is the index of; a scan knows nothing of the log."""
    set_facts(
        connection,
        signature=written(file.signature),
        settled=int(file.settled),
        digest=f"{digest % (1 << 128):032x}",
        next_id=next_id,
        bookmark="",
    )
