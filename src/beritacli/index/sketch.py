"""A few numbers of an article that tell whether another is nearly the same text.

Two texts are near-duplicates when at least nine tenths of their runs of five
words are common (the resemblance of Broder, 1997). Kept is a sample: the runs
that begin with a word whose checksum is divisible by `_RATE`. Whether a run is
in the sample depends on its own text alone, so the share of two samples in
common estimates the share of all.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

_RUN = 5  # words
_RATE = 8  # one run in eight is kept
_FEW = 6  # with fewer runs in both samples, only equal ones are taken for duplicates
ALIKE = 0.9


def sketch(tokens: Sequence[str]) -> bytes:
    """The sample of a text: sorted 16-bit checksums of runs of five words."""
    kept = {token for token in set(tokens) if _sampled(token)}
    found = {
        crc32(" ".join(tokens[place : place + _RUN]).encode()) & 0xFFFF
        for place, token in enumerate(tokens)
        if token in kept
    }
    return array("H", sorted(found)).tobytes()


def alike(one: bytes, other: bytes) -> bool:
    """Whether two samples are those of near-duplicates; texts without any are never."""
    if one == other:
        return bool(one)
    left, right = set(array("H", one)), set(array("H", other))
    if max(len(left), len(right)) < _FEW:
        return False
    return len(left & right) >= ALIKE * len(left | right)


@lru_cache(maxsize=65536)
def _sampled(token: str) -> bool:
    return crc32(token.encode()) % _RATE == 0
