"""The keys that `--json=id,title` picks, for answers that are no records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer

from beritacli.cli.streams import write_out
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion


def keys_asked(json: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The keys that `--json=a,b` names, else all that are `known`; `help` prints those and ends."""
    names = _picked(json, known)
    if json == "help":
        write_out("".join(f"{name}\n" for name in names))
        raise typer.Exit
    return names


def write_json(rows: Iterable[Mapping[str, Any]], keys: Sequence[str] = ()) -> None:
    """Print rows that are no records as a JSON array, with the `keys` that were picked."""
    from beritacli.render.json import array_json  # noqa: PLC0415 - only for JSON

    write_out(array_json({key: row[key] for key in keys or row} for row in rows))


def _picked(json: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The keys that `json` names, else all that are `known`; UsageError for another one."""
    if json in (None, "", "help"):
        return tuple(known)
    names = tuple(dict.fromkeys(part.strip() for part in json.split(",") if part.strip()))
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise UsageError(f"unknown field '{cut(unknown)}'", suggestion(unknown, known))
    return names or tuple(known)
