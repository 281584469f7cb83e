"""What the newsroom asks of a store: small protocols beside the values they pass.

`storage` has one implementation on disk and one in memory; one contract test
runs over both.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from beritacli.domain.article import Article
from beritacli.domain.counts import Counts
from beritacli.domain.ledger import Ledger, ViewsRow
from beritacli.domain.query import Query
from beritacli.values import Value

SortKey = tuple[str, bool]  # a key of the record, and whether it descends


class Change(Value):
    """One record before and after: `before` is None for a new one, `after` for a purged one."""

    before: Article | None
    after: Article | None

    @property
    def id(self) -> int:
        """The id of the record that changes."""
        article = self.after or self.before
        assert article is not None, "a change has a before or an after"
        return article.id


class Recount(Value):
    """One row of the table `views` before and after; None where there is none.

    Row 0 is the ledger of imported logs, any other what was counted of an article.
    """

    id: int
    before: ViewsRow | None
    after: ViewsRow | None


class Edit(Value):
    """What the log says of one record: its fields before and after.

    Of a record that was there before and after, only those that differ.
    `existed` and `exists` say whether there was a record before, and after. Where
    there was one and its fields are None, nobody knows them.
    """

    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    existed: bool = True
    exists: bool = True


class Entry(Value):
    """One transaction of the past: who, when, what. `of` names the ones that it undoes or redoes.

    `kind` is change, restore, outside, undo, redo or purge; `recounts` are its edits of rows
    of the table `views`, and `purged` counts the records whose part of it is gone.
    """

    sequence: int
    time: datetime
    who: str
    command: str
    kind: str = "change"
    reason: str = ""
    of: tuple[int, ...] = ()
    edits: tuple[Edit, ...] = ()
    recounts: tuple[Edit, ...] = ()
    purged: int = 0


class Plan(Value):
    """What one invocation would do: changes, records it leaves as they are, warnings.

    `recounts` are its changes of counted views.
    `kind` is what the log calls it, and `of` the entries that it undoes or redoes.
    """

    changes: tuple[Change, ...] = ()
    unchanged: tuple[Article, ...] = ()
    warnings: tuple[str, ...] = ()
    recounts: tuple[Recount, ...] = ()
    kind: str = "change"
    of: tuple[Entry, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes or self.recounts)


class Note(Value):
    """Who does what, for the log: command line words, user, time and an optional reason."""

    command: str
    who: str
    time: datetime
    reason: str = ""


class Committed(Value):
    """A plan that is on disk, with its sequence number; `warnings` come from the store itself."""

    plan: Plan
    sequence: int
    warnings: tuple[str, ...] = ()


class Hit(Value):
    """An article that a search found: its score, and a piece of its text.

    `marks` are the places in `snippet`, as (start, end), of the words looked for.
    """

    article: Article
    score: float
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()


class Found(Value):
    """What a search found: some `hits` of `total`, the best first.

    With `fallback` no article has every word, and these have some. `corrections`
    says which known word may have been meant by an unknown one.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    fallback: bool = False
    corrections: Mapping[str, str] = MappingProxyType({})


class Ranked(Value):
    """A related article: `score` from 0 to 1, whether it is pinned, each signal's share of it."""

    article: Article
    score: float
    pinned: bool = False
    signals: Mapping[str, float] = MappingProxyType({})


class Section(Value):
    """A section with how many records it has outside the bin; `newest` is the first of a list."""

    newest: Article
    count: int


class Twin(Value):
    """An article that another repeats: nearly its text, or else only its headline."""

    id: int
    title: str
    same_text: bool


class Ranking(Value):
    """How the most read are found: by the views of a window, or by views that fade.

    `start` and `end` are as `counts.wall` counts, None for open; only whole periods
    inside count. Without both, views are totals, the baseline included. With
    `half_life`, in seconds, each view weighs half as much after that time, seen from
    `now`. `per_day` divides by the days that an article was out since `since`, up to
    `until`.
    """

    start: int | None = None
    end: int | None = None
    now: int = 0
    half_life: float | None = None
    per_day: bool = False
    since: datetime | None = None
    until: datetime | None = None
    one_per_section: bool = False

    @property
    def of_all_time(self) -> bool:
        """Whether the totals count, with what was never counted by day."""
        return self.start is None and self.end is None


class Popular(Value):
    """How an article was read: its views in the window, and the score that ranks it."""

    id: int
    views: int
    score: float


