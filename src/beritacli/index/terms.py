"""An article as the index reads it: tokens for the full text, counted terms for nearness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from beritacli.domain.article import Article
from beritacli.indonesian.prose import names_in, without_boilerplate
from beritacli.indonesian.stemming import stem
from beritacli.indonesian.text import STOPWORDS, words
from beritacli.values import Value

TITLE_WEIGHT = 3  # a word of the headline counts as three of the body
LEAD = 60  # words of the body's beginning that count twice
BOUNDARY = " / "  # no token of a text: a phrase never runs from one tag into the next
_MOST = 255  # a count is one byte


class Profile(Value):
    """What an article is about: words with their counts, those of the headline, and names.

    A caption counts as headline, tags as body.
    """

    words: dict[str, int]
    titles: dict[str, int]
    names: dict[str, int]


def full_text(article: Article) -> tuple[str, ...]:
    """The tokens of each column of the full text, in the order of `schema.FULL_TEXT`."""
    photo = article.photo
    title, caption = words(article.title), words(photo.caption or "")
    tags = BOUNDARY.join(" ".join(words(tag)) for tag in article.tags)
    body = words(article.body or "")
    raw = (" ".join(title), " ".join(caption), tags, " ".join(body))
    others = (" ".join(words(text or "")) for text in (article.quote, photo.credit, photo.source))
    rest = [*caption, *tags.split(), *body]
    return (*raw, *others, " ".join(stems(title)), " ".join(stems(rest)))


def stems(tokens: Iterable[str]) -> list[str]:
    """The stems of the tokens that have one other than themselves."""
    found = []
    for token in tokens:
        if token not in STOPWORDS:
            base = stem(token)
            if base != token:
                found.append(base)
    return found


def profile(article: Article) -> Profile:
    """The counted terms of an article, stop words and boilerplate left out."""
    body = without_boilerplate(article.body or "")
    text = _kept(words(body))
    titles = Counter(_kept([*words(article.title), *words(article.photo.caption or "")]))
    counts = Counter(text)
    counts.update(_kept(words(" ".join(article.tags))))
    counts.update(_kept(words(" ".join(body.split(None, LEAD)[:LEAD]))))
    for word, count in titles.items():
        counts[word] += TITLE_WEIGHT * count
    names = Counter(_names(body))
    return Profile(*(_capped(found) for found in (counts, titles, names)))


def _kept(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in STOPWORDS and len(token) > 1]


def _names(body: str) -> Iterable[str]:
    for name in names_in(body):
        tokens = words(name)
        if tokens and tokens[0] not in STOPWORDS:
            yield " ".join(tokens)


def _capped(counts: Counter[str]) -> dict[str, int]:
    return {term: min(count, _MOST) for term, count in counts.items()}
