"""Questions to the log that readers ask: what changed last, where a record came from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from beritacli.domain.article import BIN
from beritacli.domain.jsontext import JsonTextError, loads

_FIRST = 1 << 16  # bytes read from the end; twice as many each time they do not suffice
_DONE, _TRANSACTION = b'{"done"', b'{"sequence"'


class Past:
    """A `ports.LogReader` that reads a log from its end. A bad line tells nothing."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        for tx in self._transactions():
            return [change["id"] for change in tx.get("changes", ())]
        return ()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        for tx in self._transactions():
            for change in tx.get("changes", ()):
                if change["id"] == id and (change.get("after") or {}).get("status") == BIN:
                    return (change.get("before") or {}).get("status")
        return None

    def _transactions(self) -> Iterator[dict[str, Any]]:
        """What every finished transaction says, the last one first."""
        finished = False
        for row in self._rows():
            finished = finished or row.startswith(_DONE)
            if finished and row.startswith(_TRANSACTION):
                with suppress(JsonTextError):
                    yield loads(row).get("tx") or {}

    def _rows(self) -> Iterator[bytes]:
        """The lines of the log, the last one first."""
        try:
            descriptor = os.open(self._log, os.O_RDONLY)
        except OSError:
            return
        try:
            end, size, rest = os.fstat(descriptor).st_size, _FIRST, b""
            while end > 0:
                start = max(0, end - size)
                rest, *rows = (os.pread(descriptor, end - start, start) + rest).split(b"\n")
                yield from reversed(rows)
                end, size = start, size * 2
            yield rest
        finally:
            os.close(descriptor)
