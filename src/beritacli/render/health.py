"""What the doctor finds, as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from beritacli.domain.safety import ERROR, OK, WARNING, Finding
from beritacli.render.layout import Line, Look, Span, paragraph

_CHECK = 13  # columns of a check's name
_ROLES = {OK: "new", WARNING: "badge", ERROR: "old"}


def health_lines(findings: Iterable[Finding], look: Look) -> Iterator[Line]:
    """A paragraph a finding, its level in front, what helps below it."""
    for one in findings:
        mark = f"{one.level:<8}"
        label = f"{one.check:<{_CHECK}}"
        indent = " " * (len(mark) + len(label))
        lines = list(paragraph(look.show(one.message), look, "", indent, indent))
        first = (Span(mark, _ROLES.get(one.level, "dim")), Span(label, "dim"), *lines[0][1:])
        yield first
        yield from lines[1:]
        if one.hint:
            yield from paragraph(look.show(one.hint), look, "dim", indent, indent)
