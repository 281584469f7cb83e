"""What the newsroom asks of a store: small protocols beside the values they pass.

`storage` has one implementation on disk and one in memory; one contract test
runs over both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from beritacli.domain.answers import Found, Popular, Ranked, Ranking, Section, Total, Twin
from beritacli.domain.article import Article
from beritacli.domain.changes import Committed, Entry, Note, Plan
from beritacli.domain.counts import Counts
from beritacli.domain.ledger import Ledger, ViewsRow
from beritacli.domain.query import Query

SortKey = tuple[str, bool]  # a key of the record, and whether it descends


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

    def slugs(self) -> Iterable[str]:
        """Every slug, the bin's too."""

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin, from the log; None if unknown."""

    def counts(self, id: int) -> Counts | None:
        """What was counted of a record; None where the table `views` has no row for it."""

    def ledger(self) -> Ledger:
        """Which access logs were counted."""

    def views_row(self, id: int) -> ViewsRow | None:
        """A row of the table `views`: 0 the ledger, else what was counted of a record."""

    def addresses(self) -> Iterable[tuple[int, str, str | None]]:
        """Ids, slugs and sources of all records outside the bin, by id."""

    def history(self) -> Iterator[Entry]:
        """What the log says, the last entry first; raises DamagedError."""

    def find(
        self, query: Query, sort: Sequence[SortKey] = (), limit: int | None = None, offset: int = 0
    ) -> Sequence[Article]:
        """The records that match, in order; the newest first where no `sort` is given."""

    def count(self, query: Query) -> int:
        """How many records match."""

    def knows(self, field: str, value: str) -> bool | None:
        """Whether a record has this `tag`, `section`, `reporter` or `editor`, case aside.

        None where no record has any value of that field. The bin counts.
        """

    def values(self, field: str, start: str = "") -> Sequence[tuple[str, int]]:
        """The values of such a field that begin with `start`, with how many records have them.

        The most used first; the bin does not count.
        """

    def sections(self) -> Sequence[Section]:
        """Every section, case aside, the one with most records first; the bin does not count."""

    def headlines(self, start: str, limit: int) -> Sequence[tuple[int, str, str]]:
        """Ids, slugs and titles of the newest records outside the bin.

        With digits those whose id begins so, with letters those whose slug does.
        """

    def search(
        self,
        query: Query,
        limit: int | None,
        offset: int = 0,
        *,
        counted: bool = True,
        snippets: bool = True,
    ) -> Found:
        """The records that match, ranked, each with a piece of its text if `snippets`.

        `total` counts all of them only if `counted`.
        """

    def most_read(
        self, query: Query, ranking: Ranking, limit: int | None, offset: int = 0
    ) -> Sequence[Popular]:
        """The records that match and were read, the most read first, then the newest."""

    def totals(self, query: Query, by: str, ranking: Ranking, offset: int) -> Sequence[Total]:
        """The records that match by `section`, `reporter` or `tag`, the most read first.

        Or by `month` of publication, the newest first; `offset` is that of the
        desk's zone, in seconds.
        """

    def has_counted(self, periods: Collection[str]) -> Sequence[str]:
        """Those of `periods` in which views of some record are kept."""

    def related(
        self, article: Article, limit: int | None, exclude: Collection[int] = ()
    ) -> Sequence[Ranked]:
        """Published records that belong beside `article`: its pins in their order, then by rank."""

    def stands_alone(self, article: Article, exclude: Collection[int] = ()) -> bool:
        """Whether nothing belongs beside `article`: told without looking for the best."""

    def twins(self, article: Article) -> Sequence[Twin]:
        """Other records outside the bin with nearly the same text or the same headline, by id.

        The first call reads a summary of all records, which the snapshot keeps.
        """


Planner = Callable[[Snapshot], Plan]


class Repository(Protocol):
    """A store of articles. Readers never wait; one writer at a time."""

    def exists(self) -> bool:
        """Whether there is a store already."""

    def read(self) -> Snapshot:
        """The records now; an absent store reads as an empty one and is not created."""

    def preview(self, planner: Planner, note: Note) -> Plan:
        """What `write` would do now, with the same checks; nothing is written."""

    def write(self, planner: Planner, note: Note) -> Committed:
        """Run `planner` on the current records under the lock and commit its plan.

        The planner may run more than once and must be pure. A plan without
        changes writes nothing. Raises the planner's own error, ConflictError,
        DamagedError or WriteFailedError; in every such case nothing has changed.
        """
