"""The headline: its length, its capitals, its end; and a caption that repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.indonesian.text import words

_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 5  # letters; shorter words in capitals are mostly abbreviations
_STOP = re.compile(r"(?:[^\W\d_]{3}|[\d)\]%\"”'’!?])\.\s*$")
# What ends in a point of its own.
_POINTED = re.compile(
    r"\b(?:tbk|dll|dkk|dsb|dst|jr|sr|inc|ltd|co|no|prof|dr|st|vs|cs|hlm|mr|mrs|ms)\.\s*$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[!?]*!{2,}[!?]*|(?:![^!]*){3,}")


def length(subject: Subject) -> Iterator[Hit]:
    """The headline is longer than the desk wants."""
    title, most = subject.article.title, subject.policy.headline_length
    if len(title) > most:
        yield Hit(
            "title",
            f"the headline has {len(title)} characters, {len(title) - most} more than {most}",
            (most, len(title)),
        )


def shouting(subject: Subject) -> Iterator[Hit]:
    """All longer words are in capitals, or exclamation marks are heaped."""
    title = subject.article.title
    long = [word for word in _LETTERS.findall(title) if len(word) >= _LONG]
    if len(long) >= 2 and all(word.isupper() for word in long):
        yield Hit("title", "the headline is in capitals", (0, len(title)))
    marks = _MARKS.search(title)
    if marks:
        yield Hit("title", "too many exclamation marks", marks.span())


def full_stop(subject: Subject) -> Iterator[Hit]:
    """A headline is no sentence: no full stop behind it. An ellipsis may stand."""
    title = subject.article.title
    stop = title.rstrip()
    if not stop.endswith(".") or stop.endswith("..") or _POINTED.search(stop):
        return
    if _STOP.search(stop):
        place = (len(stop) - 1, len(stop))
        yield Hit("title", "the headline ends in a full stop", place, stop[:-1], "")


def as_caption(subject: Subject) -> Iterator[Hit]:
    """The caption says nothing that the headline does not."""
    caption = subject.text("photo.caption")
    if caption and words(caption) == words(subject.article.title):
        place = (0, len(caption))
        yield Hit("photo.caption", "the caption only repeats the headline", place)
