"""Many records in one text: one function for each format that `--format` names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from beritacli.domain.document import COLUMNS
from beritacli.domain.jsontext import pretty
from beritacli.render.json import array_json, lines_json, object_json
from beritacli.render.output import Output
from beritacli.render.plain import tab_separated
from beritacli.render.rows import Row, cell, document
from beritacli.render.visible import visible

LIST_COLUMNS = ("id", "status", "published_at", "views", "section", "title")
CREATED_COLUMNS = ("id", "status", "title", "slug")

Writer = Callable[[Sequence[Row], Output, Sequence[str]], str]

_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\|<*_[]`"})


def listing(
    rows: Iterable[Row],
    output: Output,
    columns: Sequence[str] = LIST_COLUMNS,
    *,
    single: bool = False,
) -> str:
    """The rows in the format of `output`, `columns` being the command's own.

    With `single`, JSON is the object itself instead of an array of it.
    """
    rows = list(rows)
    if single and output.format == "json" and len(rows) == 1:
        item = document(rows[0], output.columns)
        return f"{pretty(item)}\n" if output.place.terminal else object_json(item)
    name = output.format or ("table" if output.place.terminal else "tsv")
    return _WRITERS[name](rows, output, columns)


def _table(rows: Sequence[Row], output: Output, columns: Sequence[str]) -> str:
    from beritacli.render.terminal import table  # noqa: PLC0415 - Rich is loaded only for people

    return table(rows, output.columns or columns, output.place, fixed=bool(output.columns))


def _json(rows: Sequence[Row], output: Output, _: Sequence[str]) -> str:
    return array_json(document(row, output.columns) for row in rows)


def _jsonl(rows: Sequence[Row], output: Output, _: Sequence[str]) -> str:
    return lines_json(document(row, output.columns) for row in rows)


def _csv(rows: Sequence[Row], output: Output, _: Sequence[str]) -> str:
    """CSV as RFC 4180 has it, with a header, every column unless some are picked."""
    import csv  # noqa: PLC0415 - loaded only when used
    import io  # noqa: PLC0415 - loaded only when used

    from beritacli.domain.csvcell import guard  # noqa: PLC0415 - the same

    names = output.columns or tuple(dict.fromkeys((*COLUMNS, *_extras(rows))))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([guard(visible(cell(row, name), lines=True)) for name in names])
    return file.getvalue()


def _tsv(rows: Sequence[Row], output: Output, columns: Sequence[str]) -> str:
    names = output.columns or columns
    return tab_separated(([cell(row, name) for name in names] for row in rows), output.end)


def _ids(rows: Sequence[Row], output: Output, _: Sequence[str]) -> str:
    return "".join(f"{article.id}{output.end}" for article, _extras in rows)


def _markdown(rows: Sequence[Row], output: Output, columns: Sequence[str]) -> str:
    """A table to paste into an issue or a chat; nothing for no rows."""
    if not rows:
        return ""
    names = output.columns or columns
    lines = [names, ["---"] * len(names)]
    lines += [[visible(cell(row, name)).translate(_MARKDOWN) for name in names] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _template(rows: Sequence[Row], output: Output, _: Sequence[str]) -> str:
    return "".join(output.template.fill(row) + output.end for row in rows)


def _extras(rows: Sequence[Row]) -> Mapping[str, Any]:
    return rows[0][1] if rows else {}


_WRITERS: Mapping[str, Writer] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "ids": _ids,
    "markdown": _markdown,
    "template": _template,
}
