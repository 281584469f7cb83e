"""Slugs: the readable last part of an article's address."""

from __future__ import annotations

import unicodedata

from beritacli.patterns import pattern

MAX_LENGTH = 80

_NOT_SLUG = pattern(r"[^a-z0-9]+")


def slugify(title: str) -> str:
    """The slug of `title`: small ASCII letters, digits and hyphens, at most 80 characters.

    Diacritics fall away, other scripts too. Returns '' where no letter is left,
    since a slug of digits alone would read as an id. A long title is cut
    between words.
    """
    text = unicodedata.normalize("NFKD", title[: MAX_LENGTH * 4])
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    slug = _NOT_SLUG.sub("-", text.replace("'", "").replace("\u2019", "")).strip("-")
    if len(slug) > MAX_LENGTH:
        head = slug[: MAX_LENGTH + 1]
        slug = (head.rpartition("-")[0] or head[:MAX_LENGTH]).strip("-")
    return slug if any(c.isalpha() for c in slug) else ""
