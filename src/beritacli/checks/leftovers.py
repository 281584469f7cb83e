"""A site's own words that came along with a text: links to other pages, adverts, agency lines."""

from __future__ import annotations

from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.indonesian.prose import boilerplate_in


def boilerplate(subject: Subject) -> Iterator[Hit]:
    """Words that a page puts into a text, not its reporter."""
    for field, text in subject.texts(("body",)):
        for start, end in boilerplate_in(text):
            yield Hit(field, "a site's own words are left in the text", (start, end))
