"""From the filter flags of a command to a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from beritacli.domain.query import Query, Term, Within
from beritacli.domain.query_values import Known, equals, in_order, items, read_span
from beritacli.errors import UsageError
from beritacli.indonesian.span import Span


def from_filters(
    *,
    status: Sequence[str],
    tag: Sequence[str],
    section: Sequence[str],
    reporter: Sequence[str],
    editor: Sequence[str],
    since: str | None,
    until: str | None,
    now: datetime,
    known: Known | None = None,
) -> Query:
    """The query of the filter flags; several values of one are any of them, several flags all.

    Raises UsageError that names the flag; an empty value is one too, since it
    comes from a script's unset variable more often than from a person.
    """
    flags = (
        ("status", status),
        ("tag", tag),
        ("section", section),
        ("reporter", reporter),
        ("editor", editor),
    )
    terms: list[Term] = [_flag(name, values, known) for name, values in flags if values]
    start = _flag_span("--since", since, now).start if since is not None else None
    end = _flag_span("--until", until, now).end if until is not None else None
    if start is not None or end is not None:
        terms.append(Within("published", (in_order(Span(start, end)),)))
    return Query(tuple(terms))


def _flag(name: str, values: Sequence[str], known: Known | None) -> Term:
    if not all(value.strip() for value in values):
        raise UsageError(f"--{name} is empty", f"the query '{name}:' finds articles without one")
    try:
        return equals(name, [item for value in values for item in items(value)], known)
    except UsageError as error:
        raise UsageError(f"--{name}: {error.message}", error.hint) from None


def _flag_span(flag: str, text: str, now: datetime) -> Span:
    try:
        if ".." in text:
            raise UsageError("one date is wanted, not a range", "published:FROM..TO is a range")
        return read_span(text, now)
    except UsageError as error:
        raise UsageError(f"{flag}: {error.message}", error.hint) from None
