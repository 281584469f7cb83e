"""How far something is, for a person who waits: one line on stderr that is written over."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from beritacli.cli.streams import is_terminal, write_status
from beritacli.indonesian.numbers import group

T = TypeVar("T")
PATIENCE = 0.5  # seconds without a word
_BAR = 20  # columns; of signs that every terminal has
_OFTEN = 0.1  # seconds between two words


class Progress:
    """Counts what is done; the line is shown after half a second, at a terminal, unless `quiet`.

    What is written next takes its place. A terminal that cannot write over a
    line is told nothing.
    """

    def __init__(self, doing: str, *, quiet: bool) -> None:
        self._doing = doing
        self._next = time.monotonic() + PATIENCE
        self._silent = quiet or not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb"

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
        text += " …"
        write_status(text[: shutil.get_terminal_size().columns - 1])

    def each(self, items: Iterable[T], total: int = 0) -> Iterator[T]:
        """The items, counted as they pass."""
        for done, item in enumerate(items):
            if done % 64 == 0:
                self(done, total)
            yield item
