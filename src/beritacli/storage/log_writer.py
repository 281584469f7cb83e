"""Writing the log: a new segment, lines at its end, taking them back, turning the page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from beritacli.storage.atomic import fsync_folder, install, write_all, write_like, write_temp
from beritacli.storage.history import Done, Header
from beritacli.storage.log_reader import read_header
from beritacli.storage.paths import Paths
from beritacli.values import replace

SEGMENT = 4 << 20  # bytes; a longer segment is closed and a new one begun


def create(path: Path, header: Header, base: Done, like: int | None, mode: int) -> int:
    """Write a new segment that begins where `base` says; returns its length in bytes."""
    lines = header.line() + base.line()
    install(write_temp(path, [lines], like, mode), path)
    fsync_folder(path.parent)
    return len(lines)


def append(path: Path, at: int, lines: Iterable[bytes]) -> None:
    """Put `lines` at offset `at`, where the log is cut, and sync it.

    On failure the log ends at `at` again, in a new file where a sync failed,
    because what a failed sync left in memory cannot be trusted.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        try:
            os.ftruncate(descriptor, at)
            os.lseek(descriptor, at, os.SEEK_SET)
            write_all(descriptor, lines)
        except OSError:
            os.ftruncate(descriptor, at)
            raise
        try:
            os.fsync(descriptor)
        except OSError:
            _copy_prefix(path, descriptor, at)
            raise
    finally:
        os.close(descriptor)


def mark(path: Path, done: Done) -> int:
    """Mark the transaction as done; the length of the log after it, 0 where it was cut short."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
    try:
        line = done.line()
        whole = os.write(descriptor, line) == len(line)
        return os.fstat(descriptor).st_size if whole else 0
    finally:
        os.close(descriptor)


def cut(path: Path, at: int) -> None:
    """Take back what was appended behind offset `at`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.ftruncate(descriptor, at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rotate(paths: Paths, base: Done) -> int:
    """Close the settled current segment, begin the next one; returns its length.

    The old segment has both names until the new one takes its place, so the log
    is whole at every moment; a name left by a rotation that did not end is
    overwritten. Raises OSError with the log as it was.
    """
    path = paths.log
    header = read_header(path)
    closed = paths.segment(header.segment)
    begun = replace(header, state=base.state, segment=header.segment + 1)
    lines = begun.line() + base.line()
    closed.unlink(missing_ok=True)
    os.link(path, closed)
    try:
        install(write_like(path, [lines]), path)
    except BaseException:
        closed.unlink(missing_ok=True)
        raise
    try:
        fsync_folder(path.parent)
    except BaseException:
        os.replace(closed, path)
        raise
    return len(lines)


def _copy_prefix(path: Path, descriptor: int, length: int) -> None:
    prefix = os.pread(descriptor, length, 0)
    install(write_temp(path, [prefix], descriptor, 0o600), path)
