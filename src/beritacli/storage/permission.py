"""Whether a store may be written, asked before anything is, and why not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from beritacli.errors import UsageError, WriteFailedError
from beritacli.storage import atomic

NEW_FILE_MODE = 0o600
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def check_writable(store: Path) -> int:
    """The mode for new files beside `store`; raises where a write must not or cannot happen.

    A rename replaces even a read-only file, so permission is asked here. Write
    bits count for root too: a file that nobody may write was closed on purpose.
    """
    try:
        folder = store.parent.stat()
    except OSError as error:
        raise atomic.write_failed(error, store.parent) from None
    if not folder.st_mode & _ANY_WRITE or not os.access(store.parent, os.W_OK | os.X_OK):
        raise closed(store.parent, f"the folder {store.parent}")
    try:
        status = store.stat()
    except FileNotFoundError:
        return NEW_FILE_MODE
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(f"{store} is no file", "give the path of a store: --db berita.json")
    if status.st_nlink > 1:
        raise WriteFailedError(
            f"{store} has {status.st_nlink} hard links: a write would part them",
            f"make it a file of its own: cp {store} copy.json",
        )
    if not status.st_mode & _ANY_WRITE or not os.access(store, os.W_OK):
        raise closed(store, str(store))
    return stat.S_IMODE(status.st_mode)


def closed(path: Path, what: str) -> WriteFailedError:
    """The error for a file or folder that we may not write: by its mount, its mode or its owner."""
    status = path.stat()
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        reason, hint = "its file system is mounted read-only", f"df {path} names the file system"
    elif not status.st_mode & _ANY_WRITE:
        reason, hint = "it is read-only", f"chmod u+w {path}"
    else:
        reason = f"it belongs to user {status.st_uid}, and user {os.geteuid()} may not"
        hint = f"ls -ld {path} shows who may"
    return WriteFailedError(f"could not write {what}: {reason}", hint)
