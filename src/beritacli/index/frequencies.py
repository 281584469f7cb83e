"""In how many articles each term stands: numbers for terms, counts in chunks."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable

_NUMBER = "SELECT number FROM terms WHERE term = ?"
_CHUNK = 1024  # counts in one row: few rows to read them all, few bytes to change one


class Frequencies:
    """The document frequencies of an index, changed in memory and saved at the end.

    A term is a word. Terms that no article has any more keep their number.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts = load_counts(connection)
        self._first = not self._counts  # no term has a number yet
        self._known = _Numbers(self._number)
        self._fresh: list[tuple[str, int]] = []
        self._grown: Counter[int] = Counter()
        self._shrunk: Counter[int] = Counter()
        self._changed: set[int] = set()

    def numbers(self, terms: Iterable[str]) -> list[int]:
        """The numbers of terms; a new term gets the next one."""
        return list(map(self._known.__getitem__, terms))

    def count(self, numbers: Iterable[int], step: int) -> None:
        """Count an article in (1) or out (-1)."""
        steps = self._grown if step > 0 else self._shrunk
        steps.update(numbers)

    def save(self) -> None:
        """Write what changed."""
        for steps, sign in ((self._grown, 1), (self._shrunk, -1)):
            for number, times in steps.items():
                self._counts[number] += sign * times
                self._changed.add(number // _CHUNK)
            steps.clear()
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
        row = None if self._first else self._connection.execute(_NUMBER, (term,)).fetchone()
        if row is None:
            number = len(self._counts)
            self._counts.append(0)
            self._fresh.append((term, number))
        else:
            number = int(row[0])
        return number


class _Numbers(dict[str, int]):
    """Numbers by term; a new term is asked for once. A known one is found without a call."""

    def __init__(self, ask: Callable[[str], int]) -> None:
        self._ask = ask

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, self._ask(term))


def load_counts(connection: sqlite3.Connection) -> array[int]:
    """In how many articles each term stands, by its number."""
    counts = array("I")
    for (blob,) in connection.execute("SELECT counts FROM frequencies ORDER BY chunk"):
        counts.frombytes(blob)
    return counts
