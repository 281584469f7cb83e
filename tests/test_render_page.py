"""The page of an article and its lists, for people and for pipes."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article, Photo
from beritacli.render import plain, terminal
from beritacli.render.cells import cell_width
from beritacli.render.output import Place
from beritacli.render.rows import plain_rows
from beritacli.values import replace
from conftest import WIB

SNAPSHOTS = Path(__file__).parent / "snapshots"
PIPE = Place()
WIDTHS = range(20, 201, 9)
HOSTILE = st.text(
    st.one_of(st.sampled_from("\x1b\x9b\u202e\u2028\ud800\n\r\t[]/:#->|"), st.characters())
)

BODY = """Pasar Induk Tegalrejo di Kota Wanasari kembali dibuka, Kamis (11/7), setelah tiga bulan
direnovasi. Sebanyak 412 kios kini menempati bangunan dua lantai dengan saluran air yang baru.

"Kami tidak ingin ada pedagang yang tertinggal hanya karena terlambat mendaftar," ujar Kepala Dinas
Perdagangan, Ratna Wulandari.

## Jadwal pindah

- Sayur dan buah: Senin sampai Rabu, pukul 05.00 sampai pukul 11.00 setiap hari kerja
- Ikan dan daging: Kamis

Foto lain ada di [foto] [/b] :fire: dan #PasarKita."""

PASAR = Article(
    12,
    "pasar-induk-tegalrejo-dibuka-kembali",
    "Pasar Induk Tegalrejo Dibuka Kembali, 412 Pedagang Pindah Bertahap",
    "published",
    "Ekonomi",
    ("pasar tradisional", "renovasi"),
    "Dewi Anggraini",
    "Bagus Prakoso",
    published_at=datetime(2024, 7, 11, 9, 0, tzinfo=WIB),
    views=820,
    quote="Tidak boleh ada pedagang yang tertinggal",
    body=BODY,
    photo=Photo(None, "Pedagang sayur menata dagangan di kios baru", "Dewi Anggraini"),
    source="https://wanasari.example/read/12/pasar-induk-tegalrejo-dibuka-kembali",
)


def listed(id, title, caption, views, *date):
    time = datetime(*date, tzinfo=WIB)
    photo = Photo(caption=caption)
    return Article(id, f"a-{id}", title, "published", published_at=time, views=views, photo=photo)


RELATED = plain_rows(
    [
        listed(7, "Pedagang Sepakati Jadwal Pindah", "Musyawarah Pedagang", 8183, 2024, 4, 3),
        listed(5, "Renovasi Pasar Masuk Tahap Akhir", None, 7085, 2023, 11, 4),
    ]
)
POPULAR = plain_rows(
    [
        listed(44, "Rusun Cempaka Kini Dijaga", "Petugas di Rusun Cempaka", 468907, 2024, 6, 21),
        listed(9, "Peta Ganjil Genap Diluncurkan", "Warga Mencoba Peta", 307621, 2017, 10, 19),
    ]
)


def screen(width, *, color=False, encoding="utf-8"):
    return Place(terminal=True, width=width, color=color, encoding=encoding)


