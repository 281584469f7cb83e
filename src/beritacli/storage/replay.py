"""The documents of a store as its log tells them, from a backup or from the beginning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from beritacli.domain.history import merged
from beritacli.domain.jsontext import dumps
from beritacli.storage import history
from beritacli.storage.codec import content_digest
from beritacli.storage.history import Transaction
from beritacli.storage.scanning import document_hash, scan_documents
from beritacli.values import Value

Document = Mapping[str, Any]


class Records(Value):
    """Documents by id: articles and rows of `views`."""

    articles: Mapping[int, Document]
    rows: Mapping[int, Document]

    @property
    def content(self) -> str:
        """The figure by which the log knows the content of a store."""
        articles = {id: _line(one) for id, one in self.articles.items()}
        rows = {id: _line(one) for id, one in self.rows.items()}
        return content_digest(scan_documents(articles, rows).digest)


def replayed(
    base: Records, transactions: Iterable[Transaction], *, loosely: bool = False
) -> Records:
    """`base` after these transactions, the first one first.

    An article of which nobody knows what it became is left out, or stays as it was
    where that is known and an older state is better than none (`loosely`).
    """
    articles, rows = dict(base.articles), dict(base.rows)
    for transaction in transactions:
        for row in transaction.tx.get("changes", ()):
            id = row.get("id")  # a purged row has none
            older = articles.get(id)
            _apply(row, articles)
            if loosely and older and id not in articles and row.get("hash_after"):
                articles[id] = older
        for row in transaction.tx.get("views", ()):
            _apply_counts(row, rows)
    return Records(articles, rows)


def _apply(row: Document, articles: dict[int, Document]) -> None:
    if history.is_purged(row):
        return
    id, before, after = row["id"], row.get("before"), row.get("after")
    current = articles.pop(id, None)
    if row["hash_after"] is None:
        return
    if before is None and after is not None and "body" in after:
        articles[id] = after
    elif before is not None and after is not None and current is not None:
        kept = {key: value for key, value in current.items() if key not in before or key in after}
        articles[id] = {**kept, **after}
    if id not in articles or document_hash(_line(articles[id])).hex() != row["hash_after"]:
        articles.pop(id, None)


def _apply_counts(row: Document, rows: dict[int, Document]) -> None:
    if history.is_purged(row):
        return
    id = row["id"]
    current = rows.pop(id, {})
    if row["hash_after"] is not None:
        base = {} if row.get("before") is None else current
        rows[id] = merged(base, row.get("after") or {})


def _line(document: Document) -> bytes:
    return dumps(document).encode()
