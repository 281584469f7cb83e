"""JSON (an array of records, one record, or a TinyDB file) and JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from shlex import quote
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.domain.document import to_document
from beritacli.domain.jsontext import JsonTextError, array_items, decoded, documents, dumps, loads
from beritacli.errors import ValidationError
from beritacli.formats.entries import Row, Source
from beritacli.formats.fields import FieldReader, id_in

MAX_BYTES = 512 << 20  # of an array, which is read item by item, and of a line
MAX_WHOLE = 128 << 20  # of a document that must be parsed as a whole
_TABLES = ("articles", "_default")


def read_json(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """The records of one JSON document; ValidationError with the place of a fault."""
    data = stream.read(MAX_BYTES + 1)
    array = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    limit = MAX_BYTES if array else MAX_WHOLE
    if len(data) > limit:
        raise ValidationError(
            f"{source.name}: more than {limit >> 20} MB in one JSON document",
            "give it as JSON lines, one record a line: --format jsonl",
        )
    reader = FieldReader(source)
    with _placed(source.name):
        text = decoded(data)
        records = array_items(text) if array else _all_records(text, source)
        for number, record in enumerate(records, start=1):
            place = f"{source.name}, record {number}"
            with source.row():
                yield reader.row(_object(record, place), place)


def read_jsonl(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """The records of JSON lines, blank ones left out; ValidationError with the line."""
    reader = FieldReader(source)
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        place = f"{source.name}, line {number}"
        if len(line) > MAX_BYTES:
            raise ValidationError(f"{place}: longer than {MAX_BYTES >> 20} MB")
        if line.strip():
            with source.row():
                with _placed(place):
                    record = loads(line)
                yield reader.row(_object(record, place), place)


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


def _all_records(text: str, source: Source) -> Iterator[Any]:
    """Those of a document, or of several behind each other, as `jq '.[]'` writes them."""
    for root in documents(text):
        yield from _records(root, source)


def _records(root: Any, source: Source) -> Iterable[Any]:
    if not isinstance(root, Mapping):
        raise ValidationError(f"{source.name}: neither a record nor an array of records")
    tables = [root[name] for name in _TABLES if isinstance(root.get(name), Mapping)]
    if tables and "title" not in root:
        return chain.from_iterable(_rows(table) for table in tables)
    wrapped = [key for key, value in root.items() if value and _holds_records(value)]
    if "title" not in root and len(wrapped) == 1:
        raise ValidationError(
            f"{source.name}: the records stand under '{wrapped[0][:40]}'",
            f"jq {quote(f'.[{dumps(wrapped[0])}]')} {source.word} | berita import -",
        )
    return [root]


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _rows(table: Mapping[str, Any]) -> Iterator[Any]:
    """The documents of a TinyDB table, with their numbers as ids."""
    for key, document in table.items():
        if isinstance(document, Mapping) and (id := id_in(key)) is not None:
            yield {**document, "id": id}
        else:
            yield document


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """Say where JSON is at fault: `place`, and the line of a document."""
    try:
        yield
    except JsonTextError as error:
        line = f", line {error.line}" if error.line and ", line" not in place else ""
        raise ValidationError(f"{place}{line}: {error}") from None


def _object(record: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        raise ValidationError(f"{place}: a record must be a JSON object")
    if isinstance(record.get("title"), Mapping):
        from beritacli.formats import wordpress  # noqa: PLC0415 - loaded only when used

        return wordpress.as_record(record) if wordpress.is_post(record) else record
    return record
