"""What a person may be about to type: values that the store has, for completion."""

from __future__ import annotations

from beritacli.hints import counted
from beritacli.newsroom.desk import Desk

MOST = 50  # more than anybody reads

Suggestion = tuple[str, str]  # what to type, and what it is


def references(desk: Desk, start: str) -> list[Suggestion]:
    """Ids or slugs that begin with `start`, the newest first, each with its headline.

    Digits complete to ids and letters to slugs.
    """
    lead = "#" if start.startswith("#") else ""
    bare = start.removeprefix("#")
    by_id = not bare or bare.isdigit()
    found = desk.repository.read().headlines(bare.lower(), MOST)
    return [(f"{lead}{id}" if by_id else slug, title) for id, slug, title in found]


def values(desk: Desk, field: str, start: str) -> list[Suggestion]:
    """The values of a field that begin with `start`, case aside, the most used first."""
    found = desk.repository.read().values(field, start)[:MOST]
    return [(value, counted(count, "article")) for value, count in found]
