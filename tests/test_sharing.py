"""Handing articles on: text to paste and addresses; the index of a section. All of it is fiction."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from beritacli.domain.article import Article
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.sharing import LONGEST_LEAD, share
from beritacli.render import terminal
from beritacli.render.output import Place, links_wanted
from beritacli.render.rows import plain_rows
from beritacli.storage.memory import MemoryRepository
from conftest import EXAMPLE, NOW, memory_repository

SOURCE = "https://kota.example/read/7/kebun?p=2"


def shared(site: str = "", **values: object):
    article = Article(7, "kebun-atap", "Kebun Atap & Warga", **values)
    return share(Desk(memory_repository([article]), NOW), "7", site)


def test_the_text_to_paste_is_title_lead_and_link() -> None:
    found = shared(source=SOURCE, body="Warga menanam.\n\nParagraf dua.")
    assert found.text == f"Kebun Atap & Warga\n\nWarga menanam.\n\n{SOURCE}"


def test_every_address_carries_what_it_shares() -> None:
    found = shared(source=SOURCE, body="Warga menanam.")
    assert found.whatsapp.startswith("https://wa.me/?text=")
    assert unquote(found.whatsapp.split("=", 1)[1]) == found.text
    assert found.telegram.startswith("https://t.me/share/url?url=")
    assert parse_qs(urlsplit(found.telegram).query)["url"] == [SOURCE]
    assert parse_qs(urlsplit(found.facebook).query) == {"u": [SOURCE]}
    assert parse_qs(urlsplit(found.x).query) == {"text": ["Kebun Atap & Warga"], "url": [SOURCE]}
    letter = parse_qs(urlsplit(found.email).query)
    assert letter["subject"] == ["Kebun Atap & Warga"]
    assert letter["body"] == [found.text.replace("\n", "\r\n")]


@pytest.mark.parametrize(
    ("source", "site", "link"),
    [
        (SOURCE, "https://lain.example", SOURCE),
        ("kunci-luar-7", "https://kota.example/read/", "https://kota.example/read/kebun-atap"),
        ("HTTPS://kota.example/1", "", "https://kota.example/1"),
        (None, "https://kota.example", "https://kota.example/kebun-atap"),
        ("kunci-luar-7", "", None),
        (None, "", None),
    ],
)
def test_the_link_is_the_source_else_the_site_else_none(source, site, link) -> None:
    assert shared(site, source=source).link == link


def test_without_a_link_the_text_goes_alone() -> None:
    found = shared(body="Warga menanam.")
    assert (found.telegram, found.facebook) == (None, None)
    assert "url=" not in found.x
    assert found.text == "Kebun Atap & Warga\n\nWarga menanam."


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://k.example/a?utm_source=wa&p=2&fbclid=x#x", "https://k.example/a?p=2#x"),
        ("https://k.example/a?UTM_Medium=z", "https://k.example/a"),
        ("https://k.example/a?g=1&y=%C3%A9&id=2", "https://k.example/a?g=1&y=%C3%A9&id=2"),
        ("https://[salah", "https://[salah"),
    ],
)
def test_no_tracker_is_handed_on(source, link) -> None:
    assert shared(source=source).link == link


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        (None, ""),
        ("## Judul **tebal** [tautan](https://k.example)\n\nDua.", "Judul tebal tautan"),
        ("Baca juga: Lain.\n\nWarga menanam.", "Warga menanam."),
        ("kata " * 100, ("kata " * 100)[: LONGEST_LEAD - 1] + "…"),
        ("Satu kalimat. " * 40, ("Satu kalimat. " * 40)[: 14 * 20 - 1]),
    ],
)
def test_the_lead_is_the_first_paragraph_without_marks(body, lead) -> None:
    assert shared(body=body).lead == lead


@pytest.fixture
def store(berita):
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("edit", "1", "2", "3", "--section", "Bang Jaki")
    berita("edit", "4", "--section", "bang jaki")
    berita("edit", "5", "--section", "Pesisir")


def test_in_a_pipe_each_address_is_a_line(store, berita) -> None:
    berita("edit", "1", "--source", SOURCE)
    lines = [line.split("\t") for line in berita("share", "1").out.splitlines()]
    assert [name for name, _ in lines] == [
        "text", "link", "whatsapp", "telegram", "facebook", "x", "email",
    ]  # fmt: skip


def test_one_part_is_printed_as_it_is_pasted(store, berita, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_SITE_URL", "https://kota.example/read")
    text = berita("share", "1", "--to", "text").out
    assert text.startswith("Warga Rusun Cakung Panen Perdana Kebun Atap\n\nPuluhan warga")
    assert text.endswith(
        "\n\nhttps://kota.example/read/warga-rusun-cakung-panen-perdana-kebun-atap\n"
    )
    monkeypatch.delenv("BERITA_SITE_URL")
    assert "has no address" in berita("share", "1", "--to", "telegram", exit=4).err
    assert "did you mean telegram?" in berita("share", "1", "--to", "telegrm", exit=2).err


def test_what_is_not_out_is_shared_with_a_warning(berita) -> None:
    berita("--db", "berita.json", "add", "Naskah")
    assert "article 1 is draft, not published" in berita("share", "1").err


@pytest.mark.parametrize("words", [["--json=kunci"], ["--json", "--to", "x"]])
def test_share_refuses_what_it_cannot_print(words, store, berita) -> None:
    berita("share", "1", *words, exit=2)


def test_json_picks_keys(store, berita) -> None:
    assert json.loads(berita("share", "1", "--json=id,link").out) == [{"id": 1, "link": None}]
    assert berita("share", "1", "--json=help").out.split()[:3] == ["id", "title", "lead"]


def test_a_site_that_is_no_address_is_refused(berita) -> None:
    berita("config", "set", "site.url", "kota.example", exit=2)


# -- sections ------------------------------------------------------------------


def test_sections_have_counts_and_the_newest_headline(store, berita) -> None:
    berita("delete", "5")
    result = berita("sections")
    assert result.out == (
        "Bang Jaki\t4\t1\tWarga Rusun Cakung Panen Perdana Kebun Atap\t2024-05-14T00:00:00+07:00\n"
    )
    assert "4 without a section: berita list section:" in result.err
    assert json.loads(berita("sections", "--json=section,count").out) == [
        {"section": "Bang Jaki", "count": 4}
    ]


def test_the_newest_headline_is_the_first_that_the_list_shows(store, berita) -> None:
    berita("edit", "3", "--date", "hari-ini")
    (row,) = [r for r in json.loads(berita("sections", "--json").out) if r["count"] == 4]
    assert [str(row["id"])] == berita("list", "section:bang jaki", "--ids").out.split()[:1]


def test_sections_are_told_without_a_file_for_the_index(article) -> None:
    repository: MemoryRepository = memory_repository(
        [article(1, section="Kota"), article(2, section="kota"), article(3, section=" ")]
    )
    found = [(s.newest.id, s.count) for s in repository.read().sections()]
    assert found == [(2, 2)]


INDEX = """\
  BANG JAKI

  Tanpa tanggal ────────────────────────────────────────
         Naskah · #9
         DRAF

  Senin, 02 Maret 2026 ─────────────────────────────────
  08.05  Warga Menanam Lagi di Atap Rusun yang Tinggi
         Sekali · #4
         Panen Kebun · #3

  Minggu, 01 Maret 2026 ────────────────────────────────
  20.00  Kemarin · #2
