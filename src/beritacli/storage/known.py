"""What the log knows of records that somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from beritacli.domain.history import merged
from beritacli.domain.jsontext import dumps
from beritacli.storage.history import Transaction, is_purged
from beritacli.storage.scanning import document_hash, row_hash
from beritacli.values import Value

_GONE = object()  # a key that an edit took away
Document = dict[str, Any]


class Told(Value):
    """The last hash that the log has of each document, None for one that is gone.

    `documents` are the documents of those hashes, where the log tells them whole.
    """

    hashes: Mapping[int, str | None]
    documents: Mapping[int, Document]


class Known(Value):
    """What the log told of articles and of rows of the table `views`.

    Records with an id from `since` on are younger than the log.
    """

    articles: Told
    rows: Told
    since: int


def known(
    transactions: Iterable[Transaction],
    articles: Mapping[int, bytes],
    rows: Mapping[int, bytes],
    since: int,
) -> Known:
    """What `transactions`, the last one first, say of documents that now have other hashes.

    `articles` and `rows` are the hashes that they have now.
    """
    of_articles = _Gathering(articles, _gather, _fields, lambda _, line: document_hash(line))
    of_rows = _Gathering(rows, _gather_counts, _counts, row_hash)
    for transaction in transactions:
        of_articles.take(transaction.tx.get("changes", ()))
        of_rows.take(transaction.tx.get("views", ()))
    return Known(of_articles.told(), of_rows.told(), since)


class _Gathering:
    """Documents put together from the fields that each transaction changed, the last one first.

    It goes back to one that tells a document whole. What has not the right hash
    does not count.
    """

    def __init__(
        self,
        now: Mapping[int, bytes],
        gather: Callable[[Document, Mapping[str, Any]], bool],
        finish: Callable[[Document], Document],
        hash: Callable[[int, bytes], bytes],
    ) -> None:
        self._now = now
        self._gather = gather
        self._finish = finish
        self._hash = hash
        self._hashes: dict[int, str | None] = {}
        self._parts: dict[int, Document] = {}
        self._whole: set[int] = set()

    def take(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Look at the rows of a transaction, which is older than those before."""
        for row in rows:
            if is_purged(row):
                continue
            id = row["id"]
            if id not in self._hashes:
                self._hashes[id] = row["hash_after"]
                if row["hash_after"] and row["hash_after"] != self._now.get(id, b"").hex():
                    self._parts[id] = {}
            if id in self._parts and id not in self._whole and self._gather(self._parts[id], row):
                self._whole.add(id)

    def told(self) -> Told:
        """What was gathered."""
        found = {}
        for id in self._whole:
            document = self._finish(self._parts[id])
            if self._hash(id, dumps(document).encode()).hex() == self._hashes[id]:
                found[id] = document
        return Told(self._hashes, found)


def _gather(document: Document, row: Mapping[str, Any]) -> bool:
    """Add to a document what it lacks; whether the row tells a record whole."""
    before, after = row.get("before"), row.get("after")
    if after is None:
        return False  # nobody knows what it was
    gone = before.keys() - after.keys() if before is not None else ()
    late = dict(document)
    document.clear()
    document.update({**after, **dict.fromkeys(gone, _GONE), **late})
    return before is None and "body" in after


def _gather_counts(document: Document, row: Mapping[str, Any]) -> bool:
    """The same of counted views, where None takes a period away."""
    _fill(document, row.get("after") or {})
    return row.get("before") is None or row.get("hash_before") is None


def _fill(document: Document, older: Mapping[str, Any]) -> None:
    for key, value in older.items():
        if isinstance(value, Mapping):
            _fill(document.setdefault(key, {}), value)
        else:
            document.setdefault(key, value)


def _fields(document: Document) -> Document:
    return {key: value for key, value in document.items() if value is not _GONE}


def _counts(document: Document) -> Document:
    return merged({}, document)
