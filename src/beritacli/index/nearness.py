"""How near articles are to one of them: candidates from the full text, signals from vectors."""

from __future__ import annotations

import math
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul
from typing import Any

from beritacli.index.frequencies import load_counts
from beritacli.index.query_sql import matching, phrase
from beritacli.index.schema import RAW, placeholders
from beritacli.index.vectors import COUNT, NAME, TITLE, unpack
from beritacli.values import Value

PRIOR = 100  # articles that are counted without being there
_TERMS = 40  # heaviest words that fetch candidates
_POSTINGS = 6000  # entries of the full text that they may read together
_LONGEST = 1500  # of one word: the newest ones
_ROOTS = [math.sqrt(count) for count in range(COUNT + 1)]
_SAID = (  # how often each byte of a vector says a word: in the text, the title, as a name
    bytes(packed & COUNT for packed in range(256)),
    bytes(packed & TITLE and 1 for packed in range(256)),
    bytes(packed & NAME and packed & COUNT for packed in range(256)),
)


class Subject(Value):
    """The article that others are compared with.

    `text`, `title` and `names` hold what one more of a word in another article
    adds to the product of both vectors; the norms are those of its own. `numbers`
    are those of `text`.
    """

    id: int
    numbers: frozenset[int]
    text: Mapping[int, float]
    title: Mapping[int, float]
    names: Mapping[int, float]
    norms: tuple[float, float, float]
    section: str | None
    tags: frozenset[str]
    sketch: bytes