def same_as_snapshot(name, text):
    """Compare with tests/snapshots/NAME.txt; WRITE_SNAPSHOTS=1 writes it anew, to be read."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("WRITE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("width", [60, 100])
def test_a_page_at_a_terminal_looks_as_it_was_approved(width):
    assert same_as_snapshot(f"page-{width}", terminal.page(PASAR, RELATED, POPULAR, screen(width)))


def test_a_page_in_a_pipe_looks_as_it_was_approved():
    assert same_as_snapshot("page-pipe", plain.page(PASAR, RELATED, POPULAR, PIPE))


@pytest.mark.parametrize("width", [60, 100])
def test_the_popular_list_looks_as_it_was_approved(width):
    text = terminal.news_list("BERITA POPULER", POPULAR, screen(width), numbered=True)
    assert same_as_snapshot(f"popular-{width}", text)


def test_a_page_in_a_pipe_begins_with_headline_and_date_line():
    headline, empty, date_line = plain.page(PASAR, [], [], PIPE).splitlines()[:3]
    assert (headline, empty) == (PASAR.title, "")
    expected = "Kamis, 11 Juli 2024 · Reporter Dewi Anggraini · Editor Bagus Prakoso · 820"
    assert date_line == expected


def test_a_date_line_that_is_too_long_breaks_after_the_date():
    lines = plain.page(PASAR, [], [], Place(width=60)).splitlines()
    names = lines[lines.index("Kamis, 11 Juli 2024") + 1]
    assert names == "Reporter Dewi Anggraini · Editor Bagus Prakoso · 820"


def test_views_are_grouped_for_people():
    assert "Jumat, 21 Juni 2024 · 468.907 · #44" in terminal.news_list(
        "BERITA POPULER", POPULAR, screen(80)
    )


def test_the_views_of_a_window_stand_in_place_of_all():
    row = (POPULAR[0][0], {"views": 1234, "views_total": 468907})
    text = terminal.news_list("BERITA POPULER", [row], screen(80))
    assert "1.234" in text
    assert "468.907" not in text


def test_a_caption_that_repeats_the_headline_is_left_out():
    article = listed(1, "Taman Kota Dibuka", "TAMAN KOTA DIBUKA", 5, 2024, 1, 1)
    text = terminal.news_list("BERITA TERKAIT", plain_rows([article]), screen(80))
    assert "TAMAN KOTA DIBUKA" not in text


def test_a_pin_and_its_reasons_are_told_to_the_desk():
    row = (RELATED[0][0], {"pinned": True, "score": 0.41234, "signals": {"title": 0.3}})
    text = terminal.news_list("BERITA TERKAIT", [row], screen(80))
    assert "pinned · score 0.412" in text


def test_an_empty_list_prints_nothing():
    assert terminal.news_list("BERITA POPULER", [], screen(80)) == ""


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("draft", "DRAF"),
        ("review", "DITINJAU"),
        ("ready", "SIAP TERBIT"),
        ("archived", "ARSIP"),
        ("deleted", "DIHAPUS"),
    ],
)
def test_a_page_says_that_an_article_is_not_out(status, label):
    assert label in plain.page(replace(PASAR, status=status), [], [], PIPE).splitlines()


def test_a_scheduled_page_says_when():
    time = datetime(2024, 7, 12, 6, 0, tzinfo=WIB)
    article = replace(PASAR, status="scheduled", scheduled_at=time)
    assert "TERJADWAL Jumat, 12 Juli 2024" in plain.page(article, [], [], PIPE)


def test_an_article_of_a_title_alone_has_a_page_without_gaps():
    article = Article(3, "judul-saja", "Judul Saja")
    assert plain.page(article, [], [], PIPE) == "Judul Saja\n\nDRAF\n"


def test_the_dateline_opens_the_body_once():
    article = replace(PASAR, dateline="WANASARI", body="Hujan turun.")
    twice = replace(article, body="WANASARI – Hujan turun.")
    assert "\nWANASARI – Hujan turun.\n" in plain.page(article, [], [], PIPE)
    assert plain.page(article, [], [], PIPE) == plain.page(twice, [], [], PIPE)


def test_lines_of_a_verse_stay_apart():
    article = replace(PASAR, body="Buah nangka  \ndari kota\\\ndibawa pulang\nke rumah")
    text = plain.page(article, [], [], PIPE)
    assert "\nBuah nangka\ndari kota\ndibawa pulang ke rumah\n" in text


def test_an_address_is_never_broken():
    assert PASAR.source in terminal.page(PASAR, [], [], screen(20))


@pytest.mark.parametrize("color", [False, True])
def test_what_looks_like_markup_is_printed_as_it_stands(color):
    text = terminal.page(PASAR, [], [], screen(80, color=color))
    assert "[foto] [/b] :fire: dan #PasarKita" in text


def test_without_colour_there_is_no_escape_sequence():
    assert "\x1b" not in terminal.page(PASAR, RELATED, POPULAR, screen(80))


@pytest.mark.parametrize("width", [20, 60, 120])
def test_colour_changes_nothing_but_the_colour(width):
    colored = terminal.page(PASAR, RELATED, POPULAR, screen(width, color=True))
    assert "\x1b[1m" in colored
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert bare == terminal.page(PASAR, RELATED, POPULAR, screen(width))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_every_width(width):
    lines = terminal.page(PASAR, RELATED, POPULAR, screen(width)).splitlines()
    assert all(cell_width(line) <= width or " " not in line.strip() for line in lines)


def test_running_text_is_never_too_wide_to_read():
    lines = terminal.page(replace(PASAR, editor=None), [], [], screen(200)).splitlines()
    assert max(map(len, lines)) <= 74


def test_an_ascii_terminal_gets_ascii_marks_and_escapes():
    article = replace(PASAR, title="Kafe “Rindu” – Buka")
    text = terminal.page(article, RELATED, POPULAR, screen(80, encoding="ascii"))
    assert text.isascii()
    assert "Kafe \\u201cRindu\\u201d \\u2013 Buka" in text


@given(text=HOSTILE, width=st.sampled_from([20, 47, 80]))
def test_no_text_escapes_from_a_page(text, width):
    article = Article(
        1, "a", text, section=text, tags=(text,), reporter=text, quote=text, body=text, source=text,
        dateline=text, photo=Photo(text, text, text), published_at=PASAR.published_at,
    )  # fmt: skip
    rows = [(article, {"snippet": text, "score": 1.0, "signals": {text: 1}})]
    for shown in (
        plain.page(article, rows, rows, Place(width=width)),
        terminal.page(article, rows, rows, screen(width)),
    ):
        assert not set(shown) & set("\x1b\x9b\u202e\u2028\ud800\r")
