"""Which views of a log count: those of a reader once in half an hour, and no line twice."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Protocol

from beritacli.domain.counts import hour_of
from beritacli.domain.ledger import Batch, Ledger, Times, is_in
from beritacli.newsroom.spool import SHARES, Seen, Span, Spool

PAUSE = 1800  # seconds in which one reader counts once for an article
_AHEAD = 86_400  # seconds by which the clock of a server may go before ours
_GAP = 86_400  # seconds without a line after which another batch begins
_MOST = 50  # batches of one import


class Memory(Protocol):
    """What is remembered of readers; see `storage.readers`."""

    salt: bytes

    def known(self) -> frozenset[str]:
        """The names of the batches whose views are remembered."""

    def seen(
        self, first: int, last: int, batches: Collection[str], share: tuple[int, int]
    ) -> Iterable[Seen]:
        """The views from one moment to another, both included, that some batches counted.

        Those of one share of the readers: of `(8, 3)` every eighth, which leave 3.
        """

    def begin(self, at: datetime) -> str:
        """The name of a new batch."""

    def keep(self, name: str, views: Iterable[Seen]) -> None:
        """Remember what a batch counted."""

    def settle(self) -> None:
        """Have it on disk before the store has the batch."""

    def take_back(self) -> None:
        """Let go of it, since the store did not get the batch."""


class Readers(Protocol):
    """Where a memory comes from."""

    def opened(self, now: datetime, *, writes: bool) -> AbstractContextManager[Memory]:
        """The memory, alone with it; what is kept stays if settled, or if the block ends well."""


class _Stretch:
    """Lines without a gap, which become one batch; its name is '' while none of them counted.

    One line of a clock that began in 1970 shall not close all the time since.
    """

    def __init__(self, first: int) -> None:
        self.first = self.last = first
        self.name = ""


class Tally:
    """Decides of each view whether it counts."""

    def __init__(self, memory: Memory, ledger: Ledger, now: datetime) -> None:
        self.counted: dict[int, Counter[str]] = {}
        self.skipped = Counter[str]()
        self._memory = memory
        self._before = ledger
        self._now = now
        self._latest = int(now.timestamp()) + _AHEAD
        known = memory.known()
        self._batches = ledger.batches.keys() & known
        self._closed: Times = ledger.closed_without(known)
        self._stretches: list[_Stretch] = []
        self._periods: dict[int, str] = {}

    def left_out(self, time: int) -> str:
        """Why no line of a time counts, whoever reads; '' where it may."""
        if time > self._latest:
            return "future"
        return "closed" if self._closed and is_in(self._closed, time) else ""

    def count(self, spool: Spool) -> None:
        """Count the views that were not left out."""
        self._stretches = _stretches(spool.spans())
        for share, parts in groupby(spool.parts(), itemgetter(0)):
            recent = _Recent(self._memory, self._batches, share)
            for _, views in parts:
                self._count(views, recent)

    @property
    def ends(self) -> tuple[int, ...]:
        """The times of the first and last line that could count; nothing where none could."""
        return (self._stretches[0].first, self._stretches[-1].last) if self._stretches else ()

    def ledger(self) -> Ledger:
        """The ledger with this import; as it was where nothing new was read."""
        ledger = self._before
        for one in self._stretches:
            if one.name or not self._before.covers(one.first, one.last):
                name = one.name or self._memory.begin(self._now)
                ledger = ledger.with_batch(name, Batch(self._now, one.first, one.last))
        return ledger

    def _count(self, views: Sequence[Seen], recent: _Recent) -> None:
        recent.look(views[0][0], views[-1][0])
        new: list[Seen] = []
        for view in views:
            if reason := recent.take(*view):
                self.skipped[reason] += 1
            else:
                new.append(view)
        if not new:
            return
        for time, _, article in new:
            self.counted.setdefault(article, Counter())[self._period(time)] += 1
        at = bisect_right(self._stretches, new[0][0], key=attrgetter("first")) - 1
        stretch = self._stretches[at]
        stretch.name = stretch.name or self._memory.begin(self._now)
        self._memory.keep(stretch.name, new)

    def _period(self, time: int) -> str:
        quarter = time // 900  # every zone is a multiple of a quarter of an hour
        period = self._periods.get(quarter)
        if period is None:
            moment = datetime.fromtimestamp(time, UTC).astimezone(self._now.tzinfo)
            period = self._periods[quarter] = hour_of(moment)
        return period


class _Recent:
    """What one share of the readers read around the time that is looked at."""

    def __init__(self, memory: Memory, batches: Collection[str], share: int) -> None:
        self._memory = memory
        self._batches = batches
        self._share = share
        self._times: dict[tuple[int, int], list[int]] = {}  # of a reader and an article
        self._pruned = -PAUSE
        self._loaded = -(1 << 62)  # up to when what is remembered is in there

    def look(self, first: int, last: int) -> None:
        """Have the views around some time at hand, and let those before it go."""
        oldest = first - PAUSE
        if oldest >= self._pruned + PAUSE:
            self._pruned = oldest
            self._times = {
                key: kept for key, times in self._times.items() if (kept := _since(times, oldest))
            }
        begin = max(self._loaded + 1, oldest)
        remembered = self._memory.seen(begin, last + PAUSE, self._batches, (SHARES, self._share))
        for time, reader, article in remembered:
            self._times.setdefault((reader, article), []).append(time)
        self._loaded = last + PAUSE

    def take(self, time: int, reader: int, article: int) -> str:
        """Why a view does not count; '' where it does, and is read from now on."""
        times = self._times.setdefault((reader, article), [])
        for other in times:
            if -PAUSE < time - other < PAUSE:
                return "known" if other == time else "reload"
        times.append(time)
        return ""


def _stretches(spans: Iterable[Span]) -> list[_Stretch]:
    """The times of lines, parted where nobody read for long; a few at most."""
    known: list[_Stretch] = []
    for first, last in spans:
        if not known or (first - known[-1].last > _GAP and len(known) < _MOST):
            known.append(_Stretch(first))
        known[-1].last = last
    return known


def _since(times: list[int], oldest: int) -> list[int]:
    return times if times[0] > oldest else [time for time in times if time > oldest]
