"""The repository on disk: one write path, where lock, store and log meet.

A write: lock; read and reconcile; plan; temp file; log line; rename, which is
the commit; the mark `done`. ARCHITECTURE.md says what each step protects.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path

from beritacli.domain.document import WIB
from beritacli.domain.nothing import Nothing
from beritacli.domain.ports import Commit, Committed, Index, Note, Plan, Planner, Snapshot
from beritacli.errors import BeritaError, ConflictError, UsageError, WriteFailedError
from beritacli.storage import atomic, history
from beritacli.storage.codec import Meta
from beritacli.storage.commit import Landed, Opened, OutsideWriteError, Paths, commit
from beritacli.storage.history import Done
from beritacli.storage.lock import hold
from beritacli.storage.past import Past
from beritacli.storage.reconcile import reconcile
from beritacli.storage.splice import next_store
from beritacli.storage.storefile import StoreFile
from beritacli.storage.transaction import Documents, documents_of, make_transaction

NEW_FILE_MODE = 0o600
_TRIES = 3  # when somebody who takes no lock writes at the same moment
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


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

    def exists(self) -> bool:
        """Whether the store's file is there."""
        return self.path.exists()

    def read(self) -> Snapshot:
        """The records now, without a lock; raises DamagedError."""
        past = Past(self._paths().log)
        for _ in range(_TRIES):
            file = self._opened()
            if file is None:
                return Nothing()
            snapshot = self._index.snapshot(file, past)
            if not file.changed:
                break
        return snapshot

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records under the lock and commit; see `ports.Repository`."""
        paths = self._paths()
        if not paths.store.exists() and not paths.log.exists():
            plan = planner(Nothing())
            if not plan.changes:  # nothing to write is no reason to make files
                return Committed(plan, 0)
        mode = _check_writable(paths.store)
        try:
            with hold(paths.lock, self._lock_timeout, mode):
                atomic.remove_temp_files(paths.store)
                atomic.remove_temp_files(paths.log)
                for _ in range(_TRIES):
                    with suppress(OutsideWriteError):
                        return self._write_once(paths, planner, note, mode)
        except OSError as error:
            raise atomic.write_failed(error, paths.store) from error
        raise ConflictError(
            f"another program keeps changing {paths.store.name} without the lock",
            "let it end, then try again; programs should write through berita",
        )

    def _write_once(self, paths: Paths, planner: Planner, note: Note, mode: int) -> Committed:
        file = self._opened()
        snapshot = self._index.snapshot(file, Past(paths.log)) if file else None
        here = (file.meta, snapshot) if file and snapshot else None
        log = history.read(paths.log, snapshot.bookmark if snapshot else "")
        ground = reconcile(here, log, lambda: history.read(paths.log), os.urandom(8).hex(), note)
        if snapshot is not None:
            snapshot.reserve(ground.done.next_id)
        plan = planner(snapshot or Nothing(ground.done.next_id))
        if not plan.changes:
            return Committed(plan, ground.done.sequence)
        documents = documents_of(plan, snapshot)
        transaction, done = make_transaction(ground, plan, note, documents)
        meta = Meta(ground.store, done.sequence, done.state, done.next_id)
        opened = Opened(file.descriptor, file.signature, mode) if file else Opened(None, None, mode)
        bytes_of_store = next_store(file, snapshot, meta, documents.lines)
        temp = atomic.write_temp(paths.store, bytes_of_store, opened.descriptor, mode)
        written = StoreFile(os.open(temp, os.O_RDONLY), self.path.name, self._zone)
        landed = commit(paths, temp, opened, ground, transaction, done)
        self._tell_index(file, written, plan, documents, done, ground.store, landed)
        return Committed(plan, transaction.sequence, landed.warnings)

    def _tell_index(
        self,
        before: StoreFile | None,
        after: StoreFile,
        plan: Plan,
        documents: Documents,
        done: Done,
        store: str,
        landed: Landed,
    ) -> None:
        after.look_again()  # the rename changed a time
        lines = documents.lines
        self._index.committed(
            Commit(
                before.signature if before else None,
                after,
                plan.changes,
                [
                    None
                    if (line := lines[change.id]) is None
                    else (len(line), documents.after[change.id])
                    for change in plan.changes
                ],
                done.next_id,
                history.bookmark(store, landed.settled, done) if landed.settled else "",
            )
        )

    def _opened(self) -> StoreFile | None:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BeritaError(f"could not read {self.path}: {error.strerror}") from None
        file = StoreFile(descriptor, self.path.name, self._zone)
        _check_is_file(self.path, os.fstat(descriptor))
        return file

    def _paths(self) -> Paths:
        return Paths(Path(os.path.realpath(self.path)))


def _check_writable(store: Path) -> int:
    """The mode for new files beside `store`; raises where a write must not or cannot happen.

    A rename replaces even a read-only file, so permission is asked here. Write
    bits count for root too: a file that nobody may write was closed on purpose.
    """
    try:
        folder = store.parent.stat()
    except OSError as error:
        raise atomic.write_failed(error, store.parent) from None
    if not folder.st_mode & _ANY_WRITE or not os.access(store.parent, os.W_OK | os.X_OK):
        raise _read_only(f"the folder {store.parent}", store.parent)
    try:
        status = store.stat()
    except FileNotFoundError:
        return NEW_FILE_MODE
    _check_is_file(store, status)
    if status.st_nlink > 1:
        raise WriteFailedError(
            f"{store} has {status.st_nlink} hard links: a write would part them",
            f"make it a file of its own: cp {store} copy.json",
        )
    if not status.st_mode & _ANY_WRITE or not os.access(store, os.W_OK):
        raise _read_only(str(store), store)
    return stat.S_IMODE(status.st_mode)


def _check_is_file(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(f"{path} is no file", "give the path of a store: --db berita.json")


def _read_only(what: str, path: Path) -> WriteFailedError:
    return WriteFailedError(f"could not write {what}: it is read-only", f"chmod u+w {path}")
