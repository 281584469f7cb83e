"""Pages in odd shapes: counts beside times, headlines like headings, JSON-LD of any kind."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.errors import ValidationError
from beritacli.formats import Page, Source, read_stream
from beritacli.indonesian.numbers import group
from conftest import NOW, WIB

HEAD = "Taman Kota Dibuka\n\nKamis, 11 Juli 2024 Reporter: Rani Editor: Dodi 820\n\n"


def page(text: str, format: str = "page") -> Page:
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    (entry,) = read_stream(stream, Source("uji", NOW, lambda _: None), format)
    assert isinstance(entry, Page)
    return entry


def popular(*lines: str) -> list[dict]:
    rows = page(HEAD + "Isi.\n\nBERITA POPULER\n" + "\n".join(lines)).popular
    return [dict(row.fields) for row in rows]


# -- counts and times ---------------------------------------------------------


@given(st.integers(0, 10**9))
def test_dotted_views_are_never_taken_for_a_time(views) -> None:
    (entry,) = popular("Pasar Ramai", f"Rabu, 10 Juli 2024 {group(views)}")
    assert (entry["views"], entry["published_at"]) == (views, datetime(2024, 7, 10, tzinfo=WIB))


def test_a_time_and_dotted_views_stand_side_by_side() -> None:
    (entry,) = popular("Pasar Ramai", "Rabu, 10 Juli 2024 14.50 WIB 25.500")
    assert entry["views"] == 25500
    assert entry["published_at"] == datetime(2024, 7, 10, 14, 50, tzinfo=WIB)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD.replace("820", "1.2.3") + "Isi.\n", 3),
        (HEAD + "Isi.\n\nBERITA POPULER\nPasar\nRabu, 10 Juli 2024 1,5\n", 9),
    ],
)
def test_a_count_that_is_none_is_refused_with_its_line(text, line) -> None:
    with pytest.raises(ValidationError, match=f"^uji, line {line}: .* is not a whole number"):
        page(text)


# -- where text and lists end -------------------------------------------------


def test_a_headline_that_begins_with_video_is_an_entry() -> None:
    entries = popular(
        "Video Pemetaan Cahaya Hiasi Kota Tua", "Rabu, 10 Juli 2024 5",
        "Potret Jakarta Lama Dipamerkan", "Selasa, 09 Juli 2024 4",
        "VIDEO", "Bukan Berita", "Senin, 08 Juli 2024 3",
    )  # fmt: skip
    assert [entry["views"] for entry in entries] == [5, 4]


def test_a_paragraph_that_begins_with_the_words_of_the_tail_stays() -> None:
    found = page(
        HEAD + "Isi.\n\nBagikan ke warga sekitar, pesannya.\n\nBagikan ke :\nVIDEO +indeks\n"
    )
    assert found.article.fields["body"] == "Isi.\n\nBagikan ke warga sekitar, pesannya."


def test_links_to_an_index_end_the_text_too() -> None:
    assert page(HEAD + "Isi.\n\nPOTRET JAKARTA +indeks\n").article.fields["body"] == "Isi."


# -- the quote ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraph", "quote"),
    [
        ('"Taman ini milik warga"', "Taman ini milik warga"),
        ("“Taman ini milik warga”", "Taman ini milik warga"),
        ('"Program "Kota Hijau" berlanjut"', 'Program "Kota Hijau" berlanjut'),
        ('"Kami senang," ujar Rani. "Semoga lanjut."', None),
        ('"Kami senang," ujar Rani.', None),
    ],
)
def test_only_a_paragraph_wholly_in_marks_is_the_quote(paragraph, quote) -> None:
    fields = page(f"{HEAD}Pembuka.\n\n{paragraph}\n\nPenutup.\n").article.fields
    assert fields.get("quote") == quote
    assert (paragraph in fields["body"]) == (quote is None)


def test_invisible_characters_do_not_part_words() -> None:
    found = page("\u200eTaman\u200b Kota\n\nKamis, 11 Juli 2024\n\nPem\u200bbangunan\u00a0taman.\n")
    assert found.article.fields["title"] == "Taman Kota"
    assert found.article.fields["body"] == "Pembangunan taman."


# -- HTML ---------------------------------------------------------------------


def html(body: str = "", **data: object) -> dict:
    described = json.dumps({"@type": "NewsArticle", **data})
    text = (
        f'<html><script type="application/ld+json">{described}</script><h1>Judul</h1>{body}</html>'
    )
    return dict(page(text, "html").article.fields)


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ["headline", "url", "datePublished", "author", "editor", "articleSection", "articleBody"]


@given(st.dictionaries(st.sampled_from([*KEYS, "@type", "@graph"]), odd))
def test_whatever_json_ld_holds_the_fields_are_texts(data) -> None:
    for name, value in html(**data).items():
        assert isinstance(value, datetime if name == "published_at" else str), name


def test_an_article_may_be_of_several_kinds() -> None:
    assert (
        html(**{"@type": ["ReportageNewsArticle", "Article"], "headline": "Lain"})["title"]
        == "Lain"
    )


def test_the_text_of_another_page_is_without_its_headline_and_menus() -> None:
    found = html(
        "<article><header><h1>Judul</h1></header><nav><a>Beranda</a></nav><p>Isi.</p>"
        "<button>Bagikan</button></article>"
    )
    assert (found["title"], found["body"]) == ("Judul", "Isi.")


@pytest.mark.parametrize(
    ("declared", "turned"),
    [
        ('charset="windows-1252"', "WINDOWS-1252"),
        ('http-equiv="Content-Type" content="text/html; charset=Shift_JIS"', "SHIFT_JIS"),
        ('charset="iso-8859-1"', "WINDOWS-1252"),
        ('charset="utf-8"', "WINDOWS-1252"),
    ],
)
def test_a_page_in_another_encoding_is_refused_with_the_one_that_it_declares(
    declared, turned
) -> None:
    data = f"<html><head><meta {declared}></head>\n<h1>Caf".encode() + b"\xe9</h1></html>"
    stream = io.BufferedReader(io.BytesIO(data))
    with pytest.raises(ValidationError) as error:
        list(read_stream(stream, Source("lama.html", NOW, lambda _: None)))
    assert error.value.message == "lama.html, line 2: not UTF-8 (byte 0xe9)"
    assert error.value.hint == f"iconv -f {turned} -t UTF-8 lama.html | berita import -"


@pytest.mark.parametrize("fact", ["9" * 30, "1.2.345", "1,5"])
def test_a_number_that_is_no_count_is_passed_over(fact) -> None:
    found = html(f'<div class="content-info"><span>{fact}</span></div>')
    assert found == {"title": "Judul"}
    (row,) = page(
        f'<html><h1>J</h1><ul class="list-index"><li><h2>Lain</h2><span>{fact}</span></li></ul>',
        "html",
    ).related
    assert row.fields == {"title": "Lain"}
