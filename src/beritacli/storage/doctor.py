"""Look at a store and everything beside it, and say in plain words what is well and what is not."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN
from beritacli.domain.safety import ERROR, NOTE, OK, WARNING, Finding
from beritacli.errors import BeritaError, DamagedError
from beritacli.hints import counted
from beritacli.storage import backups, log_reader
from beritacli.storage.codec import Image, content_digest, decode_image
from beritacli.storage.lock import holder
from beritacli.storage.log_reader import Log
from beritacli.storage.mounts import file_system
from beritacli.storage.past import Past
from beritacli.storage.paths import Paths
from beritacli.storage.scanning import scan_documents

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Index

_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "fuse.sshfs", "lustre", "ncp")
_REPAIR = "berita doctor --repair"


class Doctor:
    """The checks, one after the other; none of them changes a byte but those of the index."""

    def __init__(self, paths: Paths, index: Index, zone: tzinfo) -> None:
        self._paths = paths
        self._index = index
        self._zone = zone
        self._image: Image | None = None
        self._log: Log | None = None

    def findings(self) -> Iterator[Finding]:
        """What every check finds."""
        yield from self._store()
        yield from self._history()
        yield from self._fit()
        yield from self._index_()
        yield from self._lock()
        yield from self._permissions()
        yield from self._place()
        yield from self._files()
        yield from self._backups()

    def _store(self) -> Iterator[Finding]:
        path = self._paths.store
        try:
            self._image = decode_image(path.read_bytes(), path.name, self._zone)
        except FileNotFoundError:
            if self._paths.log.exists():
                message = f"{path.name} is missing beside its log"
                yield Finding("store", ERROR, message, f"restore it from git, or {_REPAIR}")
            else:
                yield Finding("store", NOTE, f"there is no store at {path} yet", "berita add")
        except OSError as error:
            yield _unreadable("store", path, error)
        except DamagedError as error:
            yield Finding("store", ERROR, error.message, _REPAIR)
        else:
            articles = self._image.articles.values()
            gone = sum(article.status == BIN for article in articles)
            message = f"{counted(len(articles), 'article')}, {gone} of them in the bin"
            yield Finding("store", OK, message)

    def _history(self) -> Iterator[Finding]:
        log = self._paths.log
        try:
            self._log = log_reader.read(log)
            store = log_reader.read_header(log).store if self._log else ""
            state = self._image.meta.state if self._image else ""
            entries = sum(1 for _ in Past(self._paths, lambda: (store, state)).transactions())
        except DamagedError as error:
            yield Finding("log", ERROR, error.message, _REPAIR)
            return
        except OSError as error:
            yield _unreadable("log", log, error)
            return
        if self._log is None:
            yield Finding("log", NOTE, "there is no log: nothing can be undone yet")
            return
        missing = [n for n in range(1, self._log.segment) if not self._paths.segment(n).exists()]
        if missing:
            names = ", ".join(self._paths.segment(number).name for number in missing)
            yield Finding("log", NOTE, f"older parts are gone, with what could be undone: {names}")
        if self._log.torn:
            message = f"the last line of {log.name} was cut off"
            yield Finding("log", WARNING, message, "the next write keeps its bytes and cuts it")
        said = f"{counted(entries, 'entry', 'entries')} in {counted(self._log.segment, 'segment')}"
        yield Finding("log", OK, f"{said}, every checksum right")

    def _fit(self) -> Iterator[Finding]:
        if self._image is None or self._log is None:
            return
        meta, log = self._image.meta, self._log
        if meta.store != log.store:
            message = f"{self._paths.log.name} is the log of another store"
            yield Finding("fit", WARNING, message, "the next write sets it aside and begins anew")
            return
        pending = log.pending[-1].state if log.pending else ""
        done = log.done
        content = content_digest(scan_documents(self._image.lines, self._image.rows).digest)
        if meta.state == pending or (done and (meta.state, content) == (done.state, done.content)):
            yield Finding("fit", OK, "the store is as the log left it")
        else:
            message = "the store was changed outside berita since the last entry of the log"
            yield Finding("fit", NOTE, message, "the next write puts it into the log")

    def _index_(self) -> Iterator[Finding]:
        if self._image is None:
            return
        try:
            message = self._index.examine()
        except BeritaError as error:
            message = error.message
        if message:
            yield Finding("index", NOTE, message, "nothing to do: it is made again when needed")
        else:
            yield Finding("index", OK, "no index is damaged")

    def _lock(self) -> Iterator[Finding]:
        try:
            descriptor = os.open(self._paths.lock, os.O_RDONLY)
        except FileNotFoundError:
            yield Finding("lock", OK, "nobody has written yet")
            return
        except OSError as error:
            yield _unreadable("lock", self._paths.lock, error)
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno == errno.EWOULDBLOCK:
                yield Finding("lock", NOTE, f"held right now by {holder(descriptor)}")
            else:
                message = f"this file system has no locks: {error.strerror}"
                yield Finding("lock", ERROR, message, "keep the store on a local disk")
        else:
            yield Finding("lock", OK, "free")
        finally:
            os.close(descriptor)

    def _permissions(self) -> Iterator[Finding]:
        good = True
        for path in (self._paths.store.parent, *self._paths.everything()):
            try:
                status = path.stat()
            except OSError:
                continue
            sticky = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
            if status.st_mode & stat.S_IWOTH and not sticky:
                good = False
                message = f"everybody can write {path}"
                yield Finding("permissions", WARNING, message, f"chmod o-w {path}")
        store = self._paths.store
        if store.exists():
            if store.stat().st_nlink > 1:
                good = False
                message = f"{store.name} has several hard links: every write is refused"
                yield Finding("permissions", WARNING, message, f"cp {store} copy.json")
            if not (os.access(store, os.W_OK) and store.stat().st_mode & 0o222):
                good = False
                yield Finding("permissions", NOTE, f"{store.name} is read-only")
        if good:
            yield Finding("permissions", OK, "only its owner and group can write")

    def _place(self) -> Iterator[Finding]:
        kind = file_system(self._paths.store.parent)
        if kind.startswith(_NETWORK):
            message = f"the store lies on a network file system ({kind}), whose locks may not hold"
            yield Finding("disk", WARNING, message, "keep the store on a local disk")
            return
        try:
            room = os.statvfs(self._paths.store.parent)
            size = self._paths.store.stat().st_size
        except OSError:
            return
        free = room.f_bavail * room.f_frsize
        if free < 2 * size:
            message = f"only {free // 1024} KB are free; a write needs {size // 1024} KB"
            yield Finding("disk", WARNING, message, "free some space on the disk")
        else:
            yield Finding("disk", OK, f"{kind or 'local'}, with room for the next write")

    def _files(self) -> Iterator[Finding]:
        kept = [path.name for path in self._paths.kept_aside()]
        if kept:
            message = f"kept aside, for you to look at and remove: {', '.join(kept)}"
            yield Finding("files", NOTE, message)
        temps = [path.name for path in self._paths.temps()]
        if temps:
            message = f"left by a writer that was ended: {', '.join(temps)}"
            yield Finding("files", NOTE, message, "nothing to do: the next write removes them")
        if not kept and not temps:
            yield Finding("files", OK, "nothing was left behind")

    def _backups(self) -> Iterator[Finding]:
        try:
            found = backups.all_backups(self._paths)
        except OSError as error:
            yield _unreadable("backups", self._paths.backups, error)
            return
        if not found:
            yield Finding("backups", NOTE, "there is no backup", "berita backup")
            return
        for backup in found:
            try:
                wrong = backups.wrong_with(backup)
            except OSError as error:
                yield _unreadable("backups", backup.path, error)
                continue
            if wrong:
                hint = f"rm {backup.path}, then berita backup"
                yield Finding("backups", ERROR, f"{backup.name}: {wrong}", hint)
        now = datetime.now(UTC)
        if ahead := [backup.name for backup in found if backup.time > now]:
            message = f"dated in the future, so they count as the oldest: {', '.join(ahead)}"
            yield Finding("backups", NOTE, message, "look at the clock: date")
        days = (now - found[0].time).days
        newest = f"{found[0].time.astimezone(self._zone):%Y-%m-%d %H:%M}"
        message = f"{counted(len(found), 'backup')}, the newest of {newest}"
        yield Finding("backups", NOTE if days > 7 else OK, message)


def _unreadable(check: str, path: Path, error: OSError) -> Finding:
    """A file that is damaged, or only closed to this user and may be sound."""
    message = f"{path.name} cannot be read: {error.strerror}"
    if isinstance(error, PermissionError):
        return Finding(check, WARNING, message, f"ls -ld {path} shows who may")
    return Finding(check, ERROR, message, "look at the disk: dmesg")
