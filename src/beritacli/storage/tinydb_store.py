"""The repository on disk: one write path, where lock, store and log meet.

A write: lock; read and reconcile; plan; temp file; log line; rename, which is
the commit; the mark `done`. ARCHITECTURE.md says what each step protects.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import tzinfo
from pathlib import Path

from beritacli.domain.document import WIB
from beritacli.domain.ports import Committed, Note, Planner
from beritacli.errors import BeritaError, ConflictError, UsageError, WriteFailedError
from beritacli.storage import atomic, history
from beritacli.storage.codec import Image, decode_image, encode_image
from beritacli.storage.commit import Opened, OutsideWriteError, Paths, commit
from beritacli.storage.history import Log
from beritacli.storage.lock import hold
from beritacli.storage.reconcile import reconcile
from beritacli.storage.snapshot import ImageSnapshot
from beritacli.storage.transaction import make_transaction, next_image

NEW_FILE_MODE = 0o600
_TRIES = 3  # when somebody who takes no lock writes at the same moment
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class TinyDBStore:
    """Articles in one TinyDB JSON file. `lock_timeout` is in seconds."""

    def __init__(self, path: Path, *, lock_timeout: float = 10.0, zone: tzinfo = WIB) -> None:
        self.path = path
        self._lock_timeout = lock_timeout
        self._zone = zone

    def exists(self) -> bool:
        """Whether the store's file is there."""
        return self.path.exists()

    def read(self) -> ImageSnapshot:
        """The records now, without a lock; raises DamagedError."""
        data = None
        for _ in range(_TRIES):
            with self._opened(NEW_FILE_MODE) as opened:
                if opened.descriptor is None:
                    break
                data = atomic.read_all(opened.descriptor)
                if atomic.signature(opened.descriptor) == opened.signature:
                    break
        return ImageSnapshot(self._decode(data), self._read_log)

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records under the lock and commit; see `ports.Repository`."""
        paths = self._paths()
        if not paths.store.exists() and not paths.log.exists():
            plan = planner(ImageSnapshot(None, self._read_log))
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
        with self._opened(mode) as opened:
            data = None if opened.descriptor is None else atomic.read_all(opened.descriptor)
            image = self._decode(data)
            log = history.read(paths.log)
            ground = reconcile(image, log, os.urandom(8).hex(), note)
            plan = planner(ImageSnapshot(image, lambda: log, ground.done.next_id))
            if not plan.changes:
                return Committed(plan, ground.done.sequence)
            transaction, done = make_transaction(ground, plan, note)
            lines = encode_image(next_image(image, ground.store, plan, done))
            temp = atomic.write_temp(paths.store, lines, opened.descriptor, mode)
            warnings = commit(paths, temp, opened, ground, transaction, done)
        return Committed(plan, transaction.sequence, warnings)

    @contextmanager
    def _opened(self, mode: int) -> Iterator[Opened]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            yield Opened(None, None, mode)
            return
        except OSError as error:
            raise BeritaError(f"could not read {self.path}: {error.strerror}") from None
        try:
            _check_is_file(self.path, os.fstat(descriptor))
            yield Opened(descriptor, atomic.signature(descriptor), mode)
        finally:
            os.close(descriptor)

    def _decode(self, data: bytes | None) -> Image | None:
        return None if data is None else decode_image(data, self.path.name, self._zone)

    def _read_log(self) -> Log | None:
        return history.read(self._paths().log)

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
