"""A few numbers of an article that tell whether another is nearly the same text.

Two texts are near-duplicates when at least nine tenths of their runs of five
words are common (the resemblance of Broder, 1997). Kept is a sample: the runs
that begin with a word whose checksum is divisible by `_RATE`. Whether a run is
in the sample depends on its own text alone, so the share of two samples in
common estimates the share of all. Equal texts are told by a checksum of the whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from zlib import crc32

_RUN = 5  # words
_RATE = 8  # one run in eight is kept
_MOST_KNOWN = 1 << 16  # words remembered
_FEW = 6  # with fewer runs in both samples, only equal texts are taken for duplicates
_WHOLE = 4  # bytes of the whole text's checksum
ALIKE = 0.9


def sketch(headline: Sequence[str], tokens: Sequence[str]) -> bytes:
    """32 bits of headline and text, then the text's sample: 16-bit checksums of runs.

    The headline counts only in the checksum of the whole: a wire story that two
    desks headed differently is one story, but two drafts with the same line of
    text under different headlines are two.
    """
    if not headline and not tokens:
        return b""
    kept = compress(range(len(tokens) - _RUN + 1), map(_SAMPLED.__getitem__, tokens))
    found = {crc32(" ".join(tokens[at : at + _RUN]).encode()) & 0xFFFF for at in kept}
    whole = crc32("\n".join([" ".join(headline), " ".join(tokens)]).encode())
    return array("H", [whole >> 16, whole & 0xFFFF, *sorted(found)]).tobytes()


def alike(one: bytes, other: bytes) -> bool:
    """Whether two sketches are those of near-duplicates; empty texts never are."""
    if one[:_WHOLE] == other[:_WHOLE]:
        return bool(one)
    if not _as_long(one, other) or max(len(one), len(other)) < _WHOLE + 2 * _FEW:
        return False
    left, right = set(array("H", one[_WHOLE:])), set(array("H", other[_WHOLE:]))
    return len(left & right) >= ALIKE * len(left | right)


def _as_long(one: bytes, other: bytes) -> bool:
    """Whether two sketches can be alike by their length; those of empty texts never are."""
    short, long = sorted((len(one), len(other)))
    return short > 0 and short - _WHOLE >= ALIKE * (long - _WHOLE)


class _Sampled(dict[str, bool]):
    """Whether runs that begin with a word are kept; asked for every word of every text."""

    def __missing__(self, token: str) -> bool:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        return self.setdefault(token, crc32(token.encode()) % _RATE == 0)


_SAMPLED = _Sampled()
