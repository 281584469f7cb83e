"""Markdown documents: what an editor's hands may do to them."""

from __future__ import annotations

import io
from datetime import datetime

import pytest

from beritacli.errors import ValidationError
from beritacli.formats import Source, read_stream
from beritacli.formats.front_matter import DocumentError
from beritacli.formats.markdown import parse_document
from conftest import NOW

SOURCE = Source("uji", NOW, print)


def read(text: str) -> list:
    return list(read_stream(io.BufferedReader(io.BytesIO(text.encode())), SOURCE, "markdown"))


def test_blank_lines_above_a_document_do_no_harm() -> None:
    text = "\n \n---\ntitle: Judul\n---\n\nIsi.\n"
    assert parse_document(text, SOURCE).fields == {"title": "Judul", "body": "Isi."}
    assert [row.fields for row in read(text)] == [{"title": "Judul", "body": "Isi."}]


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
