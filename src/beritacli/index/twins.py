"""Articles that repeat another: all sketches at once, arranged so that few need comparing.

Two sketches that are alike share at least nine tenths of their numbers. So at
least one of the smallest tenth of either is in the other's smallest tenth too
(prefix filtering, Bayardo et al., 2007), and only those that share one are compared.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import defaultdict

from beritacli.domain.answers import Twin
from beritacli.domain.article import BIN, Article
from beritacli.index.sketch import ALIKE, alike, sketch
from beritacli.indonesian.prose import without_boilerplate
from beritacli.indonesian.text import words

_WHOLE = 2  # numbers of the whole text's checksum


class Twins:
    """The headlines and sketches of all articles outside the bin."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._articles: dict[int, tuple[str, bytes]] = {}
        self._near: dict[int, list[int]] = defaultdict(list)
        self._same: dict[bytes, list[int]] = defaultdict(list)
        self._headed: dict[str, list[int]] = defaultdict(list)
        for id, title, folded, summary in connection.execute(
            "SELECT a.id, a.title, a.title_f, v.sketch FROM articles a JOIN vectors v USING (id)"
            " WHERE a.status != ?",
            (BIN,),
        ):
            self._articles[id] = (title, summary)
            self._same[summary[: 2 * _WHOLE]].append(id)
            self._headed[_headline(folded)].append(id)
            for number in _prefix(summary):
                self._near[number].append(id)

    def of(self, article: Article, *, kept: bool) -> list[Twin]:
        """The twins of an article, by id; with `kept` it is as the index holds it."""
        own = self._articles[article.id][1] if kept and article.id in self._articles else None
        if own is None:
            own = sketch(words(article.title), words(without_boilerplate(article.body or "")))
        candidates = set(self._same.get(own[: 2 * _WHOLE], ()))
        for number in _prefix(own):
            candidates.update(self._near.get(number, ()))
        same = {id for id in candidates if alike(own, self._articles[id][1])}
        headed = _headline(article.title)
        found = same.union(self._headed.get(headed, ()) if headed else ()) - {article.id}
        return [Twin(id, self._articles[id][0], id in same) for id in sorted(found)]


def _headline(title: str) -> str:
    return " ".join(words(title))


def _prefix(summary: bytes) -> array[int]:
    """The smallest numbers of a sketch, of which a near-duplicate must share one."""
    numbers = array("H", summary)[_WHOLE:]
    return numbers[: len(numbers) - math.ceil(ALIKE * len(numbers)) + 1]
