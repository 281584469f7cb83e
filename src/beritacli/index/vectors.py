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


def pack(numbers: Sequence[int]) -> bytes:
    """Sorted numbers as bytes; `unpack` gives them back."""
    count = (numbers[-1] >> 16) + 1 if numbers else 0
    ends = [bisect_left(numbers, (high + 1) << 16) for high in range(count)]
    sizes = map(sub, ends, [0, *ends])
    return _bytes(array("H", [count, *sizes, *(number & 0xFFFF for number in numbers)]))


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
