"""What the newsroom asks of a store: small protocols beside the values they pass.

`storage` has one implementation on disk and one in memory; one contract test
runs over both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from beritacli.domain.article import Article


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after: `before` is None for a new one, `after` for a purged one."""

    before: Article | None
    after: Article | None

    @property
    def id(self) -> int:
        """The id of the record that changes."""
        article = self.after or self.before
        assert article is not None, "a change has a before or an after"
        return article.id


@dataclass(frozen=True, slots=True)
class Plan:
    """What one invocation would do: changes, records it leaves as they are, warnings."""

    changes: tuple[Change, ...] = ()
    unchanged: tuple[Article, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Who does what, for the log: command line words, user, time and an optional reason."""

    command: str
    who: str
    time: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Committed:
    """A plan that is on disk, with its sequence number; `warnings` come from the store itself."""

    plan: Plan
    sequence: int
    warnings: tuple[str, ...] = field(default=())


class Snapshot(Protocol):
    """The records at one moment. Iteration goes by id, the bin included."""

    @property
    def next_id(self) -> int:
        """The id that the next new record gets; ids never come back."""

    @property
    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed, what `@last` stands for."""

    def __iter__(self) -> Iterator[Article]: ...

    def __len__(self) -> int: ...

    def get(self, id: int) -> Article | None:
        """The record with this id, or None."""

    def by_slug(self, slug: str) -> Article | None:
        """The record with exactly this slug, or None."""

    def by_source(self, source: str) -> Article | None:
        """The record with this source URL or outside key, or None."""

    def slugs_beginning(self, prefix: str) -> Sequence[Article]:
        """Records whose slug begins with `prefix`, by slug."""

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin, from the log; None if unknown."""


@dataclass(frozen=True, slots=True)
class StoreImage:
    """A whole store as an index takes it in.

    `lines` are the encoded documents by id in the order of the file, the first
    of them at byte `start`; without a `start` the file has another layout, and a
    document cannot be read by its place. `article` gives one of them decoded.
    """

    lines: Mapping[int, bytes]
    article: Callable[[int], Article]
    next_id: int
    start: int | None = None


class StoreFile(Protocol):
    """The file of a store, held open while it is read."""

    @property
    def signature(self) -> tuple[int, ...] | None:
        """What changes when the content does: size, times, inode; None where there is no file."""

    def read(self, at: int, size: int) -> bytes:
        """Some bytes of it."""

    def load(self) -> StoreImage:
        """All of it, checked; raises DamagedError."""


class Keeper(Protocol):
    """Who keeps an index in step with the store: told of every commit, after it."""

    def committed(
        self,
        before: tuple[int, ...] | None,
        after: tuple[int, ...],
        changes: Sequence[Change],
        image: StoreImage,
    ) -> None:
        """The store went from signature `before` to `after` by `changes`; never raises."""


Planner = Callable[[Snapshot], Plan]


class Repository(Protocol):
    """A store of articles. Readers never wait; one writer at a time."""

    def exists(self) -> bool:
        """Whether there is a store already."""

    def read(self) -> Snapshot:
        """The records now; an absent store reads as an empty one and is not created."""

    def write(self, planner: Planner, note: Note) -> Committed:
        """Run `planner` on the current records under the lock and commit its plan.

        The planner may run more than once and must be pure. A plan without
        changes writes nothing. Raises the planner's own error, ConflictError,
        DamagedError or WriteFailedError; in every such case nothing has changed.
        """


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort by `published_at`, else `created_at`, then id, all descending; undated ones last."""

    def key(article: Article) -> tuple[bool, float, int]:
        time = article.sort_time
        return (time is not None, time.timestamp() if time else 0.0, article.id)

    return sorted(articles, key=key, reverse=True)
