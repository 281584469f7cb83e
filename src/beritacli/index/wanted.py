"""What a person looks for, as an expression of the full text and as words to mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from beritacli.domain.query import TEXT_FIELDS, Phrase, Query, Says, Term, Words
from beritacli.index.query_sql import matching, phrase
from beritacli.index.schema import RAW, STEMS, mark
from beritacli.indonesian.abbreviations import ABBREVIATIONS, reversed_table
from beritacli.indonesian.stemming import stem
from beritacli.indonesian.text import STOPWORDS, words
from beritacli.values import Value

Forms = tuple[tuple[str, ...], ...]  # other ways to say something, each as its words


class Group(Value):
    """One thing to find: `tokens` in any order, or one of the `others` word by word.

    `shorts` are the abbreviations of the program's table that it stands for.
    """

    tokens: tuple[str, ...]
    others: Forms = ()
    shorts: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """The group for MATCH: raw or stem of every token, or another form."""
        said = " AND ".join(_word(token) for token in self.tokens)
        others = [matching(phrase(form), RAW) for form in self.others]
        return f"({' OR '.join([f'({said})', *others])})"

    @property
    def scored(self) -> str:
        """What counts in the order: an article counts alike with either form."""
        marks = " OR ".join(phrase([mark(short)]) for short in self.shorts)
        return f"({matching(marks, STEMS)})" if marks else self.expression


class Wanted(Value):
    """The groups of the plain words, exact conditions for MATCH, and the terms that remain."""

    groups: tuple[Group, ...]
    exact: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    rest: Query

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every plain word, in order."""
        return tuple(token for group in self.groups for token in group.tokens)

    def all_words(self) -> str:
        """MATCH for every group; '' where the query has none."""
        return " AND ".join([*(group.expression for group in self.groups), *self.exact])

    def any_word(self) -> str:
        """MATCH for at least one group; stop words only where there is nothing else."""
        telling = [g for g in self.groups if not STOPWORDS.issuperset(g.tokens)] or self.groups
        any_of = " OR ".join(group.expression for group in telling)
        return " AND ".join([f"({any_of})", *self.exact])

    @property
    def scored(self) -> str | None:
        """MATCH for what counts in the order, where that is not what is matched."""
        if not any(group.shorts for group in self.groups):
            return None
        return " OR ".join([*(group.scored for group in self.groups), *self.exact])


def wanted(query: Query, more: Mapping[str, Forms]) -> Wanted:
    """Part a query; `more` are abbreviations of the desk beside the program's own."""
    exact: list[str] = []
    phrases: list[tuple[str, ...]] = []
    rest: list[Term] = []
    run: list[str] = []
    for term in query.terms:
        if isinstance(term, Words):
            run += words(term.text)
        elif isinstance(term, Phrase | Says):
            said = [tokens for text in _texts(term) if (tokens := words(text))]
            if said:
                phrases += map(tuple, said)
                exact.append(matching(" OR ".join(map(phrase, said)), _columns(term)))
            else:
                rest.append(term)
        else:
            rest.append(term)
    groups = tuple(_groups(list(dict.fromkeys(run)), more))
    return Wanted(groups, tuple(exact), tuple(phrases), Query(tuple(rest)))


def _texts(term: Phrase | Says) -> Sequence[str]:
    return (term.text,) if isinstance(term, Phrase) else term.values


def _columns(term: Phrase | Says) -> Sequence[str]:
    if isinstance(term, Phrase):
        return RAW
    return [
        key.removeprefix("photo.").replace("source", "photo_source")
        for key in TEXT_FIELDS[term.field]
    ]


def _groups(run: Sequence[str], more: Mapping[str, Forms]) -> Iterator[Group]:
    """The words in a row; those that make up a long form are one group with its short form."""
    table = {**ABBREVIATIONS, **more}
    shorts = reversed_table(table)
    longest = max(map(len, shorts), default=1)
    at = 0
    while at < len(run):
        for size in range(min(longest, len(run) - at), 1, -1):
            form = tuple(run[at : at + size])
            if form in shorts:
                known = tuple(short for short in shorts[form] if short in ABBREVIATIONS)
                yield Group(form, tuple((short,) for short in shorts[form]), known)
                at += size
                break
        else:
            known = (run[at],) if run[at] in ABBREVIATIONS else ()
            yield Group((run[at],), table.get(run[at], ()), known)
            at += 1


def _word(token: str) -> str:
    """A word as it stands or by its stem.

    A word that is its own stem is one phrase over all columns: apart, the few
    articles in which only an inflected form stands would make it look rare there.
    """
    if token in STOPWORDS:
        return matching(phrase([token]), RAW)
    base = stem(token)
    by_stem = matching(phrase([base]), (*RAW, *STEMS))
    return by_stem if base == token else f"({matching(phrase([token]), RAW)} OR {by_stem})"
