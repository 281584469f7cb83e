"""Drop what the files beside a store hold of records: the log, backups, what was kept aside."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

from beritacli.domain.changes import CHANGE, PURGE
from beritacli.domain.jsontext import dumps
from beritacli.domain.safety import telling_texts
from beritacli.errors import DamagedError
from beritacli.storage import atomic, backups, history
from beritacli.storage.codec import decode_image, encode_image
from beritacli.storage.paths import Paths
from beritacli.values import replace


def purge_log(paths: Paths, ids: Collection[int], texts: Collection[str]) -> None:
    """Take the texts of records out of every segment; the chain of hashes still holds.

    A command or reason goes with them if it names one of `texts`.
    """
    for path in paths.segments():
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [_purged_line(line, ids, texts, path.name) for line in lines]
        if kept != lines:
            atomic.install(atomic.write_like(path, kept), path)


def purge_backups(paths: Paths, ids: Collection[int], zone: tzinfo) -> list[str]:
    """Take records out of every backup; the names of those that could not be read."""
    bad = []
    backups.remove_leftovers(paths)
    for backup in backups.all_backups(paths):
        try:
            image = decode_image(backup.path.read_bytes(), backup.name, zone)
        except DamagedError:
            bad.append(backup.name)
            continue
        if set(ids).isdisjoint(image.lines.keys() | image.rows.keys()):
            continue
        lines = {id: line for id, line in image.lines.items() if id not in ids}
        rows = {id: row for id, row in image.rows.items() if id not in ids}
        image = replace(image, lines=lines, rows=rows)
        temp = atomic.write_like(backup.path, encode_image(image))
        backups.write_checksum(backup.path, temp)
        atomic.install(temp, backup.path)
    return bad


def purge_aside(paths: Paths, texts: Collection[str], drafts: Path) -> list[str]:
    """Remove what else holds one of `texts`: files kept aside, drafts; their names."""
    removed = []
    others = [paths.hooks] if paths.hooks.exists() else []
    for path in (*paths.kept_aside(), *others, *sorted(drafts.glob("*.md"))):
        data = path.read_bytes()
        if any(form in data for text in texts for form in _forms(text)):
            path.unlink()
            removed.append(path.name)
    return removed


def texts_in_log(paths: Paths, ids: Collection[int]) -> Iterator[str]:
    """The texts that the log tells of records."""
    for path in paths.segments():
        for line in path.read_bytes().splitlines(keepends=True):
            tx = history.row_of(line, path.name, 0).get("tx") or {}
            for row in tx.get("changes", ()):
                if _is_of(row, ids):
                    yield from telling_texts(row.get("before") or {})
                    yield from telling_texts(row.get("after") or {})


def _purged_line(line: bytes, ids: Collection[int], texts: Collection[str], name: str) -> bytes:
    if not line.startswith(b'{"sequence"'):
        return line
    row = history.row_of(line, name, 0)
    tx = dict(row["tx"])
    if tx["kind"] == PURGE:  # it has the number alone
        return line
    for key in history.ROWS:
        if key in tx:
            tx[key] = [history.purged(r) if _is_of(r, ids) else r for r in tx[key]]
    about = tx["kind"] == CHANGE and any(_is_of(row, ids) for row in row["tx"]["changes"])
    for key in history.TEXTS:
        text = tx.get(key)
        if isinstance(text, str) and (about or any(part in text for part in texts)):
            tx[key] = history.purged(text)
    return dumps({**row, "tx": tx}).encode() + b"\n" if tx != row["tx"] else line


def _is_of(row: Any, ids: Collection[int]) -> bool:
    return not history.is_purged(row) and row["id"] in ids


def _forms(text: str) -> Iterator[bytes]:
    """A text as it stands in a file: as it is, and as JSON with and without letters escaped."""
    yield text.encode()
    yield dumps(text)[1:-1].encode()
    yield json.dumps(text)[1:-1].encode()
