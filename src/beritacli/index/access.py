"""Which way a list is read: by time, or by what is asked for."""

from __future__ import annotations

from math import isqrt

from beritacli.domain.query import Equals, Not, Query, Term
from beritacli.index.guarded import Guarded
from beritacli.index.schema import placeholders
from beritacli.indonesian.text import fold

BY_TIME = "articles AS a INDEXED BY by_newest"
AS_FOUND = "articles AS a"


def newest_first(index: Guarded, query: Query, wanted: int, total: int) -> str:
    """The FROM clause for the newest `wanted` articles of `total` that match.

    SQLite gathers and sorts all articles of a tag. Where more than the square root
    of `wanted * total` have it, those that are wanted are met sooner by walking
    through all articles by time, and to look whether an article has the tag costs
    a tenth of sorting it. A term beside the tag may be rare: then SQLite knows better.
    """
    tags = [term for term in query.terms if isinstance(term, Equals) and term.field == "tag"]
    if len(tags) != 1 or not all(term in tags or _is_status(term) for term in query.terms):
        return AS_FOUND
    folded = [fold(value) for value in tags[0].values]
    least = isqrt(wanted * total)
    having = f"SELECT coalesce(sum(places), 0) FROM tagged WHERE tag_f IN ({placeholders(folded)})"  # noqa: S608 - marks
    return BY_TIME if index.one(having, *folded) > least else AS_FOUND


def _is_status(term: Term) -> bool:
    inner = term.term if isinstance(term, Not) else term
    return isinstance(inner, Equals) and inner.field == "status"
