"""What is remembered of readers, so that one counts once: salted hashes, for some days.

A file of SQLite beside the store. It holds no address and no agent, only 64 bits of
a keyed hash; the key is drawn here and never leaves the file. Without the file
nothing counts twice: the times of the imports that it knew are closed then.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from beritacli.domain.ledger import KEPT_FOR
from beritacli.errors import BeritaError, ConflictError, WriteFailedError
from beritacli.rights import make_file
from beritacli.storage.paths import Paths
from beritacli.storage.permission import check_writable, closed

Seen = tuple[int, int, int]  # seconds since 1970, reader, article

_TABLES = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, name TEXT UNIQUE, at INTEGER);
CREATE TABLE IF NOT EXISTS seen (time INTEGER, reader INTEGER, article INTEGER, batch INTEGER,
    PRIMARY KEY (time, reader, article, batch)) WITHOUT ROWID;
"""


class Memory:
    """The views of some days, while an import has it to itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._begun: list[str] = []
        self.salt = self._salt()

    def known(self) -> frozenset[str]:
        """The names of the batches whose views are remembered."""
        return frozenset(name for (name,) in self._connection.execute("SELECT name FROM batches"))

    def seen(
        self, first: int, last: int, batches: Collection[str], share: tuple[int, int]
    ) -> Iterator[Seen]:
        """The views from one moment to another, both included, that some batches counted.

        Those of one share of the readers: of `(8, 3)` every eighth, which leave 3; the
        number of shares is a power of two.
        """
        numbers = {
            number
            for number, name in self._connection.execute("SELECT number, name FROM batches")
            if name in batches
        }
        # The remainder by its bits: that of SQLite has the sign of the number.
        sql = (
            "SELECT time, reader, article, batch FROM seen"
            " WHERE time BETWEEN ? AND ? AND reader & ? = ?"
        )
        of, which = share
        rows = self._connection.execute(sql, (first, last, of - 1, which))
        return ((time, reader, id) for time, reader, id, batch in rows if batch in numbers)

    def begin(self, at: datetime) -> str:
        """The name of a new batch."""
        name = os.urandom(8).hex()
        sql = "INSERT INTO batches (name, at) VALUES (?, ?)"
        self._connection.execute(sql, (name, int(at.timestamp())))
        self._begun.append(name)
        return name

    def keep(self, name: str, views: Iterable[Seen]) -> None:
        """Remember what a batch counted."""
        sql = "SELECT number FROM batches WHERE name = ?"
        (number,) = self._connection.execute(sql, (name,)).fetchone()
        self._connection.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", ((*view, number) for view in views)
        )

    def settle(self) -> None:
        """Have on disk what was kept so far, and go on alone.

        It comes before the store has the batch: one that only the memory knows counts
        for nothing, while one that only the store knows closes its time.
        """
        # In this mode a commit keeps the lock: no other import comes between.
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def take_back(self) -> None:
        """Let go of the batches that were begun, since the store did not get them."""
        for name in self._begun:
            sql = "DELETE FROM seen WHERE batch = (SELECT number FROM batches WHERE name = ?)"
            self._connection.execute(sql, (name,))
            self._connection.execute("DELETE FROM batches WHERE name = ?", (name,))
        self.settle()

    def forget(self, now: datetime) -> None:
        """Let go of batches that are old enough; a new key, when nothing is left."""
        oldest = int((now - KEPT_FOR).timestamp())
        self._connection.execute(
            "DELETE FROM seen WHERE batch IN (SELECT number FROM batches WHERE at <= ?)", (oldest,)
        )
        self._connection.execute("DELETE FROM batches WHERE at <= ?", (oldest,))
        if not self.known():
            self._connection.execute("DELETE FROM facts WHERE name = 'salt'")
            self.salt = self._salt()

    def _salt(self) -> bytes:
        row = self._connection.execute("SELECT value FROM facts WHERE name = 'salt'").fetchone()
        if row is None:
            row = (os.urandom(32),)
            self._connection.execute("INSERT INTO facts VALUES ('salt', ?)", row)
        return bytes(row[0])


class Readers:
    """The memory beside the store at `store`, a real path; `timeout` is in seconds."""

    def __init__(self, store: Path, timeout: float) -> None:
        self._store = store
        self._path = Paths(store).readers
        self._timeout = timeout

    @contextmanager
    def opened(self, now: datetime, *, writes: bool) -> Iterator[Memory]:
        """The memory, alone with it; what is kept stays if settled, or if the block ends well.

        Raises ConflictError where another import goes on.
        """
        connection = self._connected(writes=writes)
        try:
            connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            memory = Memory(connection)
            memory.forget(now)
            yield memory
            connection.execute("COMMIT" if writes else "ROLLBACK")
        except sqlite3.OperationalError as error:
            raise self._failed(error) from None
        finally:
            connection.close()

    def expire(self, now: datetime) -> None:
        """Forget what is old enough, where no import is doing so; never fails."""
        with suppress(BeritaError, sqlite3.Error, OSError), self.opened(now, writes=True):
            os.utime(self._path)  # looked at now, though nothing may have been old enough

    def _connected(self, *, writes: bool) -> sqlite3.Connection:
        """A connection to the file, made where it is needed; in memory for a trial without one."""
        if not self._path.exists() and not (writes and self._store.exists()):
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.executescript(_TABLES)
            return connection
        if not writes:
            return self._copy()
        check_writable(self._store)
        for _ in range(2):
            try:
                if not self._path.exists():
                    with suppress(FileExistsError):  # another import was quicker
                        make_file(self._path, self._store)
                return self._opened()
            except sqlite3.OperationalError as error:
                raise self._failed(error) from None
            except sqlite3.DatabaseError:  # damaged: the ledger closes what it knew
                self._path.unlink()
            except OSError as error:
                raise WriteFailedError(f"could not write {self._path}: {error.strerror}") from None
        raise WriteFailedError(f"could not make {self._path} anew", f"rm {self._path}")

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=self._timeout)
        try:
            connection.executescript(_TABLES)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _copy(self) -> sqlite3.Connection:
        """The file's content in memory, for a trial that changes nothing."""
        copy = sqlite3.connect(":memory:", isolation_level=None)
        with suppress(sqlite3.DatabaseError):
            file = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                file.backup(copy)
            finally:
                file.close()
        copy.executescript(_TABLES)
        return copy

    def _failed(self, error: sqlite3.OperationalError) -> ConflictError | WriteFailedError:
        if "locked" in str(error):
            return ConflictError(
                f"{self._path.name} is held for more than {self._timeout:g} s by another import",
                "wait for it to end, then try again",
            )
        if self._path.exists() and not os.access(self._path, os.R_OK | os.W_OK):
            return closed(self._path, str(self._path))
        return WriteFailedError(f"could not write {self._path}: {error}")
