"""How many articles a section, reporter, tag or month has, and how often they were read."""

from __future__ import annotations

import sqlite3
from typing import Any

from beritacli.domain.answers import Ranking, Total
from beritacli.index.popular import counted_in
from beritacli.index.query_sql import Where

_TAGS = "(SELECT id, tag_f, max(tag) AS tag FROM tags GROUP BY id, tag_f)"
# By: the name that is shown, what tells one from another, and where it stands.
_BY = {
    "section": ("max(a.section)", "a.section_f", ""),
    "reporter": ("max(a.reporter)", "a.reporter_f", ""),
    "tag": (
        "max(t.tag)",
        "t.tag_f",
        f"LEFT JOIN {_TAGS} AS t ON t.id = a.id",
    ),
    "month": ("{month}", "{month}", ""),
}
_MONTH = "strftime('%Y-%m', a.published / 1000000 + {offset}, 'unixepoch')"


def totals(
    connection: sqlite3.Connection, chosen: Where, by: str, ranking: Ranking, offset: int
) -> list[Total]:
    """The groups of the articles of a condition, the most read first, months the newest first.

    `offset` is that of the desk's zone in seconds.
    """
    name, key, joined = (text.format(month=_MONTH.format(offset=int(offset))) for text in _BY[by])
    parameters: list[Any] = []
    if ranking.of_all_time:
        views, counted = "a.views", ""
    else:
        inner, parameters = counted_in(ranking)
        views, counted = "coalesce(c.views, 0)", f"LEFT JOIN {inner} ON c.id = a.id"
    order = f"{key} DESC" if by == "month" else f"3 DESC, 2 DESC, {key} NULLS LAST"
    sql = f"""SELECT {name}, count(*), sum({views}) FROM articles AS a {counted} {joined}
        WHERE {chosen.sql} GROUP BY {key} ORDER BY {order}"""  # noqa: S608 - fixed names
    rows = connection.execute(sql, [*parameters, *chosen.parameters])
    return [Total(name, articles, views) for name, articles, views in rows]
