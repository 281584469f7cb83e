"""Loose values of a file: what becomes a field, what is left out, what is refused."""

from __future__ import annotations

import io
import json

import pytest

from beritacli.domain.article import Article, Photo
from beritacli.errors import ValidationError
from beritacli.formats import Source, read_stream
from beritacli.formats.csv_format import write_csv
from conftest import NOW


def fields(notices: list[str] | None = None, **record: object) -> dict:
    text = json.dumps([{"title": "Judul", **record}])
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    heard = notices if notices is not None else []
    (row,) = read_stream(stream, Source("uji", NOW, heard.append), "json")
    return {key: value for key, value in row.fields.items() if key != "title"}


@pytest.mark.parametrize("views", [1204, "1204", "1.204", "1,204", " 1204 "])
def test_views_may_be_a_number_or_a_count_as_pages_write_it(views) -> None:
    assert fields(views=views) == {"views": 1204}


@pytest.mark.parametrize("views", [1.5, True, [1], {"n": 1}])
def test_views_that_are_no_whole_number_are_refused_as_such(views) -> None:
    with pytest.raises(ValidationError, match="record 1: views: must be a whole number"):
        fields(views=views)


@pytest.mark.parametrize("views", [12.0, "12.0"])
def test_a_count_with_a_zero_behind_its_point_is_whole(views) -> None:
    assert fields(views=views) == {"views": 12}


def test_a_status_may_have_capitals() -> None:
    assert fields(status="Published") == {"status": "published"}


def test_a_status_of_another_program_is_told_with_ours() -> None:
    with pytest.raises(ValidationError) as error:
        fields(status="publish")
    assert error.value.hint == "did you mean published?"


def test_a_list_of_tags_in_a_text_is_a_list() -> None:
    assert fields(tags='["banjir", "kota tua"]') == {"tags": ("banjir", "kota tua")}


@pytest.mark.parametrize("tag", ['["a"]', '["a', '[""]'])
def test_a_tag_that_looks_like_a_list_comes_back_from_csv(tag) -> None:
    out = io.StringIO(newline="")
    write_csv([Article(id=1, slug="a-b", title="A", tags=(tag,))], out)
    stream = io.BufferedReader(io.BytesIO(out.getvalue().encode()))
    (row,) = read_stream(stream, Source("uji", NOW, print), "csv")
    assert row.fields["tags"] == (tag,)


def test_an_empty_list_says_no_more_than_null() -> None:
    assert fields(tags=[], related=[], corrections=[], section=None) == {}


def test_empty_tags_are_dropped() -> None:
    assert fields(tags=["banjir", "", None, " kanal "]) == {"tags": ("banjir", "kanal")}


def test_empty_parts_of_a_photo_are_unknown() -> None:
    found = fields(photo={"source": "foto.jpg", "caption": "", "credit": None})
    assert found == {"photo": Photo("foto.jpg", None, None)}


def test_an_unknown_part_of_a_photo_is_told() -> None:
    notices: list[str] = []
    assert fields(notices, photo={"lebar": 800}) == {}
    assert "'photo.lebar'" in notices[0]


def test_an_id_that_leaves_none_for_later_articles_is_refused() -> None:
    with pytest.raises(ValidationError, match="record 1: id: must be at most"):
        fields(id=2**63 - 1)


def test_an_id_as_large_as_other_programs_make_them_is_kept() -> None:
    assert fields(id=1_800_000_000_000_000_000) == {"id": 1_800_000_000_000_000_000}


def test_a_thousand_unknown_keys_do_not_make_a_thousand_notices() -> None:
    notices: list[str] = []
    fields(notices, **{f"kunci{number}": 1 for number in range(1000)})
    assert len(notices) == 21
    assert "further keys" in notices[-1]


@pytest.mark.parametrize("name", ["body", "views", "tags", "status", "related", "photo"])
def test_a_value_of_any_depth_is_refused_and_not_a_crash(name) -> None:
    for depth in range(850, 1000):  # some depth can just be read, and no more be shown
        text = f'[{{"title": "A", "{name}": {"[" * depth}{"]" * depth}}}]'
        stream = io.BufferedReader(io.BytesIO(text.encode()))
        with pytest.raises(ValidationError):
            list(read_stream(stream, Source("uji", NOW, print), "json"))


def test_a_large_value_is_named_by_its_kind() -> None:
    with pytest.raises(ValidationError, match=r"body: must be text, not a list$"):
        fields(body=[0] * 1000)
