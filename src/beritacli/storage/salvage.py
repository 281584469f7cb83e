"""What can still be read of a damaged store file, in whatever layout it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from beritacli.domain.article import Article
from beritacli.domain.document import from_document
from beritacli.domain.jsontext import JsonTextError, loads
from beritacli.domain.ledger import LEDGER, ViewsRow, row_from_document
from beritacli.errors import DamagedError, ValidationError
from beritacli.storage.meta import Meta, read_meta

_ROWS = ({"baseline_at", "counted"}, {"imports", "closed"})  # keys of rows of `views`: its own, 0
_DOCUMENT = re.compile(r'"([1-9][0-9]{0,18}|0)"\s*:\s*(?=\{)')


def readable_records(data: bytes, zone: tzinfo) -> tuple[dict[int, Article], dict[int, ViewsRow]]:
    """Every article and every row of `views` that stands whole somewhere in `data`.

    Where one stands twice, as in a merge that git could not finish, the first counts.
    """
    articles: dict[int, Article] = {}
    counts: dict[int, ViewsRow] = {}
    for id, document in _documents(data.decode("utf-8", "replace")):
        if id in articles and "title" in document:
            continue
        try:
            if "title" in document:
                articles[id] = from_document(document, id, zone)
            elif document.keys() <= _ROWS[id == LEDGER]:
                counts.setdefault(id, row_from_document(document, id))
        except ValidationError:
            continue
    return articles, counts


def readable_meta(data: bytes) -> Meta | None:
    """What line 1 says, where it can be read."""
    first = data.partition(b"\n")[0].rstrip(b",\r")
    for text in (first, first + b"}"):
        try:
            return read_meta(loads(text), "the store")
        except (JsonTextError, DamagedError):
            continue
    return None


def _documents(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every numbered object in `text` that ends; what stands within another is not looked at."""
    decoder = json.JSONDecoder()
    position = 0
    while match := _DOCUMENT.search(text, position):
        position = match.end()
        try:
            value, end = decoder.raw_decode(text, position)
            value = loads(text[position:end])
        except (ValueError, RecursionError):
            continue
        position = end
        if isinstance(value, dict):
            yield int(match[1]), value
