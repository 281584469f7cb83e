"""References: how one article is named, and when words are a query instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.ports import Snapshot
from beritacli.domain.refs import is_query, looks_like_query, read_refs, resolve
from beritacli.errors import AmbiguousError, NotFoundError, UsageError
from conftest import memory_repository

URL = "https://kota.example/baca/pasar-ikan?hal=2"


@pytest.fixture
def store(article, note: Note) -> Callable[..., Snapshot]:
    """A maker of snapshots: one transaction for each list of records."""

    def make(*transactions: list[Article]) -> Snapshot:
        repository = memory_repository()
        for articles in transactions:
            plan = Plan(tuple(Change(None, one) for one in articles))
            repository.write(lambda _, plan=plan: plan, note)
        return repository.read()

    return make


@pytest.fixture
def desk(article, store) -> Snapshot:
    return store(
        [
            article(42, slug="pasar-ikan-dibuka", source=URL),
            article(43, slug="pasar-ikan"),
            article(44, slug="pasar-malam", status="deleted"),
            article(45, slug="2026-tahun-kopi"),
        ],
        [article(46, slug="taman-kota")],
    )


@pytest.mark.parametrize("ref", ["42", "#42", "0042", "pasar-ikan-dibuka", "pasar-ikan-d", URL])
def test_an_article_answers_to_its_id_its_slug_and_its_source(desk, ref) -> None:
    assert resolve(ref, desk).id == 42


def test_an_exact_slug_wins_over_those_that_begin_with_it(desk) -> None:
    assert resolve("pasar-ikan", desk).id == 43
    assert resolve("Pasar-Ikan", desk).id == 43


def test_a_beginning_that_several_share_is_ambiguous_and_names_them(desk) -> None:
    with pytest.raises(AmbiguousError) as error:
        resolve("pasar-i", desk)
    assert error.value.candidates == ("43 pasar-ikan", "42 pasar-ikan-dibuka")


def test_the_bin_answers_where_nothing_else_does(desk, article, store) -> None:
    assert resolve("44", desk).id == resolve("pasar-m", desk).id == 44
    both = store([article(1, slug="rob-pagi", status="deleted"), article(2, slug="rob-siang")])
    assert resolve("rob", both).id == 2


def test_digits_are_an_id_and_never_the_beginning_of_a_slug(desk) -> None:
    with pytest.raises(NotFoundError, match="no article '2026'"):
        resolve("2026", desk)


@pytest.mark.parametrize("ref", ["0", "#", "9" * 19, "9" * 10_000, "\ud800", "²", "@lust"])
def test_what_names_nothing_is_not_found(desk, ref) -> None:
    with pytest.raises(NotFoundError):
        resolve(ref, desk)


@pytest.mark.parametrize("ref", ["", " ", "\t"])
def test_an_empty_reference_is_no_use_of_the_command(desk, ref) -> None:
    with pytest.raises(UsageError):
        resolve(ref, desk)


def test_a_slug_like_one_that_exists_is_suggested(desk) -> None:
    with pytest.raises(NotFoundError) as error:
        resolve("taman-kita", desk)
    assert error.value.hint == "did you mean taman-kota?"


def test_the_last_article_is_the_one_of_the_last_transaction(desk) -> None:
    assert resolve("@last", desk).id == 46


def test_a_last_transaction_of_several_articles_is_ambiguous(store, article) -> None:
    with pytest.raises(AmbiguousError, match="'@last' fits 2 articles"):
        resolve("@last", store([article(1), article(2)]))


def test_an_empty_store_has_no_last_article(store) -> None:
    with pytest.raises(NotFoundError) as error:
        resolve("@last", store())
    assert error.value.hint == "berita list"


@given(ref=st.text(max_size=20).filter(str.strip))
def test_whatever_is_typed_names_an_article_or_is_not_found(desk, ref) -> None:
    try:
        assert resolve(ref, desk).id in range(42, 47)
    except NotFoundError as error:
        assert error.hint or isinstance(error, AmbiguousError)


# -- a reference or a query ------------------------------------------------------


@pytest.mark.parametrize(
    "arg",
    [
        "status:draft",
        "judul:rob",
        "published_at:2026",
        f"source:{URL}",
        "^rob",
        "not:rob",
        "^status:draft",
        '"air laut"',
        "“air laut”",
        "+rob",
        "@meja",
    ],
)
def test_a_term_makes_a_target_a_query(arg) -> None:
    assert looks_like_query(arg)


@pytest.mark.parametrize("arg", ["42", "#42", "pasar-ikan", URL, "@last", "", "banjir", "10:30"])
def test_bare_words_and_addresses_are_references(arg) -> None:
    assert not looks_like_query(arg)


def test_references_and_terms_are_not_mixed() -> None:
    with pytest.raises(
        UsageError, match="'#42' is a reference and 'status:draft' a query"
    ) as error:
        is_query(["status:draft", "#42"])
    assert error.value.hint == "name an article in a query by its number: id:#42"


def test_a_target_is_a_query_if_all_its_words_are_terms() -> None:
    assert is_query(["status:draft", "+rob"])
    assert not is_query(["42", "pasar-ikan"])
    assert not is_query([])


# -- references from stdin ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("42\n43\n", ("42", "43")),
        ("42\r\n\r\n  43", ("42", "43")),
        ("42\tPasar Ikan\tdraft\n43\t\u2028\n", ("42", "43")),
        ("42\x0043\x00", ("42", "43")),
        ("pasar\tsatu\ndua\x0043\x00", ("pasar", "43")),
        (" \n\t\n", ()),
        ("", ()),
    ],
)
def test_the_first_column_of_every_line_is_a_reference(text, refs) -> None:
    assert read_refs(text) == refs


@given(refs=st.lists(st.from_regex(r"[a-z0-9#@:/.-]+", fullmatch=True)), parting=st.booleans())
def test_references_written_one_a_line_or_parted_by_nul_read_back(refs, parting) -> None:
    end = "\0" if parting else "\n"
    assert read_refs("".join(ref + end for ref in refs)) == tuple(refs)


def test_a_filter_flag_makes_a_query_in_which_no_reference_can_stand() -> None:
    assert is_query([], filtered=True)
    assert is_query(["title:rob"], filtered=True)
    with pytest.raises(UsageError, match="'42' is a reference and a filter flag a query"):
        is_query(["42"], filtered=True)
