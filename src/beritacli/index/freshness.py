"""Whether an index is that of a store file, and holding on to it while it is.

The signature of the file tells; sync.py brings into step what is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from beritacli.index.schema import facts

if TYPE_CHECKING:
    from beritacli.domain.index_ports import StoreFile


class MovedOnError(sqlite3.OperationalError):
    """The index is in step with a newer store than the one that is being read."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def is_of(connection: sqlite3.Connection, file: StoreFile) -> bool:
    """Whether the index was last brought into step with a file of this signature."""
    return facts(connection).get("signature") == written(file.signature)


def is_fresh(connection: sqlite3.Connection, file: StoreFile) -> bool:
    """Whether the index is that of `file`, and no change of it can have gone unseen."""
    return is_of(connection, file) and bool(facts(connection)["settled"])


def lacks_words(connection: sqlite3.Connection) -> bool:
    """Whether the words of some article are not taken in yet."""
    row = connection.execute("SELECT 1 FROM articles WHERE doc IS NULL LIMIT 1").fetchone()
    return row is not None


def written(signature: Iterable[int]) -> str:
    """A signature as text."""
    return " ".join(map(str, signature))


def is_pinned(
    connection: sqlite3.Connection,
    file: StoreFile,
    is_right: Callable[[sqlite3.Connection, StoreFile], bool],
) -> bool:
    """Begin to read; whether what is read from now on is the state of `file`."""
    unpin(connection)
    connection.execute("BEGIN")
    if is_right(connection, file):
        return True
    unpin(connection)
    return False


def unpin(connection: sqlite3.Connection) -> None:
    """Let go of the state that is being read."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK where something is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
