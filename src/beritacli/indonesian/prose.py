"""Running text without what a site puts into it: links to other pages, adverts, agency footers."""

from __future__ import annotations

import re
from collections.abc import Collection

from beritacli.patterns import pattern

# Each pattern reads to the end of its line or sentence at most. Sources: pages of
# several publishers, 2019 to 2026.
_BOILERPLATE = pattern(
    r"""
    ^[ \t]*(?:baca|lihat|simak|tonton|saksikan)[ ](?:juga|selengkapnya|video|pula)\b[^\n]*$
  | \(?\b(?:baca|lihat|simak)[ ]juga[ ]?:[^.!?\n)]*[.!?)]?
  | \b(?:lihat|simak|tonton)[ ](?:juga[ ])?video[ ]['"‘“][^\n]{1,150}?['"’”](?:[ ]di[ ]sini)?
    [ ]?:[ \t]*$
  | \bsaksikan[ ]live[^\n:]{1,40}:[ \t]*$
  | \bscroll[ ]to[ ](?:continue|resume)(?:[ ]with)?[ ]content\b
  | \badvertisement\b
  | \[gambas:[^\]\n]*\]
  | \bpewarta[ ]?:[^\n]*$
  | \beditor[ ]?:[^\n:.]{1,60}\s*\Z
  | \bcopyright[ ]©[^\n]*$
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_INITIALS = pattern(r"\([a-z]{2,5}/[a-z]{2,5}\)[ \t]*$", re.MULTILINE)
# A word of everything that `_BOILERPLATE` takes out. To look for them costs little beside
# trying the pattern at every place.
_HINTS = frozenset(
    """
    baca lihat simak tonton saksikan scroll advertisement gambas pewarta editor copyright
    """.split()
)
# A capital after a small letter or a comma: a name of a person, place or office, not the
# first word of a sentence. After another capital it goes on (`Kantor Wali Kota`).
# The capital is sought first: there are few of them.
_NAME = pattern(r"[A-Z](?<=[\w,] [A-Z])[\w-]*")


def without_boilerplate(text: str, said: Collection[str] | None = None) -> str:
    """`text` without a site's own words; `said` are the words of `text`, where they are known."""
    text = text.replace("\u00a0", " ")
    if _is_hinted(text) if said is None else not _HINTS.isdisjoint(said):
        text = _BOILERPLATE.sub(" ", text)
    return _INITIALS.sub(" ", text) if text.find(")", -4) >= 0 or ")\n" in text else text


def boilerplate_in(text: str) -> list[tuple[int, int]]:
    """Where a site's own words stand in `text`."""
    if not _is_hinted(text):
        return []
    found = (match.span() for match in _BOILERPLATE.finditer(text))
    return [_told(text, start, end) for start, end in found]


def _is_hinted(text: str) -> bool:
    small = text.lower()
    return any(hint in small for hint in _HINTS)


def _told(text: str, start: int, end: int) -> tuple[int, int]:
    """Within a line, nobody knows where the title behind `Baca juga:` ends."""
    colon = text.find(":", start, end)
    alone = text[:start].rpartition("\n")[2].strip() == ""
    return (start, end) if alone or colon < 0 else (start, colon + 1)


def names_in(text: str) -> set[str]:
    """The words that stand capitalised inside a sentence, in small letters."""
    return {name.lower() for name in _NAME.findall(text)}
