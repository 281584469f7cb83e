"""Input files: plain or gzip, with clear errors and a limit on what is unpacked."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from beritacli.errors import (
    BeritaError,
    NotFoundError,
    UsageError,
    ValidationError,
    WriteFailedError,
)

BUFFER = 1 << 17  # bytes; as many can be peeked at
MAX_MEMORY = 1800 << 20  # bytes, of the whole program while it reads
MAX_UNPACKED = 2 << 30  # bytes; beyond it a small file that unpacks without end is stopped
_GZIP = b"\x1f\x8b"


def open_input(path: str) -> io.BufferedReader[Any]:
    """The bytes of a file, unpacked if it is gzip; the stream has `peek`."""
    return unpacked(open_packed(path), path)


def open_packed(path: str) -> io.BufferedReader[Any]:
    """The bytes of a file as they are; NotFoundError, UsageError for a folder, or BeritaError."""
    try:
        return buffered(io.FileIO(path))
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", "check the path") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder", f"name its files: {path}/*") from None
    except OSError as error:
        raise unread(path, error) from None


def buffered(file: io.FileIO) -> io.BufferedReader[Any]:
    """`file` with a buffer that is full before anybody peeks into it."""
    return io.BufferedReader(file if file.seekable() else _Full(file), BUFFER)


class _Full(io.RawIOBase):
    """A pipe or a terminal, which gives what is there or one line, read until it has given all.

    A format is told by its beginning; half a headline would be none.
    """

    def __init__(self, file: io.FileIO) -> None:
        super().__init__()
        self._file = file
        self._ended = False  # a terminal would have to end twice

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, but for the end."""
        room, filled = memoryview(buffer), 0
        while filled < len(room) and not self._ended:
            got = self._file.readinto(room[filled:]) or 0
            self._ended = not got
            filled += got
        return filled


def unread(name: str, error: OSError) -> BeritaError:
    """What to say of a file that a device or a right keeps back."""
    return BeritaError(f"could not read {name}: {error.strerror}", "check the file and its rights")


def unpacked(
    stream: io.BufferedReader[Any], name: str, most: int = MAX_UNPACKED
) -> io.BufferedReader[Any]:
    """`stream` itself, or what it unpacks to if it is gzip, at most `most` bytes.

    Raises BeritaError where it cannot be read, and as it is read ValidationError for
    what is damaged or more.
    """
    try:
        begin = stream.peek(2)[:2]
    except OSError as error:
        stream.close()
        raise unread(name, error) from None
    if begin != _GZIP:
        return stream
    import gzip  # noqa: PLC0415 - loaded only when used

    return io.BufferedReader(_Limited(gzip.GzipFile(fileobj=stream), stream, name, most), BUFFER)


class _Limited(io.RawIOBase):
    """A packed file that ends in an error when it is damaged or unpacks to too much."""

    def __init__(
        self, stream: io.BufferedIOBase, packed: io.BufferedIOBase, name: str, most: int
    ) -> None:
        super().__init__()
        self._stream = stream
        self._packed = packed
        self._name = name
        self._left = self._most = most

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close the packed file too."""
        self._packed.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Unpack the next bytes."""
        try:
            data = self._stream.read1(len(buffer))  # `read` loses what stands before damage
        except (OSError, EOFError, zlib.error) as error:
            raise ValidationError(f"{self._name}: damaged gzip: {error}") from None
        self._left -= len(data)
        if self._left < 0:
            raise ValidationError(f"{self._name}: unpacks to more than {self._most >> 30} GB")
        buffer[: len(data)] = data
        return len(data)


def write_output(path: Path, text: str) -> None:
    """Put `text` into a file whole, packed where its name ends in `.gz`.

    A failure leaves the old file as it was. Raises WriteFailedError.
    """
    data = text.encode()
    if path.suffix.lower() == ".gz":
        import gzip  # noqa: PLC0415 - loaded only when used

        data = gzip.compress(data, mtime=0)  # the same text is the same file
    temp = path.with_name(f"{path.name}.tmp-{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: nothing to replace
            path.write_bytes(data)
            return
        with temp.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temp.replace(path)
    except OSError as error:
        with suppress(OSError):
            temp.unlink()
        raise WriteFailedError(f"could not write {path}: {error.strerror}") from None


@contextmanager
def limited_memory() -> Iterator[None]:
    """Turn input that would fill the machine's memory into a ValidationError.

    Where the system knows no such limit, there is none.
    """
    import resource  # noqa: PLC0415 - only for imports

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MAX_MEMORY if soft == resource.RLIM_INFINITY else min(soft, MAX_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    except MemoryError:
        raise ValidationError(
            f"reading this takes more than {MAX_MEMORY >> 20} MB of memory", "import it in parts"
        ) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
