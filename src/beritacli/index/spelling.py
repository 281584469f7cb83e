"""'Did you mean': the nearest word of the store for one that no article has."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from beritacli.index.frequencies import load_counts
from beritacli.index.query_sql import phrase
from beritacli.index.schema import placeholders
from beritacli.indonesian.abbreviations import ABBREVIATIONS
from beritacli.indonesian.spelling import edits
from beritacli.indonesian.stemming import stem
from beritacli.indonesian.text import STOPWORDS

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEAST = 4  # letters: a shorter word is near too many others
_LONGEST = 40  # letters: nobody meant a word by a longer one, and its slips are many
_MOST = 10  # unknown words of one query that are looked up
_TWO = 7  # letters from which two slips are looked for
_BATCH = 500  # parameters of one statement
_SLIP = 4.0  # one slip more must be worth a word e^4 times as frequent


def suggestions(connection: sqlite3.Connection, tokens: Iterable[str]) -> dict[str, str | None]:
    """For each token that no article has in any form: the nearest known word, or None.

    Of very many such tokens only the first ten.
    """
    unasked = (token for token in dict.fromkeys(tokens) if not _known(connection, token))
    unknown = list(islice(unasked, _MOST))
    if not unknown:
        return {}
    counts = load_counts(connection)
    return {token: _nearest(connection, token, counts) for token in unknown}


def _known(connection: sqlite3.Connection, token: str) -> bool:
    if token in STOPWORDS or token in ABBREVIATIONS:
        return True
    said = f"{phrase([token])} OR {phrase([stem(token)])}"
    row = connection.execute(
        "SELECT 1 FROM fulltext JOIN articles a ON a.doc = fulltext.rowid"
        " WHERE fulltext MATCH ? LIMIT 1",
        (said,),
    ).fetchone()
    return row is not None


def _nearest(connection: sqlite3.Connection, token: str, counts: Sequence[int]) -> str | None:
    """The best of the words within one slip, and for a longer one within two.

    A word that is one slip away is worth one that is two slips away and e^4
    times as frequent.
    """
    if not _LEAST <= len(token) <= _LONGEST or not token.isalpha():
        return None
    near = {word: (1, counts[n]) for word, n in _one_slip(connection, token)}
    if len(token) >= _TWO:
        for word, n in _same_beginning(connection, token):
            if word not in near and (distance := edits(token, word, 2)) <= 2:
                near[word] = (distance, counts[n])
    for word in STOPWORDS:  # they are not among the counted words
        if edits(token, word, 1) == 1:
            near[word] = (1, _articles_with(connection, word))
    worth = {
        word: (math.log(count) - _SLIP * distance, word)
        for word, (distance, count) in near.items()
        if count and word.isalpha() and word != token
    }
    return max(worth, key=lambda word: worth[word]) if worth else None


def _articles_with(connection: sqlite3.Connection, word: str) -> int:
    row = connection.execute(
        "SELECT COUNT(*) FROM fulltext WHERE fulltext MATCH ?", (phrase([word]),)
    ).fetchone()
    return int(row[0])


def _one_slip(connection: sqlite3.Connection, token: str) -> Iterator[tuple[str, int]]:
    """The known words among every letter left out, put in, changed or swapped."""
    forms = sorted(_slips(token))
    for at in range(0, len(forms), _BATCH):
        some = forms[at : at + _BATCH]
        yield from connection.execute(
            f"SELECT term, number FROM terms WHERE term IN ({placeholders(some)})",  # noqa: S608 - marks
            some,
        )


def _slips(token: str) -> set[str]:
    found: set[str] = set()
    for place in range(len(token) + 1):
        left, right = token[:place], token[place:]
        found.update(left + letter + right for letter in _LETTERS)
        if right:
            found.add(left + right[1:])
            found.update(left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            found.add(left + right[1] + right[0] + right[2:])
    return found


def _same_beginning(connection: sqlite3.Connection, token: str) -> Iterator[tuple[str, int]]:
    """The known words of about this length with the same first letters."""
    start = token[: len(token) // 3 + 1]
    yield from connection.execute(
        "SELECT term, number FROM terms WHERE term >= ? AND term < ?"
        " AND length(term) BETWEEN ? AND ?",
        (start, start[:-1] + chr(ord(start[-1]) + 1), len(token) - 2, len(token) + 2),
    )
