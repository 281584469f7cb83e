"""Why an entry stands in a list: the words that were found, and each signal's share of a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from beritacli.render.layout import Line, Look, Span, paragraph

_BAR = 20  # columns of the bar of a whole score


def marked(text: str, marks: Sequence[tuple[int, int]], look: Look, indent: str) -> Iterator[Line]:
    """A piece of stored text as a paragraph, the characters of `marks` standing out."""
    shown, places = _shown(text, marks, look)
    at = 0
    for line in paragraph(shown, look, "", indent, indent):
        said = line[-1].text
        start = shown.index(said, at)
        at = start + len(said)
        lead = line[:-1]
        yield (*lead, *_parts(said, [(a - start, b - start) for a, b in places]))


def signal_lines(
    score: float, signals: Mapping[str, float], look: Look, indent: str
) -> Iterator[Line]:
    """A line for each signal: its name, a bar as long as its share, and its figure."""
    width = max(map(len, signals), default=0)
    for name, share in signals.items():
        filled = round(_BAR * share / score) if score > 0 else 0
        bar = look.glyphs.full * filled + look.glyphs.empty * (_BAR - filled)
        yield (
            Span(f"{indent}{look.show(name):<{width}}  ", "dim"),
            Span(bar, "new"),
            Span(f"  {share:.3f}", "dim"),
        )


def _shown(
    text: str, marks: Sequence[tuple[int, int]], look: Look
) -> tuple[str, list[tuple[int, int]]]:
    """The text as it can be printed, and where the marks are in it then."""
    shown, places, at = "", [], 0
    for start, end in marks:
        shown += look.show(text[at:start])
        begin = len(shown)
        shown += look.show(text[start:end])
        places.append((begin, len(shown)))
        at = end
    return shown + look.show(text[at:]), places


def _parts(line: str, marks: Sequence[tuple[int, int]]) -> Iterator[Span]:
    at = 0
    for start, end in marks:
        first, last = max(start, at), min(end, len(line))
        if first < last:
            yield Span(line[at:first])
            yield Span(line[first:last], "strong")
            at = last
    yield Span(line[at:])
