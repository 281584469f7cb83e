"""Backups: copies of the store in `x.backups/`, each with its checksum beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from beritacli.domain.safety import Backup
from beritacli.rights import make_folder
from beritacli.storage import atomic
from beritacli.storage.atomic import Range
from beritacli.storage.paths import Paths
from beritacli.storage.storefile import StoreFile

_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<time>\d{8}T\d{6}Z)-(?P<sequence>\d+)\.json")
_CHUNK = 1 << 20


def all_backups(paths: Paths, now: datetime | None = None) -> list[Backup]:
    """The backups there are, the newest first. A checksum alone is none.

    One that is dated later than `now` was made while the clock was ahead. It comes last:
    else it would pass for the newest, and each new one for the oldest, which goes.
    """
    now = now or datetime.now(UTC)
    found = []
    for path in _files(paths):
        match = _NAME.fullmatch(path.name.removeprefix(paths.prefix))
        if match and path.name.startswith(paths.prefix):
            time = datetime.strptime(match["time"], _TIME).replace(tzinfo=UTC)
            found.append(Backup(path, time, int(match["sequence"]), path.stat().st_size))
    found.sort(key=lambda one: (one.time <= now, one.time, one.sequence), reverse=True)
    return found


def name_of(paths: Paths, now: datetime, sequence: int) -> Path:
    """Where a backup made `now` goes."""
    return paths.backups / f"{paths.prefix}{now.astimezone(UTC).strftime(_TIME)}-{sequence}.json"


def make(paths: Paths, file: StoreFile, now: datetime, mode: int) -> Backup:
    """Copy the open store; the caller holds the lock. Raises OSError with nothing left behind.

    The checksum comes first, so that a backup is never without one.
    """
    folder = paths.backups
    if not folder.exists():
        make_folder(folder, paths.store)
        atomic.fsync_folder(folder.parent)
    remove_leftovers(paths)
    path = name_of(paths, now, file.meta.sequence)
    size = file.signature.size
    temp = atomic.write_temp(path, [Range(file.descriptor, 0, size)], file.descriptor, mode)
    try:
        write_checksum(path, temp)
        atomic.install(temp, path)
    except BaseException:
        temp.unlink(missing_ok=True)
        checksum_of(path).unlink(missing_ok=True)
        raise
    atomic.fsync_folder(folder)
    return Backup(path, now, file.meta.sequence, size)


def checksum_of(path: Path) -> Path:
    """The file that holds the checksum of a backup, as `sha256sum -c` reads it."""
    return path.with_name(f"{path.name}.sha256")


def write_checksum(path: Path, content: Path) -> None:
    """Write the checksum of the backup that will be at `path`, its bytes being in `content`."""
    line = f"{digest(content)}  {path.name}\n".encode()
    beside = checksum_of(path)
    atomic.install(atomic.write_like(beside, [line], content), beside)


def wrong_with(backup: Backup) -> str:
    """What is wrong with the bytes of a backup, '' if nothing; OSError where we may not read it."""
    try:
        told = checksum_of(backup.path).read_text(encoding="ascii").split()[:1]
    except (FileNotFoundError, UnicodeDecodeError):
        return "its checksum is missing"
    return "" if told == [digest(backup.path)] else "its checksum does not fit its bytes"


def remove(backup: Backup) -> None:
    """Remove a backup, then its checksum."""
    backup.path.unlink()
    checksum_of(backup.path).unlink(missing_ok=True)


def remove_leftovers(paths: Paths) -> None:
    """Remove what a backup that did not end has left; the caller holds the lock."""
    kept = {backup.path for backup in all_backups(paths)}
    for path in _files(paths):
        alone = path.name.endswith(".json.sha256") and path.with_suffix("") not in kept
        if path.name.startswith(paths.prefix) and (alone or atomic.TEMP in path.name):
            path.unlink()


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _files(paths: Paths) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(paths.backups))
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (paths.backups / name for name in names)
