"""The index beside a store, loaded with SQLite when there is a store to read."""

from __future__ import annotations

import atexit
from functools import cached_property
from pathlib import Path

from beritacli.domain.ports import Commit, Index, Indexed, LogReader, StoreFile


class IndexBeside:
    """A `ports.Index`: the SQLite index of `store`; see `SQLiteIndex` for the rest."""

    def __init__(self, store: Path, cache: Path | None, abbreviations: str) -> None:
        self._store, self._cache, self._abbreviations = store, cache, abbreviations

    def snapshot(self, file: StoreFile, log: LogReader) -> Indexed:
        """The records of `file`."""
        return self._index.snapshot(file, log)

    def committed(self, commit: Commit) -> None:
        """Follow a commit."""
        self._index.committed(commit)

    @cached_property
    def _index(self) -> Index:
        from beritacli.index.sqlite_index import SQLiteIndex  # noqa: PLC0415 - see above

        index = SQLiteIndex(self._store, self._cache, abbreviations=self._abbreviations)
        atexit.register(index.close)
        return index
