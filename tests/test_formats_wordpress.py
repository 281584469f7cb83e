"""Posts of WordPress: what of them a record has a place for."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Photo
from beritacli.errors import BeritaError, ValidationError
from beritacli.formats import Source, read_stream
from conftest import NOW, WIB


def fields(format: str = "json", **post: object) -> dict:
    record = {"id": 512, "title": {"rendered": "Banjir &#8220;Rob&#8221; Surut"}, **post}
    text = json.dumps([record] if format == "json" else record)
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    (row,) = read_stream(stream, Source("posts.json", NOW, lambda _: None), format)
    return dict(row.fields)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_a_post_becomes_a_record(format) -> None:
    found = fields(
        format,
        date="2024-07-11T14:50:00",
        date_gmt="2024-07-11T07:50:00",
        slug="banjir-rob-surut",
        status="publish",
        link="https://kota.example/2024/07/banjir-rob-surut/",
        content={"rendered": "<p>Air surut.</p>\n<p>Warga pulang &amp; bersih.</p>\n"},
        author=3,
        categories=[4],
        tags=[11],
    )
    assert found == {
        "id": 512,
        "title": "Banjir “Rob” Surut",
        "slug": "banjir-rob-surut",
        "status": "published",
        "source": "https://kota.example/2024/07/banjir-rob-surut/",
        "published_at": datetime(2024, 7, 11, 14, 50, tzinfo=WIB),
        "body": "Air surut.\n\nWarga pulang & bersih.",
    }
    assert found["published_at"].utcoffset() == WIB.utcoffset(None)


def test_what_is_embedded_comes_along() -> None:
    found = fields(
        _embedded={
            "author": [{"name": "Rani &amp; Dodi"}],
            "wp:term": [
                [{"taxonomy": "category", "name": "Kota"}],
                [{"taxonomy": "post_tag", "name": "banjir"}, {"taxonomy": "lain", "name": "x"}],
            ],
            "wp:featuredmedia": [{"source_url": "rob.jpg", "caption": {"rendered": "<p>Air</p>"}}],
        }
    )
    assert found == {
        "id": 512,
        "title": "Banjir “Rob” Surut",
        "reporter": "Rani & Dodi",
        "section": "Kota",
        "tags": ("banjir",),
        "photo": Photo("rob.jpg", "Air", None),
    }


@pytest.mark.parametrize(
    ("status", "ours"), [("future", "scheduled"), ("pending", "review"), ("trash", "deleted")]
)
def test_each_status_has_its_counterpart(status, ours) -> None:
    assert fields(status=status, date="2027-01-01T06:00:00")["status"] == ours


def test_a_post_without_a_time_of_its_own_has_that_of_greenwich() -> None:
    found = fields(date=None, date_gmt="2024-07-11T07:50:00Z")
    assert found["published_at"] == datetime(2024, 7, 11, 7, 50, tzinfo=UTC)


def test_a_post_without_a_title_is_refused_with_its_place() -> None:
    with pytest.raises(ValidationError, match=r"^posts.json, record 1: the title is missing"):
        fields(title={"rendered": "<b></b>"})


odd = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["rendered", "name", "taxonomy", "author", "wp:term", "wp:featuredmedia", "source_url"]
    ), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = ["id", "date", "date_gmt", "slug", "status", "link", "content", "_embedded"]


@given(st.dictionaries(st.sampled_from(KEYS), odd))
def test_whatever_a_post_holds_is_read_or_refused(post) -> None:
    try:
        assert fields(**post)["title"]
    except BeritaError as error:
        assert error.message.startswith("posts.json, record 1")
