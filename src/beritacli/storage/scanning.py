"""Reading the store file line by line, as we write it: one document a line.

A store in another layout raises OtherLayoutError, and is parsed as a whole instead.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping

from beritacli.domain.jsontext import JsonTextError, object_of
from beritacli.domain.layout import HASH, Rows, Scan
from beritacli.hashing import sha256
from beritacli.patterns import byte_pattern
from beritacli.storage.meta import ARTICLES, META, VIEWS, OtherLayoutError

BETWEEN = (b"},", b'"views": {')  # the lines between the documents and the rows of views
_DOCUMENT = byte_pattern(rb'"([1-9][0-9]{0,18}|0)": (\{.*\})(,?)')


def document_hash(line: bytes) -> bytes:
    """The first 16 bytes of the SHA-256 of a document's text."""
    return bytes(sha256(line).digest()[:HASH])


def row_hash(id: int, line: bytes) -> bytes:
    """The same of a row of the table `views`, whose text does not say its number."""
    return document_hash(b"views %d %s" % (id, line))


def scan_lines(lines: Iterator[bytes], next_id: int) -> Scan:
    """Every document in its place, from the line of the first one on; raises OtherLayoutError."""
    at, end, documents = _table(lines, 0, lambda _, line: document_hash(line))
    between = [end, next(lines, b"")]
    if tuple(between) != BETWEEN:
        raise OtherLayoutError
    if 0 in documents[0]:  # no article has this number
        raise OtherLayoutError
    at += sum(map(len, between)) + len(between)
    _, end, rows = _table(lines, at, row_hash)
    _check_end(end, lines)
    return Scan(*documents, next_id, Rows(*rows, at))


def scan_documents(lines: Mapping[int, bytes], rows: Mapping[int, bytes], next_id: int = 1) -> Scan:
    """The same of documents and rows of `views` by their ids, where no place is asked for."""
    counted = Rows(
        array("q", rows),
        array("q", map(len, rows.values())),
        b"".join(row_hash(id, line) for id, line in rows.items()),
        0,
    )
    sizes = array("q", map(len, lines.values()))
    hashes = b"".join(map(document_hash, lines.values()))
    return Scan(array("q", lines), sizes, hashes, next_id, counted)


def _table(
    lines: Iterator[bytes], at: int, hashed: Callable[[int, bytes], bytes]
) -> tuple[int, bytes, tuple[array[int], array[int], bytes]]:
    """The documents of a table from `at` on: where they end, the line behind them, and they.

    Raises OtherLayoutError where they do not stand as we write them.
    """
    ids, sizes, hashes = array("q"), array("q"), bytearray()
    more, end = b",", b""
    for row in lines:
        match = _DOCUMENT.fullmatch(row) if more else None
        if match is None:
            end = row
            break
        number, document, more = match.groups()
        id = int(number)
        ids.append(id)
        sizes.append(len(document))
        hashes += hashed(id, document)
        at += len(row) + 1
    if (ids and more) or len(set(ids)) != len(ids):
        raise OtherLayoutError
    return at, end, (ids, sizes, bytes(hashes))


def _check_end(end: bytes, lines: Iterator[bytes]) -> None:
    """Whether what follows the rows closes their table and holds others like it."""
    try:
        root = object_of(b'{"views": {' + b"\n".join([end, *lines]))
    except JsonTextError:
        raise OtherLayoutError from None
    others = {name: table for name, table in root.items() if name != VIEWS}
    known = META in others or ARTICLES in others
    if known or root[VIEWS] or not all(isinstance(t, dict) for t in others.values()):
        raise OtherLayoutError
