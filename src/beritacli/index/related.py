"""BERITA TERKAIT: the editor's pins, then the articles nearest by their words.

Two steps. The article's heaviest words fetch candidates from the full text, with
a bound on how many entries are read, so that a large store costs no more than a
small one. Then every candidate is compared exactly, by the signals of `WEIGHTS`.

A word weighs the square root of its count times ln(1 + N / df), where df is the
number of articles that have it; nearness is the cosine of such vectors (Salton
and Buckley, 1988). N counts `PRIOR` articles more than there are, since a small
store says little about how rare a word is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from beritacli.index.nearness import Reader, Subject
from beritacli.index.sketch import alike
from beritacli.values import Value

# The share of each signal. See docs/retrieval.md for the measurement.
WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "title": 0.1,
    "names": 0.1,
    "tags": 0.15,
    "section": 0.1,
}
MINIMUM = 0.05  # without the section; .08 cost .005 of nDCG@5, .13 cost .04
CANDIDATES = 100  # compared exactly

_LIKELY = 5  # looked at first where one will do
_MARGIN = 10  # more than the limit that are looked at for near-duplicates


class Ranked(Value):
    """A related article: the parts of its score by signal, and whether it is pinned."""

    id: int
    score: float
    pinned: bool = False
    signals: Mapping[str, float] = MappingProxyType({})


def related(
    connection: sqlite3.Connection,
    article_id: int,
    *,
    pins: Sequence[int] = (),
    exclude: Iterable[int] = (),
    limit: int | None = 3,
    weights: Mapping[str, float] = WEIGHTS,
    minimum: float = MINIMUM,
) -> list[Ranked]:
    """What belongs beside an article, best first: published articles, never itself.

    Pins come first in their order; one that is not published is not shown.
    `exclude` is what the editor does not want, or readers must not see yet. Of
    near-duplicates only the pinned or the newest is shown, and none of the article
    itself. Articles that share too little are left out rather than shown as
    filler. An unknown `article_id` has nothing related.
    """
    reader = Reader(connection)
    subject = reader.subject(article_id)
    if subject is None:
        return []
    barred = {article_id, *exclude}
    wanted_pins = [id for id in dict.fromkeys(pins) if id not in barred]
    visible = reader.published(wanted_pins)
    pinned = [id for id in wanted_pins if id in visible]
    near = [id for id in reader.candidates(subject, CANDIDATES) if id not in barred]
    near = [id for id in near if id not in visible]
    found = reader.compare(subject, [*pinned, *near])
    shares = {id: _shares(signals, weights) for id, signals in found}
    scores = {id: _score(parts) for id, parts in shares.items()}
    first = [Ranked(id, scores[id], pinned=True, signals=shares[id]) for id in pinned]
    ranked = sorted(
        (id for id in near if _is_near(shares[id], minimum)),
        key=lambda id: (-scores[id], -reader.newest(id), -id),
    )
    if limit is not None:  # near-duplicates stand close together
        ranked = ranked[: 3 * limit + _MARGIN]
    rest = _distinct(reader, subject, pinned, ranked)
    chosen = first + [Ranked(id, scores[id], signals=shares[id]) for id in rest]
    return chosen[:limit]


def stands_alone(
    connection: sqlite3.Connection,
    article_id: int,
    *,
    pins: Sequence[int] = (),
    exclude: Iterable[int] = (),
) -> bool:
    """Whether `related` has nothing for an article: half of its work, or less.

    The candidates come with the most likely first, and one that is near enough will do.
    """
    reader = Reader(connection)
    subject = reader.subject(article_id)
    if subject is None:
        return True
    barred = {article_id, *exclude}
    if reader.published(id for id in pins if id not in barred):
        return False
    near = [id for id in reader.candidates(subject, CANDIDATES) if id not in barred]
    for some in (near[:_LIKELY], near[_LIKELY:]):
        for id, signals in reader.compare(subject, some):
            is_near = _is_near(_shares(signals, WEIGHTS), MINIMUM)
            if is_near and not alike(subject.sketch, reader.sketch(id)):
                return False
    return True


def _shares(signals: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """What each signal adds to the score."""
    return {name: round(weights.get(name, 0) * value, 6) for name, value in signals.items()}


def _score(shares: Mapping[str, float]) -> float:
    return round(sum(shares.values()), 6)


def _is_near(shares: Mapping[str, float], minimum: float) -> bool:
    """Whether two articles share enough; to stand in the same section is not enough."""
    return _score(shares) - shares["section"] >= minimum


def _distinct(
    reader: Reader, subject: Subject, pinned: Sequence[int], ranked: Sequence[int]
) -> list[int]:
    """`ranked` with near-duplicates once, at the place of the best and as the newest of them."""
    taken = [reader.sketch(id) for id in pinned]
    taken.append(subject.sketch)
    groups: list[list[int]] = []
    for id in ranked:
        own = reader.sketch(id)
        if any(alike(own, other) for other in taken):
            continue
        for group in groups:
            if alike(own, reader.sketch(group[0])):
                group.append(id)
                break
        else:
            groups.append([id])
    return [max(group, key=lambda id: (reader.newest(id), id)) for group in groups]
