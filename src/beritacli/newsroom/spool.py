"""Views of a log in the order of time, however many there are."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

_BUCKET = 600  # seconds whose views are sorted at once
_SPOOLED = 2_000_000  # views in memory before they go to a temporary file

Seen = tuple[int, int, int]  # seconds since 1970, reader, article


class Spool:
    """Views by the time in which they fall, to be sorted part by part; many go to a file.

    `most` is how many are held in memory.
    """

    def __init__(self, most: int = _SPOOLED) -> None:
        self._most = most
        self._buckets: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._pieces: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._file: IO[bytes] | None = None
        self._held = 0

    def add(self, time: int, reader: int, article: int) -> None:
        """Take a view."""
        self._buckets[time // _BUCKET].extend((time, reader, article))
        self._held += 1
        if self._held >= self._most:
            self._spill()

    def buckets(self) -> Iterator[list[Seen]]:
        """All views, in order of time, in lists that do not overlap."""
        for number in sorted(self._buckets.keys() | self._pieces.keys()):
            held = self._buckets.pop(number, array("q"))
            for at, size in self._pieces.pop(number, ()):
                assert self._file is not None, "a piece stands in a file"
                self._file.seek(at)
                held.fromfile(self._file, size)
            yield sorted(zip(held[0::3], held[1::3], held[2::3], strict=True))
        if self._file is not None:
            self._file.close()

    def _spill(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it goes with this spool
        for number, held in self._buckets.items():
            self._pieces[number].append((self._file.seek(0, 2), len(held)))
            held.tofile(self._file)
        self._buckets.clear()
        self._held = 0
