"""What stands behind `field:` in a query: lists, dates, numbers, and values that a store knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from beritacli.domain.article import MAX_INTEGER, STATUSES
from beritacli.domain.query import Equals, Letters, Says
from beritacli.errors import UsageError
from beritacli.hints import cut, known_are, nearest
from beritacli.indonesian.span import Span
from beritacli.indonesian.text import fold, words
from beritacli.patterns import pattern

# Quotation marks are straight, or curly as a word processor makes them. The
# second form reads an unclosed mark to the end, so that no text is read twice.
QUOTED = pattern(r'"[^"]*"|“[^“”]*”')
TO_QUOTE = r'"[^"]*(?:"|\Z)|“[^”]*(?:”|\Z)'
_KNOWN = ("section", "tag", "reporter", "editor")
_ITEM = pattern(rf'(?:[^,"“]|{TO_QUOTE})+')
_NUMBER = pattern(r"#?([0-9]{1,19}|[0-9]{1,3}(?:\.[0-9]{3}){1,5})")


class NoTermError(UsageError):
    """No term at all: an error, but plain words in a search."""


class Known(Protocol):
    """What the parser asks of a store: which values its records have. Every snapshot knows."""

    def knows(self, field: str, value: str) -> bool | None:
        """Whether a record has this value, case aside; None where none has any."""

    def values(self, field: str, start: str = "") -> Sequence[tuple[str, int]]:
        """The values that begin with `start`, with how many records have them."""


def equals(name: str, values: Sequence[str], known: Known | None) -> Equals:
    """The term; UsageError where it can match nothing: a typo is never answered by 'no filter'."""
    for value in values:
        if name == "status":
            unknown = fold(value) not in STATUSES
        else:
            unknown = name in _KNOWN and known is not None and known.knows(name, value) is False
        if unknown:
            raise _unknown_value(name, value, known)
    return Equals(name, tuple(values))


def _unknown_value(name: str, value: str, known: Known | None) -> UsageError:
    written = STATUSES if known is None or name == "status" else [v for v, _ in known.values(name)]
    allowed = {fold(one): one for one in reversed(written)}
    near = nearest(fold(value), allowed)
    hint = f"did you mean {allowed[near]}?" if near else known_are(written)
    return UsageError(f"unknown {name} '{cut(value)}'", hint)


def letters(name: str, part: str) -> Letters:
    """The term; NoTermError where `part` holds nothing to compare."""
    if not fold(part):
        raise NoTermError("no letters stand behind the ~", f"such as {name}:~part")
    return Letters(name, part)


def says(name: str, values: tuple[str, ...]) -> Says:
    """The term; NoTermError where a value holds no word."""
    if not all(words(value) for value in values):
        raise NoTermError("there is no word to look for", f"{name}:~part finds any letters")
    return Says(name, values)


def items(value: str) -> tuple[str, ...]:
    """The values of a comma list without quotation marks around them; NoTermError for none."""
    parts = (unquoted(item[0].strip()) for item in _ITEM.finditer(value))
    found = tuple(part for part in parts if part)
    if not found:
        raise NoTermError("a value is missing", "such as tag:banjir or +banjir")
    return found


def spans(value: str, now: datetime) -> tuple[Span, ...]:
    """The dates and ranges of a comma list; a date may have a comma of its own."""
    try:
        return (_span(value, now),)
    except UsageError:
        if "," not in value:
            raise
    return tuple(_span(item, now) for item in items(value))


def read_span(text: str, now: datetime) -> Span:
    """What one date or range means; raises UsageError."""
    from beritacli.indonesian.date_spans import parse_span  # noqa: PLC0415 - few queries have dates

    return parse_span(text, now)


def in_order(span: Span) -> Span:
    """`span`, or UsageError where no moment lies in it."""
    if span.start is not None and span.end is not None and span.start >= span.end:
        raise UsageError("the dates end before they begin", "write the earlier date first")
    return span


def number_range(text: str) -> tuple[int | None, int | None]:
    """The inclusive ends of `42`, `1..20`, `1000..` or `..99`, None being open; UsageError else."""
    first, dots, last = text.partition("..")
    if not dots:
        number = _number(first)
        return number, number
    low = _number(first) if first.strip() else None
    high = _number(last) if last.strip() else None
    if low is None and high is None:
        raise UsageError("the range '..' has neither end", "such as views:1000.. or id:1..20")
    if low is not None and high is not None and low > high:
        raise UsageError(f"the range {low}..{high} is empty", f"write {high}..{low}")
    return low, high


def unquoted(text: str) -> str:
    """`text` without the quotation marks around it, if it is quoted as a whole."""
    return text[1:-1] if is_quoted(text) else text


def has_marks(text: str) -> bool:
    """Whether a quotation mark that can open a phrase stands in `text`."""
    return '"' in text or "“" in text


def is_quoted(text: str) -> bool:
    """Whether `text` is one phrase in quotation marks as a whole."""
    return has_marks(text) and QUOTED.fullmatch(text) is not None


def _span(text: str, now: datetime) -> Span:
    return in_order(read_span(re.sub('["“”]', "", text), now))


def _number(text: str) -> int:
    """A whole number, with points as the terminal shows it (468.907) or without."""
    match = _NUMBER.fullmatch(text.strip())
    number = int(match[1].replace(".", "")) if match else MAX_INTEGER + 1
    if number > MAX_INTEGER:
        raise UsageError(f"'{cut(text)}' is not a whole number", "such as views:1000.. or id:42")
    return number
