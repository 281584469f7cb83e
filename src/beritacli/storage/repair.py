"""Put a damaged store right: from its log and backups, else from what can still be read of it.

The damaged bytes are kept aside, whatever happens. The log is cut to what its
checksums vouch for. Where the log, from a backup or from the beginning, tells every
record of its last entry, the store becomes exactly that; the figure of its content
proves it. Otherwise every record that can be read is kept, and the others come from
the log and the newest backup as far as these know them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from beritacli.domain.article import Article, free_slug
from beritacli.domain.document import from_document
from beritacli.domain.jsontext import loads
from beritacli.domain.ledger import LEDGER, ViewsRow, row_from_document
from beritacli.domain.safety import Repair
from beritacli.errors import DamagedError
from beritacli.hints import counted
from beritacli.storage import atomic, backups, log_reader, log_writer
from beritacli.storage.codec import Image, decode_image, encode, encode_counts, encode_image
from beritacli.storage.history import Done, Transaction, genesis
from beritacli.storage.log_reader import Log
from beritacli.storage.meta import Meta
from beritacli.storage.paths import Paths
from beritacli.storage.replay import Records, replayed
from beritacli.storage.salvage import readable_meta, readable_records
from beritacli.values import replace

_NOTHING = Records({}, {})


class Repairer:
    """One repair. With `dry_run` it only says what it would do; the caller holds the lock."""

    def __init__(
        self, paths: Paths, zone: tzinfo, mode: int, now: datetime, *, dry_run: bool
    ) -> None:
        self._paths = paths
        self._zone = zone
        self._mode = mode
        self._dry_run = dry_run
        self._stamp = f"{now:%Y%m%dT%H%M%S}"
        self._steps: list[str] = []
        self._segments: list[Log] = []  # that can be trusted, the oldest first
        self._log_is_whole = True

    def repair(self) -> Repair:
        """Look, put right, and tell; raises DamagedError where nothing is left to repair from."""
        for path in self._paths.segments():
            self._read_segment(path)
        path = self._paths.store
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = None
        if data is None and not self._segments and not backups.all_backups(self._paths):
            return Repair(tuple(self._steps))
        try:
            image = decode_image(data or b"", path.name, self._zone)
        except DamagedError as error:
            said = f"{path.name} is missing" if data is None else error.message
            self._steps.append(said)
            image = self._proved(data or b"") or self._salvaged(data or b"")
            self._install(image, data)
        return Repair(tuple(self._steps), len(image.lines))

    # -- the log ------------------------------------------------------------

    def _read_segment(self, path: Path) -> None:
        """Read a segment; of the current one cut off what is damaged, set another aside."""
        data = path.read_bytes()
        try:
            log = log_reader.parse(data, path.name)
        except DamagedError as error:
            self._log_is_whole = False
            if path != self._paths.log:
                self._steps.append(f"{error.message}: set aside, with the history before it")
                self._set_aside(path, data)
                self._segments.clear()
                return
            self._steps.append(f"{error.message}: what stands before it is kept")
            log = _longest_beginning(data, path.name)
            if log.done is None:
                self._set_aside(path, data)
                return
            self._keep(path, data)
            if not self._dry_run:
                log_writer.cut(path, log.settled)
        self._segments.append(log)

    @property
    def _done(self) -> Done | None:
        """The figures of the store after the last entry of the log."""
        return self._segments[-1].done if self._segments else None

    # -- the store ----------------------------------------------------------

    def _proved(self, data: bytes) -> Image | None:
        """The store after the last entry of the log, if what is known adds up to it."""
        done = self._done
        if done is None or not self._log_is_whole:
            return None
        for name, known in self._replays():
            if known.content == done.content:
                said = f"the store after entry {done.sequence}"
                self._steps.append(f"{said}, from {name} and the log")
                articles = {i: from_document(d, i, self._zone) for i, d in known.articles.items()}
                counts = {i: row_from_document(row, i) for i, row in known.rows.items()}
                self._tell_of_edits(articles, data)
                meta = Meta(self._segments[-1].store, done.sequence, done.state, done.next_id)
                return _image(meta, articles, counts)
        return None

    def _salvaged(self, data: bytes) -> Image:
        """What can be read of the damaged bytes, filled up from what the log and a backup know."""
        articles, counts = readable_records(data, self._zone)
        known = next((known for _, known in self._replays()), _NOTHING)
        older = next((known for _, known in self._replays(loosely=True)), _NOTHING)
        meta = readable_meta(data) or self._meta_of_log()
        if meta is None or not (articles or older.articles):
            name = self._paths.store.name
            raise DamagedError(
                f"{name} cannot be repaired: neither it nor a log or backup holds any record",
                f"to take over a foreign file: berita --db NEW.json import {name}",
            )
        missing = {id: one for id, one in older.articles.items() if id not in articles}
        said = f"{counted(len(articles), 'article')} read from the damaged file"
        self._steps.append(f"{said}, {len(missing)} from the log and backups")
        if stale := missing.keys() - known.articles.keys():
            self._steps.append(f"as an earlier backup has it: article {_some(stale)}")
        articles |= {id: from_document(one, id, self._zone) for id, one in missing.items()}
        told = {id: row_from_document(row, id) for id, row in known.rows.items()}
        rows = {**told, **counts}
        kept = {id: row for id, row in rows.items() if id in articles or id == LEDGER}
        return _image(meta, articles, kept)

    def _replays(self, *, loosely: bool = False) -> Iterator[tuple[str, Records]]:
        """What backups, the newest first, and the empty store become by the log."""
        for backup in backups.all_backups(self._paths):
            try:
                image = decode_image(backup.path.read_bytes(), backup.name, self._zone)
            except DamagedError:
                continue
            strange = self._segments and image.meta.store != self._segments[-1].store
            if strange or backups.wrong_with(backup):
                continue
            articles = {id: loads(line) for id, line in image.lines.items()}
            rows = {id: loads(row) for id, row in image.rows.items()}
            base = Records(articles, rows)
            told = self._after(image.meta.state)
            yield backup.name, replayed(base, told, loosely=loosely)
        if self._segments:
            beginning = genesis(self._segments[-1].store)
            told = self._after(beginning)
            yield "its beginning", replayed(_NOTHING, told, loosely=loosely)

    def _after(self, state: str) -> list[Transaction]:
        """The transactions of the log after `state`; all where it does not know that state."""
        found: list[Transaction] = []
        for transaction in (one for log in self._segments for one in log.transactions):
            found.append(transaction)
            if transaction.state == state:
                found.clear()
        return found

    def _meta_of_log(self) -> Meta | None:
        done = self._done
        if done is None:
            return None
        return Meta(self._segments[-1].store, done.sequence, done.state, done.next_id)

    def _tell_of_edits(self, articles: Mapping[int, Article], data: bytes) -> None:
        read, _ = readable_records(data, self._zone)
        other = [id for id, article in read.items() if articles.get(id) != article]
        if other:
            said = "read otherwise in the damaged file, which is kept"
            self._steps.append(f"{said}: article {_some(other)}")

    # -- files --------------------------------------------------------------

    def _install(self, image: Image, data: bytes | None) -> None:
        path = self._paths.store
        if data is not None:
            self._keep(path, data)
        if not self._dry_run:
            self._write(path, encode_image(image), path)
            atomic.fsync_folder(path.parent)

    def _set_aside(self, path: Path, data: bytes) -> None:
        self._keep(path, data)
        if not self._dry_run:
            path.unlink()

    def _keep(self, path: Path, data: bytes) -> None:
        """Keep the damaged bytes of a file under another name."""
        kept = path.with_name(f"{path.name}.damaged-{self._stamp}")
        self._steps.append(f"the damaged bytes are kept as {kept.name}")
        if not self._dry_run:
            self._write(kept, [data], path)
            atomic.fsync_folder(kept.parent)

    def _write(self, path: Path, chunks: Iterable[bytes], like: Path) -> None:
        """Write a file with the rights of another, where that is there."""
        if like.exists():
            temp = atomic.write_like(path, chunks, like)
        else:
            temp = atomic.write_temp(path, chunks, None, self._mode)
        atomic.install(temp, path)


def _some(ids: Collection[int]) -> str:
    """The first of these ids."""
    return ", ".join(map(str, sorted(ids)[:5])) + (" …" if len(ids) > 5 else "")


def _longest_beginning(data: bytes, name: str) -> Log:
    """The log of the longest beginning of `data` that is right; without `done` where none is."""
    lines = data.splitlines(keepends=True)
    low, high, best = 0, len(lines), Log("")
    while low < high:
        middle = (low + high + 1) // 2
        try:
            best = log_reader.parse(b"".join(lines[:middle]), name)
        except DamagedError:
            high = middle - 1
        else:
            low = middle
    return replace(best, pending=(), torn=b"", length=best.settled)


def _image(meta: Meta, articles: Mapping[int, Article], counts: Mapping[int, ViewsRow]) -> Image:
    """A store of these records; a slug that two of them have gets a number."""
    lines: dict[int, bytes] = {}
    taken: set[str] = set()
    for id, article in sorted(articles.items()):
        slug = free_slug(article.slug, taken.__contains__)
        taken.add(slug)
        lines[id] = encode(replace(article, slug=slug) if slug != article.slug else article)
    rows = {id: encode_counts(row) for id, row in sorted(counts.items())}
    meta = replace(meta, next_id=max([meta.next_id, *(id + 1 for id in articles)]))
    return Image(meta, lines=lines, rows=rows)
