"""The keys that `--json=id,title` picks, for answers that are no records."""

from __future__ import annotations

from collections.abc import Sequence

from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion


def picked(json: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The keys that `json` names, else all that are `known`; UsageError for another one."""
    if json in (None, "", "help"):
        return tuple(known)
    names = tuple(dict.fromkeys(part.strip() for part in json.split(",") if part.strip()))
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise UsageError(f"unknown field '{cut(unknown)}'", suggestion(unknown, known))
    return names or tuple(known)
