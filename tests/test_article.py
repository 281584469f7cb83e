"""The record: its invariants, its status transitions, its document."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import (
    FIELDS,
    MAX_ID,
    MAX_INTEGER,
    STATUSES,
    TRANSITIONS,
    Correction,
    Photo,
    action_to,
    free_slug,
    next_status,
)
from beritacli.domain.document import COLUMNS, flat_value, from_document, to_document
from beritacli.errors import ValidationError
from conftest import WIB

texts = st.text(st.characters(exclude_categories=["Cs"]))
times = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(WIB),
)


@pytest.mark.parametrize("title", ["", " ", "\t\n", "\u00a0"])
def test_an_empty_title_is_refused(article, title) -> None:
    with pytest.raises(ValidationError, match="title is empty"):
        article(title=title).check()


@pytest.mark.parametrize(
    "slug", ["", "2024", "Pasar", "pasar--baru", "-pasar", "../etc", "a b", "é"]
)
def test_a_slug_is_small_letters_digits_and_single_hyphens(article, slug) -> None:
    with pytest.raises(ValidationError, match="cannot be a slug"):
        article(slug=slug).check()


@pytest.mark.parametrize("views", [-1, MAX_INTEGER + 1, True, 1.0, "7", None])
def test_views_are_a_whole_number_from_zero(article, views) -> None:
    with pytest.raises(ValidationError, match="views"):
        article(views=views).check()


@pytest.mark.parametrize(
    "values", [{"title": "a\ud800"}, {"tags": ("\udc80",)}, {"photo": Photo(credit="\udfff")}]
)
def test_half_a_character_is_refused_in_every_text(article, values) -> None:
    with pytest.raises(ValidationError, match="not valid Unicode"):
        article(**values).check()


def test_an_id_leaves_room_for_those_that_come_after(article) -> None:
    assert article(MAX_ID, slug="terakhir").check()
    with pytest.raises(ValidationError, match="id must be"):
        article(MAX_ID + 1, slug="terlalu-jauh").check()


def test_a_scheduled_article_needs_its_time(article) -> None:
    with pytest.raises(ValidationError, match="needs its time"):
        article(status="scheduled").check()


def test_the_way_to_publication_is_open_from_end_to_end(article) -> None:
    for action, status in [
        ("review", "draft"),
        ("ready", "review"),
        ("schedule", "ready"),
        ("publish", "scheduled"),
        ("archive", "published"),
        ("publish", "archived"),
    ]:
        assert next_status(
            article(status=status, scheduled_at=datetime(2026, 1, 1, tzinfo=WIB)), action
        )


def test_an_illegal_step_says_what_is_allowed(article) -> None:
    with pytest.raises(ValidationError, match="is draft: it cannot go to archived") as error:
        next_status(article(), "archive")
    assert error.value.hint == "allowed from draft: delete, publish, ready, review, schedule"


def test_from_the_bin_only_restore_leads_out(article) -> None:
    with pytest.raises(ValidationError) as error:
        next_status(article(status="deleted"), "publish")
    assert error.value.hint == "allowed from deleted: restore"


def test_a_step_to_where_an_article_is_already_changes_nothing(article) -> None:
    for action, (_, target) in TRANSITIONS.items():
        assert next_status(article(status=target), action) == target


def test_every_status_can_be_reached_by_an_action() -> None:
    for status in STATUSES:
        assert TRANSITIONS[action_to(status)][1] == status


def test_a_taken_slug_gets_the_first_free_number() -> None:
    assert free_slug("pasar", {"pasar", "pasar-2"}.__contains__) == "pasar-3"
    assert free_slug("taman", {"pasar"}.__contains__) == "taman"


# -- the document -----------------------------------------------------------


def test_a_document_has_every_key_in_order_and_null_for_what_is_unknown(article) -> None:
    document = to_document(article())
    assert tuple(document) == FIELDS
    assert document["published_at"] is None
    assert document["photo"] == {"source": None, "caption": None, "credit": None}


def test_flat_columns_part_the_photo(article) -> None:
    assert "photo" not in COLUMNS
    assert flat_value(article(photo=Photo(caption="Warga")), "photo.caption") == "Warga"
    assert flat_value(article(tags=("a", "b")), "tags") == "a;b"


def test_a_time_without_offset_is_in_the_zone_of_the_desk() -> None:
    one = from_document({"title": "x", "published_at": "2026-01-02"}, 1)
    assert one.published_at == datetime(2026, 1, 2, tzinfo=WIB)


def test_an_offset_is_kept_as_written() -> None:
    one = from_document({"title": "x", "published_at": "2026-01-02T08:00:00+09:00"}, 1)
    assert to_document(one)["published_at"] == "2026-01-02T08:00:00+09:00"


@given(
    title=texts.filter(str.strip),
    body=st.none() | texts,
    tags=st.lists(texts, max_size=3),
    related=st.lists(st.integers(1, 99), max_size=3),
    views=st.integers(0, MAX_INTEGER),
    published=st.none() | times,
    photo=st.builds(Photo, st.none() | texts, st.none() | texts, st.none() | texts),
    embargo=st.none() | times,
    corrections=st.lists(st.builds(Correction, times, texts.filter(str.strip)), max_size=2),
)
def test_a_document_reads_back_as_its_article(
    title, body, tags, related, views, published, photo, embargo, corrections
) -> None:
    from beritacli.domain.article import Article

    one = Article(
        3,
        "slug-a",
        title,
        body=body,
        tags=tuple(tags),
        related=tuple(related),
        views=views,
        published_at=published,
        photo=photo,
        embargo_until=embargo,
        corrections=tuple(corrections),
    )
    assert from_document(to_document(one), 3) == one


def test_a_pin_that_no_index_can_hold_is_refused() -> None:
    with pytest.raises(ValidationError, match="related must be a whole number"):
        from_document({"title": "x", "related": [10**30]}, 1)
