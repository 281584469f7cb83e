"""Run the program of a hook: one event on stdin, a time limit, and no shell."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

MESSAGE = 500  # characters that are kept of what a hook says
_KEPT = 4 * MESSAGE  # bytes of it, since a character may take four
_GRACE = 2.0  # seconds between the request to end and the end
_LOOK = 0.1  # seconds between two looks at how much it says


def run(
    command: str, event: str, folder: Path, environment: Mapping[str, str], limit: float
) -> str | None:
    """Run `command` in `folder` with `event` on stdin; None if it ended well, else what went wrong.

    The command is split as a shell splits words; no shell runs. stdin and what
    the program says are files without a name: no program can hang us by not
    reading, or by leaving a child behind that keeps a pipe open. Beyond `limit`
    seconds the program and its children are ended; so they are where TERM or HUP
    ends berita. However much it says, the disk does not fill.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as said,
        _ended_with_us() as ending,
    ):
        given.write(event.encode())
        given.seek(0)
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
        except (OSError, ValueError, IndexError) as error:
            return f"could not run {command}: {getattr(error, 'strerror', None) or error}"
        try:
            ending.begun()
            code = _code(process, said, limit)
        except subprocess.TimeoutExpired:
            _end(process)
            return _with(f"no answer within {limit:g} s", said)
        except BaseException:
            _end(process)
            raise
        return None if code == 0 else _with(_ending(code), said)


def _code(process: subprocess.Popen[bytes], said: IO[bytes], limit: float) -> int:
    """Wait for the exit code; raises TimeoutExpired. What it says beyond `_KEPT` is let go."""
    end = time.monotonic() + limit
    while True:
        left = end - time.monotonic()
        try:
            return process.wait(max(0, min(_LOOK, left)))
        except subprocess.TimeoutExpired:
            if left <= _LOOK:
                raise
            if os.fstat(said.fileno()).st_size > _KEPT:
                os.truncate(said.fileno(), _KEPT)


class _EndedError(BaseException):
    """A signal that ends berita came while a program runs."""


class _Ending:
    """TERM and HUP: the first of them breaks off the wait for a program that has `begun`."""

    def __init__(self) -> None:
        self.came = 0
        self._begun = False

    def begun(self) -> None:
        """There is a program now, which must be ended first; raises _EndedError if one came."""
        self._begun = True
        if self.came:
            raise _EndedError

    def hear(self, number: int, _: object) -> None:
        """Take a signal; raises _EndedError. A second one does not leave half of it."""
        first, self.came = not self.came, self.came or number
        if first and self._begun:
            raise _EndedError


@contextmanager
def _ended_with_us() -> Iterator[_Ending]:
    """Where TERM or HUP ends us, end the program first: it is in a session of its own."""
    ending = _Ending()
    taken = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is signal.SIG_DFL
    ]
    for number in taken:
        signal.signal(number, ending.hear)
    try:
        yield ending
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
        if ending.came:
            signal.raise_signal(ending.came)


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
    return f"{ending}: {text if len(text) <= MESSAGE else text[: MESSAGE - 1] + '…'}"
