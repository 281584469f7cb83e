"""Schema versions of the store and the named steps from each to the next.

A step takes the parsed tables of version N and returns those of N + 1. Reading
runs the steps in memory; the next write puts the new version on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

SCHEMA = 1

Tables = Mapping[str, Any]

# From version -> step. Version 1 is the first, so there is none yet.
MIGRATIONS: Mapping[int, Callable[[Tables], Tables]] = {}


def migrate(tables: Tables, version: int) -> Tables:
    """Bring `tables` from `version` to SCHEMA, step by step."""
    for step in range(version, SCHEMA):
        tables = MIGRATIONS[step](tables)
    return tables
