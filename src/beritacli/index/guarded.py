"""Questions to an open index, asked again of a new one where it turns out to be damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from beritacli.index.freshness import (
    MovedOnError,
    is_of,
    is_pinned,
    lacks_words,
    unpin,
)
from beritacli.index.places import Place, Places

if TYPE_CHECKING:
    from beritacli.domain.article import Article
    from beritacli.domain.index_ports import Progress, StoreFile

T = TypeVar("T")


class Guarded:
    """An index in step with a store file; `renewed` makes another after an error.

    `article` reads a record from the store, for its words.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        file: StoreFile,
        progress: Progress,
        renewed: Callable[[sqlite3.Error], sqlite3.Connection],
        article: Callable[[int], Article],
    ) -> None:
        self._connection = connection
        self._file = file
        self._progress = progress
        self._renewed = renewed
        self._article = article
        self._places = Places(connection)
        self._worded = False

    def asked(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """The answer of the index; of a new one where this one turns out to be damaged."""
        try:
            return question(self._connection)
        except sqlite3.DatabaseError as error:
            self._connection = self._renewed(error)
            self._places = Places(self._connection)
            if self._worded:  # a new index holds the lists alone
                self._complete(self._connection)
            return question(self._connection)

    def rows(self, sql: str, *parameters: object) -> list[Any]:
        """The rows of a SELECT; none where a parameter is half a character, as in no record."""
        try:
            return self.asked(lambda connection: connection.execute(sql, parameters).fetchall())
        except UnicodeEncodeError:
            return []

    def one(self, sql: str, *parameters: object) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(sql, *parameters)
        return rows[0][0] if rows else None

    def place(self, id: int) -> Place | None:
        """Where a document stands, its size and hash; None for an unknown id."""
        return self.asked(lambda _: self._places.find(id))

    def extent(self) -> int:
        """Bytes from the first document's line to the end of the last document."""
        return self.asked(lambda _: self._places.extent())

    def take_in_words(self) -> None:
        """Have the full text complete; from here on a new index is completed too."""
        self._worded = True
        if self.asked(lacks_words):
            self.asked(self._complete)

    def _complete(self, connection: sqlite3.Connection) -> None:
        """Take in the words; reading pauses for it, and may not find the same index again."""
        from beritacli.index.sync import complete_words  # noqa: PLC0415 - most reads find all words

        unpin(connection)
        complete_words(connection, self._file, self._article, self._progress)
        if not is_pinned(connection, self._file, is_of):
            raise MovedOnError("another process brought the index further")
