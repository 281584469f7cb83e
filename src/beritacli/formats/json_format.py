"""JSON (an array of records, one record, or a TinyDB file) and JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.domain.document import to_document
from beritacli.domain.jsontext import JsonTextError, dumps, loads
from beritacli.errors import ValidationError
from beritacli.formats.entries import Row, Source
from beritacli.formats.fields import FieldReader

MAX_BYTES = 512 << 20  # of one JSON document or line; parsed it takes some four times that
_TABLES = ("articles", "_default")


def read_json(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """The records of one JSON document."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(
            f"{source.name}: more than {MAX_BYTES >> 20} MB in one JSON document",
            "give it as JSON lines, one record a line: --format jsonl",
        )
    reader = FieldReader(source)
    for number, record in enumerate(_records(_loads(data, source.name), source), start=1):
        yield reader.row(
            _object(record, f"{source.name}, record {number}"), f"{source.name}, record {number}"
        )


def read_jsonl(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """The records of JSON lines; blank lines are left out."""
    reader = FieldReader(source)
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        place = f"{source.name}, line {number}"
        if len(line) > MAX_BYTES:
            raise ValidationError(f"{place}: longer than {MAX_BYTES >> 20} MB")
        if line.strip():
            yield reader.row(_object(_loads(line, place), place), place)


def write_json(articles: Iterable[Article], out: TextIO) -> None:
    """An array of documents, one a line."""
    separator = "[\n"
    for article in articles:
        out.write(separator + dumps(to_document(article)))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def write_jsonl(articles: Iterable[Article], out: TextIO) -> None:
    """One document a line."""
    out.writelines(dumps(to_document(article)) + "\n" for article in articles)


def _records(root: Any, source: Source) -> Iterable[Any]:
    if isinstance(root, list):
        return root
    if not isinstance(root, Mapping):
        raise ValidationError(f"{source.name}: neither a record nor an array of records")
    tables = [root[name] for name in _TABLES if isinstance(root.get(name), Mapping)]
    if tables and "title" not in root:
        return chain.from_iterable(_rows(table) for table in tables)
    return [root]


def _rows(table: Mapping[str, Any]) -> Iterator[Any]:
    """The documents of a TinyDB table, with their numbers as ids."""
    for key, document in table.items():
        if isinstance(document, Mapping) and key.isascii() and key.isdigit() and len(key) < 19:
            yield {**document, "id": int(key)}
        else:
            yield document


def _loads(data: bytes, place: str) -> Any:
    try:
        return loads(data)
    except JsonTextError as error:
        line = f", line {error.line}" if error.line and ", line" not in place else ""
        raise ValidationError(f"{place}{line}: {error}") from None


def _object(record: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        raise ValidationError(f"{place}: a record must be a JSON object")
    return record
