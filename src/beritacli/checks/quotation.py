"""Quotation marks, and the pull quote against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject
from beritacli.indonesian.text import words
from beritacli.values import Value

_MARKS = re.compile("''|[\"“”„‟]")
_CLOSES = {'"': ('"',), "''": ("''",), "“": ("”",), "„": ("”", "“"), "‟": ("”",)}
_OPENING = ("“", "„", "‟")
_LONE = {
    "opened": "a quotation is opened and not closed",
    "closed": "a quotation is closed and not opened",
    "alone": "a quotation mark has no partner",
}
_INCHES = re.compile(r"\d(?:\"|'')")  # and seconds
_CUT = re.compile(r"\.{2,}|…|\[[^\]\[]*\]|\([^)(]*\)")
_LEAST = 3  # words of a piece of a cut quote that say something


def absent(subject: Subject) -> Iterator[Hit]:
    """The pull quote, or a piece of a cut one, does not stand in the text."""
    quote, body = subject.text("quote"), subject.text("body")
    if not quote.strip() or not body.strip():
        return
    text = f" {' '.join(words(body))} "
    pieces = [words(piece) for piece in _CUT.split(quote)]
    pieces = [piece for piece in pieces if len(piece) >= _LEAST] or [words(quote)]
    if any(piece and f" {' '.join(piece)} " not in text for piece in pieces):
        near = _nearest(words(quote), words(body))
        message = "the quote does not stand in the text"
        message += f": there it reads '{near}'" if near else ""
        yield Hit("quote", message, (0, len(quote)))


def unbalanced(subject: Subject) -> Iterator[Hit]:
    """A mark without its partner; a quote of several paragraphs opens each of them."""
    for field, text in subject.written():
        lines = list(_lines(text))
        for number, (start, line) in enumerate(lines):
            lone = _pairs(line)[1]
            if lone is None:
                continue
            follows = lines[number + 1][1] if number + 1 < len(lines) else ""
            if lone.kind == "opened" and _MARKS.match(follows.lstrip()):
                continue
            place = (start + lone.span[0], start + lone.span[1])
            yield Hit(field, _LONE[lone.kind], place)


def mixed(subject: Subject) -> Iterator[Hit]:
    """A pair whose marks are of two kinds; the second is made that of the first."""
    for field, text in subject.written():
        for start, line in _lines(text):
            pairs, lone = _pairs(line)
            if lone is not None:
                continue  # nobody knows what belongs together
            for opening, closing in pairs:
                one, other = line[slice(*opening)], line[slice(*closing)]
                if other in _CLOSES.get(one, ()):
                    continue
                place, right = closing, _CLOSES.get(one, ("",))[0]
                if one == "”":  # a closing mark at the beginning
                    if other != one:
                        continue
                    place, right = opening, "“"
                yield Hit(
                    field,
                    f"the quotation opens with {one} and closes with {other}",
                    (start + place[0], start + place[1]),
                    right,
                    right,
                )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs that have a mark at all, with where they begin."""
    at = 0
    for line in text.split("\n"):
        if _MARKS.search(line):
            yield at, line
        at += len(line) + 1


class Lone(Value):
    """A mark without a partner: `opened`, `closed`, or `alone` where it could be either."""

    span: Span
    kind: str


def _pairs(line: str) -> tuple[list[tuple[Span, Span]], Lone | None]:
    """The pairs of marks of a line, and the first lone one."""
    inches = {m.end() for m in _INCHES.finditer(line)}
    pairs: list[tuple[Span, Span]] = []
    opened: list[Span] = []
    for match in _MARKS.finditer(line):
        place = match.span()
        if opened and not _opens(line, *place):
            pairs.append((opened.pop(), place))
        elif opened or match.end() not in inches:
            if not opened and _closes(line, *place):
                return pairs, Lone(place, "closed")
            opened.append(place)
    if not opened:
        return pairs, None
    return pairs, Lone(opened[0], "opened" if _opens(line, *opened[0]) else "alone")


def _opens(line: str, start: int, end: int) -> bool:
    """Whether a mark can only open: white space before it, a letter behind."""
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    return (not before or before.isspace() or before in "([-–—") and after.isalnum()


def _closes(line: str, start: int, end: int) -> bool:
    """Whether a mark can only close: a letter or a stop before it, no sentence behind."""
    if line[start:end] in _OPENING:
        return False
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    ends = before.isalnum() or before in tuple(".,!?…")
    behind = line[end : end + 8].lstrip()[:1]
    stops = not after or (after in ".,;:!?)" and after != before)
    return ends and (
        stops or (after.isspace() and not behind.isupper() and behind not in tuple(",.;:"))
    )


def _nearest(quote: list[str], body: list[str]) -> str:
    """The place of the text that is most like the quote, '' where nothing is."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for a quote that is not there

    size = len(quote)
    if size < _LEAST or len(body) > 20_000:
        return ""
    wanted = set(quote)
    best, place = 0, 0
    for start in range(max(1, len(body) - size + 1)):
        common = len(wanted.intersection(body[start : start + size]))
        if common > best:
            best, place = common, start
    window = body[place : place + size]
    alike = SequenceMatcher(None, quote, window, autojunk=False).ratio()
    return " ".join(window) if alike >= 0.75 else ""
