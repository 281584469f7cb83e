"""New files and folders beside the store have its rights, whatever the umask says."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_PRIVATE = 0o600


def make_file(path: Path, store: Path) -> None:
    """Make an empty file with the mode and group of the store, for its owner alone without one.

    Its owner may read and write it in any case. Raises FileExistsError.
    """
    mode, group = _PRIVATE, -1
    with suppress(FileNotFoundError):
        status = store.stat()
        mode, group = status.st_mode & 0o666 | _PRIVATE, status.st_gid
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, _PRIVATE)
    try:
        _give(descriptor, mode, group)
    finally:
        os.close(descriptor)


def open_file(path: Path, store: Path, flags: int) -> int:
    """A descriptor of the file that is there, made by `make_file` where there is none.

    Raises OSError, as where there is a link.
    """
    flags |= os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    with suppress(FileNotFoundError):
        return os.open(path, flags)
    with suppress(FileExistsError):  # somebody else was quicker
        make_file(path, store)
    return os.open(path, flags)


def make_folder(path: Path, store: Path) -> None:
    """Make a folder that those may read who may read the store, and write who may write it."""
    status = store.stat()
    path.mkdir(mode=0o700)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        enter = (status.st_mode & 0o444) >> 2
        inherited = os.fstat(descriptor).st_mode & stat.S_ISGID
        _give(descriptor, 0o700 | status.st_mode & 0o066 | enter | inherited, status.st_gid)
    finally:
        os.close(descriptor)


def _give(descriptor: int, mode: int, group: int) -> None:
    """Set mode and group; what is meant for a group that we cannot give, no other one gets."""
    if group not in (-1, os.fstat(descriptor).st_gid):
        try:
            os.fchown(descriptor, -1, group)
        except PermissionError:
            mode &= ~0o070
    os.fchmod(descriptor, mode)
