"""Fields that are empty, and a byline of one person."""

from __future__ import annotations

from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.indonesian.text import squash


def title(subject: Subject) -> Iterator[Hit]:
    """The headline is empty."""
    return _missing(subject, "title", "title")


def body(subject: Subject) -> Iterator[Hit]:
    """There is no text."""
    return _missing(subject, "body", "body")


def reporter(subject: Subject) -> Iterator[Hit]:
    """No reporter is named."""
    return _missing(subject, "reporter", "reporter")


def editor(subject: Subject) -> Iterator[Hit]:
    """No editor is named."""
    return _missing(subject, "editor", "editor")


def section(subject: Subject) -> Iterator[Hit]:
    """The article is in no section."""
    return _missing(subject, "section", "section")


def caption(subject: Subject) -> Iterator[Hit]:
    """The photo has no caption."""
    return _missing(subject, "photo.caption", "caption")


def credit(subject: Subject) -> Iterator[Hit]:
    """There is a photo or its caption, and no credit."""
    photo = subject.article.photo
    if squash(f"{photo.source or ''}{photo.caption or ''}"):
        yield from _missing(subject, "photo.credit", "credit of the photo")


def reporter_is_editor(subject: Subject) -> Iterator[Hit]:
    """Nobody else has read the article."""
    names = [" ".join(subject.text(field).casefold().split()) for field in ("reporter", "editor")]
    if names[0] and names[0] == names[1]:
        place = (0, len(subject.text("editor")))
        yield Hit("editor", "the editor is the reporter: a second person should read it", place)


def _missing(subject: Subject, field: str, name: str) -> Iterator[Hit]:
    if not squash(subject.text(field)):
        yield Hit(field, f"the {name} is missing")