"""


def test_the_index_of_a_section_goes_by_day(article) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    rows = [
        article(9, title="Naskah"),
        article(4, title="Warga Menanam Lagi di Atap Rusun yang Tinggi Sekali",
                published_at=NOW.replace(hour=8, minute=5), status="published"),
        article(3, title="Panen Kebun", published_at=midnight, status="published"),
        article(2, title="Kemarin", published_at=midnight.replace(day=1, hour=20), status="published"),
    ]  # fmt: skip
    assert terminal.index_by_day("Bang Jaki", plain_rows(rows), Place(True, 58)) == INDEX


def test_the_index_names_the_number_of_a_headline_that_fills_its_line(article) -> None:
    full = "Kebun Atap Rusun Cakung Mulai Dipanen Oleh Warganya"
    page = terminal.index_by_day("Kota", plain_rows([article(7, title=full)]), Place(True, 62))
    assert page.splitlines()[-3:-1] == [f"         {full}", "         #7"]


def test_only_a_terminal_sees_the_index_by_day(store, berita) -> None:
    piped = berita("list", "--section", "Bang Jaki").out
    assert piped.splitlines()[0].split("\t")[0] == "1"
    assert len(piped.splitlines()) == 4


# -- addresses that a terminal opens ---------------------------------------------


@pytest.mark.parametrize(
    ("mode", "color", "environ", "wanted"),
    [
        ("auto", True, {"TERM": "xterm-kitty"}, True),
        ("auto", True, {"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ("auto", True, {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ("auto", True, {"TERM": "xterm-256color"}, False),
        ("auto", True, {"TERM": "tmux-256color", "VTE_VERSION": "7600"}, False),
        ("auto", True, {"TERM": "xterm", "FORCE_HYPERLINK": "1"}, True),
        ("always", True, {"TERM": "xterm", "FORCE_HYPERLINK": "0"}, False),
        ("always", True, {"TERM": "xterm"}, True),
        ("always", False, {"TERM": "xterm-kitty"}, False),
        ("never", True, {"TERM": "xterm-kitty"}, False),
    ],
)
def test_links_go_to_terminals_that_are_known_to_open_them(mode, color, environ, wanted) -> None:
    assert links_wanted(mode, color, environ) is wanted


def test_a_hostile_address_is_no_link() -> None:
    place = Place(True, 80, color=True, links=True)
    said = terminal.shared(
        "Judul", {"x": "https://x.example/\x1b]8;;", "email": "javascript:a"}, place
    )
    assert "\x1b]8" not in said
    assert "\x1b]8;" in terminal.shared("Judul", {"x": "https://x.example/a b"}, place)
