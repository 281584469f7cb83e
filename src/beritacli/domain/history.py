"""What the log says of the past, and which of it can be undone and redone.

Undo and redo are entries themselves. Reading from the end, an undo takes the
entries that it names out of the reckoning, and a redo takes out the undo that it
names; so repeated undo goes further back, and nothing in the log is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from beritacli.domain.changes import PURGE, REDO, UNDO, Change, Edit, Entry, Recount
from beritacli.domain.counts import difference
from beritacli.domain.document import to_document

Fields = Mapping[str, Any]


class UnknownError(Exception):
    """What stood there before is not known."""


class MovedOnError(Exception):
    """The record is no longer what the entry made of it."""


def fields_of(change: Change) -> tuple[Fields | None, Fields | None]:
    """The fields of a record before and after, of two records only those that differ.

    None where there is no record.
    """
    before = None if change.before is None else to_document(change.before)
    after = None if change.after is None else to_document(change.after)
    return differing(before, after)


def differing(before: Fields | None, after: Fields | None) -> tuple[Fields | None, Fields | None]:
    """Of two documents what differs; one alone as it is."""
    if before is None or after is None:
        return before, after
    nothing = object()
    keys = [k for k in {**before, **after} if before.get(k, nothing) != after.get(k, nothing)]
    return (
        {key: before[key] for key in keys if key in before},
        {key: after[key] for key in keys if key in after},
    )


def taken_back(edit: Edit, current: Fields | None) -> Fields | None:
    """The document as it was before `edit`, `current` being what it is now.

    Raises MovedOnError where that is not what the edit made of it, and
    UnknownError where the log does not say what was there.
    """
    if edit.existed and edit.before is None:
        raise UnknownError
    if (current is not None) != edit.exists or not _holds(current or {}, edit):
        raise MovedOnError
    if edit.before is None or current is None:
        return edit.before
    left = {key: value for key, value in current.items() if key not in (edit.after or {})}
    after = {**left, **edit.before}
    # Keys stand in their old order; new ones, which only hand-made records have, behind.
    return {key: after[key] for key in [*current, *edit.before] if key in after}


def counts_of(recount: Recount) -> tuple[Fields, Fields]:
    """Of a row of the table `views` what differs, period by period; None where one has nothing."""
    before = recount.before.to_document() if recount.before else {}
    after = recount.after.to_document() if recount.after else {}
    return difference(before, after)


def counts_taken_back(edit: Edit, current: Fields | None) -> Fields | None:
    """The row of `views` as it was before `edit`; raises as `taken_back` does."""
    if edit.existed and edit.before is None:
        raise UnknownError
    if (current is not None) != edit.exists or not _agrees(current or {}, edit.after or {}):
        raise MovedOnError
    return merged(current or {}, edit.before or {}) if edit.existed else None


def undoable(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries that an undo would take back, the last one first."""
    undone: set[int] = set()
    redone: set[int] = set()
    for entry in entries:
        if entry.kind == REDO:
            redone.update(entry.of)
        elif entry.kind == UNDO:
            undone.update(() if entry.sequence in redone else entry.of)
        elif entry.kind != PURGE and _says(entry) and entry.sequence not in undone:
            yield entry


def redoable(entries: Iterable[Entry]) -> Entry | None:
    """The undo that a redo would take back; None where there is none since the last change."""
    redone: set[int] = set()
    for entry in entries:
        if entry.kind == REDO:
            redone.update(entry.of)
        elif entry.kind != UNDO:
            return None
        elif entry.sequence not in redone:
            return entry
    return None


def _says(entry: Entry) -> bool:
    return bool(entry.edits or entry.recounts)


def _agrees(document: Fields, part: Fields) -> bool:
    return all(
        _agrees(document.get(key) or {}, value)
        if isinstance(value, Mapping)
        else document.get(key) == value
        for key, value in part.items()
    )


def merged(document: Fields, part: Fields) -> dict[str, Any]:
    """A row of `views` with the values of `part`, object by object; None takes a key away."""
    row = dict(document)
    for key, value in part.items():
        row[key] = merged(row.get(key) or {}, value) if isinstance(value, Mapping) else value
    return {key: row[key] for key in sorted(row) if row[key] not in (None, {})}


def _holds(current: Fields, edit: Edit) -> bool:
    """Whether every field has the value that the edit gave it, and none that it took away."""
    after = edit.after or {}
    both = edit.before is not None and edit.after is not None
    gone = (edit.before or {}).keys() - after.keys() if both else frozenset()
    kept = all(key in current and current[key] == value for key, value in after.items())
    return kept and not gone & current.keys()
