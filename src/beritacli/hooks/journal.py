"""What became of the hooks after a change: a file of JSON lines beside the store.

A line is appended before the hooks of a change run and after each of them, so
that a failure, and a berita that was killed meanwhile, can be made up for. The
file names articles, never their texts: those are read again for a retry. Only
lines are appended; when the file has grown, what is done is left out of it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from beritacli.domain.hooks import Failure
from beritacli.domain.jsontext import dumps
from beritacli.rights import open_file

_MOST = 1 << 18  # bytes, beyond which what is done is left out


class Journal:
    """The journal at `path`; `store` gives it its rights."""

    def __init__(self, path: Path, store: Path) -> None:
        self._path = path
        self._store = store

    def open_entries(self) -> list[Failure]:
        """What failed or never ended, the oldest first."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return []
        return [_failure(entry) for entry in _folded(data).values() if entry["state"] != "done"]

    def begin(self, failures: Sequence[Failure]) -> None:
        """Remember that these are about to run, in this process."""
        self._append([_begun(one) for one in failures])

    def claim(self, one: Failure) -> str:
        """Begin one again, unless it is `running`, `done` or gone meanwhile: what it was then."""
        with self._locked() as descriptor:
            entry = _folded(_content(descriptor)).get(one.id)
            if entry is None or entry["state"] == "done":
                return "done"
            if _failure(entry).running:
                return "running"
            self._write(descriptor, [_begun(one)])
        return "failed"

    def end(self, id: str, message: str | None) -> None:
        """Remember how one ended: `message` None if well."""
        state = "done" if message is None else "failed"
        self._append([{"id": id, "state": state, "at": _now(), "message": message or ""}])

    def _append(self, lines: Sequence[Mapping[str, Any]]) -> None:
        with self._locked() as descriptor:
            if os.fstat(descriptor).st_size > _MOST:
                data = _content(descriptor)
                waiting = [one for one in _folded(data).values() if one["state"] != "done"]
                if 2 * len(_text(waiting)) < len(data):
                    self._replace([*waiting, *lines])
                    return
            self._write(descriptor, lines)

    def _replace(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Put a file of these lines in the place of the old one, which we hold."""
        new = self._path.with_name(f"{self._path.name}.new")
        new.unlink(missing_ok=True)
        descriptor = open_file(new, self._store, os.O_APPEND)
        try:
            self._write(descriptor, lines)
            new.replace(self._path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    def _write(self, descriptor: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Append lines, behind what was cut off by a crash, and have them on disk."""
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        data = memoryview(b"\n" * torn + _text(lines))
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        while True:
            descriptor = open_file(self._path, self._store, os.O_APPEND)
            try:
                with suppress(OSError):  # without locks a line is still written at once
                    fcntl.flock(descriptor, fcntl.LOCK_EX)
                if self._names(descriptor):
                    yield descriptor
                    return
            finally:
                os.close(descriptor)

    def _names(self, descriptor: int) -> bool:
        """Whether this is the journal still, and not one that was replaced meanwhile."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        return False


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _text(lines: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(f"{dumps(line)}\n" for line in lines).encode()


def _begun(one: Failure) -> dict[str, Any]:
    return {
        "id": one.id,
        "hook": one.hook,
        "sequence": one.sequence,
        "time": one.time,
        "who": one.who,
        "changes": [dict(change) for change in one.changes],
        "attempt": one.attempt,
        "state": "running",
        "at": _now(),
        "process": [os.uname().nodename, os.getpid(), _birth(os.getpid())],
    }


def _folded(data: bytes) -> dict[str, dict[str, Any]]:
    """The last word on every entry; a line that was cut off, or is none of ours, says nothing."""
    entries: dict[str, dict[str, Any]] = {}
    for line in data.splitlines():
        with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
            told = json.loads(line)
            id, state = str(told["id"]), str(told["state"])
            if "hook" in told:
                _failure(told)
                entries[id] = told
            elif id in entries:
                entries[id] |= {"state": state, "message": str(told["message"])}
    return entries


def _failure(entry: Mapping[str, Any]) -> Failure:
    """An entry as a value; raises what Python does where it is none."""
    running = entry["state"] == "running"
    alive = running and _is_alive(entry.get("process"))
    return Failure(
        id=str(entry["id"]),
        hook=str(entry["hook"]),
        sequence=int(entry["sequence"]),
        time=str(entry["time"]),
        who=str(entry["who"]),
        changes=tuple({**change, "id": int(change["id"])} for change in entry["changes"]),
        attempt=int(entry["attempt"]),
        message="berita was ended before it" if running else str(entry.get("message", "")),
        running=alive,
    )


def _is_alive(process: Any) -> bool:
    """Whether the berita that began a hook is still there."""
    try:
        node, number, *birth = process
        if node != os.uname().nodename:
            return False
        if birth and _birth(int(number)) not in ("", *birth):
            return False
        os.kill(int(number), 0)
    except PermissionError:
        return True
    except (OSError, ValueError, TypeError):
        return False
    return int(number) != os.getpid()


def _birth(number: int) -> str:
    """When a process began, in ticks since the start of the machine; '' where nobody tells.

    After a restart another program may have the number of a berita that is gone.
    """
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[19]  # field 22 of proc(5)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
