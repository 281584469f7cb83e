"""A site's own words that came along with a text: links to other pages, adverts, agency lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject
from beritacli.indonesian.prose import boilerplate_in

# What search and `related` may read, and no reader should. No alternative begins with an
# assertion: so the engine skips to the letters with which they begin.
_CALLS = re.compile(
    r"""
    (?P<begins>(?:Baca|Simak|Saksikan|Tonton|Lihat)\ (?:juga|[Vv]ideo)\b(?:\ [Vv]ideo\b)?:?
      (?=\ ['"‘“]?[A-Z])
    | (?:Editor|Penulis)\ ?:(?=\ ?[A-Z]))
  | (?:Baca|Simak|Lihat)\ (?:\w{1,20}\ )?selengkapnya\ di\ (?:sini|link|tautan)\b
  | Artikel\ ini\ (?:telah|sudah|pernah)\ (?:tayang|terbit|dimuat)\ (?:di|pada)\b
  | loading\.\.\.
  | \([a-z]{2,5}/[a-z]{2,5}\)(?=\s*(?:\n|\Z))
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"(?:\A|\n|[.!?\"”)]\ )\Z")  # what stands before a sentence


def boilerplate(subject: Subject) -> Iterator[Hit]:
    """Words that a page puts into a text, not its reporter."""
    for field, text in subject.texts(("body",)):
        for start, end in _places(text):
            yield Hit(field, "a site's own words are left in the text", (start, end))


def _places(text: str) -> Iterator[Span]:
    """The places in their order; of two that overlap the first, then the longer."""
    found = [*boilerplate_in(text), *_calls(text)]
    after = 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= after:
            yield start, end
            after = end


def _calls(text: str) -> Iterator[Span]:
    """`Simak Video`, `Editor:` at the beginning of a sentence, and what is certain anywhere."""
    for match in _CALLS.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if not match["begins"] or _SENTENCE.search(before):
            yield match.span()
