"""Rankings to compare with: the newest of the section, BM25, and TF-IDF cosine."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from beritacli.domain.article import Article
from beritacli.indonesian.text import STOPWORDS, words

DEPTH = 10  # articles in every list


def newest_in_section(articles: Sequence[Article], query: int) -> list[int]:
    """The newest articles of the same section."""
    own = articles[query].section
    same = [a for a in articles if a.section == own and a.id != query + 1]
    same.sort(key=lambda a: (a.sort_time.timestamp() if a.sort_time else 0.0, a.id), reverse=True)
    return [a.id - 1 for a in same[:DEPTH]]


class Bags:
    """The baselines: plain bags of words, headline three times, everything compared."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.bags = [
            Counter(w for w in words(f"{a.title} {a.title} {a.title} {a.body or ''}")
                    if w not in STOPWORDS)
            for a in articles
        ]  # fmt: skip
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, bag in enumerate(self.bags):
            for word, count in bag.items():
                self.postings[word].append((row, count))
        self.lengths = [sum(bag.values()) for bag in self.bags]
        self.mean = statistics.fmean(self.lengths)
        self.norms = [
            math.sqrt(sum(self.weight(word, count) ** 2 for word, count in bag.items())) or 1.0
            for bag in self.bags
        ]

    def weight(self, word: str, count: int) -> float:
        """(1 + ln tf) ln(N / df)."""
        return (1 + math.log(count)) * self.idf(word)

    def idf(self, word: str) -> float:
        """ln(N / df)."""
        return math.log(len(self.bags) / len(self.postings[word]))

    def cosine(self, query: int) -> list[int]:
        """TF-IDF cosine with all articles."""
        scores: dict[int, float] = defaultdict(float)
        for word, count in self.bags[query].items():
            own = self.weight(word, count)
            for row, other in self.postings[word]:
                scores[row] += own * self.weight(word, other)
        return self._best({r: s / self.norms[r] for r, s in scores.items()}, query)

    def bm25(self, query: int) -> list[int]:
        """BM25 with the 25 words of the highest tf × idf."""
        bag = self.bags[query]
        heaviest = sorted(bag, key=lambda word: -bag[word] * self.idf(word))[:25]
        scores: dict[int, float] = defaultdict(float)
        for word in heaviest:
            for row, count in self.postings[word]:
                length = 0.25 + 0.75 * self.lengths[row] / self.mean
                scores[row] += self.idf(word) * count * 2.2 / (count + 1.2 * length)
        return self._best(scores, query)

    @staticmethod
    def _best(scores: Mapping[int, float], query: int) -> list[int]:
        best = sorted((row for row in scores if row != query), key=lambda row: -scores[row])
        return best[:DEPTH]
