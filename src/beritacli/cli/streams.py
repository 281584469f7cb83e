"""stdin, stdout and stderr as a shell, cron or a closed pipe may hand them over."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO

from beritacli.errors import ValidationError, WriteFailedError

_status: list[str] = []  # what stands in the last line of the terminal
_waits = [False]  # whether talk is kept for the end
_waiting: list[str] = []  # talk of a command that may still end with an error in JSON


def open_missing() -> None:
    """Give closed standard streams something harmless.

    Otherwise the store itself could be opened as descriptor 1.
    """
    for number, mode in ((0, "r"), (1, "w"), (2, "w")):
        try:
            os.fstat(number)
        except OSError:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, ("stdin", "stdout", "stderr")[number], open(number, mode, closefd=False))  # noqa: SIM115


def buffer_stdout() -> None:
    """Give stdout its buffer where PYTHONUNBUFFERED, usual in containers, took it.

    Without one a write takes what fits on a full disk and says nothing of the rest.
    """
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        named = {"encoding": sys.stdout.encoding, "errors": sys.stdout.errors}
        sys.stdout = open(sys.stdout.fileno(), "w", closefd=False, **named)  # noqa: SIM115


def write_out(text: str) -> None:
    """Print data on stdout; what the encoding lacks is escaped.

    A reader that went away is no error; a device that fails is one.
    """
    erase_status()
    try:
        sys.stdout.write(_encodable(sys.stdout, text))
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        raise WriteFailedError(f"could not write to stdout: {error.strerror}") from None


def write_note(text: str) -> None:
    """Print talk on stderr, a line a call; nothing is lost when nobody reads it."""
    erase_status()
    try:
        sys.stderr.write(_encodable(sys.stderr, text.rstrip("\n") + "\n"))
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def hold_talk(*, until_the_end: bool) -> None:
    """Have the talk of a command wait, where an error is to be the one thing on stderr."""
    _waits[0] = until_the_end


def write_talk(text: str) -> None:
    """Print talk on stderr, or keep it for `write_waiting`."""
    if _waits[0]:
        _waiting.append(text)
    else:
        write_note(text)


def write_waiting(*, told: bool = True) -> None:
    """Print the talk that waited, or forget it."""
    texts = [*_waiting]
    _waiting.clear()
    for text in texts if told else ():
        write_note(text)


def write_status(text: str) -> None:
    """Show a line at the terminal that the next thing to be written takes the place of."""
    _put_status(f"\r\x1b[K{text}")
    _status.append(text)


def erase_status() -> None:
    """Take the line away again, if there is one."""
    if _status:
        _status.clear()
        _put_status("\r\x1b[K")


def _put_status(text: str) -> None:
    try:
        sys.stderr.write(_encodable(sys.stderr, text))
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def read_stdin() -> str:
    """All of stdin as UTF-8 text; ValidationError where it is none."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(f"stdin is not UTF-8 (byte {error.start})") from None


def open_stdin() -> io.BufferedReader[Any]:
    """The bytes of stdin; closing them leaves stdin itself open."""
    from beritacli.formats.files import buffered  # noqa: PLC0415 - only for imports

    return buffered(io.FileIO(os.dup(sys.stdin.fileno())))


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is at the other end."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def _encodable(stream: TextIO, text: str) -> str:
    encoding = stream.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        from beritacli.render.visible import encodable  # noqa: PLC0415 - few places lack letters

        return encodable(text, encoding)
    return text


def _drop(stream: TextIO) -> None:
    """Point a broken stream at nothing, so that the flush at exit stays silent."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, stream.fileno())
    os.close(descriptor)
