"""The names of a store and of the files beside it."""

from __future__ import annotations

import os
from pathlib import Path

from beritacli.patterns import pattern
from beritacli.storage.atomic import TEMP
from beritacli.values import Value

_DAMAGED = pattern(r"\.damaged-\w+$")


class Paths(Value):
    """The store and the files beside it, all named after it. `store` is a real path."""

    store: Path

    @property
    def log(self) -> Path:
        """The log, `x.history.jsonl` beside `x.json`."""
        return self.store.with_name(f"{self._base}.history.jsonl")

    @property
    def torn(self) -> Path:
        """Where the bytes of a log line that was cut off are kept."""
        return self.log.with_name(f"{self.log.name}.torn")

    def segment(self, number: int) -> Path:
        """Where a closed segment of the log goes: `x.history.3.jsonl`."""
        return self.log.with_name(f"{self.log.stem}.{number}.jsonl")

    def segments(self) -> list[Path]:
        """Every segment of the log there is, the oldest first, the current one last."""
        numbered = []
        for path in self._beside(f"{self.log.stem}."):
            number = path.name.removeprefix(f"{self.log.stem}.").removesuffix(".jsonl")
            if path.suffix == ".jsonl" and number.isdigit():
                numbered.append((int(number), path))
        closed = [path for _, path in sorted(numbered)]
        return [*closed, self.log] if self.log.exists() else closed

    def kept_aside(self) -> list[Path]:
        """What was kept for somebody to look at: torn lines, lost writes, damaged bytes."""
        marks = (f"{self.store.name}.lost-", f"{self.log.name}.torn", f"{self.log.name}.of-")
        damaged = (f"{self.store.name}.damaged-", f"{self.log.stem}.")
        return [
            path
            for path in self._beside("")
            if (path.name.startswith(marks) and TEMP not in path.name)
            or (path.name.startswith(damaged) and _DAMAGED.search(path.name))
        ]

    def temps(self) -> list[Path]:
        """What a writer that was ended may have left."""
        marks = (f"{self.store.name}.", f"{self.log.stem}.")
        found = [path for path in self._beside("") if path.name.startswith(marks)]
        return [path for path in found if TEMP in path.name]

    def everything(self) -> list[Path]:
        """The store and the files beside it that hold records."""
        files = [self.store, *self.segments(), *self.kept_aside(), self.backups]
        return [path for path in files if path.exists()]

    @property
    def _base(self) -> str:
        """The store's name without `.json`: how those of the files beside it begin."""
        return self.store.name.removesuffix(".json")

    def _beside(self, prefix: str) -> list[Path]:
        try:
            names = sorted(os.listdir(self.store.parent))
        except OSError:
            return []
        return [self.store.parent / name for name in names if name.startswith(prefix)]

    @property
    def backups(self) -> Path:
        """The folder of backups, `x.backups`."""
        return self.store.with_name(f"{self._base}.backups")

    @property
    def prefix(self) -> str:
        """How the name of every backup begins."""
        return f"{self._base}-"

    def aside(self, store: str) -> Path:
        """Where the log of another store goes that was found here."""
        return self.log.with_name(f"{self.log.name}.of-{store}")

    @property
    def hooks(self) -> Path:
        """The journal of the desk's hooks, `x.hooks.jsonl`."""
        return self.store.with_name(f"{self._base}.hooks.jsonl")

    @property
    def lock(self) -> Path:
        """The lock file, permanent."""
        return self.store.with_name(f"{self.store.name}.lock")

    @property
    def readers(self) -> Path:
        """What is remembered of readers, `x.readers.sqlite`."""
        return self.store.with_name(f"{self._base}.readers.sqlite")
