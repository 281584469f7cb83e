"""Count the views of access logs: every line once, every reader once in half an hour."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from hashlib import blake2b
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Protocol

from beritacli.domain.changes import Plan, Recount
from beritacli.domain.counts import HOUR, hour_of
from beritacli.domain.ledger import LEDGER, Batch, Ledger, Times, is_in
from beritacli.domain.ports import Snapshot
from beritacli.errors import ConflictError
from beritacli.formats.accesslog import Fields, LineReader
from beritacli.formats.robots import Robots
from beritacli.newsroom.counting import counted_plan
from beritacli.newsroom.desk import Desk, Outcome, write
from beritacli.newsroom.pages import Pages, Pattern
from beritacli.values import Value, replace

PAUSE = 1800  # seconds in which one reader counts once for an article
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "malformed": "no line of a log that can be read",
        "method": "other requests than GET",
        "status": "other answers than 2xx and 304",
        "page": "other pages than articles",
        "unknown": "articles that are not in the store",
        "robot": "robots, and programs that give no name",
        "closed": "of a time that was counted and whose lines are forgotten",
        "known": "counted before",
        "reload": "the same reader within 30 minutes",
    }
)
_BUCKET = 600  # seconds whose views are sorted at once
_SPOOLED = 2_000_000  # views in memory before they go to a temporary file
_REMEMBERED = 100_000  # addresses of pages whose article is known
_SHOWN = 3  # malformed lines whose place is told

Seen = tuple[int, int, int]  # seconds since 1970, reader, article


class Log(Value):
    """An access log: its name, and its lines in lists; True with the last one if it has no end."""

    name: str
    lines: Iterable[tuple[Sequence[bytes], bool]]


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


class Report(Value):
    """What an import read: lines, views counted of so many articles, lines left out by reason.

    `first` and `last` are the times of the first and last line that could count;
    `places` those of some malformed lines.
    """

    outcome: Outcome
    logs: Sequence[str]
    lines: int
    counted: int
    articles: int
    skipped: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    places: Sequence[str]


def import_logs(
    desk: Desk, logs: Iterable[Log], readers: Readers, patterns: Iterable[Pattern]
) -> Report:
    """Count what the logs tell; all of it in one transaction, or nothing.

    Raises ConflictError where counted logs were undone at the same moment.
    """
    snapshot = desk.repository.read()
    with readers.opened(desk.now, writes=not desk.dry_run) as memory:
        ledger = snapshot.ledger()
        reading = _Reading(Pages(snapshot.addresses(), patterns), memory.salt)
        names = [reading.read(log) for log in logs]
        tally = _Tally(memory, ledger, desk.now)
        for views in reading.spool.buckets():
            tally.count(views)
        after = tally.ledger()

        def planner(snapshot: Snapshot) -> Plan:
            if snapshot.ledger() != ledger:
                raise ConflictError("counted logs were changed meanwhile", "run the command again")
            return _plan(snapshot, tally, ledger, after, desk.now)

        outcome = write(desk, planner, asks=False)
    skipped = {reason: (reading.skipped + tally.skipped)[reason] for reason in REASONS}
    ends = [datetime.fromtimestamp(t, desk.now.tzinfo) for t in (tally.first, tally.last) if t]
    first, last = ends or (None, None)
    return Report(
        outcome,
        names,
        reading.lines,
        sum(sum(periods.values()) for periods in tally.counted.values()),
        len(tally.counted),
        skipped,
        first,
        last,
        reading.places,
    )


class _Reading:
    """Reads logs; keeps the views of articles, and counts the other lines by reason."""

    def __init__(self, pages: Pages, salt: bytes) -> None:
        self.spool = _Spool()
        self.lines = 0
        self.skipped = Counter[str]()
        self.places: list[str] = []
        self._pages = pages
        self._salt = salt
        self._robots = Robots()
        self._articles: dict[bytes, int | None] = {}

    def read(self, log: Log) -> str:
        """Read a log; its name."""
        reader, start = LineReader(), self.lines
        for lines, unended in log.lines:
            for line in lines[: len(lines) - unended]:
                if line and not line.isspace():
                    self.lines += 1
                    self._take(reader.read(line), log.name, start)
            if unended and lines[-1].strip():
                self.lines += 1
                fields = reader.read(lines[-1])
                cut = fields is not None and reader.is_cut(fields, lines[-1])
                self._take(None if cut else fields, log.name, start)
        return log.name

    def _take(self, fields: Fields | None, name: str, start: int) -> None:
        if fields is None:
            self.skipped["malformed"] += 1
            if len(self.places) < _SHOWN:
                self.places.append(f"{name} line {self.lines - start}")
            return
        reader, agent, time, method, target, status = fields
        if method != b"GET":
            self.skipped["method"] += 1
        elif not (200 <= status < 300 or status == 304):
            self.skipped["status"] += 1
        elif (article := self._article(target)) is None:
            self.skipped["page"] += 1
        elif not article:
            self.skipped["unknown"] += 1
        elif agent is not None and agent in self._robots:
            self.skipped["robot"] += 1
        else:
            digest = blake2b(reader, digest_size=8, key=self._salt).digest()
            self.spool.add(time, int.from_bytes(digest, "big", signed=True), article)

    def _article(self, target: bytes) -> int | None:
        try:
            return self._articles[target]
        except KeyError:
            if len(self._articles) >= _REMEMBERED:
                self._articles.clear()
            return self._articles.setdefault(target, self._pages.find(target))


class _Spool:
    """Views by the time in which they fall, to be sorted part by part; many go to a file."""

    def __init__(self) -> None:
        self._buckets: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._pieces: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._file: IO[bytes] | None = None
        self._held = 0

    def add(self, time: int, reader: int, article: int) -> None:
        """Take a view."""
        self._buckets[time // _BUCKET].extend((time, reader, article))
        self._held += 1
        if self._held >= _SPOOLED:
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

    def _spill(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it goes with this spool
        for number, held in self._buckets.items():
            self._pieces[number].append((self._file.seek(0, 2), len(held)))
            held.tofile(self._file)
        self._buckets.clear()
        self._held = 0


class _Tally:
    """Decides of each view, in the order of time, whether it counts."""

    def __init__(self, memory: Memory, ledger: Ledger, now: datetime) -> None:
        self.counted: dict[int, Counter[str]] = {}
        self.skipped = Counter[str]()
        self.first = self.last = 0
        self._memory = memory
        self._before = ledger
        self._now = now
        known = memory.known()
        self._batches = ledger.batches.keys() & known
        self._closed: Times = ledger.closed_without(known)
        self._name = ""
        self._times: dict[tuple[int, int], list[int]] = {}  # of a reader and an article
        self._pruned = -PAUSE
        self._loaded = -(1 << 62)  # up to when what is remembered is in there
        self._periods: dict[int, str] = {}

    def count(self, views: Sequence[Seen]) -> None:
        """Count the views of one part; the parts come in order."""
        open_ = views
        if self._closed:
            open_ = [view for view in views if not is_in(self._closed, view[0])]
            self.skipped["closed"] += len(views) - len(open_)
        if not open_:
            return
        self._remember(open_[0][0], open_[-1][0])
        new = [view for view in open_ if self._is_new(*view)]
        for time, _, article in new:
            self.counted.setdefault(article, Counter())[self._period(time)] += 1
        self.first, self.last = self.first or open_[0][0], open_[-1][0]
        if new:
            self._name = self._name or self._memory.begin(self._now)
            self._memory.keep(self._name, new)

    def ledger(self) -> Ledger:
        """The ledger with this import; as it was where nothing new was read."""
        if not self.first or (not self.counted and self._before.covers(self.first, self.last)):
            return self._before
        name = self._name or self._memory.begin(self._now)
        return self._before.with_batch(name, Batch(self._now, self.first, self.last))

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
            period = self._periods[quarter] = hour_of(moment)[:HOUR]
        return period


def _since(times: list[int], oldest: int) -> list[int]:
    return times if times[0] > oldest else [time for time in times if time > oldest]


def _plan(snapshot: Snapshot, tally: _Tally, before: Ledger, after: Ledger, now: datetime) -> Plan:
    found = [
        (article, dict(periods))
        for id, periods in sorted(tally.counted.items())
        if (article := snapshot.get(id)) is not None
    ]
    plan = counted_plan(found, snapshot, now)
    if after == before:
        return plan
    row = Recount(LEDGER, before if before.to_document() else None, after)
    return replace(plan, recounts=(*plan.recounts, row))


def lines_of(
    stream: IO[bytes], advanced: Callable[[], None], longest: int = 1 << 20
) -> Iterator[tuple[list[bytes], bool]]:
    """The lines of a stream in lists; with the last list whether its last line has no end.

    Of a line longer than `longest` bytes only the beginning is kept.
    """
    rest = b""
    while chunk := stream.read(1 << 18):
        advanced()
        *lines, tail = chunk.split(b"\n")
        if lines:
            lines[0] = rest + lines[0]
            yield lines, False
            rest = tail
        elif len(rest) < longest:
            rest += tail
    if rest:
        yield [rest], True
