"""The piece of a text that shows why it was found, and where its words are to be marked."""

from __future__ import annotations

from collections.abc import Sequence

from beritacli.index.wanted import Wanted
from beritacli.indonesian.stemming import stem
from beritacli.indonesian.text import STOPWORDS, squash, words
from beritacli.patterns import pattern
from beritacli.values import Value

_SIZE = 160  # characters
_BEFORE = 40  # of them before the first mark
_WORD = pattern(r"[0-9]+(?:[.,:/][0-9]+)*|[^\W_]+(?:['\u2019][^\W_]+)*")

Span = tuple[int, int]


class Snippet(Value):
    """A piece of text, and where in it the marks begin and end, in order, never overlapping."""

    text: str
    marks: tuple[Span, ...] = ()


def snippet(text: str, sought: Wanted, size: int = _SIZE) -> Snippet:
    """The piece of `text` with the most of what is wanted; its beginning where it has nothing.

    A word is marked as it was written, in another inflection, and as its
    abbreviation or long form. `…` stands where the text goes on.
    """
    text = squash(text)
    spans = marked(text, sought)
    start = _beginning(text, [span for span, _ in spans], _best(spans, size - _BEFORE))
    end = len(text)
    if end - start > size:
        end = text.rfind(" ", start + 1, start + size + 1)
        end = start + size if end < 0 else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(lead) - start
    inside = [(a + shift, b + shift) for (a, b), _ in spans if a >= start and b <= end]
    return Snippet(f"{lead}{text[start:end]}{tail}", tuple(inside))


def marked(text: str, sought: Wanted) -> list[tuple[Span, str]]:
    """Where `text` says what is wanted, and which of the wanted words or forms stands there."""
    found = [(m.span(), " ".join(words(m[0]))) for m in _WORD.finditer(text)]
    single = {token for token in sought.tokens if token not in STOPWORDS} or set(sought.tokens)
    bases = {stem(token): token for token in single if token not in STOPWORDS}
    forms = [form for group in sought.groups for form in group.others] + list(sought.phrases)
    spans: list[tuple[Span, str]] = []
    at = 0
    while at < len(found):
        (start, end), token = found[at]
        form = next((form for form in forms if _stands(found, at, form)), None)
        if form is not None:
            at += len(form)
            spans.append(((start, found[at - 1][0][1]), " ".join(form)))
            continue
        if token in single:
            spans.append(((start, end), token))
        elif bases and token not in STOPWORDS and (base := stem(token)) in bases:
            spans.append(((start, end), bases[base]))
        at += 1
    return spans


def _stands(found: Sequence[tuple[Span, str]], at: int, form: Sequence[str]) -> bool:
    return [token for _, token in found[at : at + len(form)]] == list(form)


def _best(spans: Sequence[tuple[Span, str]], size: int) -> int:
    """The number of the mark from which most different words lie within `size` characters."""
    best, most = 0, 0
    for place, ((start, _), _) in enumerate(spans):
        near = {word for (_, end), word in spans[place : place + 20] if end - start <= size}
        if len(near) > most:
            best, most = place, len(near)
    return best


def _beginning(text: str, spans: Sequence[Span], best: int) -> int:
    if not spans or spans[best][0] <= _BEFORE:
        return 0
    start = spans[best][0] - _BEFORE
    space = text.find(" ", start, spans[best][0])
    return spans[best][0] if space < 0 else space + 1
