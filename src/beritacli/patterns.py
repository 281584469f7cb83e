"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands in for a `re.Pattern`; its methods are those of the pattern from the first use on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(text, flags)`, put off: a command uses few of the patterns that it imports.

    To compile them all would take a tenth of the time that a short command has.
    """
    return cast("re.Pattern[str]", _Lazy(text, flags))


def byte_pattern(text: bytes) -> re.Pattern[bytes]:
    """The same for bytes."""
    return cast("re.Pattern[bytes]", _Lazy(text, 0))
