"""What keeps a store safe: backups, what a doctor finds, what is removed for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from beritacli.domain.article import Article
from beritacli.domain.ledger import ViewsRow
from beritacli.values import Value

_TELLING = ("title", "slug", "body", "quote", "source")
LEAST_TEXT = 6  # characters; a shorter one would be found anywhere
OK, NOTE, WARNING, ERROR = "ok", "note", "warning", "error"


class Backup(Value):
    """One backup: a copy of the store as it was after transaction `sequence`. `size` in bytes."""

    path: Path
    time: datetime
    sequence: int
    size: int

    @property
    def name(self) -> str:
        """Its name, as commands take it."""
        return self.path.name


class Content(Value):
    """The records of a backup."""

    articles: Mapping[int, Article]
    counts: Mapping[int, ViewsRow]


class Finding(Value):
    """What a check found: its level is ok, note, warning or error; `hint` is what helps."""

    check: str
    level: str
    message: str
    hint: str = ""


class Repair(Value):
    """What a repair does, or would do, step by step; `articles` is how many the store then has."""

    steps: tuple[str, ...]
    articles: int = 0


def telling_texts(document: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a document by which it would be known anywhere, paragraph by paragraph."""
    photo = document.get("photo") or {}
    for value in (*map(document.get, _TELLING), *photo.values()):
        if isinstance(value, str):
            yield from (part for part in value.split("\n\n") if len(part) >= LEAST_TEXT)


class Keeper(Protocol):
    """What a store offers for its own safety."""

    def backups(self) -> Sequence[Backup]:
        """The backups there are, the newest first."""

    def back_up(self, now: datetime, keep: int, *, dry_run: bool = False) -> Backup | None:
        """Copy the store, and keep the newest `keep` backups; None where the newest is the same."""

    def wrong_with(self, backup: Backup) -> str:
        """What is wrong with a backup, '' if nothing."""

    def content(self, backup: Backup) -> Content:
        """The records of a backup; raises DamagedError."""

    def examine(self) -> Sequence[Finding]:
        """Look at the store and everything beside it; changes nothing."""

    def repair(self, now: datetime, *, dry_run: bool = False) -> Repair:
        """Put a damaged store and log right from each other and from backups."""

    def forget(self, ids: Collection[int], texts: Collection[str]) -> Sequence[str]:
        """Drop what every file but the store holds of records; the names of files removed."""
