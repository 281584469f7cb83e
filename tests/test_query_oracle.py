"""A thousand stores and queries: what the program finds is what a plain reading of the terms says.

The oracle knows nothing of the program: it looks at the JSON documents with
string methods, one line for each kind of term.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beritacli.domain.article import Article, Photo
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.document import to_document
from beritacli.newsroom import reading
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.targets import Filters
from conftest import NOW, WIB, memory_repository

WORDS = ["pasar", "ikan", "banjir", "rob", "kota"]
STATUSES = ["draft", "review", "published", "archived", "deleted"]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
names = st.sampled_from(["Rani", "Dodi", "Balai Kota"])
days = st.integers(0, 40).map(lambda n: datetime(2026, 2, 1, 12, tzinfo=WIB) + timedelta(days=n))


@st.composite
def stores(draw) -> list[Article]:
    return [
        Article(
            id,
            f"artikel-{id}-a",
            draw(texts),
            draw(st.sampled_from(STATUSES)),
            section=draw(st.none() | names),
            tags=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))),
            reporter=draw(st.none() | names),
            published_at=draw(st.none() | days),
            views=draw(st.integers(0, 9)),
            body=draw(st.none() | texts),
            photo=Photo(caption=draw(st.none() | texts)),
        )
        for id in range(1, draw(st.integers(1, 8)) + 1)
    ]


Predicate = Callable[[dict[str, Any]], bool]


def searched(document: dict[str, Any]) -> list[str]:
    parts = [document["title"], document["photo"]["caption"], *document["tags"], document["body"]]
    return [part.lower() for part in parts if part]


def day(document: dict[str, Any]) -> str:
    return (document["published_at"] or "")[:10]


def word_term(word: str) -> tuple[str, Predicate]:
    return word.upper(), lambda d: any(word in part.split() for part in searched(d))


def phrase_term(phrase: str) -> tuple[str, Predicate]:
    return f'"{phrase}"', lambda d: any(f" {phrase} " in f" {part} " for part in searched(d))


def contains_term(pair: tuple[str, str]) -> tuple[str, Predicate]:
    field, word = pair
    return f"{field}:{word}", lambda d: word in (d[field] or "").split()


def equal_term(pair: tuple[str, list[str]]) -> tuple[str, Predicate]:
    field, values = pair
    wanted = [value.lower() for value in values]
    return f"{field}:{','.join(wanted)}", lambda d: (d[field] or "").lower() in wanted


def tag_term(tag: str) -> tuple[str, Predicate]:
    return f"+{tag}", lambda d: tag in d["tags"]


def views_term(ends: tuple[int, int]) -> tuple[str, Predicate]:
    low, high = min(ends), max(ends)
    return f"views:{low}..{high}", lambda d: low <= d["views"] <= high


def days_term(ends: tuple[datetime, datetime]) -> tuple[str, Predicate]:
    first, last = (f"{end:%Y-%m-%d}" for end in sorted(ends))
    return f"published:{first}..{last}", lambda d: bool(day(d)) and first <= day(d) <= last


def month_term(month: int) -> tuple[str, Predicate]:
    return f"published:2026-{month:02}", lambda d: day(d)[:7] == f"2026-{month:02}"


def letters_term(part: str) -> tuple[str, Predicate]:
    return f"title:~{part}", lambda d: part in d["title"]


def empty_term(field: str) -> tuple[str, Predicate]:
    return f"{field}:", lambda d: not d[field]


terms = st.one_of(
    st.sampled_from(WORDS).map(word_term),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join).map(phrase_term),
    st.tuples(st.sampled_from(["title", "body"]), st.sampled_from(WORDS)).map(contains_term),
    st.tuples(
        st.sampled_from(["section", "reporter"]), st.lists(names, min_size=1, max_size=2)
    ).map(equal_term),
    st.sampled_from(WORDS).map(tag_term),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(views_term),
    st.tuples(days, days).map(days_term),
    st.integers(1, 4).map(month_term),
    st.sampled_from(["pa", "sar ik", "r", "ob"]).map(letters_term),
    st.sampled_from(["section", "reporter", "body", "tags", "published_at"]).map(empty_term),
)
signed = st.tuples(st.sampled_from(["", "^", "not:"]), terms)


def found(store: list[Article], words: list[str]) -> set[int]:
    repository = memory_repository()
    # Values that no article has are an error, so one in the bin has them all.
    everything = [Article(len(store) + n, f"semua-{n}", "semua", "deleted", section=name, reporter=name, tags=tuple(WORDS)) for n, name in enumerate(["Rani", "Dodi", "Balai Kota"], 1)]  # fmt: skip
    plan = Plan(tuple(Change(None, article) for article in [*store, *everything]))
    repository.write(lambda _: plan, Note("test", "penguji", NOW))
    return {
        article.id for article in reading.listing(Desk(repository, NOW), words, Filters()).articles
    }


queries = st.lists(signed, max_size=3)


@settings(max_examples=150)
@given(store=stores(), query=queries)
def test_a_query_finds_what_a_plain_reading_of_its_terms_says(store, query) -> None:
    agrees(store, query)


@pytest.mark.slow
@settings(max_examples=1000)
@given(store=stores(), query=queries)
def test_a_thousand_queries_find_what_a_plain_reading_says(store, query) -> None:
    agrees(store, query)


def agrees(store: list[Article], query: list[tuple[str, tuple[str, Predicate]]]) -> None:
    words = [f"{sign}{text}" for sign, (text, _) in query]
    expected = {
        article.id
        for article in store
        if article.status != "deleted"
        and all(holds(to_document(article)) is (sign == "") for sign, (_, holds) in query)
    }
    assert found(store, words) == expected


@given(store=stores(), status=st.sampled_from(STATUSES))
def test_a_status_is_found_where_it_is_asked_for_the_bin_included(store, status) -> None:
    binned = {len(store) + n for n in (1, 2, 3)} if status == "deleted" else set()
    expected = {article.id for article in store if article.status == status} | binned
    assert found(store, [f"status:{status}"]) == expected


@given(word=st.sampled_from(WORDS))
def test_the_oracle_itself_can_fail(word) -> None:
    text, holds = word_term(word)
    document = to_document(Article(1, "artikel-satu", f"{word} lagi"))
    assert holds(document)
    assert not holds({**document, "title": "lain"})
    assert re.fullmatch("[A-Z]+", text)
