"""The most read articles: views of a window, or views that fade with their own age.

A view of age t weighs 2 ** (-t / h), h being the half-life: exponential decay, as
in the forward-decay model of Cormode, Shkapenyuk, Srivastava and Xu (ICDE 2009).
The age of the article plays no part.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from beritacli.domain.answers import Popular, Ranking
from beritacli.domain.counts import bounds
from beritacli.index.query_sql import Where
from beritacli.index.schema import microseconds
from beritacli.values import replace

_FADED = 32  # half-lives after which a view weighs nothing: less than a billionth
_DAY = 86_400_000_000.0  # microseconds


def most_read(
    connection: sqlite3.Connection,
    chosen: Where,
    ranking: Ranking,
    most: int | None,
    keeps: Callable[[int], bool] | None = None,
) -> list[Popular]:
    """The articles of a condition that were read, the most read first, at most `most`.

    `keeps` decides what the condition leaves open.
    """
    tables, parameters = _tables(connection, ranking)
    views = "a.views" if ranking.of_all_time else "c.views"
    score = "c.faded" if ranking.half_life else views
    if ranking.per_day:
        score, more = f"{score} / {_DAYS_OUT}", _days_out(ranking)
    else:
        more = []
    first = "score"
    if score == "a.views":  # named so, it is read in the order of the index `by_views`
        first, score = score, "1.0 * a.views"
    sql = f"""SELECT a.id, {views}, round({score}, 6) AS score, a.section_f FROM {tables}
        WHERE {first} > 0 AND {chosen.sql} ORDER BY {first} DESC, a.newest DESC, a.id DESC"""  # noqa: S608 - fixed names
    if most is not None and not ranking.one_per_section and keeps is None:
        sql = f"{sql} LIMIT {most}"
    # The marks of `score` stand before those of the tables.
    rows: Iterable[Any] = connection.execute(sql, [*more, *parameters, *chosen.parameters])
    if keeps is not None:
        rows = (row for row in rows if keeps(row[0]))
    found = _one_per_section(rows) if ranking.one_per_section else rows
    return [Popular(id, views, score) for id, views, score, _ in islice(found, most)]


def has_counted(connection: sqlite3.Connection, periods: Collection[str]) -> Sequence[str]:
    """Those of `periods` that hold views of some article."""
    sql = "SELECT 1 FROM counts WHERE start = ? AND end = ? LIMIT 1"
    return [one for one in periods if connection.execute(sql, bounds(one)).fetchone()]


def _tables(connection: sqlite3.Connection, ranking: Ranking) -> tuple[str, list[Any]]:
    """What is joined: the articles alone, or the counts of the window with them."""
    if ranking.of_all_time and not ranking.half_life:
        return "articles AS a", []
    faded = "0"
    if ranking.half_life:
        connection.create_function("weight", 2, _weight(ranking), deterministic=True)
        faded = "sum(views * weight(start, end))"
        oldest = ranking.now - round(_FADED * ranking.half_life)
        start = oldest if ranking.start is None else max(ranking.start, oldest)
        ranking = replace(ranking, start=start)
    counted, parameters = counted_in(ranking, faded)
    return f"{counted} JOIN articles AS a ON a.id = c.id", parameters


def counted_in(ranking: Ranking, faded: str = "0") -> tuple[str, list[Any]]:
    """The table `c` of what was counted in a window, by id, and its parameters."""
    said, parameters = ["start <= ?"], [ranking.now]
    for sign, edge in (("start >= ?", ranking.start), ("end <= ?", ranking.end)):
        if edge is not None:
            said.append(sign)
            parameters.append(edge)
    sql = f"""(SELECT id, sum(views) AS views, {faded} AS faded FROM counts
        WHERE {" AND ".join(said)} GROUP BY id) AS c"""  # noqa: S608 - fixed names
    return sql, parameters


def _weight(ranking: Ranking) -> Any:
    """The weight of a view of a period: by the age of its middle, none of what is to come."""
    half_life = ranking.half_life or 1.0

    @lru_cache(maxsize=4096)
    def weight(start: int, end: int) -> float:
        age = max(0.0, ranking.now - (start + min(end, ranking.now)) / 2)
        return float(2 ** (-age / half_life))

    return weight


_DAYS_OUT = "max(1.0, (? - max(coalesce(a.newest, ?), ?)) / ?)"


def _days_out(ranking: Ranking) -> list[Any]:
    since, until = microseconds(ranking.since) or 0, microseconds(ranking.until)
    return [until, since, since, _DAY]


def _one_per_section(rows: Iterable[Any]) -> Iterator[Any]:
    """The first of every section; articles without one are no section."""
    seen = set()
    for row in rows:
        if row[3] is None or row[3] not in seen:
            seen.add(row[3])
            yield row
