"""Which access logs were counted: row 0 of the table `views`, so that a line counts once.

Each import is a batch with the time from its first line to its last. What single
lines a batch holds is remembered elsewhere and forgotten after some days; then
its whole time is closed, and no line of it counts again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from beritacli.domain.counts import NONE, Counted, Counts, counts_from_document, moment
from beritacli.errors import ValidationError
from beritacli.values import Value

LEDGER = 0  # the number of the row; articles begin at 1
KEPT_FOR = timedelta(days=7)  # how long the lines of a batch are remembered
_MOST = 200  # closed times; beyond that the nearest ones are joined

Times = tuple[tuple[int, int], ...]  # from and to, both included, in seconds since 1970


class Batch(Value):
    """One import: when it was made, and the times of its first and last line."""

    at: datetime
    first: int
    last: int


class Ledger(Value):
    """The batches that are remembered line by line, and the times that are closed."""

    batches: Mapping[str, Batch] = MappingProxyType({})
    closed: Times = ()

    @property
    def counted(self) -> Counted:
        """No views: the row belongs to no article."""
        return NONE

    def to_document(self) -> dict[str, Any]:
        """The row of the table `views`."""
        document: dict[str, Any] = {}
        if self.batches:
            document["imports"] = {
                name: {"at": batch.at.isoformat(), **_written((batch.first, batch.last))}
                for name, batch in self.batches.items()
            }
        if self.closed:
            document["closed"] = [_written(times) for times in self.closed]
        return document

    def with_batch(self, name: str, batch: Batch) -> Ledger:
        """The ledger with one more batch; those that are forgotten by then are closed."""
        kept = {n: b for n, b in self.batches.items() if batch.at - b.at < KEPT_FOR}
        gone = [(b.first, b.last) for n, b in self.batches.items() if n not in kept]
        return Ledger({**kept, name: batch}, _joined([*self.closed, *gone]))

    def closed_without(self, known: Collection[str]) -> Times:
        """The times that are closed, those of batches of which nobody knows the lines too."""
        lost = [(b.first, b.last) for n, b in self.batches.items() if n not in known]
        return _joined([*self.closed, *lost]) if lost else self.closed

    def covers(self, first: int, last: int) -> bool:
        """Whether one batch or closed time holds both."""
        times = [*((b.first, b.last) for b in self.batches.values()), *self.closed]
        return any(start <= first and last <= end for start, end in times)


ViewsRow = Counts | Ledger


def row_from_document(document: Any, id: int) -> ViewsRow:
    """A row of the table `views`; raises ValidationError naming what is wrong with it."""
    return ledger_from_document(document) if id == LEDGER else counts_from_document(document)


def is_in(times: Times, time: int) -> bool:
    """Whether a moment lies in one of `times`, which are in order."""
    number = bisect_right(times, (time, 1 << 62)) - 1
    return number >= 0 and times[number][1] >= time


def ledger_from_document(document: Any) -> Ledger:
    """The ledger of row 0; raises ValidationError naming what is wrong with it."""
    if not isinstance(document, Mapping):
        raise ValidationError("a row must be a JSON object")
    unknown = document.keys() - {"imports", "closed"}
    imports, closed = document.get("imports", {}), document.get("closed", [])
    if unknown or not isinstance(imports, Mapping) or not isinstance(closed, list):
        raise ValidationError("it must hold imports, an object, and closed, a list")
    batches = {}
    for name, row in imports.items():
        first, last = _read(row)
        batches[name] = Batch(moment("at", row.get("at")), first, last)
    return Ledger(batches, _joined([_read(row) for row in closed]))


def _joined(times: Collection[tuple[int, int]]) -> Times:
    """Times in order that do not touch."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(times):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    while len(found) > _MOST:
        gaps = [after[0] - before[1] for before, after in pairwise(found)]
        at = gaps.index(min(gaps))
        found[at : at + 2] = [(found[at][0], found[at + 1][1])]
    return tuple(found)


def _written(times: tuple[int, int]) -> dict[str, str]:
    first, last = (datetime.fromtimestamp(time, UTC).isoformat() for time in times)
    return {"first": first, "last": last}


def _read(row: Any) -> tuple[int, int]:
    if not isinstance(row, Mapping):
        raise ValidationError("a time must be an object with first and last")
    first, last = (int(moment(name, row.get(name)).timestamp()) for name in ("first", "last"))
    if first > last:
        raise ValidationError(f"last must not be before first, as in '{row['first']}'")
    return first, last
