"""A store that is not there yet, as a snapshot: no records, and id 1 comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from beritacli.domain.answers import Found, Popular, Ranked, Ranking, Section, Total, Twin
from beritacli.domain.article import Article
from beritacli.domain.changes import Entry
from beritacli.domain.ledger import Ledger
from beritacli.domain.query import Query

if TYPE_CHECKING:
    from beritacli.domain.ports import SortKey


class Nothing:
    """A `ports.Snapshot` of no records."""

    def __init__(self, next_id: int = 1) -> None:
        self.next_id = next_id
        self.last_ids: Sequence[int] = ()

    def __iter__(self) -> Iterator[Article]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def get(self, id: int) -> None:
        """Nothing has this id."""

    def by_slug(self, slug: str) -> None:
        """Nothing has this slug."""

    def by_source(self, source: str) -> None:
        """Nothing has this source."""

    def slugs_beginning(self, prefix: str) -> Sequence[Article]:  # noqa: ARG002 - the port's name
        """No slug begins so."""
        return ()

    def slugs(self) -> Sequence[str]:
        """No slug at all."""
        return ()

    def former_status(self, id: int) -> None:
        """Nothing was ever in the bin."""

    def counts(self, id: int) -> None:
        """Nothing was ever counted."""

    def ledger(self) -> Ledger:
        """No log was counted."""
        return Ledger()

    def views_row(self, id: int) -> None:
        """There is no row."""

    def addresses(self) -> Sequence[tuple[int, str, str | None]]:
        """Nothing can be asked for."""
        return ()

    def history(self) -> Iterator[Entry]:
        """Nothing has happened yet."""
        return iter(())

    def find(
        self,
        query: Query,  # noqa: ARG002 - the port's names
        sort: Sequence[SortKey] = (),  # noqa: ARG002
        limit: int | None = None,  # noqa: ARG002
        offset: int = 0,  # noqa: ARG002
    ) -> Sequence[Article]:
        """Nothing matches."""
        return ()

    def count(self, query: Query) -> int:  # noqa: ARG002 - the port's name
        """Nothing matches."""
        return 0

    def knows(self, field: str, value: str) -> None:
        """No record has any value."""

    def values(self, field: str, start: str = "") -> Sequence[tuple[str, int]]:  # noqa: ARG002
        """No record has any value."""
        return ()

    def sections(self) -> Sequence[Section]:
        """There is no section."""
        return ()

    def headlines(self, start: str, limit: int) -> Sequence[tuple[int, str, str]]:  # noqa: ARG002
        """There is no headline."""
        return ()

    def search(  # the same
        self,
        query: Query,  # noqa: ARG002
        limit: int | None,  # noqa: ARG002
        offset: int = 0,  # noqa: ARG002
        *,
        counted: bool = True,  # noqa: ARG002
        snippets: bool = True,  # noqa: ARG002
    ) -> Found:
        """Nothing is found."""
        return Found()

    def most_read(
        self,
        query: Query,  # noqa: ARG002 - the port's names
        ranking: Ranking,  # noqa: ARG002
        limit: int | None,  # noqa: ARG002
        offset: int = 0,  # noqa: ARG002
    ) -> Sequence[Popular]:
        """Nothing was read."""
        return ()

    def totals(
        self,
        query: Query,  # noqa: ARG002 - the port's names
        by: str,  # noqa: ARG002
        ranking: Ranking,  # noqa: ARG002
        offset: int,  # noqa: ARG002
    ) -> Sequence[Total]:
        """Nothing is in any group."""
        return ()

    def has_counted(self, periods: Collection[str]) -> Sequence[str]:  # noqa: ARG002
        """Nothing was counted."""
        return ()

    def related(
        self,
        article: Article,  # noqa: ARG002 - the port's names
        limit: int | None,  # noqa: ARG002
        exclude: Collection[int] = (),  # noqa: ARG002
    ) -> Sequence[Ranked]:
        """Nothing belongs beside anything."""
        return ()

    def stands_alone(
        self,
        article: Article,  # noqa: ARG002 - the port's names
        exclude: Collection[int] = (),  # noqa: ARG002
    ) -> bool:
        """Every article does."""
        return True

    def twins(self, article: Article) -> Sequence[Twin]:  # noqa: ARG002 - the port's name
        """Nothing repeats anything."""
        return ()
