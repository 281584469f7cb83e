"""In how many articles each term stands: numbers for terms, counts in chunks."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence

_NUMBER = "SELECT number FROM terms WHERE term = ?"
_CHUNK = 1024  # counts in one row: few rows to read them all, few bytes to change one


class Frequencies:
    """The document frequencies of an index, changed in memory and saved at the end.

    A term is a word. Terms that no article has any more keep their number.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts = load_counts(connection)
        self._known: dict[str, int] = {}
        self._fresh: list[tuple[str, int]] = []
        self._changed: set[int] = set()

    def numbers(self, terms: Iterable[str]) -> array[int]:
        """The numbers of terms; a new term gets the next one."""
        known = self._known  # looked up here: a call for each word of a store takes seconds
        return array("I", [known[term] if term in known else self._number(term) for term in terms])

    def count(self, numbers: Sequence[int], step: int) -> None:
        """Count articles in or out."""
        counts = self._counts
        for number in numbers:
            counts[number] += step
        self._changed.update({number // _CHUNK for number in numbers})

    def save(self) -> None:
        """Write what changed."""
        self._connection.executemany("INSERT INTO terms VALUES (?, ?)", self._fresh)
        self._fresh.clear()
        self._connection.executemany(
            "INSERT OR REPLACE INTO frequencies VALUES (?, ?)",
            [
                (chunk, self._counts[chunk * _CHUNK : (chunk + 1) * _CHUNK].tobytes())
                for chunk in sorted(self._changed)
            ],
        )
        self._changed.clear()

    def _number(self, term: str) -> int:
        """The number of a term that was not asked for before."""
        row = self._connection.execute(_NUMBER, (term,)).fetchone()
        if row is None:
            number = len(self._counts)
            self._counts.append(0)
            self._fresh.append((term, number))
        else:
            number = int(row[0])
        self._known[term] = number
        return number


def load_counts(connection: sqlite3.Connection) -> array[int]:
    """In how many articles each term stands, by its number."""
    counts = array("I")
    for (blob,) in connection.execute("SELECT counts FROM frequencies ORDER BY chunk"):
        counts.frombytes(blob)
    return counts
