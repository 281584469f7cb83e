"""The only place where the parts are put together: settings, clock and store."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack, suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli import config
from beritacli.config.settings import HOOKS
from beritacli.errors import UsageError
from beritacli.index.beside import IndexBeside
from beritacli.indonesian.zones import zone
from beritacli.storage.paths import Paths
from beritacli.storage.tinydb_store import TinyDBStore

if TYPE_CHECKING:
    from beritacli.hooks.programs import Programs
    from beritacli.storage.keeping import Keeping
    from beritacli.storage.readers import Readers

_DAY = 24 * 60 * 60  # seconds


class Parts:
    """What the environment, the settings file and two flags say together."""

    def __init__(self, db: str | None = None, profile: str | None = None) -> None:
        self.config = config.load(os.environ, profile)
        self.is_named = bool(db or self.config["db"])
        self.zone: tzinfo = zone(self.config["desk.timezone"])
        self.now = _now(self.zone)
        self._opened = ExitStack()
        self.store: Path = config.store_path(os.environ, self.config, db)

    def repository(self) -> TinyDBStore:
        """The store, opened when it is read or written."""
        cache = config.user_folder(os.environ, "XDG_CACHE_HOME", ".cache")
        own = self.config["search.abbreviations"]
        index = IndexBeside(self._real_store, cache, self.progress, own)
        self._opened.callback(index.close)
        return TinyDBStore(self.store, index, lock_timeout=self._lock_timeout, zone=self.zone)

    def close(self) -> None:
        """Let go of what was opened; nothing of SQLite's stays beside the store."""
        self._opened.close()

    def progress(self, done: int, total: int) -> None:
        """Hear how far a long read is; nobody waits for it here."""

    def readers(self) -> Readers:
        """What is remembered of readers, for counting access logs."""
        from beritacli.storage.readers import Readers  # noqa: PLC0415 - only for access logs

        return Readers(self._real_store, self._lock_timeout)

    def expire_readers(self) -> None:
        """Once a day, let what is remembered of readers expire, though no log is imported."""
        with suppress(OSError):
            if time.time() - Paths(self._real_store).readers.stat().st_mtime > _DAY:
                from beritacli.storage.readers import Readers  # noqa: PLC0415 - once a day

                Readers(self._real_store, 0).expire(self.now)  # which waits for no import

    def keeper(self) -> Keeping:
        """What keeps the store safe: backups, the doctor, repair, purge."""
        from beritacli.cli.drafts import drafts_folder  # noqa: PLC0415 - only for the keeper

        return self.repository().keeper(drafts_folder())

    def hooks(self) -> Programs:
        """The programs that the settings name, for this store."""
        from beritacli.hooks.programs import Programs  # noqa: PLC0415 - only for writes

        commands = {hook: self.config[f"hooks.{hook}"] for hook in HOOKS}
        limit = float(self.config["hooks.timeout"])
        # The hook runs in another folder, and is to find the same settings, and us.
        same = {
            "BERITA_CONFIG": str(config.config_path(os.environ).absolute()),
            "PATH": _path_with_us(),
        }
        if self.config["profile"]:
            same["BERITA_PROFILE"] = self.config["profile"]
        return Programs(self._real_store, commands, limit, same)

    @property
    def _real_store(self) -> Path:
        """Where the store is, whatever links lead to it: what lies beside it lies there."""
        return Path(os.path.realpath(self.store))

    @property
    def _lock_timeout(self) -> float:
        return float(self.config["write.lock_timeout"])


def _path_with_us() -> str:
    """PATH, and behind it the folder of this berita, which cron's PATH seldom has."""
    program = Path(sys.argv[0])
    folder = (program if program.name == "berita" else Path(sys.executable)).absolute().parent
    return f"{os.environ.get('PATH') or os.defpath}{os.pathsep}{folder}"


def _now(zone: tzinfo) -> datetime:
    """The clock of the invocation, to the second; BERITA_NOW sets it for rehearsals and tests."""
    fixed = os.environ.get("BERITA_NOW")
    if not fixed:
        return datetime.now(zone).replace(microsecond=0)
    try:
        now = datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageError(
            f"BERITA_NOW is no ISO 8601 time: '{fixed}'",
            "such as BERITA_NOW=2026-03-02T09:30:00+07:00, or unset BERITA_NOW",
        ) from None
    return now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)
