"""The next bytes of a store: what did not change is copied as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from beritacli.domain.ports import Indexed
from beritacli.storage.atomic import Range
from beritacli.storage.codec import Image, Meta, encode_image, encode_meta
from beritacli.storage.storefile import OPENING, StoreFile, lead

Lines = Mapping[int, bytes | None]  # the documents that change by id; None for one that is gone
_SEPARATOR = b",\n"


def next_store(
    file: StoreFile | None, snapshot: Indexed | None, meta: Meta, lines: Lines
) -> Iterator[bytes | Range]:
    """The bytes of the store after a change of some documents."""
    if file is None or snapshot is None:
        yield from encode_image(Image(meta, {}, _present(lines)))
    elif file.start is None:
        image = file.image
        kept = {id: line for id, line in image.lines.items() if id not in lines or lines[id]}
        yield from encode_image(Image(meta, {}, kept | _present(lines), image.tables))
    else:
        yield from _spliced(file, file.start, snapshot, meta, lines)


def _present(lines: Lines) -> dict[int, bytes]:
    return {id: line for id, line in lines.items() if line is not None}


def _spliced(
    file: StoreFile, start: int, snapshot: Indexed, meta: Meta, lines: Lines
) -> Iterator[bytes | Range]:
    yield encode_meta(meta)
    yield OPENING
    empty = True
    for piece in _pieces(file, start, snapshot, lines):
        if not empty:
            yield _SEPARATOR
        yield from piece
        empty = False
    rest = file.tail(snapshot.extent)
    yield rest.removeprefix(b"\n") if empty else b"\n" + rest.removeprefix(b"\n")


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
