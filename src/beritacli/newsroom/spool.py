"""Views of a log in the order of time, however many there are."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

# Of the readers, told by the hash. Whether a view counts depends on those of the same
# reader alone: one share after the other, a busy half hour takes an eighth of the memory.
SHARES = 8

_BUCKET = 600  # seconds whose views are sorted at once
_SPOOLED = 2_000_000  # views in memory before they go to a temporary file

Seen = tuple[int, int, int]  # seconds since 1970, reader, article
Span = tuple[int, int]  # the first and the last of some times


class Spool:
    """Views by share and time, to be sorted part by part; many go to a file.

    `most` is how many are held in memory.
    """

    def __init__(self, most: int = _SPOOLED) -> None:
        self._most = most
        self._held: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._pieces: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._spans: dict[int, Span] = {}
        self._file: IO[bytes] | None = None
        self._many = 0

    def add(self, time: int, reader: int, article: int) -> None:
        """Take a view."""
        self._held[time // _BUCKET * SHARES + reader % SHARES].extend((time, reader, article))
        self._many += 1
        if self._many >= self._most:
            self._spill()

    def spans(self) -> list[Span]:
        """The first and the last time of each ten minutes that have a view, in order."""
        self._note_spans()
        return [span for _, span in sorted(self._spans.items())]

    def parts(self) -> Iterator[tuple[int, list[Seen]]]:
        """All views: a share, and some of its views in order of time, once each.

        Share by share, and in each in order of time: the lists do not overlap.
        """
        keys = self._held.keys() | self._pieces.keys()
        for key in sorted(keys, key=lambda key: (key % SHARES, key)):
            held = self._held.pop(key, array("q"))
            for at, size in self._pieces.pop(key, ()):
                assert self._file is not None, "a piece stands in a file"
                self._file.seek(at)
                held.fromfile(self._file, size)
            yield key % SHARES, sorted(zip(held[0::3], held[1::3], held[2::3], strict=True))
        if self._file is not None:
            self._file.close()

    def _note_spans(self) -> None:
        for key, held in self._held.items():
            times = held[0::3]
            ends = (min(times), max(times), *self._spans.get(key // SHARES, ()))
            self._spans[key // SHARES] = min(ends), max(ends)

    def _spill(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it goes with this spool
        self._note_spans()
        for key, held in self._held.items():
            self._pieces[key].append((self._file.seek(0, 2), len(held)))
            held.tofile(self._file)
        self._held.clear()
        self._many = 0
