"""The records at one moment, over a parsed store file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from beritacli.domain.article import BIN, Article
from beritacli.storage.codec import Image
from beritacli.storage.history import Log

LogReader = Callable[[], Log | None]


class ImageSnapshot:
    """A `ports.Snapshot` held in memory; the log is read only when it is asked for."""

    def __init__(
        self, image: Image | None, read_log: LogReader, next_id: int | None = None
    ) -> None:
        self._articles = image.articles if image else {}
        self._next_id = next_id or max(
            image.meta.next_id if image else 1, max(self._articles, default=0) + 1
        )
        self._read_log = read_log

    @property
    def next_id(self) -> int:
        """The id that the next new record gets."""
        return self._next_id

    @property
    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        log = self._log
        if log is None or not log.transactions:
            return ()
        return [change["id"] for change in log.transactions[-1].tx.get("changes", ())]

    def __iter__(self) -> Iterator[Article]:
        return (self._articles[id] for id in sorted(self._articles))

    def __len__(self) -> int:
        return len(self._articles)

    def get(self, id: int) -> Article | None:
        """The record with this id, or None."""
        return self._articles.get(id)

    def by_slug(self, slug: str) -> Article | None:
        """The record with exactly this slug, or None."""
        return self._slugs.get(slug)

    def by_source(self, source: str) -> Article | None:
        """The record with this source, or None."""
        return self._sources.get(source)

    def slugs_beginning(self, prefix: str) -> Sequence[Article]:
        """Records whose slug begins with `prefix`, by slug."""
        return [self._slugs[slug] for slug in sorted(self._slugs) if slug.startswith(prefix)]

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin, from the log."""
        for transaction in reversed(self._log.transactions if self._log else ()):
            for change in transaction.tx.get("changes", ()):
                if change["id"] == id and (change.get("after") or {}).get("status") == BIN:
                    return (change.get("before") or {}).get("status")
        return None

    @cached_property
    def _slugs(self) -> dict[str, Article]:
        return {article.slug: article for article in self._articles.values()}

    @cached_property
    def _sources(self) -> dict[str, Article]:
        return {a.source: a for a in reversed(list(self)) if a.source is not None}

    @cached_property
    def _log(self) -> Log | None:
        return self._read_log()
