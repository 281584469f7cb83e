"""The next bytes of a store: what did not change is copied as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from beritacli.storage.atomic import Range
from beritacli.storage.codec import Image, encode_image
from beritacli.storage.meta import Meta, encode_meta
from beritacli.storage.scanning import BETWEEN
from beritacli.storage.storefile import OPENING, StoreFile, lead

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Indexed

Lines = Mapping[int, bytes | None]  # what changes by id; None for what is gone
_SEPARATOR = b",\n"


def next_store(
    file: StoreFile | None, snapshot: Indexed | None, meta: Meta, lines: Lines, rows: Lines
) -> Iterator[bytes | Range]:
    """The bytes of the store after a change of documents and of rows of the table `views`."""
    if file is None or snapshot is None:
        first = cast("Mapping[int, bytes]", lines)  # of a new store, none is gone
        yield from encode_image(Image(meta, {}, first, {}, _changed({}, rows)))
    elif file.start is None:
        image = file.image
        kept, counted = _changed(image.lines, lines), _changed(image.rows, rows)
        yield from encode_image(Image(meta, {}, kept, {}, counted, image.tables))
    else:
        yield from _spliced(file, file.start, snapshot, meta, lines, rows)


def _changed(before: Mapping[int, bytes], lines: Lines) -> dict[int, bytes]:
    return {id: line for id, line in {**before, **lines}.items() if line is not None}


def _spliced(
    file: StoreFile, start: int, snapshot: Indexed, meta: Meta, lines: Lines, rows: Lines
) -> Iterator[bytes | Range]:
    yield encode_meta(meta)
    yield OPENING
    empty = True
    for piece in _pieces(file, start, snapshot, lines):
        if not empty:
            yield _SEPARATOR
        yield from piece
        empty = False
    if not empty:
        yield b"\n"
    extent = snapshot.extent
    at = extent + 1 if extent else 0  # behind the end of the last document's line
    if rows:
        yield from _recounted(file.tail_lines(at), rows)
    else:
        yield file.tail(at)


def _recounted(lines: Iterator[bytes], rows: Lines) -> Iterator[bytes]:
    """What stands behind the documents, with other rows in the table `views`."""
    for line in BETWEEN:
        assert next(lines) == line, "a file in our layout"
        yield line + b"\n"
    waiting = dict(rows)
    separator, end = b"", b""
    for line in lines:
        if not line.startswith(b'"'):
            end = line
            break
        row = line.removesuffix(b",")
        id = int(row[1 : row.index(b'"', 1)])
        kept = row
        if id in waiting:
            new = waiting.pop(id)
            if new is None:
                continue
            kept = b"".join(_written(id, new))
        yield separator + kept
        separator = _SEPARATOR
    for id, new in waiting.items():
        if new is not None:
            yield separator + b"".join(_written(id, new))
            separator = _SEPARATOR
    yield (b"\n" if separator else b"") + end
    for line in lines:
        yield b"\n" + line


def _pieces(
    file: StoreFile, start: int, snapshot: Indexed, lines: Lines
) -> Iterator[Sequence[bytes | Range]]:
    """Runs of documents that stay, and the ones that change, in the order of the file."""
    places = {id: snapshot.place(id) for id in lines}
    known = sorted((place[0], place[1], id) for id, place in places.items() if place)
    cursor = 0
    for at, size, id in known:
        begin = at - lead(id)
        if begin > cursor:
            yield [Range(file.descriptor, start + cursor, begin - len(_SEPARATOR) - cursor)]
        line = lines[id]
        if line is not None:
            yield _written(id, line)
        cursor = at + size + len(_SEPARATOR)
    if snapshot.extent > cursor:
        yield [Range(file.descriptor, start + cursor, snapshot.extent - cursor)]
    for id, line in lines.items():
        if places[id] is None and line is not None:
            yield _written(id, line)


def _written(id: int, line: bytes) -> Sequence[bytes]:
    return [b'"%d": ' % id, line]
