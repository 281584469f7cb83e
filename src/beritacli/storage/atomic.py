"""Files that are replaced whole: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from beritacli.errors import WriteFailedError

_CHUNK = 1 << 20  # bytes gathered before a write: few system calls, little memory
_HINTS = {
    errno.ENOSPC: "free some space on the disk, then try again",
    errno.EDQUOT: "the quota is used up: free some space, then try again",
    errno.EFBIG: "a limit on file size is in force: see ulimit -f",
    errno.EROFS: "the file system is mounted read-only",
    errno.EACCES: "check the permissions of the folder and its files",
    errno.EPERM: "check the permissions of the folder and its files",
    errno.ENOENT: "make the folder first, or give another --db",
}


def write_failed(error: OSError, path: Path) -> WriteFailedError:
    """The error for a failed system call on `path`, with a hint by its errno."""
    reason = error.strerror or str(error)
    return WriteFailedError(
        f"could not write {path}: {reason}", _HINTS.get(error.errno or 0, "nothing was changed")
    )


def temp_name(path: Path) -> Path:
    """A new name beside `path` for a file that will replace it."""
    return path.with_name(f"{path.name}.tmp-{os.getpid()}-{os.urandom(4).hex()}")


def remove_temp_files(path: Path) -> None:
    """Remove what dead writers left beside `path`; the caller holds the lock."""
    prefix = f"{path.name}.tmp-"
    for entry in os.scandir(path.parent):
        if entry.name.startswith(prefix):
            os.unlink(entry.path)


def write_all(descriptor: int, chunks: Iterable[bytes]) -> None:
    """Write every byte of `chunks`, in large pieces."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        if len(buffer) >= _CHUNK:
            _write(descriptor, buffer)
            buffer.clear()
    _write(descriptor, buffer)


def write_temp(path: Path, chunks: Iterable[bytes], like: int | None, mode: int) -> Path:
    """Write a synced temp file beside `path`, with the attributes of descriptor `like`.

    `mode` serves where there is no file to be like. On failure nothing is left.
    """
    temp = temp_name(path)
    descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        if like is not None:
            copy_attributes(like, descriptor)
        write_all(descriptor, chunks)
        os.fsync(descriptor)
    except BaseException:
        os.unlink(temp)
        raise
    finally:
        os.close(descriptor)
    return temp


def install(temp: Path, path: Path) -> None:
    """Put `temp` in the place of `path`; on failure `temp` is gone and `path` as it was."""
    try:
        os.replace(temp, path)
    except BaseException:
        temp.unlink(missing_ok=True)
        raise


def copy_attributes(source: int, target: int) -> None:
    """Give `target` the owner, group, extended attributes (ACL among them) and mode of `source`.

    Owner and group are kept where the system lets us; the mode comes last,
    because a change of owner clears bits of it.
    """
    status = os.fstat(source)
    made = os.fstat(target)
    for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
        if owner not in (-1, made.st_uid) or group not in (-1, made.st_gid):
            try:
                os.fchown(target, owner, group)
            except PermissionError:
                continue
    _copy_extended_attributes(source, target)
    os.fchmod(target, stat.S_IMODE(status.st_mode))


def fsync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytearray) -> None:
    with memoryview(data) as view:
        offset = 0
        while offset < len(view):
            offset += os.write(descriptor, view[offset:])


def _copy_extended_attributes(source: int, target: int) -> None:
    if not hasattr(os, "listxattr"):  # Linux alone has them in the standard library
        return
    try:
        names = os.listxattr(source)
    except OSError:
        return
    for name in names:
        try:
            os.setxattr(target, name, os.getxattr(source, name))
        except OSError:
            continue  # such as security labels that only root may set


class Signature(NamedTuple):
    """What changes when a file's content does: bytes, times in ns, inode."""

    size: int
    mtime: int
    ctime: int
    inode: int


def signature(descriptor: int) -> Signature:
    """The signature of the open file."""
    status = os.fstat(descriptor)
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def read_all(descriptor: int) -> bytes:
    """The whole content of the open file."""
    chunks, offset = [], 0
    while chunk := os.pread(descriptor, 1 << 24, offset):
        chunks.append(chunk)
        offset += len(chunk)
    return b"".join(chunks)
