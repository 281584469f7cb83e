"""The checks: what each rule finds and leaves alone, levels, mending, publish. All texts are fiction."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest

from beritacli.checks.finding import Finding
from beritacli.checks.policy import policy_of
from beritacli.checks.running import findings
from beritacli.checks.subject import Subject
from beritacli.checks.table import LEVELS, RULES
from beritacli.domain.article import Article, Photo
from beritacli.domain.document import COLUMNS
from beritacli.domain.nothing import Nothing
from beritacli.errors import UsageError, ValidationError
from beritacli.indonesian.standard import DAY_SPELLINGS, SPELLINGS
from beritacli.newsroom import checking, publishing, writing
from beritacli.newsroom.checking import Wanted
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.targets import Target
from beritacli.values import replace
from conftest import NOW, WIB, memory_repository

WHOLE = {
    "title": "Warga Menanam Padi",
    "body": "Warga menanam padi di sawah.",
    "section": "Kota",
    "reporter": "Rani Wulandari",
    "editor": "Dodi Pranata",
    "caption": "Padi ditanam sejak pagi",
    "credit": "Rani Wulandari",
    "published_at": datetime(2024, 7, 11, tzinfo=WIB),
}


def make(id: int = 1, **fields: object) -> Article:
    """A whole article in which no rule finds anything, with other `fields`."""
    values = {**WHOLE, **fields}
    photo = Photo(None, values.pop("caption"), values.pop("credit"))  # type: ignore[arg-type]
    return Article(id, f"artikel-{id}", photo=photo, **values)  # type: ignore[arg-type]


def checked(article: Article, *codes: str, **settings: str) -> list[Finding]:
    policy = policy_of({f"checks.{name}": value for name, value in settings.items()})
    subject = Subject(article, policy, Nothing(), NOW)
    return findings(subject, codes or policy.codes())


def marked(finding: Finding) -> str | None:
    return None if finding.mark is None else finding.text[slice(*finding.mark)]


# -- each rule: what it finds -----------------------------------------------

# Rule, fields, what is marked (None for a field as a whole), what is suggested.
FOUND: list[tuple[str, dict[str, object], list[str | None], str | None]] = [
    ("missing-title", {"title": " "}, [None], None),
    ("missing-body", {"body": None}, [None], None),
    ("missing-body", {"body": "\u200b \n"}, [None], None),
    ("missing-reporter", {"reporter": ""}, [None], None),
    ("missing-editor", {"editor": None}, [None], None),
    ("missing-section", {"section": None}, [None], None),
    ("missing-caption", {"caption": None}, [None], None),
    ("photo-credit", {"credit": None}, [None], None),
    ("reporter-editor", {"editor": "rani  wulandari"}, ["rani  wulandari"], None),
    ("headline-length", {"title": "a" * 112}, ["aa"], None),
    ("headline-caps", {"title": "WARGA TOLAK PASAR"}, ["WARGA TOLAK PASAR"], None),
    ("headline-caps", {"title": "Gawat!!! Air Naik"}, ["!!!"], None),
    ("headline-stop", {"title": "Warga Menanam Padi."}, ["."], "Warga Menanam Padi"),
    ("caption-headline", {"caption": "Warga menanam padi."}, ["Warga menanam padi."], None),
    ("weekday", {"body": "Warga, Kamis (10/7), rapat."}, ["Kamis (10/7)"], "Rabu (10/7)"),
    ("weekday", {"body": "Kamis, 10 Juli 2024"}, ["Kamis, 10 Juli 2024"], "Rabu, 10 Juli 2024"),
    ("weekday", {"title": "Pasar Dibuka Jum'at (10/7/24)"}, ["Jum'at (10/7/24)"], "Rabu (10/7/24)"),
    ("weekday", {"caption": "Kamis malam (10/7/2024)"}, ["Kamis malam (10/7/2024)"], "Rabu malam (10/7/2024)"),
    ("weekday", {"body": "pada Ahad 10 Nopember 2025"}, ["Ahad 10 Nopember 2025"], "Senin 10 Nopember 2025"),
    ("weekday", {"body": "Kamis lalu (10/7)"}, ["Kamis lalu (10/7)"], "Rabu lalu (10/7)"),
    ("weekday", {"body": "(Kamis (10 Juli) pagi)"}, ["Kamis (10 Juli)"], "Rabu (10 Juli)"),
    ("weekday", {"body": "Kamis, 10 juli 2024"}, ["Kamis, 10 juli 2024"], "Rabu, 10 juli 2024"),
    ("no-such-date", {"body": "Senin (31/9)"}, ["Senin (31/9)"], None),
    ("no-such-date", {"body": "Senin (9/16/2019), Minggu, 29 Februari 2023"}, ["Senin (9/16/2019)", "Minggu, 29 Februari 2023"], None),
    ("future-date", {"published_at": datetime(2026, 3, 3, tzinfo=WIB), "status": "published"}, ["2026-03-03T00:00:00+07:00"], None),
    ("before-event", {"body": '"Kami siap," ujarnya, Jumat (12/7).'}, ["Jumat (12/7)"], None),
    ("quote-absent", {"quote": "Kami bangga sekali", "body": '"Kami senang," katanya.'}, ["Kami bangga sekali"], None),
    ("quote-absent", {"quote": "Kebun ini milik warga... dan milik kota lain", "body": "Kebun ini milik warga."}, ["Kebun ini milik warga... dan milik kota lain"], None),
    ("quote-marks", {"body": '"Kami siap, katanya.'}, ['"'], None),
    ("quote-marks", {"body": 'Satu.\n\nKami siap," katanya.'}, ['"'], None),
    ("quote-marks", {"caption": "“Kami siap, katanya"}, ["“"], None),
    ("quote-marks", {"title": '"Kami Siap, Kata Warga'}, ['"'], None),
    ("quote-marks", {"body": '`"` lalu "Kami siap, kata warga'}, ['"'], None),
    ("quote-kinds", {"body": '"Kami siap,” katanya.'}, ["”"], '"'),
    ("quote-kinds", {"body": '“Kami siap," katanya.'}, ['"'], "”"),
    ("quote-kinds", {"title": "”Kami Siap” di Rusun"}, ["”"], "“"),
    ("quote-kinds", {"body": "''Kami siap,\" katanya."}, ['"'], "''"),
    ("thousands", {"title": "4500 Warga Ramaikan Karnaval"}, ["4500"], "4.500"),
    ("thousands", {"body": "bantuan Rp10000 untuk 1,250 orang"}, ["10000", "1,250"], "10.000"),
    ("thousands", {"body": "senilai Rp 1,500,000"}, ["1,500,000"], "1.500.000"),
    ("thousands", {"body": "senilai Rp  4500"}, ["4500"], "4.500"),
    ("rupiah", {"body": "Rp 5.000 dan Rp. 6.000"}, ["Rp "], "Rp"),
    ("decimal", {"body": "naik 3.5 persen, Rp2.5 miliar"}, ["3.5", "2.5"], "3,5"),
    ("di-ke", {"body": "disekitar rusun"}, ["disekitar"], "di sekitar"),
    ("di-ke", {"body": "Diantaranya lurah. kedepannya, dimana-mana"}, ["Diantaranya", "kedepannya", "dimana-mana"], "Di antaranya"),
    ("di-ke", {"body": "dikalangan warga, ditempat itu, kearah utara"}, ["dikalangan", "ditempat", "kearah"], "di kalangan"),
    ("di-ke", {"body": "disekolah, disitulah, dimanapun"}, ["disekolah", "disitulah", "dimanapun"], "di sekolah"),
    ("di-ke", {"body": "Kemanapun ia pergi"}, ["Kemanapun"], "Ke mana pun"),
    ("di-ke", {"body": "dijual keluar negeri"}, ["keluar negeri"], "ke luar negeri"),
    ("di-ke", {"body": "bantuan di berikan camat"}, ["di berikan"], "diberikan"),
    ("doubled-word", {"body": "warga yang yang hadir"}, ["yang yang"], "yang"),
    ("doubled-word", {"body": "Di di rusun; ia bisa bisa saja"}, ["Di di", "bisa bisa"], "Di"),
    ("doubled-word", {"body": "anak anak menanam padi padi"}, ["anak anak", "padi padi"], None),
    ("doubled-word", {"body": "warga yang  yang hadir"}, ["yang  yang"], "yang"),
    ("double-space", {"body": "warga  hadir   di rusun"}, ["  "], " "),
    ("nbsp", {"body": "warga\u00a0hadir", "title": "Warga&nbsp;Hadir"}, ["&nbsp;", "\u00a0"], " "),
    ("invisible", {"body": "\u200ewarga ha\u00addir"}, ["\u200e"], None),
    ("invisible", {"body": "satu\u2028dua"}, ["\u2028"], None),
    ("invisible", {"body": "[a](https://x.example/\u200bb)"}, ["\u200b"], None),
    ("mojibake", {"body": "Ã¢â‚¬â„¢"}, ["Ã¢â‚¬â„¢"], "’"),
    ("mojibake", {"body": "â€œÃ©"}, ["â€œÃ©"], "“é"),
    ("mojibake", {"body": "â€œKamiâ€\x9d"}, ["â€œ"], "“"),
    ("mojibake", {"title": "Kami ‚ÄúSiap‚Äù"}, ["‚Äú"], "“"),
    ("mojibake", {"caption": "cafÃ© \ufffd"}, ["Ã©"], "é"),
    ("nfc", {"body": "cafe\u0301"}, ["e\u0301"], "é"),
    ("name", {"body": "Ketua RW Rachmat Hidayat hadir. Lalu Rachmat Hidayat pulang, kata Rahmat Hidayat."}, ["Rahmat Hidayat"], "Rachmat Hidayat"),
    ("name", {"title": "Rusun Cakung Dibuka", "body": "Warga Rusun Cakong datang."}, ["Rusun Cakong"], None),
    ("name", {"body": "Kata Suhartono, lalu Suhartono pulang dan Suhartono tidur. Menurut Suhartno, sudah."}, ["Suhartno"], "Suhartono"),
    ("abbreviation", {"body": "Warga menerima KLJ."}, ["KLJ"], "Kartu Lansia Jakarta (KLJ)"),
    ("spelling", {"body": "resiko di apotik"}, ["resiko", "apotik"], "risiko"),
    ("spelling", {"body": "Jum'at di kantor Walikota"}, ["Jum'at", "Walikota"], "Jumat"),
    ("boilerplate", {"body": "Satu.\n\nBaca juga: Warga Menanam Padi\n\nDua."}, ["Baca juga: Warga Menanam Padi"], None),
    ("boilerplate", {"body": "Padi tumbuh. Baca juga: Warga Panen Lagi Panen itu besar."}, ["Baca juga:"], None),
    ("boilerplate", {"body": "Padi tumbuh. Simak Video 'Panen Raya': di sini. Editor: Rani"}, ["Simak Video", "Editor:"], None),
    ("boilerplate", {"body": "Padi tumbuh. Baca berita selengkapnya di sini."}, ["Baca berita selengkapnya di sini"], None),
    ("boilerplate", {"body": "Artikel ini telah tayang di Kabar. loading... (ran/dod)"}, ["Artikel ini telah tayang di", "loading...", "(ran/dod)"], None),
    ("broken-pin", {"related": (1, 99)}, [None, None], None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fields", "marks", "suggestion"), FOUND)
def test_a_rule_finds_its_example(code, fields, marks, suggestion) -> None:
    found = checked(make(**fields), code)
    assert [marked(one) for one in found] == marks
    assert found[0].suggestion == suggestion
    assert {one.level for one in found} == {RULES[code].level}


def test_every_rule_but_duplicate_has_an_example_here() -> None:
    assert {code for code, *_ in FOUND} | {"duplicate"} == RULES.keys()


# -- each rule: what it leaves alone ----------------------------------------

LEFT_ALONE: list[tuple[str, dict[str, object]]] = [
    ("photo-credit", {"caption": None, "credit": None}),
    ("headline-length", {"title": "a" * 110}),
    ("headline-caps", {"title": "KPK dan DPRD DKI Bahas RAPBD"}),
    ("headline-caps", {"title": "FOTO: Warga Menanam Padi!"}),
    ("headline-stop", {"title": "Lalu Apa..."}),
    ("headline-stop", {"title": "Laba PT Padi Jaya Tbk."}),
    ("headline-stop", {"title": "Sawah, Ladang, dll."}),
    ("weekday", {"body": "Rabu (10/7), Kamis (11/7/2024), Jumat, 12 Juli"}),
    ("weekday", {"body": "Sabtu dan Minggu (13/7), Senin-Rabu (10/7)"}),
    ("weekday", {"body": "Minggu, 3 Februari", "published_at": None, "status": "published"}),
    ("weekday", {"body": "dalam 2 minggu 10 rumah; Senin 2 orang"}),
    ("weekday", {"body": "Kamis, 4 Januari"}),  # of 2024; in 2025 it is a Saturday
    ("no-such-date", {"body": "Sabtu-Minggu 14/15 September; skor Selasa 3/16"}),
    ("future-date", {"published_at": datetime(2026, 3, 3, tzinfo=WIB), "status": "draft"}),
    ("before-event", {"body": "Festival digelar Jumat (12/7). Itu jelas pada Jumat (12/7)."}),
    ("before-event", {"body": '"Buka," kata lurah, hingga Jumat (12/7).'}),
    ("before-event", {"body": '"Buka," kata lurah, Rabu (10/7).'}),
    ("before-event", {"body": '"Buka," kata lurah, Kamis (11/7).'}),
    ("quote-absent", {"quote": "menanam padi di Sawah,"}),
    ("quote-absent", {"quote": "Warga menanam ... padi di sawah"}),
    ("quote-absent", {"quote": "[Warga] menanam padi"}),
    ("quote-absent", {"quote": None}),
    ("quote-marks", {"body": '"Satu.\n\n"Dua," katanya. "Dan \'tiga\'."'}),
    ("quote-marks", {"body": 'layar 5" dan 6,1"; Jum\'at'}),
    ("quote-marks", {"body": '"Ia bilang "siap" kepada kami," ujarnya.'}),
    ("quote-kinds", {"body": '"Satu." “Dua.” „Tiga” \'\'Empat\'\''}),
    ("thousands", {"body": "pada 2019 warga, tahun 1998, RT 4500, 4.500 warga, B 4500 orang-orangan"}),
    ("thousands", {"body": "0,068 meter, 6,711 kilometer, 1.500.000 unit, telepon 0215550123"}),
    ("thousands", {"body": "lihat https://berita.example/4500 warga"}),
    ("thousands", {"body": "pada tahun 1500 warga pindah; Jalan 2450 rumah; No. 4500 unit"}),
    ("thousands", {"body": "`4500 warga` <b title='4500 warga'> [a](#4500 warga)"}),
    ("rupiah", {"body": "Rp5.000; Rp lima ribu; GRp 5"}),
    ("decimal", {"body": "pukul 10.30, 3.500 persen, versi 2.5, 1.2.3 persen, 3,5 persen"}),
    ("di-ke", {"body": "di sekitar, dibalik, ditutup, keluar, kepala, kedua, di makan malam"}),
    ("di-ke", {"body": "ditengahi, dirumahkan, dijalani, diluarkan, di gerakan, di pekan ini"}),
    ("di-ke", {"body": "di hukum pajak, di nilai tukar, keluar rumah, dimasalah, kelapangan, diakhiri"}),
    ("di-ke", {"body": "ikuti @disini dan www.disini.co.id"}),
    ("doubled-word", {"body": "anak-anak; ada yang, yang lain; di Di Matteo; saat-saat"}),
    ("doubled-word", {"body": "Kasim Yang yang tahu; polisi menahan DI di rusun; ha ha; undang-undang undang"}),
    ("doubled-word", {"body": "baris yang\nyang"}),
    ("double-space", {"body": "```\nkode  lain\n```\n`kode  lain` [a](b  c)"}),
    ("double-space", {"body": "baris satu  \nbaris dua\n    kode\n| a  |  b |"}),
    ("invisible", {"body": "tab\tbaris\r\nbaru \U0001f469\u200d\U0001f33e می\u200cروم"}),
    ("mojibake", {"body": "“Kami” — café… Ångström Äpfel Élysée ‘satu’ é”, "}),
    ("nfc", {"body": "café, Zoë, 名古屋"}),
    ("name", {"body": "Tunggal Putra dan Tunggal Putri; Kapolres Kota, Mapolres Kota; Rani Wulandari, Dodi Wulandari"}),
    ("name", {"title": "Lebih Panas, Lebih Ganas", "body": "Aman."}),
    ("name", {"body": "Timnas Indonesia dan Timnas Indonesian; Grand Final, Grand Finals; RT Satu, RT Dua"}),
    ("name", {"body": "Kata Suhartono, Suhartono dan Suharto pergi ke Kemenkes, ke Kemenkes dan Kemenkeu."}),
    ("name", {"body": "di Institut ini, di Institut itu dan di Institute lain; ke Youtube, dari Youtube kata Youtuber ini"}),
    ("name", {"body": "kata Suhartono, lalu Suhartno"}),
    ("name", {"body": "di Wikipedia, dari Wikipedia ke Wikimedia; Wikipedia Indonesia dan Wikimedia Indonesia"}),
    ("name", {"body": "di Wilayahe, ke Wilayah ini dan Wilayah itu; wilayah lain"}),
    ("abbreviation", {"body": "Kartu Lansia Jakarta, KLJ"}),
    ("abbreviation", {"body": "bantuan (KLJ), KPK, DPR, PBB, XIV, TIDAK"}),
    ("abbreviation", {"body": "KLJ (kartu untuk lansia)"}),
    ("spelling", {"body": "Apotik Sehat; risiko; @resiko; praktik"}),
    ("spelling", {"body": 'Kata "praktek" dan *hoax*, ‘resiko’ dan `apotik`.'}),
    ("quote-kinds", {"body": '<a href="a” title="b">x</a> [a](b "c”) `"a”`'}),
    ("nfc", {"body": "https://x.example/cafe\u0301"}),
    ("mojibake", {"body": "https://x.example/Ã©"}),
    ("boilerplate", {"body": "Warga lihat juga Rani. Ia menyimak video Rani, editor: orang lain. Simak jadwal selengkapnya: Senin"}),
    ("boilerplate", {"body": "Ia gemar membaca. Baca buku juga baik."}),
    ("broken-pin", {"related": ()}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fields"), LEFT_ALONE)
def test_a_rule_leaves_alone_what_is_right(code, fields) -> None:
    assert checked(make(**fields), code) == []


def test_a_whole_article_has_no_finding() -> None:
    assert checked(make()) == []


def test_an_example_page_has_no_finding_but_its_section(berita) -> None:
    from test_commands import EXAMPLE

    berita("--db", "berita.json", "import", str(EXAMPLE))
    found = json.loads(berita("check", "1", "--json").out)
    assert [one["code"] for one in found] == ["missing-section"]


def test_a_draft_without_a_date_is_read_by_the_day_it_was_made() -> None:
    draft = make(
        body="Kamis (10/7)", published_at=None, created_at=datetime(2024, 7, 9, tzinfo=WIB)
    )
    assert checked(draft, "weekday")[0].suggestion == "Rabu (10/7)"
    assert checked(replace(draft, status="published"), "weekday") == []


# -- the table --------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_a_rule_of_the_table_is_whole(code) -> None:
    rule = RULES[code]
    assert rule.level in LEVELS
    assert rule.about.endswith(".")
    assert rule.example
    assert set(rule.fields) <= set(COLUMNS)
    module, _, name = rule.function.partition(".")
    assert getattr(importlib.import_module(f"beritacli.checks.{module}"), name) is rule.load()


def test_only_empty_fields_that_publish_asks_for_are_errors_by_default() -> None:
    errors = policy_of({}).codes("error")
    assert errors == ("missing-title", "missing-body", "missing-reporter", "missing-editor")


def test_no_spelling_of_the_list_is_corrected_twice() -> None:
    rights = {word for right in SPELLINGS.values() for word in right.split()}
    assert rights.isdisjoint(SPELLINGS)
    assert set(DAY_SPELLINGS.values()).isdisjoint(DAY_SPELLINGS)


# -- what a desk sets -------------------------------------------------------


def test_a_desk_turns_rules_off_and_sets_their_levels() -> None:
    article = make(body="Kamis (10/7) disekitar  rusun")
    found = checked(article, off="di-ke", error="weekday", note="double-space")
    assert [(one.code, one.level) for one in found] == [
        ("weekday", "error"),
        ("double-space", "note"),
    ]


def test_off_wins_over_a_level() -> None:
    assert "weekday" not in policy_of({"checks.off": "weekday", "checks.error": "weekday"}).codes()


def test_an_unknown_rule_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"checks\.off: no rule 'weekdy'") as error:
        policy_of({"checks.off": "weekdy"})
    assert "weekday" in error.value.hint


def test_a_desk_has_words_of_its_own() -> None:
    article = make(body="resiko di apotik, kalo perlu disekitar rusun")
    found = checked(article, words="resiko, Disekitar", spellings="kalo = kalau")
    assert [(marked(one), one.suggestion) for one in found] == [
        ("apotik", "apotek"),
        ("kalo", "kalau"),
    ]


def test_what_a_desk_holds_to_be_right_wins_over_the_dictionary() -> None:
    article = make(body="praktik praktek resiko")
    found = checked(article, "spelling", spellings="praktik = praktek, resiko = bahaya")
    assert [(marked(one), one.suggestion) for one in found] == [
        ("praktik", "praktek"),
        ("resiko", "bahaya"),
    ]


def test_two_spellings_that_a_desk_sends_to_each_other_are_both_right() -> None:
    assert checked(make(body="kaos kaus"), "spelling", spellings="kaos = kaus, kaus = kaos") == []


def test_a_desk_has_abbreviations_of_its_own() -> None:
    policy = policy_of(
        {"search.abbreviations": "kbt = kanal banjir timur; pbb = perkampungan budaya betawi"}
    )
    body = "Warga ke KBT dan PBB. Kanal Banjir Timur ramai."
    found = findings(Subject(make(body=body), policy, Nothing(), NOW), ["abbreviation"])
    assert [one.suggestion for one in found] == ["Perkampungan Budaya Betawi (PBB)"]


def test_a_headline_may_be_as_long_as_the_desk_says() -> None:
    assert checked(make(title="a" * 80), "headline-length", headline_length="70")
    assert not checked(make(title="a" * 130), "headline-length", headline_length="150")


# -- many places, order, lines ----------------------------------------------


def test_many_places_of_one_kind_are_one_finding_for_each_field() -> None:
    found = checked(make(body="a  b  c\nd  e", title="Warga  Hadir"), "double-space")
    assert [(one.field, one.line, one.places) for one in found] == [("title", 1, 1), ("body", 1, 3)]
    assert "(3 places)" in found[1].message


def test_findings_stand_in_the_order_of_the_page() -> None:
    article = make(title="Warga  Hadir.", body="Satu.\n\ndisekitar Kamis (10/7)", section=None)
    found = [(one.code, one.line) for one in checked(article)]
    assert found == [
        ("double-space", 1), ("headline-stop", 1), ("missing-section", None), ("di-ke", 3), ("weekday", 3),
    ]  # fmt: skip


# -- other articles ---------------------------------------------------------

LONG = " ".join(f"kalimat {n} tentang kebun padi dan sawah warga nomor {n * 7}" for n in range(40))


@pytest.fixture
def desk() -> Callable[..., Desk]:
    def open_desk(*articles: Article, **settings: str) -> Desk:
        named = {f"checks.{name}": value for name, value in settings.items()}
        return Desk(memory_repository(articles), NOW, "penguji@meja", "uji", settings=named)

    return open_desk


def codes(desk: Desk, id: int = 1) -> list[tuple[str, str]]:
    (one,) = checking.check(desk, Target((str(id),)), Wanted())
    return [(finding.code, finding.message) for finding in one.findings]


def test_an_article_like_another_is_told(desk) -> None:
    here = desk(make(1, body=LONG), make(2, title="Sawah Dibuka", body=f"{LONG} Selesai."))
    assert codes(here) == [("duplicate", "nearly the same text as #2 (Sawah Dibuka)")]


def test_the_same_headline_is_told_also_where_the_texts_differ(desk) -> None:
    here = desk(
        make(1),
        make(2, title="warga menanam  PADI", body=LONG),
        make(3, title="Lain", body="Lain."),
    )
    assert codes(here) == [("duplicate", "the same headline as #2 (warga menanam  PADI)")]


def test_what_is_in_the_bin_is_no_duplicate(desk) -> None:
    assert codes(desk(make(1, body=LONG), make(2, body=LONG, status="deleted"))) == []


def test_an_edited_text_is_compared_as_it_is_now(desk) -> None:
    here = desk(make(1), make(2, title="Lain", body=LONG))
    snapshot = here.repository.read()
    assert [twin.id for twin in snapshot.twins(make(1, body=LONG))] == [2]
    assert snapshot.twins(make(1)) == []


def test_twins_are_found_as_by_comparing_all_pairs(desk) -> None:
    from beritacli.index.sketch import alike, sketch
    from beritacli.indonesian.text import words

    texts = [LONG.replace(f"kalimat {n} ", "", n % 4) + f" akhir {n // 3}" for n in range(12)]
    articles = [make(n, title=f"Judul {n}", body=text) for n, text in enumerate(texts, 1)]
    snapshot = desk(*articles).repository.read()
    sketches = {a.id: sketch(words(a.title), words(a.body or "")) for a in articles}
    for one in articles:
        expected = [i for i in sketches if i != one.id and alike(sketches[one.id], sketches[i])]
        assert [twin.id for twin in snapshot.twins(one)] == expected


def test_pins_that_lead_nowhere_are_told(desk) -> None:
    here = desk(
        make(1, related=(2, 3, 4, 9)),
        make(2, title="Dua", status="published"), make(3, title="Tiga"), make(4, title="Empat", status="deleted"),
    )  # fmt: skip
    assert [message for _, message in codes(here)] == [
        "pinned article 3 is draft", "pinned article 4 is deleted", "pinned article 9 does not exist",
    ]  # fmt: skip


# -- publish ----------------------------------------------------------------


def test_publish_holds_back_what_lacks_a_field(desk) -> None:
    here = desk(make(body=None, editor=" "))
    with pytest.raises(ValidationError, match="body, editor missing") as error:
        publishing.publish(here, Target(("1",)))
    assert error.value.hint == "berita edit 1 --body … --editor …"


def test_publish_lets_warnings_pass(desk) -> None:
    here = desk(make(body="Kamis (10/7) disekitar rusun", section=None))
    assert publishing.publish(here, Target(("1",))).articles[0].status == "published"


def test_publish_holds_back_what_a_desk_calls_an_error(desk) -> None:
    here = desk(make(body="Kamis (10/7)"), error="weekday")
    with pytest.raises(ValidationError, match=r"weekday: 10 Juli 2024 is Rabu") as error:
        publishing.publish(here, Target(("1",)))
    assert error.value.hint.startswith("berita check 1")
    assert (
        publishing.publish(here, Target(("1",)), force="sudah dicek").articles[0].status
        == "published"
    )


def test_publish_lets_pass_what_a_desk_calls_no_error(desk) -> None:
    here = desk(make(editor=None), warning="missing-editor")
    assert publishing.publish(here, Target(("1",))).articles[0].status == "published"


def test_a_schedule_and_cron_keep_to_the_same_rules(desk) -> None:
    here = desk(make(body="Kamis (10/7)", scheduled_at=NOW, status="scheduled"), error="weekday")
    outcome = publishing.publish_due(here)
    assert outcome.plan.changes == ()
    assert "held back: weekday" in outcome.warnings[0]
    with pytest.raises(ValidationError, match="cannot be scheduled"):
        publishing.schedule(desk(make(body="Kamis (10/7)"), error="weekday"), Target(("1",)), NOW)


def test_add_and_edit_keep_to_the_same_rules(desk) -> None:
    here = desk(make(), error="di-ke")
    with pytest.raises(ValidationError, match="di-ke"):
        writing.edit(here, Target(("1",)), {"body": "disekitar rusun"}, status="published")
    fields = {"title": "Baru", "body": "diatas rusun", "reporter": "Rani", "editor": "Dodi"}
    with pytest.raises(ValidationError, match="di-ke"):
        writing.add(here, fields, status="published")


def test_publish_asks_for_duplicates_and_pins_where_a_desk_wants_it(desk) -> None:
    here = desk(make(1, body=LONG), make(2, title="Lain", body=LONG), error="duplicate")
    with pytest.raises(ValidationError, match="duplicate: nearly the same text as #2"):
        publishing.publish(here, Target(("1",)))


# -- the command ------------------------------------------------------------


@pytest.fixture
def store(berita, desk_folder):
    """A store with one article that has something of every level."""
    berita(
        "--db", "berita.json", "add", "Warga Menanam Padi.", "--date", "2024-07-11",
        "--body", "Kamis (10/7), warga disekitar  rusun menanam padi.", "--reporter", "Rani",
    )  # fmt: skip
    return desk_folder / "berita.json"


def test_a_pipe_gets_a_line_for_each_finding(store, berita) -> None:
    result = berita("check", "1", exit=3)
    lines = [line.split("\t") for line in result.out.splitlines()]
    assert [line[:5] for line in lines] == [
        ["1", "headline-stop", "warning", "title", "1"],
        ["1", "missing-section", "warning", "section", ""],
        ["1", "missing-editor", "error", "editor", ""],
        ["1", "weekday", "warning", "body", "1"],
        ["1", "di-ke", "warning", "body", "1"],
        ["1", "double-space", "note", "body", "1"],
        ["1", "missing-caption", "warning", "photo.caption", ""],
    ]
    assert lines[3][5:] == ["10 Juli 2024 is Rabu, not Kamis; Kamis is 11 Juli 2024", "Rabu (10/7)"]
    assert result.err == "1 article: 1 error, 5 warnings, 1 note\n"


def test_json_has_exactly_the_promised_keys(store, berita) -> None:
    found = json.loads(berita("check", "1", "--json", exit=3).out)
    keys = ["id", "code", "level", "field", "line", "message", "suggestion"]
    assert all(list(one) == keys for one in found)
    assert json.loads(berita("check", "1", "--rule", "name", "--json").out) == []


def test_no_error_is_exit_0(store, berita) -> None:
    berita("edit", "1", "--editor", "Dodi")
    assert "weekday" in berita("check", "1").out


def test_a_level_leaves_out_those_below(store, berita) -> None:
    assert berita("check", "1", "--level", "error", exit=3).out.count("\n") == 1
    assert "note" not in berita("check", "1", "--level", "warning", exit=3).out
    assert "one of error" in berita("check", "1", "--level", "eror", exit=2).err
    assert "did you mean weekday?" in berita("check", "1", "--rule", "weekdy", exit=2).err


def test_ids_are_those_of_articles_with_findings_each_once(store, berita) -> None:
    berita("add", "Kosong")
    assert berita("check", "--all", "--ids", exit=3).out == "1\n2\n"


def test_settings_reach_the_command(store, berita) -> None:
    berita("config", "set", "checks.off", "missing-editor")
    berita("config", "set", "checks.error", "weekday")
    assert "1\tweekday\terror" in berita("check", "1", exit=3).out
    assert "weekday" in berita("publish", "1", exit=3).err
    assert "did you mean weekday?" in berita("config", "set", "checks.off", "weekdy", exit=2).err
    assert "wants pairs" in berita("config", "set", "checks.spellings", "resiko", exit=2).err
    several = "rumah sakit = rumahsakit"
    assert "of a word" in berita("config", "set", "checks.spellings", several, exit=2).err
    assert "whole number" in berita("config", "set", "checks.headline_length", "0", exit=2).err


def test_fix_is_one_change_that_can_be_looked_at_first(store, berita) -> None:
    before = store.read_bytes()
    dry = berita("check", "1", "--fix", "--dry-run", exit=3)
    assert dry.out.splitlines()[0] == "1\ttitle\tWarga Menanam Padi.\tWarga Menanam Padi"
    assert store.read_bytes() == before
    berita("check", "1", "--fix", exit=3)
    record = json.loads(berita("show", "1", "--json").out)
    assert record["body"] == "Kamis (10/7), warga di sekitar rusun menanam padi."
    assert record["revision"] == 2
    again = berita("check", "1", "--fix", exit=3)
    assert (again.out, "1 article unchanged" in again.err) == ("", True)


def test_fix_with_json_tells_what_is_left(store, berita) -> None:
    result = berita("check", "1", "--fix", "--json", exit=3)
    assert {one["code"] for one in json.loads(result.out)}.isdisjoint({"di-ke", "double-space"})
    assert "1 article mended" in result.err


def test_a_dry_run_with_json_says_that_nothing_was_written(store, berita) -> None:
    before = store.read_bytes()
    result = berita("check", "1", "--fix", "--dry-run", "--json", exit=3)
    assert "nothing was written" in result.err
    assert "mended" not in result.err
    assert store.read_bytes() == before


def test_many_mendings_are_asked_about(berita) -> None:
    for n in range(10):
        berita("add", f"Judul Nomor {n}.")
    assert "--yes" in berita("check", "--all", "--fix", exit=7).err
    berita("check", "--all", "--fix", "--yes", exit=3)
    assert "headline-stop" not in berita("check", "--all", exit=3).out


def test_a_list_of_the_rules_mends_nothing(store, berita) -> None:
    assert "only lists" in berita("check", "1", "--rules", "--fix", exit=2).err


def test_flags_of_writing_want_fix(store, berita) -> None:
    assert "only with --fix" in berita("check", "1", "--dry-run", exit=2).err


def test_the_rules_are_listed_with_the_levels_of_the_desk(berita) -> None:
    berita("config", "set", "checks.error", "weekday")
    listed = json.loads(berita("check", "--rules", "--json").out)
    assert {one["code"]: one["level"] for one in listed}["weekday"] == "error"
    assert berita("check", "--rules").out.splitlines()[0] == "missing-title\terror"


def test_search_knows_the_abbreviations_of_the_desk(berita) -> None:
    berita("add", "Kanal Banjir Timur Ramai")
    assert berita("search", "kbt").out == ""
    berita("config", "set", "search.abbreviations", "kbt = kanal banjir timur")
    assert "Kanal Banjir Timur" in berita("search", "kbt").out


def test_rules_and_levels_complete() -> None:
    from beritacli.cli.completing import Completer

    assert Completer().complete(["check", "--rule", "week"]) == [
        ("weekday", RULES["weekday"].about)
    ]
    assert [name for name, _ in Completer().complete(["check", "--level", "w"])] == ["warning"]


def test_publish_loads_only_the_rules_that_are_errors(store) -> None:
    code = (
        "import sys; from beritacli.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--db", str(store), "publish", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {
        name.removeprefix("beritacli.checks.") for name in done.stdout.split() if ".checks." in name
    }
    assert "missing" in loaded
    assert loaded.isdisjoint({"dates", "numbers", "names", "words"})
