"""CSV as RFC 4180 has it, with a header; safe for spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.domain.csvcell import guard, unguard
from beritacli.domain.document import COLUMNS, flat_value
from beritacli.errors import ValidationError
from beritacli.formats.entries import Row, Source, not_utf8
from beritacli.formats.fields import FieldReader, id_in, listed
from beritacli.hints import counted
from beritacli.patterns import pattern

MAX_LINE = 64 << 20  # bytes, of a line and of a cell; no article is as long
MAX_COLUMNS = 1000
_SEPARATOR = pattern(r'\A"?sep=.?"?(?=\r?\n)')  # a line for a spreadsheet, not of the table
_DELIMITERS = (",", ";", "\t")  # spreadsheets take the one of their country, or tabs


def read_csv(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """One row a record, the first line naming the columns; ValidationError with the line.

    Commas, semicolons or tabs stand between the cells, as the first line has them.
    """
    import csv  # noqa: PLC0415 - loaded only when used

    csv.field_size_limit(MAX_LINE)
    text = _lines(stream, source)
    top = list(_through_header(text))
    sign = delimiter(top[-1]) if top else None
    lines = csv.reader(chain(top, text), delimiter=sign or ",", strict=True)
    reader = FieldReader(source)
    begins = 1
    try:
        header = _header(next(filter(None, lines), []), source)
        begins = lines.line_num + 1
        for cells in lines:
            place = f"{source.name}, line {begins}"
            begins = lines.line_num + 1
            if any(cells):  # a blank line or row is no record
                with source.row():
                    yield reader.row(_record(header, cells, place), place)
    except csv.Error as error:
        problem = _problem(str(error), begins, lines.line_num)
        raise ValidationError(f"{source.name}, {problem}") from None


def delimiter(first: str) -> str | None:
    """What stands between the names of the columns; None where no column is `title`."""
    import csv  # noqa: PLC0415 - loaded only when used

    try:
        headers = {sign: next(csv.reader([first], delimiter=sign), []) for sign in _DELIMITERS}
    except csv.Error:
        return None
    return next((sign for sign, header in headers.items() if "title" in _names(header)), None)


def write_csv(articles: Iterable[Article], out: TextIO) -> None:
    """Every column of every record, lines ended by CR LF."""
    import csv  # noqa: PLC0415 - loaded only when used

    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for article in articles:
        writer.writerow([guard(_cell(article, name)) for name in COLUMNS])


def _cell(article: Article, name: str) -> str:
    text = flat_value(article, name)
    return f"{text};" if name == "tags" and listed(text) else text  # one tag, however odd


def _through_header(lines: Iterator[str]) -> Iterator[str]:
    """The first lines, up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def _problem(reason: str, begins: int, line: int) -> str:
    """What is wrong in the row that begins in the line `begins`, as read up to `line`."""
    if "unexpected end" in reason:
        return f"line {begins}: a quotation mark is not closed"
    row = f", in the row that begins in line {begins}" if begins < line else ""
    return f"line {line}: {reason}{row}"


def _names(header: list[str]) -> list[str]:
    return [name.strip().lower() for name in header]


def _header(cells: list[str], source: Source) -> list[str]:
    """The names of the columns; '' for one without, as a spreadsheet leaves it at the side."""
    header = _names(cells)
    if "title" not in header:
        has = f": it has {', '.join(cells)[:100]}" if any(cells) else ""
        raise ValidationError(f"{source.name}: the first line names no column 'title'{has}")
    if len(header) > MAX_COLUMNS:
        raise ValidationError(f"{source.name}: more than {MAX_COLUMNS} columns")
    named = [name for name in header if name]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice:
        raise ValidationError(f"{source.name}: the column '{twice[:60]}' stands twice")
    return header


def _record(header: list[str], cells: list[str], place: str) -> dict[str, Any]:
    """The cells by the names of their columns."""
    if len(cells) < len(header) or any(cells[len(header) :]):
        raise ValidationError(
            f"{place}: {counted(len(cells), 'cell')} under {counted(len(header), 'column')}"
        )
    record: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if name:
            record[name] = unguard(cell)
        elif cell:
            raise ValidationError(f"{place}: '{cell[:40]}' stands in a column without a name")
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
            raise not_utf8(source, number, error.object[error.start]) from None
        if number == 1:
            text = text.removeprefix("\ufeff")
            text = _SEPARATOR.sub("", text)
        # Lines that end in CR alone, as old programs write them.
        yield from io.StringIO(text, newline="") if "\r" in text else (text,)
