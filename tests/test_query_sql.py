"""Queries as SQL find what `matches` finds, on stores with all that a newsroom may put into them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beritacli.domain.article import STATUSES, Article, Correction, Photo
from beritacli.domain.query import (
    DATE_FIELDS,
    EQUAL_FIELDS,
    FIELD_NAMES,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    Between,
    Empty,
    Equals,
    Letters,
    Not,
    Phrase,
    Query,
    Says,
    Within,
    Words,
    matches,
)
from beritacli.index.query_sql import where
from beritacli.indonesian.span import Span
from conftest import WIB, memory_repository

WIT = timezone(timedelta(hours=9))
START = datetime(2026, 3, 1, tzinfo=WIB)

# Few words, so that queries meet articles; among them what folding, parting into
# tokens and SQL could each see in their own way.
PLAIN = ["pasar", "ikan", "pasar ikan", "ikan pasar", "banjir rob", "rob"]
ODD = [
    "PASAR", "Café", "cafe", "jum'at", "Jumat", "covid-19", "36.871", "10:30", "1/2", "a_b", "%", "100%",
    "tag/dua", "\u200epasar", "\u200b", " ", "\t", "\xa0", "", "O'Neil", '"rob"', "ikan; --", "ﬁkan", "İkan",
    "ß", "ss", "北京 ikan", "e\u0301", "é", "NOT", "AND rob", "pasar*", "^ikan", "{title}", "7",
]  # fmt: skip
words = st.sampled_from(PLAIN) | st.sampled_from(ODD)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join) | words
titles = texts.filter(str.strip)
unknown = st.none()
moments = st.builds(
    lambda minutes, zone: (START + timedelta(minutes=minutes)).astimezone(zone),
    st.integers(-3, 3).map(lambda n: n * 720) | st.integers(-4000, 4000) | st.just(-40_000_000),
    st.sampled_from([WIB, WIT]),
)
tags = st.lists(words, max_size=3).map(tuple)
small = st.integers(0, 12) | st.sampled_from([100, 2**63 - 1])
photos = st.builds(Photo, *[unknown | texts] * 3)


@st.composite
def stores(draw) -> list[Article]:
    ids = draw(st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True))
    return [
        Article(
            id,
            f"artikel-{id}",
            draw(titles),
            draw(st.sampled_from(STATUSES)),
            *(draw(unknown | words), draw(tags), draw(unknown | words), draw(unknown | words)),
            *(draw(unknown | moments) for _ in range(4)),
            revision=draw(st.integers(1, 12)),
            views=draw(small),
            quote=draw(unknown | texts),
            body=draw(unknown | texts),
            photo=draw(photos),
            related=tuple(draw(st.lists(st.integers(1, 30), max_size=3))),
            source=draw(unknown | words),
            dateline=draw(unknown | words),
            embargo_until=draw(unknown | moments),
            corrections=tuple(draw(st.lists(st.builds(Correction, moments, words), max_size=2))),
        )
        for id in sorted(ids)
    ]


def any_of(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(values, min_size=1, max_size=most).map(tuple)


ends = st.none() | small
slugs = st.integers(1, 30).map("artikel-{}".format)
terms = st.one_of(
    st.builds(Words, texts),
    st.builds(Phrase, texts),
    st.builds(Says, st.sampled_from(list(TEXT_FIELDS)), any_of(texts)),
    st.builds(
        Equals,
        st.sampled_from(list(EQUAL_FIELDS)),
        any_of(words | st.sampled_from(STATUSES) | slugs),
    ),
    st.builds(
        Within,
        st.sampled_from(list(DATE_FIELDS)),
        any_of(st.builds(Span, st.none() | moments, st.none() | moments)),
    ),
    st.builds(Between, st.sampled_from(list(NUMBER_FIELDS)), any_of(st.tuples(ends, ends))),
    st.builds(
        Letters, st.sampled_from(FIELD_NAMES), texts | st.sampled_from(["a", "2026-0", "as"])
    ),
    st.builds(Empty, st.sampled_from(FIELD_NAMES)),
)
signed = terms | st.builds(Not, terms)
queries = st.lists(signed, max_size=3).map(lambda terms: Query(tuple(terms)))


def holding(store: list[Article], query: Query) -> set[int]:
    return {article.id for article in store if matches(query, article)}


def agree(store: list[Article], asked: list[Query]) -> None:
    snapshot = memory_repository(store).read()
    for query in asked:
        found = snapshot.find(query)
        assert {article.id for article in found} == holding(store, query), query
        assert snapshot.count(query) == len(found), query


@given(store=stores(), asked=st.lists(queries, min_size=8, max_size=16))
@settings(max_examples=100)
def test_sql_finds_what_matches_finds(store, asked) -> None:
    agree(store, asked)


@pytest.mark.slow
@given(store=stores(), asked=st.lists(queries, min_size=8, max_size=16))
@settings(max_examples=500)
def test_sql_finds_what_matches_finds_on_five_hundred_stores(store, asked) -> None:
    agree(store, asked)


@pytest.mark.parametrize(
    "term",
    [
        Words("pasar"),
        Phrase("pasar ikan"),
        Says("body", ("rob",)),
        Equals("tag", ("rob", "ikan")),
        Equals("section", ("Kota",)),
        Within("published", (Span(START, None),)),
        Between("views", ((1, 9),)),
        Empty("reporter"),
    ],
    ids=lambda term: type(term).__name__,
)
def test_what_the_index_knows_is_asked_of_it_alone(term) -> None:
    """Else every article would be read and looked at, at the cost of a large store."""
    query = Query((term, Not(term)))
    assert where(query).rest == ()


BLANKS = ["", " ", "\t", "\xa0", "\u200b", "\u3000"]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_value_is_to_sql_what_it_is_to_matches(blank) -> None:
    store = [
        Article(
            id,
            f"artikel-{id}",
            "pasar",
            *("draft", text, (text,) if text is not None else (), text, text),
            body=text,
            photo=Photo(text, text, text),
            dateline=text,
            source=text,
        )
        for id, text in enumerate([blank, None, "ikan", f"{blank}ikan", f"ikan{blank}rob"], 1)
    ]
    asked = [Empty(field) for field in FIELD_NAMES]
    asked += [Equals(field, (blank,)) for field in EQUAL_FIELDS]
    asked += [Letters(field, blank) for field in FIELD_NAMES]
    agree(store, [Query((sign(term),)) for term in asked for sign in (Not, lambda term: term)])


def test_thousands_of_values_are_no_obstacle() -> None:
    store = [Article(id, f"artikel-{id}", f"pasar {id}", views=id) for id in (1, 2, 3000)]
    names = tuple(map(str, range(2, 40_000)))
    agree(
        store,
        [
            Query((Between("id", tuple((n, n) for n in range(2, 5000))),)),
            Query((Between("views", tuple((n, n) for n in range(2, 40_000))), Words("pasar"))),
            Query((Equals("slug", tuple(f"artikel-{name}" for name in names)),)),
            Query((Says("title", names[:5000]), Not(Equals("section", names)))),
            Query(tuple(Not(Words(name)) for name in names[:2500])),
        ],
    )


@given(store=stores(), value=words)
def test_every_field_agrees_on_what_is_empty_and_what_is_equal(store, value) -> None:
    empty = [Query((Empty(field),)) for field in FIELD_NAMES]
    equal = [Query((Equals(field, (value,)),)) for field in EQUAL_FIELDS]
    letters = [Query((Letters(field, value),)) for field in FIELD_NAMES]
    agree(store, [*empty, *equal, *letters])
