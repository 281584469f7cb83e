"""JSON on stdout and stderr: records, arrays, the envelope of an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from beritacli.domain.jsontext import dumps


def object_json(value: Mapping[str, Any]) -> str:
    """One object on one line."""
    return f"{dumps(value)}\n"


def array_json(values: Iterable[Any]) -> str:
    """An array with one item a line, so that line tools can follow it; `[]` for none."""
    lines = ",\n".join(dumps(value) for value in values)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def lines_json(values: Iterable[Any]) -> str:
    """JSON lines: one item a line, nothing around them."""
    return "".join(f"{dumps(value)}\n" for value in values)


def error_json(code: str, exit_code: int, message: str, hint: str) -> str:
    """The envelope of an error: `{"error": {"code", "exit", "message", "hint"}}`."""
    return object_json(
        {"error": {"code": code, "exit": exit_code, "message": message, "hint": hint}}
    )
