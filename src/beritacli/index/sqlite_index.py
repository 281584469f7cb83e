"""The index as a file of SQLite beside its store: found, opened, brought into step, replaced.

Its content is compared by hashes with whatever store it is asked about, so an
index can never answer for another one. A damaged file is removed, and a new one
made under another name: a file that some process may have open is never renamed
over.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli.hashing import sha256
from beritacli.index.freshness import is_fresh, is_of, is_pinned, silent, unpin
from beritacli.index.schema import VERSION, connect, create
from beritacli.index.snapshot import IndexedSnapshot
from beritacli.rights import make_file

if TYPE_CHECKING:
    from beritacli.domain.index_ports import LogReader, Progress, StoreFile
    from beritacli.domain.layout import Commit
    from beritacli.index.sync import Read

_PAUSES = (0.002, 0.005, 0.01)  # seconds to let a writer that has just committed finish


class SQLiteIndex:
    """A `index_ports.Index`; without a `store` it lives in memory.

    `cache` is the folder for indexes of stores whose own folder is closed;
    `abbreviations` are those of the desk, as its setting has them.
    """

    def __init__(
        self,
        store: Path | None = None,
        cache: Path | None = None,
        progress: Progress = silent,
        abbreviations: str = "",
    ) -> None:
        self._store = store
        self._cache = cache
        self._progress = progress
        self._abbreviations = abbreviations
        self._path: Path | None = None
        self._connection: sqlite3.Connection | None = None

    def snapshot(self, file: StoreFile, log: LogReader) -> IndexedSnapshot:
        """The records of `file`; raises DamagedError where it is no store."""
        connection = self._kept(file) or self._found(file) or self._made(file)
        renewed = partial(self._replaced, file)
        return IndexedSnapshot(connection, file, log, self._progress, renewed, self._abbreviations)

    def committed(self, commit: Commit) -> None:
        """Follow a commit; where that fails, the next reader finds out and makes up for it."""
        from beritacli.index.sync import follow, written_by  # noqa: PLC0415 - only for writes

        with suppress(sqlite3.Error, OSError):
            if self._connection is None:
                self._connection = self._made(commit.file, written_by(commit))
            unpin(self._connection)
            follow(self._connection, commit)
            if self._path is not None:  # what other versions and dead builders left
                self._remove_others()

    def close(self) -> None:
        """Let go of the file; the last one to do so leaves nothing of SQLite's beside it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def examine(self) -> str:
        """What is wrong with the indexes on disk, '' if nothing."""
        for path in self._files():
            try:
                connection = connect(path)
                found = connection.execute("PRAGMA quick_check(1)").fetchone()
                connection.close()
            except sqlite3.Error as error:
                return f"{path.name}: {error}"
            if found != ("ok",):
                return f"{path.name}: {found[0]}"
        return ""

    def forget(self) -> None:
        """Remove every index of the store, of other versions too; the lock is held."""
        self.close()
        self._path = None
        self._remove_others()

    def _kept(self, file: StoreFile) -> sqlite3.Connection | None:
        """The connection of an earlier snapshot, brought into step."""
        connection, self._connection = self._connection, None
        return None if connection is None else self._stepped(connection, self._path, file)

    def _found(self, file: StoreFile) -> sqlite3.Connection | None:
        for path in self._files():
            connection = _opened(path)
            if connection is not None and self._stepped(connection, path, file):
                return connection
        return None

    def _stepped(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        file: StoreFile,
        read: Read | None = None,
    ) -> sqlite3.Connection | None:
        """The connection, pinned to the state of `file`; None where it cannot be had."""
        try:
            if not is_pinned(connection, file, is_fresh):
                _wait_for_writer(connection, file)
            if not is_pinned(connection, file, is_fresh):
                self._synchronise(connection, file, read)
                while not is_pinned(connection, file, is_of):
                    self._synchronise(connection, file)
        except sqlite3.DatabaseError as error:
            connection.close()
            if not isinstance(error, sqlite3.OperationalError):
                _remove(path)
            return None
        self._connection, self._path = connection, path
        return connection

    def _made(self, file: StoreFile, read: Read | None = None) -> sqlite3.Connection:
        """A new index: beside the store, else in the user's cache folder, else in memory."""
        for folder, name in self._places():
            path = folder / f"{name}.{VERSION}-{os.urandom(4).hex()}.sqlite"
            connection = None
            try:
                folder.mkdir(parents=True, exist_ok=True)
                make_file(path, self._store or path)
                connection = connect(path)
                create(connection)
                if self._stepped(connection, path, file, read):
                    return connection
            except (OSError, sqlite3.Error):
                pass
            except BaseException:
                _remove(path)
                raise
            if connection is not None:
                connection.close()
            _remove(path)
        connection = connect(":memory:")
        create(connection)
        self._synchronise(connection, file)
        self._connection, self._path = connection, None
        return connection

    def _synchronise(
        self, connection: sqlite3.Connection, file: StoreFile, read: Read | None = None
    ) -> None:
        from beritacli.index.sync import synchronise  # noqa: PLC0415 - most reads are in step

        synchronise(connection, file, file.scan(), self._progress, read)

    def _replaced(self, file: StoreFile, error: sqlite3.Error) -> sqlite3.Connection:
        """A new index in the place of one that is damaged or has moved on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if not isinstance(error, sqlite3.OperationalError):
            _remove(self._path)
        return self._made(file)

    def _files(self) -> Iterator[Path]:
        for folder, name in self._places():
            yield from _named(folder, f"{name}.{VERSION}-", ".sqlite")

    def _places(self) -> Iterator[tuple[Path, str]]:
        """The folders that an index can be in, and how its name begins there."""
        if self._store is None:
            return
        name = f"{self._store.name.removesuffix('.json')}.index"
        yield self._store.parent, name
        if self._cache is not None:
            yield self._cache, f"{_digest(self._store)}-{name}"

    def _remove_others(self) -> None:
        """Remove the indexes that are not ours, and what SQLite left beside those that are gone.

        The caller holds the writers' lock.
        """
        for folder, name in self._places():
            for path in _named(folder, f"{name}."):
                base, mark, _ = path.name.partition(".sqlite")
                if mark and path.with_name(base + mark) != self._path:
                    _remove(path.with_name(base + mark))


def _opened(path: Path) -> sqlite3.Connection | None:
    """A connection to a finished index; None for one that is being made, or is none."""
    try:
        connection = connect(path)
    except sqlite3.Error:
        return None
    try:
        connection.execute("SELECT value FROM facts WHERE name = 'signature'").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return None
    except sqlite3.DatabaseError:
        connection.close()
        _remove(path)
        return None
    return connection


def _wait_for_writer(connection: sqlite3.Connection, file: StoreFile) -> None:
    """A store just written has a writer that is about to write the index too."""
    if file.settled:
        return
    for pause in _PAUSES:
        if is_fresh(connection, file):
            return
        time.sleep(pause)


def _remove(path: Path | None) -> None:
    if path is None:
        return
    for name in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(OSError):
            Path(name).unlink()


def _named(folder: Path, start: str, end: str = "") -> list[Path]:
    """The files of a folder whose names begin and end so, in order; none where it is closed."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - a pattern costs more than the search
    except OSError:
        return []
    return [folder / name for name in names if name.startswith(start) and name.endswith(end)]


def _digest(path: Path) -> str:
    return str(sha256(os.fsencode(path)).hexdigest()[:16])
