"""What the other records say: the same text again, pins that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.hints import cut


def duplicate(subject: Subject) -> Iterator[Hit]:
    """Another article with nearly the same text, or the same headline."""
    for twin in subject.others.twins(subject.article):
        other = f"#{twin.id} ({cut(twin.title)})"
        if twin.same_text:
            yield Hit("body", f"nearly the same text as {other}")
        else:
            yield Hit("title", f"the same headline as {other}", (0, len(subject.article.title)))


def broken_pin(subject: Subject) -> Iterator[Hit]:
    """A pin that shows nothing on the page."""
    for pin in subject.article.related:
        pinned = subject.others.get(pin)
        if pin == subject.article.id:
            yield Hit("related", f"article {pin} is pinned to itself")
        elif pinned is None:
            yield Hit("related", f"pinned article {pin} does not exist")
        elif pinned.status != "published":
            yield Hit("related", f"pinned article {pin} is {pinned.status}")
