"""Running text without what a site puts into it: links to other pages, adverts, agency footers."""

from __future__ import annotations

import re
import unicodedata

# Each pattern reads to the end of its line or sentence at most. Sources: pages of
# several publishers, 2019 to 2026.
_BOILERPLATE = re.compile(
    r"""
    ^[ \t]*(?:baca|lihat|simak|tonton|saksikan)[ ](?:juga|selengkapnya|video|pula)\b[^\n]*$
  | \(?\b(?:baca|lihat|simak)[ ]juga[ ]?:[^.!?\n)]*[.!?)]?
  | \bscroll[ ]to[ ](?:continue|resume)[ ]with[ ]content\b
  | \badvertisement\b
  | \[gambas:[^\]\n]*\]
  | \bpewarta[ ]?:[^\n]*$
  | \bcopyright[ ]©[^\n]*$
  | \([a-z]{2,5}/[a-z]{2,5}\)[ \t]*$
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_TWICE = re.compile(r"\b([^\W\d_]{2,})-\1\b", re.IGNORECASE)
# A name: words with a capital, in a row. The lookahead keeps `KPK` and `Jl` alike.
_NAME = re.compile(r"\b[A-Z][\w'\u2019-]*(?:[ \t]+(?:[A-Z][\w'\u2019-]*|[0-9]+\b))*")


def without_boilerplate(text: str) -> str:
    """`text` in NFKC without a site's own words; reduplication (`anak-anak`) said once."""
    text = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    return _TWICE.sub(r"\1", _BOILERPLATE.sub(" ", text))


def names_in(text: str) -> list[str]:
    """The runs of capitalised words: names of people, places and offices, and first words."""
    return _NAME.findall(text)
