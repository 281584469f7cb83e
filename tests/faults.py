"""Run a command in a child process whose system calls are watched, and fail or kill it at one.

The calls that change a file are those of the module `os`; SQLite's own, on the index,
are left alone, since the index may be lost at any time. What was done is recorded,
so that a loss of power can be played: see `Disk`.
"""

from __future__ import annotations

import errno
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KILL, HALF = "KILL", "KILL in the middle"
FAULTS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
_CALLS = ("write", "copy_file_range", "fsync", "replace", "link", "unlink", "ftruncate", "mkdir")


@dataclass
class Call:
    """One call that changes something: its name, and what it was done to."""

    name: str
    path: str
    data: bytes = b""
    at: int = 0
    other: str = ""


@dataclass
class Run:
    """How a child ended: its exit code, None where it was killed, and what it did."""

    exit: int | None
    calls: list[Call] = field(default_factory=list)


def run(folder: Path, act: Callable[[], int], at: int = -1, fault: str = "") -> Run:
    """`act` in a child process, with `fault` at its call number `at` on files of `folder`."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the child's coverage is not gathered
        os.close(reading)
        code = 99
        try:
            watch = _Watch(folder, at, fault)
            watch.begin()
            code = act()
            watch.end()
            os.write(writing, pickle.dumps(watch.calls))
        except BaseException:  # noqa: BLE001 - the parent is told by the exit code
            traceback.print_exc()
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    return Run(
        None if killed else os.WEXITSTATUS(status),
        pickle.loads(data) if data else [],  # noqa: S301 - our own child wrote it
    )


class _Watch:
    """Stands between the program and the calls of `os` that change files of a folder."""

    def __init__(self, folder: Path, at: int, fault: str) -> None:
        self._folder = str(folder)
        self._at = at
        self._fault = fault
        self._real = {name: getattr(os, name) for name in (*_CALLS, "open")}
        self.calls: list[Call] = []

    def begin(self) -> None:
        for name in self._real:
            setattr(os, name, getattr(self, f"_{name}"))

    def end(self) -> None:
        for name, call in self._real.items():
            setattr(os, name, call)

    def _write(self, descriptor: int, data: Any) -> int:
        path = self._path(descriptor)
        if descriptor == 1:
            path = "stdout"
        content = bytes(data)
        at = _position(descriptor) if path not in ("", "stdout") else 0

        def half() -> None:
            self._real["write"](descriptor, content[: len(content) // 2])

        self._reached(Call("write", path, content, at), half)
        return self._real["write"](descriptor, data)

    def _copy_file_range(self, source: int, target: int, count: int, at: int) -> int:
        content = os.pread(source, count, at)

        def half() -> None:
            self._real["write"](target, content[: len(content) // 2])

        self._reached(Call("write", self._path(target), content, _position(target)), half)
        return self._real["copy_file_range"](source, target, count, at)

    def _fsync(self, descriptor: int) -> None:
        self._reached(Call("fsync", self._path(descriptor)))
        self._real["fsync"](descriptor)

    def _ftruncate(self, descriptor: int, length: int) -> None:
        self._reached(Call("truncate", self._path(descriptor), at=length))
        self._real["ftruncate"](descriptor, length)

    def _replace(self, source: Any, target: Any) -> None:
        self._reached(Call("rename", self._inside(source), other=self._inside(target)))
        self._real["replace"](source, target)

    def _link(self, source: Any, target: Any, **named: Any) -> None:
        self._reached(Call("link", self._inside(source), other=self._inside(target)))
        self._real["link"](source, target, **named)

    def _unlink(self, path: Any, **named: Any) -> None:
        if os.path.lexists(path):
            self._reached(Call("unlink", self._inside(path)))
        self._real["unlink"](path, **named)

    def _mkdir(self, path: Any, *rest: Any, **named: Any) -> None:
        self._reached(Call("mkdir", self._inside(path)))
        self._real["mkdir"](path, *rest, **named)

    def _open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT and not os.path.lexists(path):
            self._reached(Call("create", self._inside(path)))
        return self._real["open"](path, flags, *rest, **named)

    def _reached(self, call: Call, half: Callable[[], None] = lambda: None) -> None:
        if not call.path:
            return
        number = len(self.calls)
        self.calls.append(call)
        if number != self._at or call.path == "stdout":
            return
        if self._fault == HALF:
            half()
        if self._fault in (KILL, HALF):
            os.kill(os.getpid(), 9)
        raise OSError(FAULTS[self._fault], os.strerror(FAULTS[self._fault]))

    def _path(self, descriptor: int) -> str:
        return self._inside(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    def _inside(self, path: Any) -> str:
        """The path in the folder; '' for one elsewhere, the index and the lock."""
        text = os.fspath(path)
        if text != self._folder and not text.startswith(self._folder + os.sep):
            return ""
        name = Path(text).name
        return "" if ".index." in name or name.endswith(".lock") else text


def _position(descriptor: int) -> int:
    import fcntl

    if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND:
        return os.fstat(descriptor).st_size
    return os.lseek(descriptor, 0, os.SEEK_CUR)


class Disk:
    """A disk that keeps what was synced, and of the rest as much or as little as it likes.

    Names (create, rename, link, unlink) are kept in their order: of those since the
    last sync of the folder, a beginning. Of a file's bytes, those as of its last sync,
    or all of them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._files = {str(p): bytearray(p.read_bytes()) for p in folder.iterdir() if p.is_file()}
        self._kept = {id(data): bytes(data) for data in self._files.values()}
        self._safe = dict(self._files)
        self._pending: list[dict[str, bytearray]] = []
        self._all = list(self._files.values())  # so that no id is used twice

    def do(self, call: Call) -> None:
        """Follow one call."""
        files = self._files
        if call.name == "fsync":
            if call.path == self._folder:
                self._safe, self._pending = dict(files), []
            else:
                self._kept[id(files[call.path])] = bytes(files[call.path])
        elif call.name == "write" and call.path != "stdout":
            files[call.path][call.at : call.at + len(call.data)] = call.data
        elif call.name == "truncate":
            data = files[call.path]
            data[call.at :] = bytes(max(0, call.at - len(data)))
        elif call.name in ("create", "rename", "link", "unlink"):
            self._name(call)
            self._pending.append(dict(files))

    def states(self) -> Iterator[dict[str, bytes]]:
        """What may be found after the power comes back."""
        for names in [self._safe, *self._pending]:
            yield {path: bytes(self._kept.get(id(data), b"")) for path, data in names.items()}
            yield {path: bytes(data) for path, data in names.items()}

    def _name(self, call: Call) -> None:
        if call.name == "create":
            data = bytearray()
            self._all.append(data)
            self._files[call.path] = data
        elif call.name == "unlink":
            del self._files[call.path]
        else:
            self._files[call.other] = self._files[call.path]
            if call.name == "rename":
                del self._files[call.path]


def fork_is_watched() -> bool:
    """Whether this system tells which file a descriptor is."""
    return sys.platform == "linux" and Path("/proc/self/fd").is_dir()
