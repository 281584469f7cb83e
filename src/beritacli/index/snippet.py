"""The piece of a text that shows why it was found, and where its words are to be marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from unicodedata import normalize

from beritacli.domain.answers import Hit
from beritacli.index.wanted import Wanted
from beritacli.indonesian.stemming import stem, with_stem
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


def with_snippet(hit: Hit, sought: Wanted) -> Hit:
    """`hit` with the piece of its text that shows why it was found."""
    article = hit.article
    piece = snippet(article.body or article.photo.caption or "", sought)
    return Hit(article, hit.score, piece.text, piece.marks)


def snippet(text: str, sought: Wanted, size: int = _SIZE) -> Snippet:
    """The piece of `text` with the most of what is wanted; its beginning where it has nothing.

    A word is marked as it was written, in another inflection, and as its
    abbreviation or long form. `…` stands where the text goes on.
    """
    text = normalize("NFC", squash(text))  # a mark of its own would part a word
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
    tokens = _tokens(text)
    known = set(tokens)
    single = _meant(known, sought)
    forms = [form for group in sought.groups for form in group.others] + list(sought.phrases)
    starts = {form[0] for form in forms} & known
    found: list[tuple[int, int, str]] = []  # from which word to which, and what they say
    behind = 0
    for at, token in enumerate(tokens):
        if at < behind or (token not in single and token not in starts):
            continue
        form = next((form for form in forms if _stands(tokens, at, form)), None)
        if form is not None:
            behind = at + len(form)
            found.append((at, behind - 1, " ".join(form)))
        elif token in single:
            found.append((at, at, single[token]))
    ends = {at for first, last, _ in found for at in (first, last)}
    some = islice(_WORD.finditer(text), max(ends, default=-1) + 1)
    spans = {at: match.span() for at, match in enumerate(some) if at in ends}
    return [((spans[first][0], spans[last][1]), said) for first, last, said in found]


def _tokens(text: str) -> list[str]:
    """The words of `_WORD` as the full text has them: what `words` says of each, but faster."""
    if text.isascii() and "'" not in text:
        return _WORD.findall(text.lower())
    return [
        word.lower().replace("'", "") if word.isascii() else " ".join(words(word))
        for word in _WORD.findall(text)
    ]


def _meant(tokens: set[str], sought: Wanted) -> dict[str, str]:
    """Which of `tokens` are wanted, as they stand or by their stem, and what was asked for."""
    single = {token for token in sought.tokens if token not in STOPWORDS} or set(sought.tokens)
    bases = {stem(token): token for token in single if token not in STOPWORDS}
    telling = tokens - STOPWORDS
    meant = {token: said for base, said in bases.items() for token in with_stem(telling, base)}
    return meant | {token: token for token in single}


def _stands(tokens: Sequence[str], at: int, form: Sequence[str]) -> bool:
    return tokens[at : at + len(form)] == list(form)


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
