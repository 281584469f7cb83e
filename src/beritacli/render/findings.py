"""What the checks found, for a person: the line, the mark under the place, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.render.cells import cell_width
from beritacli.render.layout import BLANK, Line, Look, Span, paragraph
from beritacli.render.rows import Row

_INDENT = "    "
_LEVEL = 8  # columns of a level's name


def finding_lines(rows: Sequence[Row], look: Look) -> Iterator[Line]:
    """The findings by article. Each row has those of a finding beside its article.

    `text` is the line of the field, and `mark` the place in it, None for none.
    """
    last = None
    for article, said in rows:
        if article.id != last:
            if last is not None:
                yield BLANK
            mark = f"#{article.id}  "
            yield from paragraph(look.show(article.title), look, "headline", mark, " " * len(mark))
        last = article.id
        yield BLANK
        yield from _finding(said, look)


def rule_lines(rules: Sequence[Mapping[str, Any]], look: Look) -> Iterator[Line]:
    """The rules: code and level, what each says, and an example."""
    for rule in rules:
        fixes = f"{look.glyphs.dot}--fix" if rule["fixes"] else ""
        level = rule["level"]
        yield (Span(rule["code"], "strong"), Span("  "), Span(level, level), Span(fixes, "dim"))
        yield from paragraph(rule["about"], look, "", _INDENT, _INDENT)
        better = f"{look.glyphs.arrow}{rule['better']}" if rule["better"] else ""
        example = rule["example"].replace("  ", "␣␣")  # a paragraph closes them up
        yield from paragraph(example + better, look, "dim", _INDENT, _INDENT)


def _finding(said: Mapping[str, Any], look: Look) -> Iterator[Line]:
    level = said["level"]
    where = said["field"] + (f", line {said['line']}" if said["line"] else "")
    yield (
        Span(f"  {level:<{_LEVEL}}", level),
        Span(said["code"], "strong"),
        Span(f"{look.glyphs.dot}{where}", "dim"),
    )
    if said["mark"]:
        yield from _place(said["text"], said["mark"], level, look)
    yield from paragraph(look.show(said["message"]), look, "", _INDENT, _INDENT)
    if (said["suggestion"] or "").strip() and said["suggestion"] != said["text"]:
        yield from paragraph(
            look.show(said["suggestion"]),
            look,
            "new",
            f"{_INDENT}{look.glyphs.arrow.strip()} ",
            " " * 6,
        )


def _place(text: str, mark: tuple[int, int], level: str, look: Look) -> Iterator[Line]:
    """As much of a line as fits, around the place, and carets under it."""
    start, end = mark
    before, place, after = text[:start], text[start:end], text[end:]
    room = look.width - len(_INDENT)
    shown = _cut(look.show(place), room * 2 // 3, look)
    left = room - cell_width(shown)
    lead = _ending(look.show(before), left * 3 // 5, look)
    trail = _cut(look.show(after), left - cell_width(lead), look)
    if cell_width(lead) + cell_width(trail) < left:  # what one side leaves is the other's
        lead = _ending(look.show(before), left - cell_width(trail), look)
    yield (Span(_INDENT), Span(lead, "dim"), Span(shown), Span(trail, "dim"))
    carets = "^" * max(1, cell_width(shown))
    yield (Span(_INDENT + " " * cell_width(lead)), Span(carets, level))


def _cut(text: str, room: int, look: Look) -> str:
    """The beginning of `text`, in `room` columns."""
    if cell_width(text) <= room:
        return text
    more = look.glyphs.more
    kept = _fitting(text, room - len(more))
    return f"{kept}{more}" if room > len(more) else ""


def _ending(text: str, room: int, look: Look) -> str:
    """The end of `text`, in `room` columns."""
    if cell_width(text) <= room:
        return text
    more = look.glyphs.more
    kept = _fitting(text[::-1], room - len(more))[::-1]
    return f"{more}{kept}" if room > len(more) else ""


def _fitting(text: str, room: int) -> str:
    text = text[: max(room, 0)]
    while text and cell_width(text) > room:
        text = text[:-1]
    return text