class Total(Value):
    """The articles of a section, reporter, tag or month (None: of none) and their views."""

    name: str | None
    articles: int
    views: int


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

    def search(self, query: Query, limit: int | None, offset: int = 0) -> Found:
        """The records that match, ranked."""

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

    def twins(self, article: Article) -> Sequence[Twin]:
        """Other records outside the bin with nearly the same text or the same headline, by id.

        The first call reads a summary of all records, which the snapshot keeps.
        """


class Rows(Value):
    """The rows of the table `views` in their order, as `Scan` has the documents.

    `at` is where the first row's line begins, as `StoreFile.article` counts.
    """

    ids: array[int]
    sizes: array[int]
    hashes: bytes
    at: int


class Scan(Value):
    """The layout of a store file: its documents in the order in which they stand there.

    `hashes` holds 16 bytes for each, of the document's text.
    """

    ids: array[int]
    sizes: array[int]
    hashes: bytes
    next_id: int
    rows: Rows


class StoreFile(Protocol):
    """The file of a store, held open while it is read."""

    @property
    def signature(self) -> tuple[int, ...]:
        """What changes when the content does: size, times, inode."""

    @property
    def settled(self) -> bool:
        """Whether a later change must show in the signature, however soon it comes."""

    def scan(self) -> Scan:
        """All of it, every byte looked at; raises DamagedError."""

    def article(self, id: int, at: int, size: int) -> Article:
        """The record of one document: `at` bytes behind the start of the first one's line."""

    def has_slug(self, id: int, at: int, size: int) -> bool:
        """Whether the document says its slug itself, as one written by hand need not."""

    def row(self, id: int, at: int, size: int) -> ViewsRow:
        """A row of the table `views`, at the same kind of place; raises DamagedError."""


class Commit(Value):
    """A commit as an index is told of it.

    The store went from signature `before` (None where there was none) to that of
    `file`; `documents` holds the size and the hash of every changed document, in
    the order of `changes`, None for one that is gone; `rows` the hashes of the
    rows of `recounts` likewise. `bookmark` is text that the store wants back with
    the next snapshot.
    """

    before: tuple[int, ...] | None
    file: StoreFile
    changes: Sequence[Change]
    documents: Sequence[tuple[int, bytes] | None]
    next_id: int
    bookmark: str
    recounts: Sequence[Recount] = ()
    rows: Sequence[bytes | None] = ()


class Indexed(Snapshot, Protocol):
    """A snapshot that knows the places of documents in its file, for those who rewrite it."""

    @property
    def bookmark(self) -> str:
        """What the last commit left here; '' where the file was changed by others since."""

    def reserve(self, next_id: int) -> None:
        """Have no new record get an id below `next_id`."""

    @property
    def digest(self) -> int:
        """The sum of the hashes of documents and rows modulo 2**128."""

    @property
    def hashes(self) -> Mapping[int, bytes]:
        """The hash of every document by its id."""

    @property
    def row_hashes(self) -> Mapping[int, bytes]:
        """The hash of every row of the table `views` by its id."""

    def row_hash(self, id: int) -> bytes | None:
        """The hash of one row; None where there is none."""

    def place(self, id: int) -> tuple[int, int, bytes] | None:
        """Where a document stands (see `StoreFile.article`), its size and hash; None if nowhere."""

    @property
    def extent(self) -> int:
        """Bytes from the start of the first document's line to the end of the last document."""


class Index(Protocol):
    """What answers questions about a store without parsing it: derived, and never in doubt."""

    def snapshot(self, file: StoreFile, log: LogReader) -> Indexed:
        """The records of `file`, the index brought into step with it first."""

    def committed(self, commit: Commit) -> None:
        """Follow a commit; never raises."""

    def examine(self) -> str:
        """What is wrong with what is kept on disk, '' if nothing."""

    def forget(self) -> None:
        """Remove all that is kept on disk; it is made again when it is needed."""


class LogReader(Protocol):
    """What a snapshot asks of the log."""

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin; None if unknown."""

    def entries(self) -> Iterator[Entry]:
        """What the log says, the last entry first; raises DamagedError."""


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


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort by `published_at`, else `created_at`, then id, all descending; undated ones last."""

    def key(article: Article) -> tuple[bool, float, int]:
        time = article.sort_time
        return (time is not None, time.timestamp() if time else 0.0, article.id)

    return sorted(articles, key=key, reverse=True)
