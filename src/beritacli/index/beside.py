"""The index beside a store, loaded with SQLite when there is a store to read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Indexed, LogReader, Progress, StoreFile
    from beritacli.domain.layout import Commit
    from beritacli.index.sqlite_index import SQLiteIndex


class IndexBeside:
    """A `index_ports.Index`: the SQLite index of `store`; see `SQLiteIndex` for the rest."""

    def __init__(
        self, store: Path, cache: Path | None, progress: Progress, abbreviations: str
    ) -> None:
        self._given = (store, cache, progress, abbreviations)

    def snapshot(self, file: StoreFile, log: LogReader) -> Indexed:
        """The records of `file`."""
        return self._index.snapshot(file, log)

    def committed(self, commit: Commit) -> None:
        """Follow a commit."""
        self._index.committed(commit)

    def examine(self) -> str:
        """What is wrong with the indexes on disk, '' if nothing."""
        return self._index.examine()

    def forget(self) -> None:
        """Remove every index of the store."""
        self._index.forget()

    def close(self) -> None:
        """Let go of the file, where one was opened."""
        if "_index" in vars(self):
            self._index.close()

    @cached_property
    def _index(self) -> SQLiteIndex:
        from beritacli.index.sqlite_index import SQLiteIndex  # noqa: PLC0415 - see above

        return SQLiteIndex(*self._given)
