"""How wide text is in a terminal, and where its lines break."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from beritacli.patterns import pattern

_SPACES = pattern(r"[ \t\n]+")  # not the no-break space, which is there to hold words together


def cell_width(text: str) -> int:
    """The columns that `text` takes: two for East Asian wide letters, none for accents."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, at most `width` columns each, broken at spaces.

    A longer word gets a line of its own and stays whole: an address that is cut
    cannot be copied.
    """
    return [" ".join(line) for line in pack(_SPACES.split(text.strip(" \t\n")), width, gap=1)]


def pack(words: Iterable[str], width: int, gap: int) -> list[list[str]]:
    """Put `words`, `gap` columns apart, into as few lines of `width` columns as it takes."""
    lines: list[list[str]] = []
    used = width
    for word in words:
        size = cell_width(word)
        if not lines or used + gap + size > width:
            lines.append([])
            used = -gap
        lines[-1].append(word)
        used += gap + size
    return lines


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
