"""The counted words of an article as bytes: about three for each word.

The numbers of the words are sorted and parted into blocks of 65,536: how many
stand in each block, then the low 16 bits of all of them. Beside each stands one
byte: its count up to 63, and whether it is of the headline, and a name.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable

TITLE, NAME = 64, 128  # bits of a word's byte
COUNT = 63  # the rest of it

_SWAP = sys.byteorder == "big"  # the file may move to another machine


def pack(numbers: Iterable[int]) -> bytes:
    """Sorted numbers as bytes; `unpack` gives them back."""
    blocks: list[int] = []
    lows = array("H")
    for number in numbers:
        high = number >> 16
        while len(blocks) <= high:
            blocks.append(0)
        blocks[high] += 1
        lows.append(number & 0xFFFF)
    head = array("H", [len(blocks), *blocks])
    return _bytes(head + lows)


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
