"""The one write path, where lock, store, log and index meet.

A write: lock; read and reconcile; plan; temp file; log line; rename, which is
the commit; the mark `done`; the index. ARCHITECTURE.md says what each step protects.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo
from typing import TYPE_CHECKING

from beritacli.domain.changes import Committed, Note, Plan
from beritacli.domain.layout import Commit
from beritacli.domain.nothing import Nothing
from beritacli.errors import ConflictError
from beritacli.storage import atomic, log_reader
from beritacli.storage.commit import Landed, Opened, OutsideWriteError, commit
from beritacli.storage.history import Done
from beritacli.storage.known import Known, known
from beritacli.storage.lock import hold
from beritacli.storage.meta import Meta
from beritacli.storage.past import Past
from beritacli.storage.paths import Paths
from beritacli.storage.permission import check_writable
from beritacli.storage.reconcile import Ground, reconcile
from beritacli.storage.splice import next_store
from beritacli.storage.storefile import StoreFile
from beritacli.storage.transaction import (
    Documents,
    documents_of,
    make_transaction,
    with_rows_of_purged,
)
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Index, Indexed
    from beritacli.domain.ports import Planner, Snapshot

_TRIES = 3  # when somebody who takes no lock writes at the same moment


class Writer:
    """Writes to the store at `paths`; `opened` gives its file as it is now, None for none."""

    def __init__(
        self, paths: Paths, index: Index, opened: Callable[[], StoreFile | None], zone: tzinfo
    ) -> None:
        self._paths = paths
        self._index = index
        self._opened = opened
        self._zone = zone

    def write(self, planner: Planner, note: Note, timeout: float) -> Committed:
        """Plan under the lock, waited for at most `timeout` seconds, and commit.

        Raises as `ports.Repository.write` does.
        """
        paths = self._paths
        if not (paths.store.exists() or paths.log.exists() or self._opened()):
            plan = planner(Nothing())
            if not plan.changes:  # nothing to write is no reason to make files
                return Committed(plan, 0)
            planner = _planned_already(plan, planner)
        mode = check_writable(paths.store)
        try:
            with hold(paths, timeout):
                for temp in paths.temps():
                    temp.unlink()
                for _ in range(_TRIES):
                    with suppress(OutsideWriteError):
                        return self._write_once(planner, note, mode)
        except OSError as error:
            raise atomic.write_failed(error, paths.store) from error
        raise ConflictError(
            f"another program keeps changing {paths.store.name} without the lock",
            "let it end, then try again; programs should write through berita",
        )

    def preview(self, planner: Planner, note: Note) -> Plan:
        """What `write` would do now; takes no lock, for it changes nothing."""
        if self._paths.store.exists():
            check_writable(self._paths.store)
        for _ in range(_TRIES):
            plan, current = self._planned(planner, note)
            if current.file is None or not current.file.changed:
                break
        return plan

    def _planned(self, planner: Planner, note: Note) -> tuple[Plan, _Current]:
        paths, file = self._paths, self._opened()
        past = Past(paths, lambda: (file.meta.store, file.meta.state) if file else ("", ""))
        snapshot = self._index.snapshot(file, past) if file else None
        log = log_reader.read(paths.log, "" if snapshot is None else snapshot.bookmark)
        here = (file.meta, snapshot) if file and snapshot is not None else None

        def told() -> Known:
            since = log_reader.read_header(paths.log).since
            assert snapshot is not None, "asked only where there is a store"
            return known(past.transactions(), snapshot.hashes, snapshot.row_hashes, since)

        ground = reconcile(here, log, told, os.urandom(8).hex(), note)
        if ground.outside is not None:
            past.recent = (ground.outside,)
        if snapshot is not None:
            snapshot.reserve(ground.done.next_id)
        records = Nothing(ground.done.next_id) if snapshot is None else snapshot
        plan = with_rows_of_purged(planner(records), snapshot)
        return plan, _Current(file, snapshot, ground)

    def _write_once(self, planner: Planner, note: Note, mode: int) -> Committed:
        plan, current = self._planned(planner, note)
        file, ground = current.file, current.ground
        if not plan.writes:
            return Committed(plan, ground.done.sequence)
        documents = documents_of(plan, current.snapshot)
        landed, written, done = self._land(plan, current, note, documents, mode)
        bookmark = ""
        if landed.settled:
            bookmark = log_reader.bookmark(ground.store, landed.segment, landed.settled, done)
        before = file.signature if file else None
        self._index.committed(
            Commit(
                before,
                written,
                plan.changes,
                documents.places(plan),
                done.next_id,
                bookmark,
                plan.recounts,
                [documents.rows_after.get(recount.id) for recount in plan.recounts],
            )
        )
        return Committed(plan, done.sequence, landed.warnings)

    def _land(
        self, plan: Plan, current: _Current, note: Note, documents: Documents, mode: int
    ) -> tuple[Landed, StoreFile, Done]:
        """Put store and log on disk; what stands there, and the mark of it."""
        paths = self._paths
        file, snapshot, ground = current.file, current.snapshot, current.ground
        transaction, done = make_transaction(ground, plan, note, documents)
        meta = Meta(ground.store, done.sequence, done.state, done.next_id)
        opened = Opened(file.descriptor, file.signature, mode) if file else Opened(None, None, mode)
        content = next_store(file, snapshot, meta, documents.lines, documents.rows)
        temp = atomic.write_temp(paths.store, content, opened.descriptor, mode)
        written = StoreFile(os.open(temp, os.O_RDONLY), paths.store.name, self._zone)
        landed = commit(paths, temp, opened, ground, transaction, done)
        written.look_again()  # the rename changed a time
        return landed, written, done


class _Current(Value):
    """What a plan was made on."""

    file: StoreFile | None
    snapshot: Indexed | None
    ground: Ground


def _planned_already(first: Plan, planner: Planner) -> Planner:
    """`planner`, of whose plan for a store that is not there yet `first` is known."""
    plans = [first]

    def again(records: Snapshot) -> Plan:
        unused = isinstance(records, Nothing) and records.next_id == 1 and plans
        return plans.pop() if unused else planner(records)

    return again
