"""A repository in memory, for tests and for trying a plan: the same port, no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from beritacli.domain.article import BIN, Article
from beritacli.domain.ports import Change, Committed, Note, Planner


class MemorySnapshot:
    """A `ports.Snapshot` over a dictionary."""

    def __init__(
        self, articles: dict[int, Article], next_id: int, log: Sequence[Sequence[Change]]
    ) -> None:
        self._articles = articles
        self._log = log
        self.next_id = next_id

    @property
    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        return [change.id for change in self._log[-1]] if self._log else ()

    def __iter__(self) -> Iterator[Article]:
        return (self._articles[id] for id in sorted(self._articles))

    def __len__(self) -> int:
        return len(self._articles)

    def get(self, id: int) -> Article | None:
        """The record with this id, or None."""
        return self._articles.get(id)

    def by_slug(self, slug: str) -> Article | None:
        """The record with exactly this slug, or None."""
        return next((a for a in self if a.slug == slug), None)

    def by_source(self, source: str) -> Article | None:
        """The record with this source, or None."""
        return next((a for a in self if a.source == source), None)

    def slugs_beginning(self, prefix: str) -> Sequence[Article]:
        """Records whose slug begins with `prefix`, by slug."""
        return sorted((a for a in self if a.slug.startswith(prefix)), key=lambda a: a.slug)

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        for change in (c for changes in reversed(self._log) for c in changes):
            if change.id == id and change.before and change.after and change.after.status == BIN:
                return change.before.status
        return None


class MemoryRepository:
    """A `ports.Repository` without files."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._articles = {article.id: article for article in articles}
        self._next_id = max(self._articles, default=0) + 1
        self._log: list[tuple[Change, ...]] = []

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return bool(self._articles or self._log)

    def read(self) -> MemorySnapshot:
        """The records now."""
        return MemorySnapshot(dict(self._articles), self._next_id, list(self._log))

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records and keep the result; `note` is not kept."""
        del note
        plan = planner(self.read())
        for change in plan.changes:
            if change.after is None:
                self._articles.pop(change.id, None)
            else:
                self._articles[change.id] = change.after
            self._next_id = max(self._next_id, change.id + 1)
        if plan.changes:
            self._log.append(plan.changes)
        return Committed(plan, len(self._log))
