"""The repository on disk: a TinyDB JSON file with an index, a log and a lock beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli.domain.document import WIB
from beritacli.errors import BeritaError, ConflictError, UsageError
from beritacli.storage.paths import Paths

if TYPE_CHECKING:
    from beritacli.domain.changes import Committed, Entry, Note, Plan
    from beritacli.domain.index_ports import Index
    from beritacli.domain.ports import Planner, Snapshot
    from beritacli.storage.keeping import Keeping
    from beritacli.storage.past import Past
    from beritacli.storage.storefile import StoreFile
    from beritacli.storage.writer import Writer

_TRIES = 3  # when somebody who takes no lock writes at the same moment
_USAGE = "give the path of a store: --db berita.json"


class TinyDBStore:
    """Articles in one TinyDB JSON file, with an index beside it.

    `lock_timeout` is in seconds; `zone` is that of times written without one.
    """

    def __init__(
        self, path: Path, index: Index, *, lock_timeout: float = 10.0, zone: tzinfo = WIB
    ) -> None:
        self.path = path
        self._index = index
        self._lock_timeout = lock_timeout
        self._zone = zone
        self._found = False

    def exists(self) -> bool:
        """Whether the store's file is there."""
        return self.path.exists()

    def read(self) -> Snapshot:
        """The records now, without a lock; raises DamagedError."""
        for _ in range(_TRIES):
            file = self._opened()
            if file is None:
                from beritacli.domain.nothing import Nothing  # noqa: PLC0415 - only for no store

                return Nothing()
            snapshot = self._index.snapshot(file, _Log(self.paths, file))
            if not file.changed:
                break
        return snapshot

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records under the lock and commit; see `ports.Repository`."""
        return self._writer().write(planner, note, self._lock_timeout)

    def preview(self, planner: Planner, note: Note) -> Plan:
        """What `write` would do now, with the same checks; nothing is written."""
        return self._writer().preview(planner, note)

    def keeper(self, drafts: Path) -> Keeping:
        """What keeps this store safe; `drafts` is the folder of texts that could not be saved."""
        from beritacli.storage.keeping import Keeping  # noqa: PLC0415 - as below

        return Keeping(
            self.paths, self._index, self._opened, self._zone, self._lock_timeout, drafts
        )

    def _writer(self) -> Writer:
        # A read needs nothing of what writes, and pays for none of it.
        from beritacli.storage.writer import Writer  # noqa: PLC0415

        return Writer(self.paths, self._index, self._opened, self._zone)

    def _opened(self) -> StoreFile | None:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO would wait
        except FileNotFoundError:
            if self._found:  # else a new store would be begun where it was
                raise ConflictError(
                    f"{self.path} is gone since this command began",
                    "find where it was moved to, and run it again with --db",
                ) from None
            return None
        except NotADirectoryError:
            raise UsageError(f"{self.path.parent} is no folder", _USAGE) from None
        except OSError as error:
            raise BeritaError(
                f"could not read {self.path}: {error.strerror}",
                "check the path and its permissions",
            ) from None
        from beritacli.storage.storefile import StoreFile  # noqa: PLC0415 - where there is one

        file = StoreFile(descriptor, self.path.name, self._zone)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UsageError(f"{self.path} is no file", _USAGE)
        self._found = True
        return file

    @property
    def paths(self) -> Paths:
        """The store and the files beside it, by their real names."""
        return Paths(Path(os.path.realpath(self.path)))


class _Log:
    """A `index_ports.LogReader` that loads what reads the log only when it is asked."""

    def __init__(self, paths: Paths, file: StoreFile) -> None:
        self._paths = paths
        self._file = file

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        return self._past().last_ids()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        return self._past().former_status(id)

    def entries(self) -> Iterator[Entry]:
        """What the log says, the last entry first."""
        return self._past().entries()

    def _past(self) -> Past:
        from beritacli.storage.past import Past  # noqa: PLC0415 - few reads ask for the past

        return Past(self._paths, lambda: (self._file.meta.store, self._file.meta.state))
