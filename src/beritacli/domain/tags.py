"""Tags as the desk keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from beritacli.indonesian.text import fold, squash
from beritacli.patterns import pattern

_PARTING = pattern("[,;]")


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """`tags` with single spaces, none empty, none twice (case and accents aside).

    Commas and semicolons part tags, since lists of tags are written with them;
    so no tag ever holds one.
    """
    parts = (squash(part) for tag in tags for part in _PARTING.split(tag))
    kept: dict[str, str] = {}
    for part in parts:
        if part:
            kept.setdefault(fold(part), part)
    return tuple(kept.values())


def with_tags(tags: Sequence[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """`tags` with those of `add` behind them and without those of `remove`."""
    gone = {fold(tag) for tag in clean_tags(remove)}
    have = {fold(tag) for tag in tags}
    new = [tag for tag in clean_tags(add) if fold(tag) not in have]
    return tuple(tag for tag in [*tags, *new] if fold(tag) not in gone)
