"""The last steps of a write: log line, rename, mark. The rename is the commit."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from itertools import chain
from pathlib import Path

from beritacli.errors import DamagedError, WriteFailedError
from beritacli.storage import atomic, log_writer
from beritacli.storage.atomic import Signature
from beritacli.storage.history import Done, Header, Transaction
from beritacli.storage.paths import Paths
from beritacli.storage.reconcile import Ground
from beritacli.storage.signals import blocked_signals
from beritacli.values import Value


class OutsideWriteError(Exception):
    """Somebody without our lock changed the store while we wrote: try again."""


class Opened(Value):
    """The store as it was read: its descriptor and signature (None for no file yet)."""

    descriptor: int | None
    signature: Signature | None
    mode: int


class Landed(Value):
    """A commit that is on disk: its segment of the log, how long that is now, warnings.

    `settled` is 0 where the length is not known.
    """

    segment: int
    settled: int
    warnings: tuple[str, ...]


def commit(
    paths: Paths, temp: Path, opened: Opened, ground: Ground, transaction: Transaction, done: Done
) -> Landed:
    """Put `temp` in the place of the store.

    Raises OSError or OutsideWriteError with store and log as they were, and
    WriteFailedError where the device fails after the rename, with the change in the store.
    """
    with blocked_signals():
        try:
            at = _append(paths, opened, ground, transaction)
        except BaseException:
            temp.unlink()
            raise
        try:
            if not _unchanged(paths.store, opened):
                raise OutsideWriteError
            atomic.install(temp, paths.store)
        except BaseException:
            temp.unlink(missing_ok=True)
            _take_back(paths, ground, at)
            raise
        try:
            atomic.fsync_folder(paths.store.parent)
            segment, settled = _marked(paths, ground, done)
            return Landed(segment, settled, _warnings(paths, ground) + _rescue(paths.store, opened))
        except OSError as error:  # too late to take it back: somebody may have read it
            raise WriteFailedError(
                f"{paths.store} has the change, but the disk does not confirm it: {error.strerror}",
                "berita log shows it; check the disk, since a loss of power may take it back",
            ) from error


def _marked(paths: Paths, ground: Ground, done: Done) -> tuple[int, int]:
    """Mark the transaction done where that works; the log's segment and length, 0 if unknown."""
    segment, settled = ground.segment, 0
    with suppress(OSError):  # the store's state tells the same at the next write
        settled = log_writer.mark(paths.log, done)
    if settled > log_writer.SEGMENT:
        with suppress(OSError, DamagedError):  # it can be done after the next write as well
            settled = log_writer.rotate(paths, done)
            segment += 1
    return segment, settled


def _append(paths: Paths, opened: Opened, ground: Ground, transaction: Transaction) -> int:
    """Write the log line and sync it; the offset to cut at to take it back."""
    if ground.torn:
        _keep_torn(paths, ground.torn)
    if ground.foreign:
        os.replace(paths.log, paths.aside(ground.foreign))
    at = ground.at
    try:
        if at is None:
            header = Header(ground.store, ground.done.state, 1, ground.done.next_id)
            at = log_writer.create(paths.log, header, ground.done, opened.descriptor, opened.mode)
        log_writer.append(paths.log, at, chain(ground.lines, transaction.pieces()))
    except OSError:
        if ground.at is None:
            _take_back(paths, ground, 0)
        raise
    return at


def _take_back(paths: Paths, ground: Ground, at: int) -> None:
    if ground.at is not None:
        log_writer.cut(paths.log, at)
        return
    paths.log.unlink(missing_ok=True)
    if ground.foreign:
        os.replace(paths.aside(ground.foreign), paths.log)


def _keep_torn(paths: Paths, torn: bytes) -> None:
    descriptor = os.open(paths.torn, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, torn + b"\n")
    finally:
        os.close(descriptor)


def _warnings(paths: Paths, ground: Ground) -> tuple[str, ...]:
    log = paths.log.name
    warnings = []
    if ground.foreign:
        aside = paths.aside(ground.foreign).name
        warnings.append(f"{log} belongs to another store; it is now {aside}")
    if ground.torn:
        warnings.append(f"the last line of {log} was cut off; its bytes are in {paths.torn.name}")
    if ground.outside is not None:
        warnings.append(f"{paths.store.name} was changed outside berita; its records were kept")
    return tuple(warnings)


def _unchanged(store: Path, opened: Opened) -> bool:
    """Whether the path still names the file that was read, with the content that was read."""
    if opened.descriptor is None:
        return not store.exists()
    try:
        named = os.path.samestat(os.stat(store), os.fstat(opened.descriptor))
    except FileNotFoundError:
        return False
    return named and atomic.signature(opened.descriptor) == opened.signature


def _rescue(store: Path, opened: Opened) -> tuple[str, ...]:
    """Keep what somebody wrote into the old file between our last look and the rename."""
    if opened.descriptor is None or opened.signature is None:
        return ()
    now = atomic.signature(opened.descriptor)
    if (now.size, now.mtime) == (opened.signature.size, opened.signature.mtime):
        return ()
    lost = store.with_name(f"{store.name}.lost-{time.strftime('%Y%m%dT%H%M%S')}")
    data = atomic.read_all(opened.descriptor)
    atomic.install(atomic.write_temp(lost, [data], opened.descriptor, opened.mode), lost)
    return (f"another program wrote {store.name} at the same moment; its text is in {lost.name}",)
