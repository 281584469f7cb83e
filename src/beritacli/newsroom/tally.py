"""Which views of a log count: those of a reader once in half an hour, and no line twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

from beritacli.domain.counts import hour_of
from beritacli.domain.ledger import Batch, Ledger, Times, is_in
from beritacli.newsroom.spool import Seen

PAUSE = 1800  # seconds in which one reader counts once for an article
_AHEAD = 86_400  # seconds by which the clock of a server may go before ours
_GAP = 86_400  # seconds without a line after which another batch begins
_MOST = 50  # batches of one import


class Memory(Protocol):
    """What is remembered of readers; see `storage.readers`."""

    salt: bytes

    def known(self) -> frozenset[str]:
        """The names of the batches whose views are remembered."""

    def seen(self, first: int, last: int, batches: Collection[str]) -> Iterable[Seen]:
        """The views from one moment to another, both included, that some batches counted."""

    def begin(self, at: datetime) -> str:
        """The name of a new batch."""

    def keep(self, name: str, views: Iterable[Seen]) -> None:
        """Remember what a batch counted."""


class Readers(Protocol):
    """Where a memory comes from."""

    def opened(self, now: datetime, *, writes: bool) -> AbstractContextManager[Memory]:
        """The memory, alone with it; what was kept stays only when the block ends well."""


class _Stretch:
    """Lines without a gap, which become one batch; its name is '' while none of them counted.

    One line of a clock that began in 1970 shall not close all the time since.
    """

    def __init__(self, first: int) -> None:
        self.first = self.last = first
        self.name = ""


class Tally:
    """Decides of each view, in the order of time, whether it counts."""

    def __init__(self, memory: Memory, ledger: Ledger, now: datetime) -> None:
        self.counted: dict[int, Counter[str]] = {}
        self.skipped = Counter[str]()
        self._memory = memory
        self._before = ledger
        self._now = now
        known = memory.known()
        self._batches = ledger.batches.keys() & known
        self._closed: Times = ledger.closed_without(known)
        self._stretches: list[_Stretch] = []
        self._times: dict[tuple[int, int], list[int]] = {}  # of a reader and an article
        self._pruned = -PAUSE
        self._loaded = -(1 << 62)  # up to when what is remembered is in there
        self._periods: dict[int, str] = {}

    def count(self, views: Sequence[Seen]) -> None:
        """Count the views of one part; the parts come in order."""
        open_ = self._open(views)
        if not open_:
            return
        first, last = open_[0][0], open_[-1][0]
        self._remember(first, last)
        new = [view for view in open_ if self._is_new(*view)]
        for time, _, article in new:
            self.counted.setdefault(article, Counter())[self._period(time)] += 1
        stretch = self._stretch(first, last)
        if new:
            stretch.name = stretch.name or self._memory.begin(self._now)
            self._memory.keep(stretch.name, new)

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

    def _open(self, views: Sequence[Seen]) -> Sequence[Seen]:
        """The views whose time has come and is not closed."""
        latest = int(self._now.timestamp()) + _AHEAD
        if views[-1][0] > latest:
            come = [view for view in views if view[0] <= latest]
            self.skipped["future"] += len(views) - len(come)
            views = come
        if not self._closed:
            return views
        open_ = [view for view in views if not is_in(self._closed, view[0])]
        self.skipped["closed"] += len(views) - len(open_)
        return open_

    def _stretch(self, first: int, last: int) -> _Stretch:
        """Where the lines of a part belong: to those before them, or after a gap to new ones."""
        known = self._stretches
        if not known or (first - known[-1].last > _GAP and len(known) < _MOST):
            known.append(_Stretch(first))
        known[-1].last = last
        return known[-1]

    def _is_new(self, time: int, reader: int, article: int) -> bool:
        times = self._times.setdefault((reader, article), [])
        for other in times:
            if -PAUSE < time - other < PAUSE:
                self.skipped["known" if other == time else "reload"] += 1
                return False
        times.append(time)
        return True

    def _remember(self, first: int, last: int) -> None:
        """Have the views around a part at hand, and let those before it go."""
        oldest = first - PAUSE
        if oldest >= self._pruned + PAUSE:
            self._pruned = oldest
            self._times = {
                key: kept for key, times in self._times.items() if (kept := _since(times, oldest))
            }
        begin = max(self._loaded + 1, oldest)
        for time, reader, article in self._memory.seen(begin, last + PAUSE, self._batches):
            self._times.setdefault((reader, article), []).append(time)
        self._loaded = last + PAUSE

    def _period(self, time: int) -> str:
        quarter = time // 900  # every zone is a multiple of a quarter of an hour
        period = self._periods.get(quarter)
        if period is None:
            moment = datetime.fromtimestamp(time, UTC).astimezone(self._now.tzinfo)
            period = self._periods[quarter] = hour_of(moment)
        return period


def _since(times: list[int], oldest: int) -> list[int]:
    return times if times[0] > oldest else [time for time in times if time > oldest]
