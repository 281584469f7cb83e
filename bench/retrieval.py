#!/usr/bin/env python3
"""How good related and search are on a labelled set: measures beside baselines.

    python bench/retrieval.py related ROWS --qrels QRELS [--half first|second]
                                                  [--among labelled|half]
    python bench/retrieval.py events ROWS --events EVENTS [--others 2500]
    python bench/retrieval.py search ROWS [--rows 8000] [--queries 300]

ROWS is NDJSON, plain or `.gz`, with `title`, `body` and, where known, `date`,
`section`, `tags`. QRELS is JSON, `{query row: {row: grade}}`, rows counted from
0. EVENTS is JSON, `{name: {"ids": [id of a row, …]}}`; titles are not read there,
since labels of events are mostly made from them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from baselines import DEPTH, Bags, newest_in_section

from beritacli.domain.article import Article
from beritacli.domain.query import Query, Words
from beritacli.index.frequencies import Frequencies
from beritacli.index.related import related
from beritacli.index.rows import add_row
from beritacli.index.schema import connect, create
from beritacli.index.search import search
from beritacli.index.words import add_words
from beritacli.indonesian.abbreviations import ABBREVIATIONS
from beritacli.indonesian.text import STOPWORDS, words

Ranker = Callable[[int], Sequence[int]]
Grades = Mapping[int, int]


def main() -> None:
    """Read the command line and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("what", choices=["related", "events", "search"])
    parser.add_argument("rows", type=Path)
    parser.add_argument("--qrels", type=Path)
    parser.add_argument("--events", type=Path)
    parser.add_argument("--half", choices=["first", "second"])
    parser.add_argument(
        "--among",
        choices=["all", "labelled", "half"],
        default="all",
        help="what is ranked: all articles, those with labels, those of that half",
    )
    parser.add_argument("--others", type=int, default=2500)
    parser.add_argument("--rows", dest="most", type=int, default=8000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    rows = list(read_rows(given.rows))
    if given.what == "search":
        bench_search(rows[: given.most], given.queries, chance)
    elif given.what == "related":
        qrels = {
            int(q): {int(r): g for r, g in rel.items()} for q, rel in load(given.qrels).items()
        }
        some = half_of(qrels, given.half)
        if given.among != "all":
            rows, some = among(rows, some, sorted(some if given.among == "half" else qrels))
        bench_related([article(n, row) for n, row in enumerate(rows)], some)
    else:
        bench_events(rows, load(given.events), given.others, given.queries, chance)


def load(path: Path) -> Any:
    """The JSON of a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an NDJSON file."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def article(number: int, row: Mapping[str, Any], *, title: bool = True) -> Article:
    """A row as a published article; ids are rows counted from 1."""
    try:
        date = datetime.fromisoformat(row["date"])
    except (KeyError, TypeError, ValueError):
        date = None
    if date is not None and date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return Article(
        number + 1,
        f"row-{number}",
        (row["title"] if title else "") or "-",
        "published",
        section=row.get("section") if title else None,
        tags=tuple(row.get("tags") or ()),
        published_at=date,
        body=row.get("body"),
    )


def half_of(qrels: Mapping[int, Grades], half: str | None) -> dict[int, Grades]:
    """The queries of one half, by row number."""
    numbers = sorted(qrels)
    middle = len(numbers) // 2
    some = {"first": numbers[:middle], "second": numbers[middle:]}.get(half or "", numbers)
    return {number: qrels[number] for number in some}


def among(
    rows: Sequence[dict[str, Any]], qrels: Mapping[int, Grades], kept: Sequence[int]
) -> tuple[list[dict[str, Any]], dict[int, Grades]]:
    """The rows `kept` as a set of their own, without queries that nothing in it belongs to."""
    places = {row: place for place, row in enumerate(kept)}
    graded = {
        places[query]: {places[row]: grade for row, grade in grades.items() if row in places}
        for query, grades in qrels.items()
    }
    return [rows[row] for row in kept], {q: grades for q, grades in graded.items() if grades}


def index_of(articles: Sequence[Article]) -> sqlite3.Connection:
    """An index in memory."""
    connection = connect(":memory:")
    create(connection)
    connection.execute("BEGIN")
    frequencies = Frequencies(connection)
    for each in articles:
        add_row(connection, each)
        add_words(connection, each, each.id, frequencies)
    frequencies.save()
    connection.execute("COMMIT")
    return connection


def bench_related(articles: Sequence[Article], qrels: Mapping[int, Grades]) -> None:
    """Every ranking on every query."""
    connection = index_of(articles)
    bags = Bags(articles)
    rankers: dict[str, Ranker] = {
        "newest in section": lambda q: newest_in_section(articles, q),
        "BM25 more-like-this": bags.bm25,
        "TF-IDF cosine": bags.cosine,
        "berita": lambda q: [r.id - 1 for r in related(connection, q + 1, limit=DEPTH)],
    }
    print(f"{len(articles)} articles, {len(qrels)} queries")
    print(f"{'':22}{'nDCG@3':>14}{'nDCG@5':>14}{'MRR':>14}{'P@3':>14}  CPU ms")
    for name, ranker in rankers.items():
        begun = time.process_time()
        ranked = {query: ranker(query)[:DEPTH] for query in qrels}
        spent = (time.process_time() - begun) / max(len(qrels), 1) * 1000
        values = [measures(ranked[query], grades) for query, grades in qrels.items()]
        cells = "".join(f"{with_error(column):>14}" for column in zip(*values, strict=True))
        print(f"{name:22}{cells}{spent:8.1f}")


def measures(ranked: Sequence[int], grades: Grades) -> tuple[float, float, float, float]:
    """nDCG@3, nDCG@5 (linear gain), MRR and P@3 of one ranking."""
    first = next((1 / place for place, row in enumerate(ranked, 1) if grades.get(row)), 0.0)
    precision = sum(1 for row in ranked[:3] if grades.get(row)) / 3
    return ndcg(ranked, grades, 3), ndcg(ranked, grades, 5), first, precision


def ndcg(ranked: Sequence[int], grades: Grades, depth: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002)."""
    best = discounted(sorted(grades.values(), reverse=True)[:depth])
    return discounted([grades.get(row, 0) for row in ranked[:depth]]) / best if best else 0.0


def discounted(gains: Sequence[int]) -> float:
    """Gains, each divided by the logarithm of its place."""
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def with_error(values: Sequence[float]) -> str:
    """A mean and its standard error."""
    error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return f"{statistics.fmean(values):.3f}±{error:.3f}"


def bench_events(
    rows: Sequence[Mapping[str, Any]],
    events: Mapping[str, Any],
    others: int,
    queries: int,
    chance: random.Random,
) -> None:
    """Related by bodies alone: the articles of an event among others."""
    event_of = {id: name for name, event in events.items() for id in event["ids"]}
    known = [row for row in rows if row["id"] in event_of]
    rest = [row for row in rows if row["id"] not in event_of]
    kept = known + chance.sample(rest, min(others, len(rest)))
    of = [event_of.get(row["id"]) for row in kept]
    grades = {
        name: {row: 1 for row, event in enumerate(of) if event == name} for name in set(of) if name
    }
    asked = sorted(chance.sample(range(len(known)), min(queries, len(known))))
    qrels = {
        query: {row: grade for row, grade in grades[name].items() if row != query}
        for query in asked
        if (name := of[query])
    }
    bench_related([article(n, row, title=False) for n, row in enumerate(kept)], qrels)


def bench_search(rows: Sequence[Mapping[str, Any]], queries: int, chance: random.Random) -> None:
    """Known items: each query is made from one article, which search has to find."""
    articles = [article(number, row) for number, row in enumerate(rows)]
    connection = index_of(articles)
    frequency = Counter(w for a in articles for w in set(words(f"{a.title} {a.body or ''}")))
    titles = Counter(" ".join(words(a.title)) for a in articles)
    known = {word for word, count in frequency.items() if count > 1 and word.isalpha()}
    print(f"{len(articles)} articles")
    plain, inflected_ones = [], []
    for each in chance.sample(articles, min(len(articles), 4 * queries)):
        rare = sorted(
            {w for w in words(each.title) if w.isalpha() and w not in STOPWORDS and len(w) > 3},
            key=lambda word: (frequency[word], word),
        )[:3]
        if len(rare) == 3 and titles[" ".join(words(each.title))] == 1 and len(plain) < queries:
            plain.append(reciprocal(connection, " ".join(rare), each.id))
            place = chance.randrange(3)
            rare[place] = inflected(rare[place], chance)
            inflected_ones.append(reciprocal(connection, " ".join(rare), each.id))
    print(f"three rarest words of the title    MRR@10 {with_error(plain)}  n={len(plain)}")
    print(f"one of them inflected              MRR@10 {with_error(inflected_ones)}")
    right = [
        put_right(connection, word, chance) for word in typed(known, frequency, queries, chance)
    ]
    print(f"misspelt words put right           {with_error([float(x) for x in right])}")
    print(f"long form by abbreviation and back {abbreviated(connection, articles)}")


def reciprocal(connection: sqlite3.Connection, text: str, wanted: int) -> float:
    """1 / the place of an article in what a text finds, 0 beyond the tenth."""
    hits = search(connection, Query((Words(text),)), limit=DEPTH).hits
    return next((1 / place for place, hit in enumerate(hits, 1) if hit.id == wanted), 0.0)


def inflected(word: str, chance: random.Random) -> str:
    """A word with an affix more, in regular spelling."""
    nasal = {"b": "mem", "p": "mem", "d": "men", "j": "men", "c": "men", "g": "meng", "k": "meng"}
    forms = [word + "nya", "di" + word, word + "kan", "ke" + word + "an", word + "i"]
    if word[0] in nasal:
        forms.append(nasal[word[0]] + (word[1:] if word[0] in "kp" else word))
    return chance.choice(forms)


def typed(
    known: set[str], frequency: Mapping[str, int], queries: int, chance: random.Random
) -> list[str]:
    """Words of five letters and more, drawn as often as articles have them."""
    pool = sorted(word for word in known if len(word) > 4 and word.isascii())
    return chance.choices(pool, [frequency[word] for word in pool], k=queries) if pool else []


def put_right(connection: sqlite3.Connection, word: str, chance: random.Random) -> bool:
    """Whether a word with one slip in it is put right; a slip that makes a word is drawn again."""
    for _ in range(20):
        wrong = slipped(word, chance)
        found = search(connection, Query((Words(wrong),)), limit=1)
        if wrong in found.suggestions:
            return found.suggestions[wrong] == word
    return True


def slipped(word: str, chance: random.Random) -> str:
    """A letter left out, put in, changed, or swapped with the next."""
    place = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    left, right = word[:place], word[place:]
    return chance.choice(
        [left + right[1:], left + letter + right, left + letter + right[1:],
         left + right[1] + right[0] + right[2:]]
    )  # fmt: skip


def abbreviated(connection: sqlite3.Connection, articles: Sequence[Article]) -> str:
    """How often an article with only the other form is among the first ten for one form."""
    texts = [f" {' '.join(words(f'{a.title} {a.body or str()}'))} " for a in articles]
    found, asked = 0, 0
    for short, forms in ABBREVIATIONS.items():
        for one, other in ((short, " ".join(forms[0])), (" ".join(forms[0]), short)):
            pattern = re.compile(f" {re.escape(other)} ")
            only = {n + 1 for n, t in enumerate(texts) if pattern.search(t) and f" {one} " not in t}
            if only:
                hits = search(connection, Query((Words(one),)), limit=DEPTH).hits
                asked += 1
                found += bool(only & {hit.id for hit in hits})
    return f"{found / asked:.3f}  n={asked}" if asked else "-"


if __name__ == "__main__":
    main()
