"""The writer's lock: flock on a permanent file beside the store.

flock is released by the kernel when its holder dies, so a dead holder is no
obstacle and the file need never be removed (removing it would let two writers
hold two different locks). The file names its holder for those who wait. The
library filelock was left out because its import takes as long as Typer's.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from beritacli.errors import BeritaError, ConflictError
from beritacli.rights import open_file
from beritacli.storage.atomic import write_failed
from beritacli.storage.paths import Paths

# Seconds between two tries. A long pause would lose to writers that come back at once.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.01


@contextmanager
def hold(paths: Paths, timeout: float) -> Iterator[None]:
    """Hold the lock file of a store, or raise ConflictError.

    Waits at most `timeout` seconds; the error names the holder.
    """
    path = paths.lock
    deadline = time.monotonic() + timeout
    while True:
        descriptor = _open(path, paths.store)
        try:
            _acquire(descriptor, path, deadline, timeout)
            if _still_named(descriptor, path):
                _sign(descriptor)
                yield
                return
        finally:
            os.close(descriptor)


def _open(path: Path, store: Path) -> int:
    try:
        return open_file(path, store, 0)
    except OSError as error:
        raise write_failed(error, path) from None


def _acquire(descriptor: int, path: Path, deadline: float, timeout: float) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
                raise BeritaError(
                    f"the file system of {path} has no locks: {error.strerror}",
                    "keep the store on a local disk",
                ) from None
        else:
            return
        if time.monotonic() >= deadline:
            raise ConflictError(
                f"{path.name} is held for more than {timeout:g} s by {holder(descriptor)}",
                "wait for it to end, then try again",
            )
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _still_named(descriptor: int, path: Path) -> bool:
    """Whether `path` is the file we locked, and not one that was put in its place."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    text = f"process {os.getpid()} on {os.uname().nodename}\n".encode()
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text, 0)
    except OSError:
        pass  # a full disk keeps the name out, not the lock


def holder(descriptor: int) -> str:
    """Who signed the open lock file last."""
    text = os.pread(descriptor, 200, 0).decode(errors="replace").strip()
    return text or "an unknown process"
