"""Run the program of a hook: one event on stdin, a time limit, and no shell."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

MESSAGE = 500  # characters that are kept of what a hook says
_GRACE = 2.0  # seconds between the request to end and the end


def run(
    command: str, event: str, folder: Path, environment: Mapping[str, str], limit: float
) -> str | None:
    """Run `command` in `folder` with `event` on stdin; None if it ended well, else what went wrong.

    The command is split as a shell splits words; no shell runs. stdin and what
    the program says are files without a name: no program can hang us by not
    reading, or by leaving a child behind that keeps a pipe open. Beyond `limit`
    seconds the program and its children are ended.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
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
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            _end(process)
            return _with(f"no answer within {limit:g} s", said)
        except BaseException:
            _end(process)
            raise
        return None if code == 0 else _with(_ending(code), said)


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
    text = " ".join(said.read(4 * MESSAGE).decode("utf-8", "replace").split())
    if not text:
        return ending
    return f"{ending}: {text if len(text) <= MESSAGE else text[: MESSAGE - 1] + '…'}"
