"""Pages: what the text and the HTML of a page bring in. The pages here are fiction."""

from __future__ import annotations

import io
from datetime import datetime

import pytest

from beritacli.domain.article import Photo
from beritacli.formats import Page, Source, read_stream
from conftest import EXAMPLE, NOW, WIB


def page(text: str, format: str | None = None, notices: list[str] | None = None) -> Page:
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    notices = [] if notices is None else notices
    (entry,) = read_stream(stream, Source("uji", NOW, notices.append), format)
    assert isinstance(entry, Page)
    return entry


@pytest.fixture
def example() -> Page:
    return page(EXAMPLE.read_text(encoding="utf-8"))


def test_the_article_of_a_page_has_everything_that_the_page_shows(example) -> None:
    fields = example.article.fields
    assert fields["title"] == "Warga Rusun Cakung Panen Perdana Kebun Atap"
    assert fields["published_at"] == datetime(2024, 5, 14, tzinfo=WIB)
    assert (fields["reporter"], fields["editor"], fields["views"]) == (
        "Rani Wulandari",
        "Dodi Pranata",
        1964,
    )
    assert fields["photo"] == Photo(
        None, "Panen Perdana Kebun Atap Diikuti Puluhan Warga Rusun Cakung", "Rani Wulandari"
    )
    assert fields["quote"] == "Kebun ini membuat warga satu tower saling mengenal"


def test_the_body_is_the_lead_and_the_paragraphs_after_the_quote(example) -> None:
    paragraphs = example.article.fields["body"].split("\n\n")
    assert len(paragraphs) == 8
    assert paragraphs[0].startswith("Puluhan warga")
    assert paragraphs[-1].endswith("tandasnya.")


def test_the_lists_give_caption_headline_date_and_views(example) -> None:
    first = example.related[0].fields
    assert first == {
        "title": "Warga Rusun Cakung Terima 300 Bibit Sayur",
        "published_at": datetime(2024, 2, 16, tzinfo=WIB),
        "views": 4312,
        "photo": Photo(None, "Bibit Sayur Dibagikan Gratis di Lobi Rusun Cakung", None),
    }


def test_the_lists_keep_the_order_of_the_page_and_the_tail_is_no_article(example) -> None:
    assert [row.fields["views"] for row in example.related] == [4312, 2875, 5120]
    assert [row.fields["views"] for row in example.popular] == [
        214530,
        187204,
        142911,
        98640,
        76385,
    ]


def test_an_entry_without_caption_has_one_line_which_is_its_headline() -> None:
    found = page(
        "Judul\n\nKamis, 11 Juli 2024 Reporter: R\n\nIsi.\n\nBerita Populer\nPasar Ramai\nRabu, 10 Juli 2024 7\n"
    )
    (row,) = found.popular
    assert row.fields["title"] == "Pasar Ramai"
    assert "photo" not in row.fields


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Kamis, 11 Juli 2024 Reporter: Rani Wulandari Editor: Dodi 820",
            ("Rani Wulandari", "Dodi", 820),
        ),
        ("Kamis, 11 Juli 2024 Reporter : Nurita 25.500", ("Nurita", None, 25500)),
        ("Kamis, 11 Juli 2024 14:50 WIB Reporter: Rani", ("Rani", None, None)),
        ("Kamis, 11 Juli 2024", (None, None, None)),
        ("Kamis, 11 Juli 2024\nReporter: Rani\nEditor: Dodi\n4,160", ("Rani", "Dodi", 4160)),
    ],
)
def test_the_date_line_comes_in_many_shapes(line, expected) -> None:
    fields = page(f"Judul\n\n{line}\n\nIsi berita.\n", "page").article.fields
    assert (fields.get("reporter"), fields.get("editor"), fields.get("views")) == expected
    assert fields["body"] == "Isi berita."


def test_a_weekday_that_disagrees_is_told_and_taken() -> None:
    notices: list[str] = []
    fields = page("Judul\n\nRabu, 11 Juli 2024\n\nIsi.\n", "page", notices).article.fields
    assert fields["published_at"] == datetime(2024, 7, 11, tzinfo=WIB)
    assert "Kamis" in notices[0]


def test_windows_line_ends_and_hard_spaces_are_no_matter() -> None:
    found = page(
        "\ufeffJudul\r\n\r\nKamis, 11\u00a0Juli 2024 Reporter: R\r\n\r\nIsi  berita.\r\n", "page"
    )
    assert found.article.fields["body"] == "Isi berita."


