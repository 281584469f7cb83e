"""How far or how long, for a person who waits: one line on stderr that is written over."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from beritacli.cli.streams import is_terminal, write_status
from beritacli.indonesian.numbers import group

T = TypeVar("T")
PATIENCE = 0.5  # seconds without a word
_BAR = 20  # columns; of signs that every terminal has
_OFTEN = 0.1  # seconds between two words
_spoken = [0.0]  # when the last word was said, by time.monotonic


class Progress:
    """Counts what is done; the line is shown after half a second, at a terminal, unless `quiet`.

    What is written next takes its place. A terminal that cannot write over a
    line is told nothing.
    """

    def __init__(self, doing: str, *, quiet: bool) -> None:
        self._doing = doing
        self._next = time.monotonic() + PATIENCE
        self._silent = not _is_heard(quiet=quiet)

    def __call__(self, done: int, total: int = 0) -> None:
        """Say that `done` articles are done, with a bar where their `total` is known."""
        now = time.monotonic()
        if self._silent or now < self._next:
            return
        self._next = now + _OFTEN
        text = f"{self._doing} {group(done)}"
        if total:
            percent = min(100 * done // total, 100)
            bar = "#" * (_BAR * percent // 100)
            text = f"{self._doing} [{bar:<{_BAR}}] {percent} %, {group(done)} of {group(total)}"
        _say(f"{text} …")

    def each(self, items: Iterable[T], total: int = 0) -> Iterator[T]:
        """The items, counted as they pass."""
        for done, item in enumerate(items):
            if done % 64 == 0:
                self(done, total)
            yield item


@contextmanager
def waiting(doing: str, *, quiet: bool) -> Iterator[None]:
    """While the block runs, say after half a second how long it takes; for what is not counted.

    A `Progress` within the block goes first. The word comes by an alarm of the
    system, between two steps of the program, so there is no thread that could
    take a signal which a commit holds back.
    """
    if not _is_heard(quiet=quiet):
        yield
        return
    begun = time.monotonic()

    def tell(*_: object) -> None:
        now = time.monotonic()
        if now - _spoken[0] >= PATIENCE:
            seconds = int(now - begun)
            with suppress(RuntimeError):  # the alarm came while stderr was written to
                _say(f"{doing} …" + f" {seconds} s" * bool(seconds))

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_heard(*, quiet: bool) -> bool:
    return not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def _say(text: str) -> None:
    _spoken[0] = time.monotonic()
    write_status(text[: shutil.get_terminal_size().columns - 1])
