"""Queries as SQL. What SQL cannot say is left to `matches`, on the articles that remain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from beritacli.domain.query import (
    DATE_FIELDS,
    Between,
    Empty,
    Equals,
    Letters,
    Not,
    Phrase,
    Query,
    Says,
    Term,
    Within,
    Words,
)
from beritacli.index.schema import FILLED, RAW, microseconds, placeholders
from beritacli.indonesian.text import fold, words
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ports import SortKey

Part = tuple[str, list[Any]]  # an SQL expression over `articles AS a`, and its parameters

_EQUAL = {
    "status": "a.status",
    "section": "a.section_f",
    "reporter": "a.reporter_f",
    "editor": "a.editor_f",
    "source": "a.source_f",
    "slug": "a.slug",
    "dateline": "a.dateline_f",
}
_TEXT = {
    "title": ("title",),
    "body": ("body",),
    "quote": ("quote",),
    "photo": ("caption", "credit", "photo_source"),
    "caption": ("caption",),
    "credit": ("credit",),
    "photo.source": ("photo_source",),
}
_NUMBER = {"id": "a.id", "views": "a.views", "revision": "a.revision"}
_DATE = {name: f"a.{name}" for name in DATE_FIELDS}
_SORTED = {
    **_EQUAL,
    **_NUMBER,
    **{name: f"a.{field}" for field, name in DATE_FIELDS.items()},
    "title": "a.title_f",
    "newest": "a.newest",
}
NEWEST: tuple[SortKey, ...] = (("newest", True), ("id", True))
_NONE: Part = ("0", [])
_ALL: Part = ("1", [])
# What Python strips; SQL's trim knows only the space.
_BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_MOST = 30_000  # parameters of one statement; SQLite takes 32,766


class Where(Value):
    """An SQL condition over `articles AS a`, and the terms that it leaves out."""

    sql: str
    parameters: list[Any]
    rest: tuple[Term, ...] = ()


def where(query: Query) -> Where:
    """The condition of `query`."""
    said, rest, given = [], [], 0
    for term in query.terms:
        part = _part(term)
        if part is None or given + len(part[1]) > _MOST:
            rest.append(term)
        else:
            said.append(part)
            given += len(part[1])
    sql, parameters = _joined(said, " AND ") if said else _ALL
    return Where(sql, parameters, tuple(rest))


def order_by(sort: Sequence[SortKey]) -> str | None:
    """The order of keys of the record, then by id; the newest first without keys.

    `newest` is the time by which newest first orders. What is unknown comes
    last. None where a key has no column.
    """
    if not sort:
        sort = NEWEST
    said = []
    for name, descending in sort:
        column = _SORTED.get(name)
        if column is None:
            return None
        said.append(f"{column} DESC" if descending else f"{column} NULLS LAST")
    if all(name != "id" for name, _ in sort):
        said.append("a.id")
    return f"ORDER BY {', '.join(said)}"


def phrase(tokens: Sequence[str]) -> str:
    """Tokens in a row, for MATCH. They hold no quotation mark, so quoting is enough."""
    return f'"{" ".join(tokens)}"'


def matching(expression: str, columns: Sequence[str]) -> str:
    """A MATCH expression held to some columns."""
    return f"{{{' '.join(columns)}}} : ({expression})"


def _part(term: Term) -> Part | None:
    if isinstance(term, Not):
        inner = _part(term.term)
        return None if inner is None else (f"NOT COALESCE(({inner[0]}), 0)", inner[1])
    return _PARTS[type(term)](term)


def _words(term: Words) -> Part:
    tokens = words(term.text)
    if not tokens:
        return _ALL
    return _full_text(" AND ".join(phrase([token]) for token in dict.fromkeys(tokens)), RAW)


def _phrase(term: Phrase) -> Part:
    tokens = words(term.text)
    return _full_text(phrase(tokens), RAW) if tokens else _NONE


def _says(term: Says) -> Part:
    phrases = [phrase(tokens) for value in term.values if (tokens := words(value))]
    return _full_text(" OR ".join(phrases), _TEXT[term.field]) if phrases else _NONE


def _equals(term: Equals) -> Part | None:
    values = [fold(value) for value in term.values]
    if term.field == "tag":
        return f"a.id IN (SELECT id FROM tags WHERE tag_f IN ({placeholders(values)}))", values  # noqa: S608 - marks
    if not all(value.strip() for value in values):
        return None  # the index does not tell blank texts apart
    return f"{_EQUAL[term.field]} IN ({placeholders(values)})", values


def _within(term: Within) -> Part:
    column = _DATE[term.field]
    parts: list[Part] = []
    for span in term.spans:
        ends = [(">=", span.start), ("<", span.end)]
        given = [(sign, microseconds(end)) for sign, end in ends if end is not None]
        said = [f"{column} {sign} ?" for sign, _ in given] or [f"{column} IS NOT NULL"]
        parts.append((" AND ".join(said), [end for _, end in given]))
    return _joined(parts, " OR ")


def _between(term: Between) -> Part:
    column = "pin" if term.field == "related" else _NUMBER[term.field]
    exact = [low for low, high in term.ranges if low is not None and low == high]
    parts = [
        _bounded(column, low, high)
        for low, high in term.ranges
        if None in (low, high) or low != high
    ]
    if exact:
        parts.append(_one_of(column, exact))
    sql, parameters = _joined(parts, " OR ")
    if term.field == "related":
        return f"a.id IN (SELECT id FROM pins WHERE {sql})", parameters  # noqa: S608 - fixed names
    return sql, parameters


def _bounded(column: str, low: int | None, high: int | None) -> Part:
    ends = [(">=", low), ("<=", high)]
    given = [(sign, end) for sign, end in ends if end is not None]
    said = [f"{column} {sign} ?" for sign, _ in given] or ["1"]
    return " AND ".join([*said, *_viewed(column, low)]), [end for _, end in given]


def _one_of(column: str, values: list[int]) -> Part:
    said = f"{column} IN ({', '.join('?' * len(values))})"
    return " AND ".join([said, *_viewed(column, min(values))]), values


def _viewed(column: str, low: int | None) -> list[str]:
    """That an article has views, in so many words: it leads to the index `by_views`."""
    return ["a.views > 0"] if column == "a.views" and low is not None and low > 0 else []


def _letters(term: Letters) -> Part | None:
    part = fold(term.part)
    if term.field == "tag":
        return "a.id IN (SELECT id FROM tags WHERE instr(tag_f, ?))", [part]
    if term.field == "related":
        return "a.id IN (SELECT id FROM pins WHERE instr(CAST(pin AS TEXT), ?))", [part]
    if term.field in _NUMBER:
        return f"instr(CAST({_NUMBER[term.field]} AS TEXT), ?)", [part]
    column = {**_EQUAL, "title": "a.title_f"}.get(term.field)
    if column is None or not part.strip():
        return None  # the same
    return f"instr({column}, ?)", [part]


def _empty(term: Empty) -> Part:
    if term.field == "tag":
        return "a.id NOT IN (SELECT id FROM tags WHERE trim(tag, ?) != '')", [_BLANKS]
    if term.field == "related":
        return "a.id NOT IN (SELECT id FROM pins)", []
    if term.field == "photo":
        bits = FILLED["caption"] | FILLED["credit"] | FILLED["photo.source"]
        return f"a.filled & {bits} = 0", []
    if term.field in FILLED:
        return f"a.filled & {FILLED[term.field]} = 0", []
    column = {**_EQUAL, **_DATE}.get(term.field)
    return (f"{column} IS NULL", []) if column else _NONE  # titles and numbers are never empty


def _full_text(expression: str, columns: Sequence[str]) -> Part:
    sql = "a.doc IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)"
    return sql, [matching(expression, columns)]


def _joined(parts: Sequence[Part], word: str) -> Part:
    sql = _balanced([said for said, _ in parts], word)
    return sql, [parameter for _, parameters in parts for parameter in parameters]


def _balanced(said: Sequence[str], word: str) -> str:
    """Expressions joined as a flat tree: SQLite refuses one of more than a thousand levels."""
    if len(said) == 1:
        return f"({said[0]})"
    half = len(said) // 2
    return f"({_balanced(said[:half], word)}{word}{_balanced(said[half:], word)})"


_PARTS: dict[type[Any], Callable[[Any], Part | None]] = {
    Words: _words,
    Phrase: _phrase,
    Says: _says,
    Equals: _equals,
    Within: _within,
    Between: _between,
    Letters: _letters,
    Empty: _empty,
}
