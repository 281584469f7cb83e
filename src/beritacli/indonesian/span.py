"""A span of time, as a query holds it."""

from __future__ import annotations

from datetime import datetime

from beritacli.values import Value


class Span(Value):
    """Half-open [start, end) between aware instants; None is an open end."""

    start: datetime | None
    end: datetime | None
