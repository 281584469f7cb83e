"""The log as lines for people, as rows for pipes, as objects for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from beritacli.domain.article import TIME_FIELDS
from beritacli.domain.changes import OUTSIDE, Edit, Entry
from beritacli.domain.document import COLUMNS
from beritacli.hints import counted
from beritacli.indonesian.date_format import format_relative
from beritacli.render.changes import SILENT, field_lines
from beritacli.render.layout import Line, Look, Span, facts, paragraph

_MOST_IDS = 8  # named in a line
ENTRY_KEYS = (
    "sequence", "time", "who", "command", "kind", "reason", "of", "changes", "purged",
)  # fmt: skip


def entry_object(entry: Entry) -> dict[str, Any]:
    """The JSON object of an entry."""
    return {
        "sequence": entry.sequence,
        "time": entry.time.isoformat(),
        "who": entry.who,
        "command": entry.command,
        "kind": entry.kind,
        "reason": entry.reason or None,
        "of": list(entry.of),
        "changes": [{"id": e.id, "before": e.before, "after": e.after} for e in entry.edits],
        "purged": entry.purged,
    }


def entry_row(entry: Entry) -> tuple[str, ...]:
    """Sequence, time, who, kind, ids and command, as a pipe gets them."""
    ids = ";".join(str(edit.id) for edit in entry.edits)
    time = entry.time.isoformat()
    return str(entry.sequence), time, entry.who, entry.kind, ids, entry.command


def entry_lines(
    entries: Iterable[Entry], look: Look, now: datetime, *, fields: bool
) -> Iterator[Line]:
    """Who did what and when, the last entry first; with `fields`, old and new of each."""
    for entry in entries:
        mark = f"{entry.sequence:>4}  "
        said = [format_relative(entry.time, now), look.show(entry.who), records(entry)]
        head = [*facts(said, look)]
        yield (Span(mark, "headline"), *head[0])
        indent = " " * len(mark)
        yield from ((Span(indent), *line) for line in head[1:])
        yield from paragraph(look.show(deed(entry)), look, "", indent, indent)
        if entry.reason:
            yield from paragraph(look.show(entry.reason), look, "quote", indent, indent)
        if fields:
            for edit in entry.edits:
                yield from _edit(edit, look)


def deed(entry: Entry) -> str:
    """What an entry did, as a person says it."""
    if entry.kind == OUTSIDE:
        return "changed outside berita"
    of = f" (of {', '.join(map(str, entry.of))})" if entry.of else ""
    return f"{entry.command or entry.kind}{of}"


def records(entry: Entry) -> str:
    """`#4, #5` for a few records, `12 articles` for many."""
    count = len(entry.edits) + entry.purged
    if 0 < count <= _MOST_IDS and not entry.purged:
        return ", ".join(f"#{edit.id}" for edit in entry.edits)
    return counted(count, "article")


def _edit(edit: Edit, look: Look) -> Iterator[Line]:
    if not edit.existed:
        yield (Span("      "), Span("new", "new"))
    elif not edit.exists:
        yield (Span("      "), Span("gone", "old"))
    elif edit.before is None:
        yield (Span("      "), Span("what it was before is not known", "dim"))
    else:
        for name, old, new in _differences(edit.before, edit.after or {}):
            for line in field_lines(name, old, new, look):
                yield (Span("    "), *line)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    names = [*COLUMNS, *({**before, **after}.keys() - set(COLUMNS))]
    triples = [(name, _value(before, name), _value(after, name)) for name in names]
    return [t for t in triples if t[0] not in (*SILENT, "photo") and t[1] != t[2]]


def _value(document: Mapping[str, Any], name: str) -> Any:
    if name.startswith("photo."):
        return (document.get("photo") or {}).get(name.removeprefix("photo."))
    value = document.get(name)
    if name in TIME_FIELDS and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(value)
    return value