class Reader:
    """Reads what the index holds of articles, and remembers it for one ranking."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts = load_counts(connection)
        row = connection.execute("SELECT COUNT(*) FROM articles").fetchone()
        self.total = int(row[0])
        self._squares = _Squares(self.total)
        self._newest: dict[int, int] = {}
        self._sketches: dict[int, bytes] = {}

    def subject(self, id: int) -> Subject | None:
        """The article `id`, or None where the index has none."""
        row = self._connection.execute(
            "SELECT v.words, v.counts, v.sketch, a.section_f"
            " FROM vectors v JOIN articles a USING (id) WHERE id = ?",
            (id,),
        ).fetchone()
        if row is None:
            return None
        words, counts, sketch, section = row
        numbers = unpack(words)
        parts: list[dict[int, float]] = [{}, {}, {}]
        sums = [0.0, 0.0, 0.0]
        for number, square, packed in zip(numbers, self._squares_of(numbers), counts, strict=True):
            for part, said in enumerate(_SAID):
                if many := said[packed]:
                    parts[part][number] = _ROOTS[many] * square
                    sums[part] += many * square
        norms = (math.sqrt(sums[0]), math.sqrt(sums[1]), math.sqrt(sums[2]))
        text, title, names = parts
        return Subject(
            id, frozenset(text), text, title, names, norms, section, self._tags([id])[id], sketch
        )

    def published(self, ids: Iterable[int]) -> set[int]:
        """Those of `ids` that readers can see."""
        return {id for some in _batches(ids) for id in self._visible("a.id", some)}

    def candidates(self, subject: Subject, most: int) -> list[int]:
        """The visible articles that share the heaviest words with `subject`."""
        scores: dict[int, float] = defaultdict(float)
        for term, weight, limit in self._heaviest(subject):
            for (doc,) in self._connection.execute(
                "SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid DESC LIMIT ?",
                (matching(phrase([term]), RAW), limit),
            ):
                scores[doc] += weight
        best = sorted(scores, key=scores.__getitem__, reverse=True)
        found: list[int] = []
        for some in _batches(best, most + 30):
            known = self._visible("a.doc", some)
            found += known
            if len(found) >= most:
                break
        return found[:most]

    def compare(
        self, subject: Subject, ids: Sequence[int]
    ) -> Iterator[tuple[int, dict[str, float]]]:
        """Each article with its signals, each from 0 to 1."""
        tags = self._tags(ids)
        sections: dict[int, str | None] = {}
        rows: dict[int, tuple[bytes, bytes]] = {}
        for some in _batches(ids):
            for id, words, counts, sketch, section, newest in self._connection.execute(
                "SELECT v.id, v.words, v.counts, v.sketch, a.section_f, a.newest"  # noqa: S608 - marks
                f" FROM vectors v JOIN articles a USING (id) WHERE v.id IN ({placeholders(some)})",
                some,
            ):
                rows[id] = (words, counts)
                sections[id] = section
                self._sketches[id] = sketch
                self._newest[id] = newest or 0
        rarity = self._rarity(subject.tags)
        for id in ids:
            text, title, names = self._cosines(subject, *rows[id])
            same = subject.section is not None and sections[id] == subject.section
            yield (
                id,
                {
                    "text": text,
                    "title": title,
                    "names": names,
                    "tags": _overlap(subject.tags, tags[id], rarity),
                    "section": float(same),
                },
            )

    def newest(self, id: int) -> int:
        """The time by which `id` is sorted, 0 where it has none."""
        return self._newest[id]

    def sketch(self, id: int) -> bytes:
        """What tells near-duplicates of `id`."""
        return self._sketches[id]

    def _cosines(self, subject: Subject, words: bytes, counts: bytes) -> tuple[float, ...]:
        """The nearness of text, title and names, each 0 where nothing is shared."""
        numbers = unpack(words)
        dots = [0.0, 0.0, 0.0]
        # Few words are shared, and they stand in order: they alone are looked at one by one.
        for number in subject.numbers.intersection(numbers):
            packed = counts[bisect_left(numbers, number)]
            root = _ROOTS[packed & COUNT]
            dots[0] += subject.text[number] * root
            if packed & TITLE and number in subject.title:
                dots[1] += subject.title[number]
            if packed & NAME and number in subject.names:
                dots[2] += subject.names[number] * root
        squares = self._squares_of(numbers)
        return tuple(
            dot / (norm * math.sqrt(sum(map(mul, counts.translate(said), squares)))) if dot else 0.0
            for dot, norm, said in zip(dots, subject.norms, _SAID, strict=True)
        )

    def _squares_of(self, numbers: Sequence[int]) -> list[float]:
        """The squares of the rarity of words, ln(1 + N / df)."""
        return list(map(self._squares.__getitem__, map(self._counts.__getitem__, numbers)))

    def _heaviest(self, subject: Subject) -> Iterator[tuple[str, float, int]]:
        """Words to fetch by, what each is worth, and how many of its entries to read."""
        left = _POSTINGS
        weighty = sorted(subject.text, key=lambda number: (-subject.text[number], number))
        chosen: list[tuple[int, int]] = []
        for number in weighty:
            have = self._counts[number]
            if have > 1 and left > 0:
                limit = min(have, _LONGEST, left)
                chosen.append((number, limit))
                left -= limit
            if len(chosen) == _TERMS:
                break
        numbers = [number for number, _ in chosen]
        terms = dict(
            self._connection.execute(
                f"SELECT number, term FROM terms WHERE number IN ({placeholders(numbers)})",  # noqa: S608 - marks
                numbers,
            )
        )
        for number, limit in chosen:
            yield terms[number], subject.text[number], limit

    def _visible(self, column: str, values: Sequence[int]) -> list[int]:
        """The ids of the published articles among `values`, in the order of the values."""
        sql = (
            f"SELECT {column}, a.id FROM articles a WHERE {column} IN ({placeholders(values)})"  # noqa: S608 - marks
            " AND +a.status = 'published'"  # the plus: never by the index of the status
        )
        found = dict(self._connection.execute(sql, values))
        return [found[value] for value in values if value in found]

    def _tags(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {id: set() for id in ids}
        for some in _batches(ids):
            for id, tag in self._connection.execute(
                f"SELECT id, tag_f FROM tags WHERE id IN ({placeholders(some)})",  # noqa: S608 - marks
                some,
            ):
                found[id].add(tag)
        return {id: frozenset(tags) for id, tags in found.items()}

    def _rarity(self, tags: Iterable[str]) -> dict[str, float]:
        counts = {
            tag: n
            for some in _batches(sorted(tags))
            for tag, n in self._connection.execute(
                f"SELECT tag_f, places FROM tagged WHERE tag_f IN ({placeholders(some)})",  # noqa: S608 - marks
                some,
            )
        }
        return {tag: math.log(1 + (self.total + PRIOR) / n) for tag, n in counts.items()}


class _Squares(dict[int, float]):
    """The square of a word's rarity by the number of articles that have it, each made once."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __missing__(self, df: int) -> float:
        rarity = math.log(1 + (self._total + PRIOR) / max(df, 1))
        return self.setdefault(df, rarity * rarity)


def _overlap(own: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The share of the article's own tags that another has too, each by its rarity."""
    shared = own & other
    if not shared:
        return 0.0
    return sum(rarity[tag] for tag in shared) / sum(rarity[tag] for tag in own)


def _batches(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    many = list(values)
    for at in range(0, len(many), size):
        yield many[at : at + size]
