"""What a rule finds in an article, and where."""

from __future__ import annotations

from beritacli.values import Value

Span = tuple[int, int]
_AROUND = 400  # characters of a line that are kept on both sides of a place


class Hit(Value):
    """One place that breaks a rule: `span` of the field's text, None for the field as a whole.

    `suggestion` is what to write instead, where that is known. `replacement` is
    what a fix puts in the place of the span: only where nobody would object.
    """

    field: str
    message: str
    span: Span | None = None
    suggestion: str | None = None
    replacement: str | None = None


class Finding(Value):
    """A hit with the rule that it breaks; `line` counts from 1 in the field's text.

    `text` is that line around the place, and `mark` the place in it: what a person is shown.
    `places` is how many places of the field this finding stands for.
    """

    id: int
    code: str
    level: str
    field: str
    line: int | None
    message: str
    suggestion: str | None = None
    text: str = ""
    mark: Span | None = None
    places: int = 1


def shown(text: str, span: Span) -> tuple[str, Span]:
    """The line around a place, cut where it is long, and the place in it."""
    start, end = span
    begin = text.rfind("\n", max(0, start - _AROUND), start) + 1 or max(0, start - _AROUND)
    stop = text.find("\n", start, end + _AROUND)
    stop = min(len(text), end + _AROUND) if stop < 0 else stop
    return text[begin:stop], (start - begin, min(end, stop) - begin)