HTML = """<!doctype html>
<html><head>
<link rel="canonical" href="https://contoh.invalid/read/7/kebun-atap-dipanen">
<meta property="og:title" content="Kebun Atap Dipanen">
<meta property="og:image" content="https://contoh.invalid/foto/7.jpg">
<script>var x = "<p>bukan isi</p>";</script>
</head><body>
<ul class="breadcrumbs"><li><a href="/">Beranda</a></li><li><a href="/k/lingkungan">Lingkungan</a></li></ul>
<div class="news-read">
 <img src="https://contoh.invalid/foto/7.jpg" alt=" Warga memanen  kangkung " />
 <div class="image-info"><span><i class="material-icons">photo</i> Rani Wulandari - Contoh</span></div>
 <h1>Kebun Atap Dipanen</h1>
 <div class="content-info">
  <span><i class="material-icons">access_time</i> Selasa, 14 Mei 2024 14:50 WIB</span>
  <span><i class="material-icons">remove_red_eye</i> 2619</span>
  <span><i class="material-icons">person</i> Reporter : Rani Wulandari</span>
  <span><i class="material-icons">person</i> Editor : Dodi</span>
 </div>
 <div class="content-body"><p><p>Warga&nbsp;memanen <b>kangkung</b>.<span class="sceditor-selection"> </span></p>
 <blockquote>"kebun ini milik bersama,"</blockquote><p>Panen kedua menyusul.<br>Juni nanti.</p>
 <a class="read-also" href="/x">Baca Juga Ini</a><p>Selesai.</p></div>
</div>
<ul class="list-index"><li><h2><a href="https://contoh.invalid/read/5/bibit">Bibit Dibagikan</a></h2>
 <span>Jumat, 16 Februari 2024 10:36 WIB</span><span>2060</span><span>Nurita</span></li></ul>
<ol class="slides"><li><h3><a href="https://contoh.invalid/read/9/pasar">Pasar Ramai</a></h3>
 <span>08-02-2026</span><span>5815</span></li></ol>
</body></html>"""


def test_an_html_page_gives_its_article() -> None:
    fields = dict(page(HTML).article.fields)
    assert fields.pop("photo") == Photo(
        "https://contoh.invalid/foto/7.jpg", "Warga memanen kangkung", "Rani Wulandari - Contoh"
    )
    assert fields == {
        "title": "Kebun Atap Dipanen",
        "source": "https://contoh.invalid/read/7/kebun-atap-dipanen",
        "published_at": datetime(2024, 5, 14, 14, 50, tzinfo=WIB),
        "reporter": "Rani Wulandari",
        "editor": "Dodi",
        "views": 2619,
        "section": "Lingkungan",
        "quote": "kebun ini milik bersama,",
        "body": "Warga memanen kangkung.\n\nPanen kedua menyusul. Juni nanti.\n\nSelesai.",
    }


def test_an_html_page_gives_its_lists_with_their_addresses() -> None:
    found = page(HTML)
    (related,), (popular,) = found.related, found.popular
    assert related.fields["source"] == "https://contoh.invalid/read/5/bibit"
    assert related.fields["reporter"] == "Nurita"
    assert popular.fields["published_at"] == datetime(2026, 2, 8, tzinfo=WIB)
    assert popular.fields["views"] == 5815


def test_a_page_that_describes_itself_in_json_ld_is_taken_at_its_word() -> None:
    found = page(
        '<html><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Air Surut",'
        '"datePublished": "2024-05-14T08:00:00+07:00", "author": [{"name": "Rani"}, {"name": "Dodi"}],'
        '"articleSection": "Kota", "articleBody": "Air surut pagi tadi."}]}</script></html>'
    )
    assert found.article.fields == {
        "title": "Air Surut",
        "published_at": datetime(2024, 5, 14, 8, 0, tzinfo=WIB),
        "reporter": "Rani, Dodi",
        "section": "Kota",
        "body": "Air surut pagi tadi.",
    }


@pytest.mark.parametrize(
    "piece", ["<a ", "<!", "<!--", '<a b="', "<a b='", "</a", "<script>", "<", "&", "<?"]
)
def test_tags_that_are_never_closed_are_no_danger(piece) -> None:
    text = "<html><h1>Judul</h1>" + piece * 100_000
    assert page(text, "html").article.fields["title"].startswith("Judul")


def test_depth_is_no_danger() -> None:
    deep = "<html><h1>Judul</h1><div class=content-body>" + "<div>" * 100_000 + "Isi."
    assert page(deep, "html").article.fields["body"] == "Isi."
