"""Markdown documents: what an editor's hands may do to them."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import yaml

from beritacli.errors import ValidationError
from beritacli.formats import Source, read_stream
from beritacli.formats.front_matter import DocumentError, write_yaml
from beritacli.formats.markdown import parse_document
from conftest import NOW, WIB

SOURCE = Source("uji", NOW, print)


def read(text: str) -> list:
    return list(read_stream(io.BufferedReader(io.BytesIO(text.encode())), SOURCE, "markdown"))


def test_blank_lines_above_a_document_do_no_harm() -> None:
    text = "\n \n---\ntitle: Judul\n---\n\nIsi.\n"
    assert parse_document(text, SOURCE).fields == {"title": "Judul", "body": "Isi."}
    assert [row.fields for row in read(text)] == [{"title": "Judul", "body": "Isi."}]


def test_toml_of_hugo_is_read_like_front_matter() -> None:
    text = (
        '+++\ntitle = "Rob: Surut"\ndate = 2024-07-11T14:50:00+07:00\nviews = 12\nweight = 3\n'
        'author = ["Rani", "Dodi"]\ntags = ["banjir"]\n[params]\nlebar = true\n+++\n\nIsi.\n'
    )
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    (row,) = read_stream(stream, SOURCE)
    assert row.fields == {
        "title": "Rob: Surut",
        "published_at": datetime(2024, 7, 11, 14, 50, tzinfo=WIB),
        "views": 12,
        "reporter": "Rani, Dodi",
        "tags": ("banjir",),
        "body": "Isi.",
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ('title = "A"\ntitle = "B"', r"^uji, line 3: "),
        ("title = Rob", r"^uji, line 2: "),
        ('title = "A"\nviews = "banyak"', r"^uji, line 3: views: "),
        ('tags = ["a"]', r"^uji, line 1: the title is missing"),
    ],
)
def test_a_fault_in_toml_is_told_with_its_line(fields, reason) -> None:
    with pytest.raises(ValidationError, match=reason):
        read(f"+++\n{fields}\n+++\n")


@pytest.mark.parametrize(
    ("flag", "status"),
    [
        ("draft: true", "draft"),
        ("draft: True", "draft"),
        ("published: false", "draft"),
        ("draft: false", None),
        ("published: true", None),
        ("draft: true\nstatus: ready", "ready"),
    ],
)
def test_what_hugo_and_jekyll_hold_back_is_a_draft(flag, status) -> None:
    (row,) = read(f"---\ntitle: Judul\n{flag}\n---\n")
    assert row.fields.get("status") == status


@pytest.mark.parametrize(
    "text", ["2024", "1.5", "1_000", "2024-07-11", "14:50", "1e3", "0x1F", "No", "true", "OFF", "y"]
)
def test_other_readers_of_yaml_get_every_text_as_text(text) -> None:
    front = write_yaml({"title": text, "tags": [text, "banjir"]})
    assert yaml.safe_load(front) == {"title": text, "tags": [text, "banjir"]}


def test_a_colon_in_a_headline_is_told_as_what_it_is() -> None:
    with pytest.raises(DocumentError, match="line 2: a text that holds ': ' must stand in quot"):
        read("---\ntitle: Rob: Siaga\n---\n")


def test_a_byte_order_mark_from_an_editor_does_no_harm() -> None:
    assert parse_document("\ufeff---\ntitle: Judul\n---\n", SOURCE).fields == {"title": "Judul"}


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    with pytest.raises(DocumentError) as error:
        parse_document("\n\n---\ntitle: Judul\nviews: banyak\n---\n", SOURCE)
    assert error.value.line == 5


def test_a_later_article_of_a_file_is_known_by_its_own_line() -> None:
    with pytest.raises(ValidationError, match=r"^uji, line 5: the title is missing"):
        read("---\ntitle: Satu\n---\nIsi.\n--- # berita\nviews: 3\n---\n")


def test_front_matter_with_endless_values_is_refused_soon() -> None:
    with pytest.raises(DocumentError, match="too many values"):
        read(f"---\ntitle: A\ntags: [{'a,' * 300_000}a]\n---\n")


def test_a_post_of_hugo_comes_in() -> None:
    (row,) = read(
        "---\ntitle: Taman Kota Dibuka\ndate: 2024-07-11T08:00:00+07:00\nauthors: [Rani, Dodi]\n"
        "categories:\n  - Lingkungan\ntags: [taman, kota]\n---\nWarga berdatangan sejak pagi.\n"
    )
    assert row.fields == {
        "title": "Taman Kota Dibuka",
        "published_at": datetime(2024, 7, 11, 8, tzinfo=NOW.tzinfo),
        "reporter": "Rani, Dodi",
        "section": "Lingkungan",
        "tags": ("taman", "kota"),
        "body": "Warga berdatangan sejak pagi.",
    }


@pytest.mark.parametrize(
    "title",
    [
        "Rob: Warga Mengungsi",
        "Warga Ramai-Ramai #JagaKali",
        "#JagaKali Ramai",
        '"Kami Siaga" Kata Lurah',
        "[FOTO] Rob di Pesisir",
        "'Kampung Kita' Dibuka",
        "- Sebuah Catatan",
        "Begini Caranya:",
        "100% Warga & Tamu!",
    ],
)
def test_a_headline_is_what_a_person_types(title) -> None:
    text = f"---\ntitle: {title}\nphoto:\n  caption: {title}\n---\n"
    fields = parse_document(text, SOURCE).fields
    assert (fields["title"], fields["photo"].caption) == (title, title)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Rob: \\"Siaga\\""', 'Rob: "Siaga"'),
        ("'Rob: ''Siaga'''", "Rob: 'Siaga'"),
        (">-\n  Rob:\n  Siaga", "Rob: Siaga"),
        ("Rob\n  Siaga", "Rob Siaga"),
    ],
)
def test_a_headline_may_be_written_as_yaml_too(written, title) -> None:
    assert parse_document(f"---\ntitle: {written}\n---\n", SOURCE).fields["title"] == title
