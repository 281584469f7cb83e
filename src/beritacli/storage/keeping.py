"""A `safety.Keeper` over the store on disk: backups, the doctor, repair, purge."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli.domain.safety import Backup, Content, Finding, Repair
from beritacli.errors import DamagedError
from beritacli.storage import atomic, backups, purge
from beritacli.storage.codec import decode_image
from beritacli.storage.doctor import Doctor
from beritacli.storage.lock import hold
from beritacli.storage.past import Past
from beritacli.storage.paths import Paths
from beritacli.storage.permission import NEW_FILE_MODE, check_writable
from beritacli.storage.repair import Repairer
from beritacli.storage.storefile import StoreFile

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Index


class Keeping:
    """See `safety.Keeper`; `opened` gives the store's file as it is now, None for none.

    `drafts` is the folder of texts that could not be saved.
    """

    def __init__(
        self,
        paths: Paths,
        index: Index,
        opened: Callable[[], StoreFile | None],
        zone: tzinfo,
        timeout: float,
        drafts: Path,
    ) -> None:
        self._paths = paths
        self._index = index
        self._opened = opened
        self._zone = zone
        self._timeout = timeout
        self._drafts = drafts

    def backups(self) -> Sequence[Backup]:
        """The backups there are, the newest first."""
        return backups.all_backups(self._paths)

    def back_up(self, now: datetime, keep: int, *, dry_run: bool = False) -> Backup | None:
        """Copy the store, and keep the newest `keep` backups; None where the newest is the same."""
        if not self._paths.store.exists():
            return None
        if dry_run:
            return self._wanted(now)
        with self._locked() as mode:
            if self._wanted(now) is None:
                return None
            file = self._sound()
            made = backups.make(self._paths, file, now, mode)
            for old in backups.all_backups(self._paths, now)[keep:]:
                backups.remove(old)
        return made

    def wrong_with(self, backup: Backup) -> str:
        """What is wrong with a backup, '' if nothing."""
        wrong = backups.wrong_with(backup)
        if not wrong:
            try:
                self.content(backup)
            except DamagedError as error:
                return error.message
        return wrong

    def content(self, backup: Backup) -> Content:
        """The records of a backup; raises DamagedError."""
        image = decode_image(backup.path.read_bytes(), backup.name, self._zone)
        return Content(image.articles, image.counts)

    def examine(self) -> Sequence[Finding]:
        """Look at the store and everything beside it."""
        return list(Doctor(self._paths, self._index, self._zone).findings())

    def repair(self, now: datetime, *, dry_run: bool = False) -> Repair:
        """Put a damaged store and log right from each other and from backups."""
        if dry_run:
            return Repairer(self._paths, self._zone, NEW_FILE_MODE, now, dry_run=True).repair()
        with self._locked() as mode:
            done = Repairer(self._paths, self._zone, mode, now, dry_run=False).repair()
            self._index.forget()
        return done

    def forget(self, ids: Collection[int], texts: Collection[str]) -> Sequence[str]:
        """Drop what every file but the store holds of records; what else was removed, for people.

        The log comes last: it says what to look for where this was cut off and is
        done again. Raises DamagedError for backups that cannot be read, the rest being done.
        """
        with self._locked("berita doctor, then the same purge again: it goes on"):
            wanted = {*texts, *purge.texts_in_log(self._paths, ids)}
            removed = purge.purge_aside(self._paths, wanted, self._drafts)
            bad = purge.purge_backups(self._paths, ids, self._zone)
            self._index.forget()
            purge.purge_log(self._paths, ids, wanted)
        if bad:
            raise DamagedError(
                f"not purged, since it cannot be read: {', '.join(bad)}",
                f"remove it: rm {self._paths.backups / bad[0]}",
            )
        return removed

    def _wanted(self, now: datetime) -> Backup | None:
        """The backup that would be made; None where the newest is the same."""
        file = self._opened()
        if file is None:
            return None
        path = backups.name_of(self._paths, now, file.meta.sequence)
        made = Backup(path, now, file.meta.sequence, file.signature.size)
        for newest in backups.all_backups(self._paths, now)[:1]:
            same = (newest.sequence, newest.size) == (made.sequence, made.size)
            if same and backups.digest(newest.path) == backups.digest(self._paths.store):
                return None
        return made

    def _sound(self) -> StoreFile:
        """The open store, every byte of which is what it was when it was last understood."""
        file = self._opened()
        assert file is not None, "it was there a moment ago, and the lock is held"
        known = self._index.snapshot(file, Past(self._paths, lambda: ("", ""))).digest
        if known != file.scan().digest:
            raise DamagedError(
                f"{self._paths.store.name} changed on the disk without being written",
                "berita doctor explains; berita doctor --repair keeps what is good",
            )
        return file

    @contextmanager
    def _locked(self, otherwise: str = "nothing was changed") -> Iterator[int]:
        """Hold the writers' lock; the mode for new files. `otherwise` is the hint of a failure."""
        store = self._paths.store
        mode = check_writable(store) if store.exists() else NEW_FILE_MODE
        try:
            with hold(self._paths, self._timeout):
                yield stat.S_IMODE(mode)
        except OSError as error:
            raise atomic.write_failed(error, self._paths.store, otherwise) from error
