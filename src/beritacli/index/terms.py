"""An article as the index reads it: tokens for the full text, counted terms for nearness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from beritacli.domain.article import Article
from beritacli.index.schema import mark
from beritacli.index.sketch import sketch
from beritacli.indonesian.forms import used_in
from beritacli.indonesian.prose import names_in, without_boilerplate
from beritacli.indonesian.stemming import stem
from beritacli.indonesian.text import STOPWORDS, words
from beritacli.values import Value

TITLE_WEIGHT = 3  # a word of the headline counts as three of the body
LEAD = 60  # words of the body's beginning that count twice
_MOST_KNOWN = 1 << 16  # stems remembered
BOUNDARY = " / "  # no token of a text: a phrase never runs from one tag into the next


class Analysis(Value):
    """What the index keeps of an article's words.

    `columns` are the tokens of each column of the full text, in the order of
    `schema.FULL_TEXT`; the columns of stems also hold a `mark` for each
    abbreviation that the text uses or spells out. `counts` holds each word that
    says something with its weighted count; a caption counts as headline, tags as body. `titles` and
    `names` are those of them that stand in the headline, and capitalised inside
    a sentence. `sketch` is what tells a near-duplicate.
    """

    columns: tuple[str, ...]
    counts: dict[str, int]
    titles: frozenset[str]
    names: frozenset[str]
    sketch: bytes


def analyse(article: Article) -> Analysis:
    """Read an article once, for the full text and for nearness."""
    photo, body = article.photo, (article.body or "").replace("\u00a0", " ")
    title, caption, text = words(article.title), words(photo.caption or ""), words(body)
    tags = [words(tag) for tag in article.tags]
    own = without_boilerplate(body, text)
    prose = text if own == body else words(own)
    all_tags = [token for tag in tags for token in tag]
    headline = _telling([*title, *caption])
    rest = [*caption, *all_tags, *text]
    said = Counter(prose)
    said.update([*all_tags, *prose[:LEAD]])
    counts = {word: said[word] for word in _telling(said)}
    for word in headline:
        counts[word] = counts.get(word, 0) + TITLE_WEIGHT
    columns = (
        " ".join(title),
        " ".join(caption),
        BOUNDARY.join(" ".join(tag) for tag in tags),
        " ".join(text),
        *(" ".join(words(other or "")) for other in (article.quote, photo.credit, photo.source)),
        " ".join([*stems(title), *map(mark, used_in(title))]),
        " ".join([*stems(rest), *map(mark, used_in(rest))]),
    )
    return Analysis(
        columns,
        counts,
        frozenset(headline),
        frozenset(counts.keys() & names_in(own)),
        sketch(title, prose),
    )


def stems(tokens: Iterable[str]) -> list[str]:
    """The stems of the tokens that have one other than themselves, each once."""
    found = dict.fromkeys(map(_OTHERS.__getitem__, dict.fromkeys(tokens)))
    found.pop("", None)
    return list(found)


class _OtherStems(dict[str, str]):
    """The stem of a token that has one other than itself, else ''.

    A dictionary answers for a word that it knows without a call: of an archive
    every word is asked for hundreds of times.
    """

    def __missing__(self, token: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        base = token if token in STOPWORDS else stem(token)
        return self.setdefault(token, "" if base == token else base)


_OTHERS = _OtherStems()


def _telling(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if token not in STOPWORDS and len(token) > 1]
