"""The counted words of an article as bytes: about three for each word.

The numbers of the words are sorted and parted into blocks of 65,536: how many
stand in each block, then the low 16 bits of all of them. Beside each stands one
byte: its count up to 63, and whether it is of the headline, and a name.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from operator import sub

TITLE, NAME = 64, 128  # bits of a word's byte
COUNT = 63  # the rest of it

_SWAP = sys.byteorder == "big"  # the file may move to another machine


def pack(counted: Sequence[int]) -> tuple[bytes, bytes]:
    """The numbers of words and their bytes, from sorted numbers `word << 8 | byte`.

    There is room for 2**24 words. `unpack` gives back the numbers of the words.
    """
    count = (counted[-1] >> 24) + 1 if counted else 0
    ends = [bisect_left(counted, (high + 1) << 24) for high in range(count)]
    sizes = map(sub, ends, [0, *ends])
    # Four bytes each, the low one first, are parted without a step of Python for each word.
    raw = _bytes(array("I", counted))
    lows = bytearray(2 * len(counted))
    lows[0::2], lows[1::2] = raw[1::4], raw[2::4]
    return _bytes(array("H", [count, *sizes])) + lows, raw[0::4]


def unpack(blob: bytes) -> list[int]:
    """The numbers of `pack`."""
    found = array("H", blob)
    if _SWAP:
        found.byteswap()
    if not found:
        return []
    at = found[0] + 1
    numbers: list[int] = []
    for high, size in enumerate(found[1:at]):
        base = high << 16
        lows = found[at : at + size]
        numbers += [base + low for low in lows] if base else lows
        at += size
    return numbers


def _bytes(numbers: array[int]) -> bytes:
    if _SWAP:
        numbers.byteswap()
    return numbers.tobytes()
