"""CSV as RFC 4180 has it, with a header; safe for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.domain.csvcell import guard, unguard
from beritacli.domain.document import COLUMNS, flat_value
from beritacli.errors import ValidationError
from beritacli.formats.entries import Row, Source
from beritacli.formats.fields import FieldReader, id_in

MAX_LINE = 64 << 20  # bytes, of a line and of a cell; no article is as long
MAX_COLUMNS = 1000


def read_csv(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """One row a record, the first line naming the columns; ValidationError with the line."""
    import csv  # noqa: PLC0415 - loaded only when used

    csv.field_size_limit(MAX_LINE)
    lines = csv.reader(_lines(stream, source), strict=True)
    reader = FieldReader(source)
    try:
        header = next(lines, None)
        if not header or "title" not in header:
            raise ValidationError(f"{source.name}: the first line names no column 'title'")
        if len(header) > MAX_COLUMNS or len(set(header)) < len(header):
            raise ValidationError(f"{source.name}: too many columns, or one of them twice")
        for cells in filter(None, lines):  # a blank line is no record
            place = f"{source.name}, line {lines.line_num}"
            if len(cells) != len(header):
                raise ValidationError(f"{place}: {len(cells)} cells under {len(header)} columns")
            yield reader.row(_record(header, cells), place)
    except csv.Error as error:
        raise ValidationError(f"{source.name}, line {lines.line_num}: {error}") from None


def write_csv(articles: Iterable[Article], out: TextIO) -> None:
    """Every column of every record, lines ended by CR LF."""
    import csv  # noqa: PLC0415 - loaded only when used

    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for article in articles:
        writer.writerow([guard(flat_value(article, name)) for name in COLUMNS])


def _record(header: list[str], cells: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {name: unguard(cell) for name, cell in zip(header, cells, strict=True)}
    return record | {"id": id_in(record.get("id"))}


def _lines(stream: BinaryIO, source: Source) -> Iterator[str]:
    """Lines with their ends as they are: a quoted cell may hold any of them."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise ValidationError(f"{source.name}, line {number}: longer than {MAX_LINE >> 20} MB")
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            raise ValidationError(
                f"{source.name}, line {number}: not UTF-8 (byte 0x{byte:02x})"
            ) from None
        yield text.removeprefix("\ufeff") if number == 1 else text
