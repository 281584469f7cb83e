"""What a write changed, old and new, for a person to look over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from beritacli.domain.article import Article, Correction
from beritacli.domain.changes import PURGE, Change, Plan
from beritacli.domain.document import COLUMNS
from beritacli.hints import counted
from beritacli.indonesian.date_format import format_datetime
from beritacli.indonesian.numbers import group
from beritacli.render.cells import cell_width
from beritacli.render.layout import Line, Look, Span, paragraph

MOST_RECORDS = 10  # shown one by one; of the others only how many
_MOST_PARAGRAPHS = 6  # shown of one text
_COMPARED = 200  # paragraphs; beyond them a comparison takes too long
_CONTEXT = 30  # characters around a difference
_LABEL = 13  # columns of a field's name
_GONE = ("taken out of the store; the log has it", "purged: nothing of it is left")

# These change with every write and say nothing.
SILENT = ("revision", "updated_at")


def changed_fields(change: Change) -> list[tuple[str, Any, Any]]:
    """The columns that differ, with the value before and after; None where there is no record."""
    columns = (name for name in COLUMNS if name not in SILENT)
    triples = ((name, _value(change.before, name), _value(change.after, name)) for name in columns)
    return [(name, old, new) for name, old, new in triples if old != new and (old or new)]


def change_lines(plan: Plan, look: Look) -> Iterator[Line]:
    """Every changed record with its fields; from many only the first ones, and a count."""
    for change in plan.changes[:MOST_RECORDS]:
        yield from _record(change, look, _GONE[plan.kind == PURGE])
    rest = plan.changes[MOST_RECORDS:]
    if rest:
        known = [change for change in rest if change.before]  # of a new one every field is new
        counts = Counter(name for change in known for name, _, _ in changed_fields(change))
        named = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        more = f"and {counted(len(rest), 'more article')}"
        yield from paragraph(f"{more}: {named}" if named else more, look, "dim")


def created_lines(articles: Iterable[Article], look: Look) -> Iterator[Line]:
    """`#12 draft  Headline  (slug)`, a line a record where it fits."""
    for article in articles:
        mark = f"#{article.id} {article.status}  "
        lines = list(paragraph(look.show(article.title), look, "headline", mark, " " * len(mark)))
        slug = f"({article.slug})"
        if sum(cell_width(span.text) for span in lines[-1]) + 2 + len(slug) <= look.width:
            lines[-1] = (*lines[-1], Span(f"  {slug}", "dim"))
        else:
            lines += paragraph(slug, look, "dim", " " * len(mark), " " * len(mark))
        yield from lines


def _record(change: Change, look: Look, gone: str) -> Iterator[Line]:
    if change.before is None:
        yield from created_lines([change.after] if change.after else [], look)
        return
    article = change.after or change.before
    mark = f"#{article.id}  "
    yield from paragraph(look.show(article.title), look, "headline", mark, " " * len(mark))
    if change.after is None:
        yield from paragraph(gone, look, "old", "  ", "  ")
        return
    for name, old, new in changed_fields(change):
        yield from field_lines(name, old, new, look)


def field_lines(name: str, old: Any, new: Any, look: Look) -> Iterator[Line]:
    """One field, old and new."""
    label = f"  {name:<{_LABEL}} "
    if name == "tags":
        yield from _tags(old or (), new or (), label, look)
        return
    before, after = (_shown(value, look) for value in (old, new))
    arrow = look.glyphs.arrow
    width = sum(map(cell_width, (label, before, arrow, after)))
    if width <= look.width and "\n" not in before + after:
        yield (Span(label, "dim"), Span(before, "old"), Span(arrow, "dim"), Span(after, "new"))
    else:
        yield (Span(label.rstrip(), "dim"),)
        yield from _text(old, new, look)


def _tags(old: Sequence[str], new: Sequence[str], label: str, look: Look) -> Iterator[Line]:
    added = [f"+{look.show(tag)}" for tag in new if tag not in old]
    removed = [f"-{look.show(tag)}" for tag in old if tag not in new]
    words = ", ".join([*added, *removed]) or f"now {', '.join(map(look.show, new))}"
    yield from paragraph(words, look, "", label, " " * len(label))


def _text(old: Any, new: Any, look: Look) -> Iterator[Line]:
    """A long text: only the paragraphs that differ, and of those the part that differs."""
    before, after = _paragraphs(old, look), _paragraphs(new, look)
    if max(len(before), len(after)) > _COMPARED:
        words = f"{len(before)}{look.glyphs.arrow}{len(after)} paragraphs"
        yield from paragraph(words, look, "", "    ", "    ")
        return
    pairs = _differences(before, after)
    for old_one, new_one in pairs[:_MOST_PARAGRAPHS]:
        one, other = _excerpts(old_one, new_one, look)
        if one:
            yield from paragraph(one, look, "old", "    - ", "      ")
        if other:
            yield from paragraph(other, look, "new", "    + ", "      ")
    if len(pairs) > _MOST_PARAGRAPHS:
        more = f"and {counted(len(pairs) - _MOST_PARAGRAPHS, 'more paragraph')}"
        yield from paragraph(more, look, "dim", "    ", "    ")


def _differences(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for long texts

    pairs: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if kind != "equal":
            pairs += zip_longest(before[i:j], after[k:m], fillvalue="")
    return pairs


def _excerpts(old: str, new: str, look: Look) -> tuple[str, str]:
    """Both texts around where they differ, each at most three lines long."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    most = 3 * max(look.width - 6, 10)
    return _excerpt(old, start, end, most, look), _excerpt(new, start, end, most, look)


def _excerpt(text: str, start: int, end: int, most: int, look: Look) -> str:
    more = look.glyphs.more
    first = text.rfind(" ", 0, max(0, start - _CONTEXT)) + 1
    last = text.find(" ", len(text) - max(0, end - _CONTEXT))
    last = len(text) if last < 0 else last
    if last - first > most:
        last = first + most
    return (more if first else "") + text[first:last] + (more if last < len(text) else "")


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _paragraphs(text: Any, look: Look) -> list[str]:
    shown = _shown(text, look) if text is not None else ""
    return [" ".join(block.split()) for block in shown.split("\n\n") if block.strip()]


def _shown(value: Any, look: Look) -> str:
    if value is None or value == ():
        return look.glyphs.nothing
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, int):
        return group(value)
    if isinstance(value, tuple) and isinstance(value[-1], Correction):
        return look.show(value[-1].text)
    if isinstance(value, tuple):
        return ", ".join(f"#{id}" for id in value)
    return look.show(str(value), lines=True)


def _value(article: Article | None, column: str) -> Any:
    if article is None:
        return None
    if column.startswith("photo."):
        return getattr(article.photo, column.removeprefix("photo."))
    return getattr(article, column)
