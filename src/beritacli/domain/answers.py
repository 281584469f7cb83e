"""What a store answers: hits, lists, rankings, totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from beritacli.domain.article import Article
from beritacli.values import Value


class Hit(Value):
    """An article that a search found: its score, and a piece of its text.

    `marks` are the places in `snippet`, as (start, end), of the words looked for.
    """

    article: Article
    score: float
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()


class Found(Value):
    """What a search found: some `hits` of `total`, the best first.

    With `fallback` no article has every word, and these have some. `unknown` has the
    words that no article has, each with the known one that may be meant, or None.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    fallback: bool = False
    unknown: Mapping[str, str | None] = MappingProxyType({})


class Ranked(Value):
    """A related article: `score` from 0 to 1, whether it is pinned, each signal's share of it."""

    article: Article
    score: float
    pinned: bool = False
    signals: Mapping[str, float] = MappingProxyType({})


class Section(Value):
    """A section with how many records it has outside the bin; `newest` is the first of a list."""

    newest: Article
    count: int


class Twin(Value):
    """An article that another repeats: nearly its text, or else only its headline."""

    id: int
    title: str
    same_text: bool


class Ranking(Value):
    """How the most read are found: by the views of a window, or by views that fade.

    `start` and `end` are as `counts.wall` counts, None for open; only whole periods
    inside count. Without both, views are totals, the baseline included. With
    `half_life`, in seconds, each view weighs half as much after that time, seen from
    `now`. `per_day` divides by the days that an article was out since `since`, up to
    `until`.
    """

    start: int | None = None
    end: int | None = None
    now: int = 0
    half_life: float | None = None
    per_day: bool = False
    since: datetime | None = None
    until: datetime | None = None
    one_per_section: bool = False

    @property
    def of_all_time(self) -> bool:
        """Whether the totals count, with what was never counted by day."""
        return self.start is None and self.end is None


class Popular(Value):
    """How an article was read: its views in the window, and the score that ranks it."""

    id: int
    views: int
    score: float


class Total(Value):
    """The articles of a section, reporter, tag or month (None: of none) and their views."""

    name: str | None
    articles: int
    views: int
