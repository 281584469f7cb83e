"""Run the program of a hook: one event on stdin, a time limit, and no shell."""

from __future__ import annotations

import errno
import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

MESSAGE = 500  # characters that are kept of what a hook says
_KEPT = 4 * MESSAGE  # bytes of it, since a character may take four
_GRACE = 2.0  # seconds between the request to end and the end
_LOOK = 0.1  # seconds between two looks at signals, and at how much it says
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(
    command: str, event: str, folder: Path, environment: Mapping[str, str], limit: float
) -> str | None:
    """Run `command` in `folder` with `event` on stdin; None if it ended well, else what went wrong.

    The command is split as a shell splits words; no shell runs. stdin and what
    the program says are files without a name: no program can hang us by not
    reading, or by leaving a child behind that keeps a pipe open. Beyond `limit`
    seconds the program and its children are ended; so they are where a signal ends
    berita. However much it says, the disk does not fill.
    """
    try:
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as said,
            _held_signals() as came,
        ):
            given.write(event.encode())
            given.seek(0)
            return _run(command, (given, said), folder, environment, limit, came)
    except OSError as error:  # TMPDIR is full, or there is none
        return f"no temporary file for {_cut(command)}: {error.strerror or error}"


def _run(
    command: str,
    files: tuple[IO[bytes], IO[bytes]],
    folder: Path,
    environment: Mapping[str, str],
    limit: float,
    came: Sequence[int],
) -> str | None:
    given, said = files
    try:
        words = shlex.split(command)
        words[0] = os.path.expanduser(words[0])  # noqa: PTH111 - a name may stay without folder
        process = subprocess.Popen(  # noqa: S603 - the desk's own program
            words,
            stdin=given,
            stdout=said,
            stderr=said,
            cwd=folder,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    except (ValueError, IndexError) as error:
        return f"could not run {_cut(command)}: {error}"
    except OSError as error:
        return f"could not run {_cut(command)}: {_reason(error, folder / words[0])}"
    try:
        code = _code(process, said, limit, came)
    except subprocess.TimeoutExpired:
        _end(process)
        return _with(f"no answer within {limit:g} s", said)
    except BaseException:
        _end(process)
        raise
    return None if code == 0 else _with(_ending(code), said)


def _reason(error: OSError, program: Path) -> str:
    """Why a program could not be run, in the words of who wrote it."""
    if error.errno == errno.ENOEXEC:
        return "it has no first line such as #!/bin/sh"
    if error.errno == errno.ENOENT and program.is_file():
        return "its first line names a program that is not there"
    return error.strerror or str(error)


def _code(
    process: subprocess.Popen[bytes], said: IO[bytes], limit: float, came: Sequence[int]
) -> int:
    """Wait for the exit code; raises TimeoutExpired, also where a signal `came`.

    What the program says beyond `_KEPT` is let go.
    """
    end = time.monotonic() + limit
    while True:
        left = end - time.monotonic()
        try:
            return process.wait(max(0, min(_LOOK, left)))
        except subprocess.TimeoutExpired:
            if came or left <= _LOOK:
                raise
            if os.fstat(said.fileno()).st_size > _KEPT:
                os.truncate(said.fileno(), _KEPT)


@contextmanager
def _held_signals() -> Iterator[list[int]]:
    """The signals that would end us, which come only after the block.

    The program is in a session of its own, and is to be ended first. Nothing is
    raised meanwhile: within `Popen.wait` that could leave its lock taken.
    """
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in _ENDING}
    taken = [
        number
        for number, handler in before.items()
        if handler in (signal.SIG_DFL, signal.default_int_handler)
    ]
    for number in taken:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        for number in taken:
            signal.signal(number, before[number])
        if came:
            signal.raise_signal(came[0])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and the children it has left in its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _ending(code: int) -> str:
    return f"exit {code}" if code > 0 else f"ended by signal {-code}"


def _with(ending: str, said: IO[bytes]) -> str:
    """The ending, and what the program said."""
    said.seek(0)
    text = " ".join(said.read(_KEPT).decode("utf-8", "replace").split())
    if not text:
        return ending
    return f"{ending}: {_cut(text)}"


def _cut(text: str) -> str:
    return text if len(text) <= MESSAGE else f"{text[: MESSAGE - 1]}…"
