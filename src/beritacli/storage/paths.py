"""The names of a store and of the files beside it."""

from __future__ import annotations

from pathlib import Path

from beritacli.values import Value


class Paths(Value):
    """The store and the files beside it, all named after it. `store` is a real path."""

    store: Path

    @property
    def log(self) -> Path:
        """The log, `x.history.jsonl` beside `x.json`."""
        return self.store.with_name(f"{self.store.name.removesuffix('.json')}.history.jsonl")

    @property
    def torn(self) -> Path:
        """Where the bytes of a log line that was cut off are kept."""
        return self.log.with_name(f"{self.log.name}.torn")

    def aside(self, store: str) -> Path:
        """Where the log of another store goes that was found here."""
        return self.log.with_name(f"{self.log.stem}.{store}.jsonl")

    @property
    def lock(self) -> Path:
        """The lock file, permanent."""
        return self.store.with_name(f"{self.store.name}.lock")
