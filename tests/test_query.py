"""The query as data: what every term means, on articles of our own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import STATUSES, Article, Photo
from beritacli.domain.query import (
    ALIASES,
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
    only_published,
    visible,
)
from beritacli.indonesian.date_spans import Span
from beritacli.values import replace
from conftest import WIB

WIT = timezone(timedelta(hours=9))
MIDNIGHT = datetime(2026, 3, 1, tzinfo=WIB)
DAY = Span(MIDNIGHT, MIDNIGHT + timedelta(days=1))

FAIR = Article(
    id=7,
    slug="pasar-ikan-dibuka",
    title="Pasar Ikan Dibuka Lagi Jum'at Ini",
    status="published",
    section="Ekonomi",
    tags=("pasar ikan", "Café Kota"),
    reporter="Rani Sagala",
    published_at=datetime(2026, 3, 1, 1, 30, tzinfo=WIT),
    views=820,
    quote="Semua lapak sudah terisi",
    body="Warga Pulau Damar berbelanja sejak pagi.\n\nCovid-19 tak lagi ditakuti.",
    photo=Photo(caption="Lapak ikan segar", credit="Dodi Wirya"),
    related=(3, 5),
)

# Few words, so that random queries meet random articles.
vocabulary = st.sampled_from(["pasar", "ikan", "PASAR", "café", "rob", "banjir rob", "a,b", "10"])
sentences = st.lists(vocabulary, min_size=1, max_size=4).map(" ".join)
instants = st.integers(-3, 3).map(lambda days: MIDNIGHT + timedelta(days=days))
articles = st.builds(
    Article,
    id=st.integers(1, 5),
    slug=st.just("artikel-uji"),
    title=sentences,
    status=st.sampled_from(STATUSES),
    section=st.none() | vocabulary,
    tags=st.lists(vocabulary, max_size=2).map(tuple),
    reporter=st.none() | vocabulary,
    published_at=st.none() | instants,
    views=st.integers(0, 5),
    body=st.none() | sentences,
    photo=st.builds(Photo, caption=st.none() | vocabulary, credit=st.none() | vocabulary),
    related=st.lists(st.integers(1, 5), max_size=2).map(tuple),
)

values = st.lists(vocabulary, min_size=1, max_size=3).map(tuple)
numbers = st.integers(0, 5)
ranges = st.one_of(
    st.tuples(numbers, st.none()),
    st.tuples(st.none(), numbers),
    st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends))),
)
spans = st.one_of(
    st.builds(Span, instants, st.none()),
    st.builds(Span, st.none(), instants),
    st.builds(
        lambda start, days: Span(start, start + timedelta(days=days)), instants, st.integers(1, 3)
    ),
)


def fields(table) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(table))


terms = st.one_of(
    st.builds(Words, st.sampled_from(["pasar", "ikan", "Café", "covid-19"])),
    st.builds(Phrase, sentences),
    st.builds(Says, fields(TEXT_FIELDS), values),
    st.builds(Equals, fields(set(EQUAL_FIELDS) - {"status"}), values),
    st.builds(
        Equals, st.just("status"), st.lists(st.sampled_from(STATUSES), min_size=1).map(tuple)
    ),
    st.builds(Within, fields(DATE_FIELDS), st.lists(spans, min_size=1, max_size=2).map(tuple)),
    st.builds(Between, fields(NUMBER_FIELDS), st.lists(ranges, min_size=1, max_size=2).map(tuple)),
    st.builds(Letters, fields(FIELD_NAMES), st.sampled_from(["pas", "k", "é", "2026-03", ","])),
    st.builds(Empty, fields(FIELD_NAMES)),
)
queries = st.lists(terms | terms.map(Not), max_size=3).map(lambda some: Query(tuple(some)))


def holds(term, article: Article = FAIR) -> bool:
    return matches(Query((term,)), article)


# -- words --------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["pasar", "LAPAK", "cafe", "berbelanja", "jumat", "covid-19", "ikan-warga"]
)
def test_a_word_stands_in_title_caption_tags_or_body_whatever_its_case(word) -> None:
    assert holds(Words(word))


@pytest.mark.parametrize("word", ["pas", "pasarikan", "covid-20", "terisi", "wirya", "ekonomi"])
def test_a_word_is_a_whole_word_of_those_four_fields(word) -> None:
    assert not holds(Words(word))


def test_the_tokens_of_a_phrase_stand_one_after_the_other() -> None:
    assert holds(Phrase("DIBUKA lagi"))
    assert holds(Phrase("pagi covid"))  # across a paragraph, as across a comma
    assert not holds(Phrase("lagi dibuka"))


def test_a_phrase_does_not_run_from_one_field_or_tag_into_the_next() -> None:
    assert not holds(Phrase("ini lapak"))
    assert not holds(Phrase("ikan cafe"))


def test_the_text_fields_are_searched_by_word_or_phrase() -> None:
    assert holds(Says("quote", ("lapak sudah",)))
    assert holds(Says("title", ("banjir", "ikan dibuka")))
    assert not holds(Says("title", ("lapak",)))


def test_the_photo_is_its_caption_credit_and_source() -> None:
    assert holds(Says("photo", ("segar",)))
    assert holds(Says("photo", ("wirya",)))
    assert holds(Says("photo", ("jpg",)), replace(FAIR, photo=Photo(source="lapak.jpg")))
    assert not holds(Says("caption", ("wirya",)))


# -- equal, numbers, dates ------------------------------------------------------


def test_other_fields_are_equal_as_a_whole_without_case_and_diacritics() -> None:
    assert holds(Equals("reporter", ("RANI SAGALA",)))
    assert not holds(Equals("reporter", ("rani",)))


def test_one_tag_of_several_and_one_value_of_several_will_do() -> None:
    assert holds(Equals("tag", ("banjir", "cafe kota")))
    assert not holds(Equals("tag", ("pasar", "ikan")))


@pytest.mark.parametrize(
    ("ends", "answer"),
    [((820, 820), True), ((820, None), True), ((None, 820), True), ((821, None), False)],
)
def test_the_ends_of_a_number_range_are_inclusive(ends, answer) -> None:
    assert holds(Between("views", (ends,))) is answer


def test_a_number_range_on_the_pins_asks_for_one_of_them() -> None:
    assert holds(Between("related", ((5, 5),)))
    assert not holds(Between("related", ((4, 4),)))


def test_dates_compare_as_instants_wherever_they_were_written() -> None:
    # Half past one on the 1st in Jayapura is half past eleven the evening before in Jakarta.
    assert not holds(Within("published", (DAY,)))
    assert holds(Within("published", (DAY, Span(None, MIDNIGHT))))


def test_a_span_takes_in_its_start_and_leaves_out_its_end() -> None:
    assert holds(Within("published", (DAY,)), replace(FAIR, published_at=DAY.start))
    assert not holds(Within("published", (DAY,)), replace(FAIR, published_at=DAY.end))


def test_what_is_unknown_lies_in_no_span_and_equals_nothing() -> None:
    assert not holds(Within("scheduled", (Span(None, None),)))
    assert not holds(Equals("editor", ("",)))


# -- letters, empty, not ----------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("title", "sar ik"),
        ("tag", "cafe"),
        ("photo", "egar"),
        ("published", "2026-03"),
        ("id", "7"),
    ],
)
def test_letters_are_found_inside_words(field, part) -> None:
    assert holds(Letters(field, part))


@pytest.mark.parametrize("field", ["editor", "scheduled", "source", "dateline"])
def test_a_field_that_nobody_filled_is_empty(field) -> None:
    assert holds(Empty(field))


def test_white_space_and_an_empty_list_are_empty_but_zero_is_a_number() -> None:
    bare = replace(FAIR, tags=(), quote=" \n", photo=Photo(), views=0)
    assert holds(Empty("tag"), bare)
    assert holds(Empty("quote"), bare)
    assert holds(Empty("photo"), bare)
    assert not holds(Empty("views"), bare)


@given(term=terms, article=articles)
def test_not_is_the_opposite(term, article) -> None:
    assert holds(Not(term), article) is not holds(term, article)


@given(first=queries, second=queries, article=articles)
def test_two_queries_joined_hold_where_both_do(first, second, article) -> None:
    assert matches(first & second, article) is (
        matches(first, article) and matches(second, article)
    )


@given(query=queries, article=articles)
def test_no_terms_match_everything_and_change_no_query(query, article) -> None:
    assert matches(Query(), article)
    assert Query() & query == query == query & Query()


@given(article=articles, field=fields(EQUAL_FIELDS), some=values)
def test_any_of_several_values_is_the_same_as_one_term_each(article, field, some) -> None:
    assert holds(Equals(field, some), article) is any(
        holds(Equals(field, (v,)), article) for v in some
    )


# -- what a query sees by default ----------------------------------------------------


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_but_the_bin_is_visible(status) -> None:
    assert matches(visible(Query()), replace(FAIR, status=status)) is (status != "deleted")


@pytest.mark.parametrize("status", STATUSES)
def test_popular_sees_published_articles_only(status) -> None:
    assert matches(only_published(Query()), replace(FAIR, status=status)) is (status == "published")


def test_a_query_that_asks_for_a_status_sees_what_it_asks_for() -> None:
    binned = replace(FAIR, status="deleted")
    query = Query((Equals("status", ("deleted",)),))
    assert matches(visible(query), binned)
    assert matches(only_published(query), binned)


def test_to_exclude_a_status_does_not_open_the_bin() -> None:
    query = Query((Not(Equals("status", ("draft",))),))
    assert not matches(visible(query), replace(FAIR, status="deleted"))


def test_an_alias_leads_to_a_field() -> None:
    assert set(ALIASES.values()) <= set(FIELD_NAMES)
    assert not set(ALIASES) & set(FIELD_NAMES)
