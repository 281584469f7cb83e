"""Files that are replaced whole: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from beritacli.errors import WriteFailedError
from beritacli.values import Value

TEMP = ".tmp-"  # in the name of a file that is to replace another
_PAGE = 4096  # bytes; a multiple of it is a multiple of a smaller page too
_CHUNK = 1 << 20  # bytes gathered before a write: few system calls, little memory
_DOUBTFUL = 2_000_000_000  # ns; the coarsest clock of a file system in use (FAT) goes in 2 s
_CANNOT_COPY = {errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}
_HINTS = {
    errno.ENOSPC: "free some space on the disk, then try again",
    errno.EDQUOT: "the quota is used up: free some space, then try again",
    errno.EFBIG: "a limit on file size is in force: see ulimit -f",
    errno.EROFS: "the file system is mounted read-only",
    errno.EACCES: "check the permissions of the folder and its files",
    errno.EPERM: "check the permissions of the folder and its files",
    errno.EMFILE: "ulimit -n shows how many files may be open",
    errno.ENFILE: "ulimit -n shows how many files may be open",
    errno.ENOENT: "make the folder first, or give another --db",
}


def write_failed(
    error: OSError, path: Path, otherwise: str = "nothing was changed"
) -> WriteFailedError:
    """The error for a failed system call, with a hint by its errno, or `otherwise`.

    It names the file that the system names, else `path`.
    """
    named = Path(error.filename) if isinstance(error.filename, str) else path
    if TEMP in named.name:
        named = named.with_name(named.name.partition(TEMP)[0])
    reason = error.strerror or str(error)
    return WriteFailedError(
        f"could not write {named}: {reason}", _HINTS.get(error.errno or 0, otherwise)
    )


def temp_name(path: Path) -> Path:
    """A new name beside `path` for a file that will replace it."""
    return path.with_name(f"{path.name}{TEMP}{os.getpid()}-{os.urandom(4).hex()}")


class Range(Value):
    """A piece of an open file that is to be copied as it is."""

    descriptor: int
    at: int
    size: int


def write_all(descriptor: int, chunks: Iterable[bytes | Range]) -> None:
    """Write every byte of `chunks`, in large pieces."""
    buffer = bytearray()
    for chunk in chunks:
        if isinstance(chunk, Range):
            _write(descriptor, buffer)
            buffer.clear()
            _copy(descriptor, chunk)
            continue
        buffer += chunk
        if len(buffer) >= _CHUNK:
            _write(descriptor, buffer)
            buffer.clear()
    _write(descriptor, buffer)


def write_temp(path: Path, chunks: Iterable[bytes | Range], like: int | None, mode: int) -> Path:
    """Write a synced temp file beside `path`, with the attributes of descriptor `like`.

    `mode` serves where there is no file to be like. On failure nothing is left.
    """
    temp = temp_name(path)
    descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        if like is not None:
            copy_attributes(like, descriptor)
        write_all(descriptor, chunks)
        # A clock of the kernel goes in steps of milliseconds. A time between two
        # steps makes every later write show in the signature, however soon it comes.
        now = time.time_ns()
        os.utime(descriptor, ns=(now, now))
        os.fsync(descriptor)
    except BaseException:
        os.unlink(temp)
        raise
    finally:
        os.close(descriptor)
    return temp


def write_like(path: Path, chunks: Iterable[bytes | Range], like: Path | None = None) -> Path:
    """The same with the attributes of the file at `like`, else of the one that is at `path` now."""
    descriptor = os.open(like or path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        return write_temp(path, chunks, descriptor, 0o600)
    finally:
        os.close(descriptor)


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


def _write(descriptor: int, data: bytearray | memoryview) -> None:
    with memoryview(data) as view:
        offset = 0
        while offset < len(view):
            offset += os.write(descriptor, view[offset:])


def _copy(descriptor: int, piece: Range) -> None:
    """Copy a piece of another file.

    The kernel does it where bytes keep their place within a page. Where they move, it
    would touch each page twice, and to read and write takes two thirds of that.
    """
    at, left = piece.at, piece.size
    moved = (at - os.lseek(descriptor, 0, os.SEEK_CUR)) % _PAGE
    by_kernel = hasattr(os, "copy_file_range") and not moved
    buffer = bytearray(0 if by_kernel else min(left, _CHUNK))
    while left:
        if by_kernel:
            try:
                done = os.copy_file_range(piece.descriptor, descriptor, left, at)
            except OSError as error:
                if error.errno not in _CANNOT_COPY:
                    raise
                by_kernel, buffer = False, bytearray(min(left, _CHUNK))
                continue
        else:
            with memoryview(buffer)[:left] as room:
                done = os.preadv(piece.descriptor, [room], at)
                _write(descriptor, room[:done])
        if not done:
            raise OSError(errno.EIO, "the store became shorter while it was copied")
        at, left = at + done, left - done


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


class Signature(Value):
    """What changes when a file's content does: bytes, times in ns, inode."""

    size: int
    mtime: int
    ctime: int
    inode: int

    def __iter__(self) -> Iterator[int]:
        return iter((self.size, self.mtime, self.ctime, self.inode))


def signature(descriptor: int) -> Signature:
    """The signature of the open file."""
    status = os.fstat(descriptor)
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def is_settled(signature: Signature) -> bool:
    """Whether the file is old enough for a later change to have another time for sure."""
    return time.time_ns() - max(signature.mtime, signature.ctime) > _DOUBTFUL


def read_all(descriptor: int, offset: int = 0) -> bytes:
    """The content of the open file from `offset` on."""
    chunks = []
    while chunk := os.pread(descriptor, 1 << 24, offset):
        chunks.append(chunk)
        offset += len(chunk)
    return b"".join(chunks)
