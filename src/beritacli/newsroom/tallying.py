"""Count the views of access logs: every line once, every reader once in half an hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

from beritacli.domain.changes import Plan, Recount
from beritacli.domain.ledger import LEDGER, Ledger
from beritacli.errors import ConflictError
from beritacli.formats.accesslog import Fields, LineReader
from beritacli.formats.robots import Robots
from beritacli.newsroom.counting import counted_plan
from beritacli.newsroom.desk import Desk, Outcome, write
from beritacli.newsroom.pages import Pages, Pattern
from beritacli.newsroom.spool import Spool
from beritacli.newsroom.tally import Readers, Tally
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "malformed": "no line of a log that can be read",
        "method": "other requests than GET",
        "status": "other answers than 2xx and 304",
        "page": "other pages than articles",
        "unknown": "articles that are not in the store",
        "robot": "robots, and programs that give no name",
        "future": "of a time that is more than a day ahead",
        "closed": "of a time that was counted and whose lines are forgotten",
        "known": "counted before",
        "reload": "the same reader within 30 minutes",
    }
)
_REMEMBERED = 100_000  # addresses of pages whose article is known
_LONGEST = 500  # bytes of an address that is remembered
_SHOWN = 3  # malformed lines whose place is told


class Log(Value):
    """An access log: its name, and its lines in lists; True with the last one if it has no end."""

    name: str
    lines: Iterable[tuple[Sequence[bytes], bool]]


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
    with readers.opened(desk.now, writes=not desk.dry_run) as memory:
        snapshot = desk.repository.read()  # as the import before left it, if this one waited
        ledger = snapshot.ledger()
        tally = Tally(memory, ledger, desk.now)
        reading = _Reading(Pages(snapshot.addresses(), patterns), memory.salt, tally.left_out)
        names = [reading.read(log) for log in logs]
        tally.count(reading.spool)
        after = tally.ledger()

        def planner(snapshot: Snapshot) -> Plan:
            if snapshot.ledger() != ledger:
                raise ConflictError("counted logs were changed meanwhile", "run the command again")
            return _plan(snapshot, tally, ledger, after, desk.now)

        memory.settle()
        try:
            outcome = write(desk, planner, asks=False)
        except BaseException:
            if desk.repository.read().ledger() == ledger:
                memory.take_back()
            raise
    skipped = {reason: (reading.skipped + tally.skipped)[reason] for reason in REASONS}
    ends = [datetime.fromtimestamp(t, desk.now.tzinfo) for t in tally.ends]
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
    """Reads logs; keeps the views of articles, and counts the other lines by reason.

    `left_out` tells why no line of a time counts.
    """

    def __init__(self, pages: Pages, salt: bytes, left_out: Callable[[int], str]) -> None:
        self.spool = Spool()
        self.lines = 0
        self.skipped = Counter[str]()
        self.places: list[str] = []
        self._pages = pages
        self._salt = salt
        self._left_out = left_out
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
                cut = fields is not None and reader.is_cut(lines[-1])
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
        elif reason := self._left_out(time):
            self.skipped[reason] += 1
        else:
            digest = blake2b(reader, digest_size=8, key=self._salt).digest()
            self.spool.add(time, int.from_bytes(digest, "big", signed=True), article)

    def _article(self, target: bytes) -> int | None:
        try:
            return self._articles[target]
        except KeyError:
            article = self._pages.find(target)
        if len(target) <= _LONGEST:
            if len(self._articles) >= _REMEMBERED:
                self._articles.clear()
            self._articles[target] = article
        return article


def _plan(snapshot: Snapshot, tally: Tally, before: Ledger, after: Ledger, now: datetime) -> Plan:
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
