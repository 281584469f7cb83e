"""Search and related over an index: what is found, in which order, and what never is."""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article, Photo
from beritacli.domain.query import Equals, Not, Phrase, Query, Says, Words
from beritacli.index.frequencies import Frequencies, load_counts
from beritacli.index.nearness import Reader
from beritacli.index.related import related, stands_alone
from beritacli.index.rows import add_row, remove_row, remove_words
from beritacli.index.schema import connect, create
from beritacli.index.search import search
from beritacli.index.sketch import alike, sketch
from beritacli.index.snippet import snippet
from beritacli.index.spelling import suggestions
from beritacli.index.terms import analyse
from beritacli.index.twins import Twins
from beritacli.index.vectors import pack, unpack
from beritacli.index.wanted import wanted
from beritacli.index.words import add_words
from beritacli.indonesian.prose import without_boilerplate
from beritacli.indonesian.spelling import edits

DAY = datetime(2026, 3, 2, tzinfo=UTC)
PUMP = (
    "Petugas menyiagakan tiga pompa apung di Kali Sentiong setelah hujan deras semalam. "
    "Warga bantaran diminta memindahkan barang ke lantai dua sampai air surut kembali. "
    "Posko dibuka di halaman gelanggang remaja dengan dapur umum dan tenaga medis siaga penuh."
)


def article(id: int, title: str, body: str | None = None, **more) -> Article:
    more.setdefault("status", "published")
    more.setdefault("published_at", DAY + timedelta(days=id))
    return Article(id, f"artikel-{id}-x", title, body=body, **more)


def index(*articles: Article) -> sqlite3.Connection:
    connection = connect(":memory:")
    create(connection)
    frequencies = Frequencies(connection)
    for each in articles:
        add_row(connection, each)
        add_words(connection, each, each.id, frequencies)
    frequencies.save()
    return connection


def ids(connection: sqlite3.Connection, *terms, **more) -> list[int]:
    query = Query(tuple(Words(term) if isinstance(term, str) else term for term in terms))
    return [hit.id for hit in search(connection, query, **more).hits]


STORE = (
    article(1, "Banjir rob di Penjaringan", "Air laut naik sejak subuh."),
    article(2, "Pompa apung disiagakan", "Warga khawatir kebanjiran lagi."),
    article(3, "Pemkot Jaksel tata taman", "Wali kota meninjau taman."),
    article(4, "Rapat Pemerintah Kota Bogor", "Membahas anggaran."),
    article(5, "Pasar ikan sepi", "Banjir membuat pembeli enggan datang.", section="ekonomi"),
)


def test_a_word_in_the_headline_outranks_the_body():
    assert ids(index(*STORE), "banjir")[0] == 1


def test_a_word_of_a_long_headline_outranks_one_said_often():
    headline = article(1, "Rapat di balai kota soal jalur sepeda dan banjir", PUMP)
    often = article(2, "Rapat", "Banjir surut, banjir datang, banjir lagi.")
    assert ids(index(headline, often, article(3, "Pasar")), "banjir") == [1, 2]


def test_of_equal_articles_a_short_page_has_the_newest():
    store = index(*(article(id, "Taman kota") for id in range(1, 41)))
    assert ids(store, "taman", limit=2, counted=False) == [40, 39]


def test_words_found_by_another_form_are_not_called_unknown():
    found = search(index(*STORE), Query((Words("rbd"),)), abbreviations={"rbd": (("rob",),)})
    assert ([hit.id for hit in found.hits], found.suggestions) == ([1], {})


def test_function_words_are_looked_for_where_there_is_nothing_else():
    assert ids(index(*STORE), "sejak yang") == [1]


def test_of_two_long_forms_the_longer_one_is_meant():
    asked = "komisi pemilihan umum daerah"
    groups = wanted(Query((Words(asked),)), {}).groups
    assert [(group.tokens, group.shorts) for group in groups] == [(tuple(asked.split()), ("kpud",))]


def test_a_phrase_counts_in_the_order_beside_an_abbreviation():
    store = index(
        article(1, "Jalur sepeda dibuka", "Pemkot menata jalan."),
        article(2, "Jalan ditata", "Pemkot membuka jalur sepeda."),
        article(3, "Pasar ikan"),
    )
    assert ids(store, "pemkot", Phrase("jalur sepeda")) == [1, 2]


@pytest.mark.parametrize("where", [{"tags": ("kebakaran",)}, {"photo": Photo(caption="kebakaran")}])
def test_an_inflection_in_a_tag_or_a_caption_is_found(where):
    assert ids(index(article(1, "Rumah warga", **where)), "terbakar") == [1]


def test_an_inflected_word_is_found_by_another_inflection():
    assert 2 in ids(index(*STORE), "membanjiri")


def test_an_abbreviation_finds_its_long_form_and_back():
    connection = index(*STORE)
    assert set(ids(connection, "pemkot")) == {3, 4}
    assert set(ids(connection, "pemerintah", "kota")) == {3, 4}


def test_a_desk_adds_an_abbreviation_of_its_own():
    own = {"rbd": (("rob", "di", "penjaringan"),)}
    assert ids(index(*STORE), "rbd", abbreviations=own) == [1]


def test_the_abbreviations_of_the_settings_are_searched(berita, monkeypatch):
    berita("add", "Kartu Pekerja Jakarta dibagikan")
    monkeypatch.setenv("BERITA_ABBREVIATIONS", "KPJ = kartu pekerja jakarta; ; rbd=rob")
    assert berita("search", "kpj", "--ids").out == "1\n"


@pytest.mark.parametrize("wrong", ["kpj", "kpj =", "= kartu"])
def test_abbreviations_without_two_sides_are_refused(berita, wrong):
    refused = berita("config", "set", "search.abbreviations", wrong, exit=2)
    assert "wants 'short = long form" in refused.err


def test_any_word_is_the_fallback_and_is_said():
    found = search(index(*STORE), Query((Words("banjir"), Words("taman"))))
    assert found.fallback
    assert {hit.id for hit in found.hits} == {1, 2, 3, 5}


def test_filters_hold_beside_words():
    assert ids(index(*STORE), "banjir", Equals("section", ("ekonomi",))) == [5]
    assert 5 not in ids(index(*STORE), "banjir", Not(Equals("section", ("ekonomi",))))


def test_a_phrase_and_a_field_hold_exactly():
    connection = index(*STORE)
    assert ids(connection, Phrase("rob di penjaringan")) == [1]
    assert ids(connection, Says("title", ("banjir",))) == [1]


def test_ties_go_by_newer_date_and_pages_join():
    connection = index(*(article(n, "Taman kota") for n in range(1, 6)))
    assert ids(connection, "taman") == [5, 4, 3, 2, 1]
    assert ids(connection, "taman", limit=2, offset=2) == [3, 2]
    assert search(connection, Query((Words("taman"),)), limit=2, offset=9).total == 5


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=1, max_size=60),
    st.integers(0, 4),
    st.integers(0, 9),
)
def test_a_page_that_is_not_counted_is_the_page_that_is(drawn, limit, offset):
    connection = index(
        *(
            article(
                id,
                "Taman kota" + " di Cakung" * padding,
                status="deleted" if gone else "published",
                published_at=DAY if dated else None,
            )
            for id, (padding, gone, dated) in enumerate(drawn, 1)
        )
    )
    query = Query((Words("taman"), Not(Equals("status", ("deleted",)))))
    found = search(connection, query, limit=limit, offset=offset)
    quick = search(connection, query, limit=limit, offset=offset, counted=False)
    assert (quick.hits, quick.suggestions) == (found.hits, found.suggestions)
    assert quick.total <= found.total or not found.hits


def test_what_sql_cannot_decide_is_asked_of_the_caller():
    found = search(index(*STORE), Query((Words("banjir"),)), keep=lambda id: id != 1, limit=1)
    assert found.total == 2


@pytest.mark.parametrize(
    "text", ["covid-19", "C++", "it's", '"', "AND OR NOT NEAR", "*", "^x", "\0"]
)
def test_words_are_never_taken_for_syntax(text):
    search(index(*STORE), Query((Words(text),)))


@given(st.text())
def test_any_text_at_all_can_be_searched_for(text):
    search(EVERY, Query((Words(text),)))


EVERY = index(*STORE)


def test_a_misspelt_word_gets_the_nearest_known_one():
    assert suggestions(index(*STORE), ["banjri", "taman"]) == {"banjri": "banjir"}


def test_a_word_near_nothing_gets_none():
    assert suggestions(index(*STORE), ["qqqqqqq"]) == {"qqqqqqq": None}


@pytest.mark.parametrize("term", [Phrase("pompa apugn"), Says("title", ("apugn",))])
def test_the_words_of_a_phrase_or_a_field_are_put_right_too(term):
    assert search(index(*STORE), Query((term,))).suggestions == {"apugn": "apung"}


def test_two_misspelt_words_are_both_put_right():
    found = search(index(*STORE), Query((Words("banjri"), Words("taamn"))))
    assert found.suggestions == {"banjri": "banjir", "taamn": "taman"}


def test_a_function_word_is_meant_no_more_often_than_it_is_said():
    store = index(article(1, "Anak sekolah"), article(2, "Anak pasar"), article(3, "Milik anda"))
    assert suggestions(store, ["anka"]) == {"anka": "anak"}


def test_a_misspelt_function_word_is_put_right():
    assert suggestions(index(article(1, "Warga yang pulang")), ["yagn"]) == {"yagn": "yang"}


def test_no_word_is_looked_for_near_one_that_nobody_would_write():
    long = "pemberdayaan" * 4
    assert suggestions(index(article(1, long)), [long[:-1]]) == {long[:-1]: None}


def test_one_slip_is_likelier_than_two():
    often = [article(id, f"Kebaktian {id}") for id in range(2, 12)]
    store = index(article(1, "Kebakaran"), *often)
    assert suggestions(store, ["kebakran"]) == {"kebakran": "kebakaran"}


@pytest.mark.parametrize("wrong", ["tamman", "tman", "tsman", "tmaan", "kebkran"])
def test_a_letter_too_many_too_few_or_wrong_is_put_right(wrong):
    right = {"kebkran": "kebakaran"}.get(wrong, "taman")  # two letters missing
    assert suggestions(index(article(1, "Kebakaran taman")), [wrong]) == {wrong: right}


def test_an_abbreviation_is_a_known_word():
    assert suggestions(index(article(1, "Pemkab menata")), ["pemkot"]) == {}


def test_a_word_that_nobody_says_any_more_is_not_meant():
    gone = article(1, "Kebakaran")
    store = index(gone, article(2, "Taman"))
    frequencies = Frequencies(store)
    remove_words(store, gone.id, frequencies)
    frequencies.save()
    assert suggestions(store, ["kebakran"]) == {"kebakran": None}


def test_a_word_of_an_article_that_is_gone_is_unknown():
    store = index(article(1, "Kebakaran"), article(2, "Taman"))
    store.execute("DELETE FROM articles WHERE id = 1")  # as somebody else's edit leaves it
    assert "kebakaran" in suggestions(store, ["kebakaran"])


def test_of_many_unknown_words_ten_are_looked_up():
    assert len(suggestions(EVERY, [f"qqqq{chr(97 + n)}" for n in range(20)])) == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bnajir"], "no article has 'bnajir'; did you mean banjir?\n"),
        (["zzzzzz"], "no article has 'zzzzzz'\n"),
        (['"rob banjir"'], "nothing found\n"),
    ],
)
def test_a_search_that_finds_nothing_says_why(berita, words, told):
    berita("add", "Banjir rob")
    result = berita("search", *words)
    assert (result.out, result.err) == ("", told)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("banjir", "banjir", 0), ("banjri", "banjir", 1), ("bnjirr", "banjir", 2), ("a", "abcd", 3)],
)
def test_edits_count_letters_and_swaps(one, other, count):
    assert edits(one, other, 2) == count


@given(st.text("abn", max_size=6), st.text("abn", max_size=6))
def test_edits_are_those_of_every_way_tried(one, other):
    @cache
    def fewest(i, j):
        if not i or not j:
            return i + j
        ways = [fewest(i - 1, j) + 1, fewest(i, j - 1) + 1]
        ways.append(fewest(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            ways.append(fewest(i - 2, j - 2) + 1)
        return min(ways)

    assert edits(one, other, 2) == min(fewest(len(one), len(other)), 3)


def test_a_snippet_marks_inflections_and_long_forms():
    sought = wanted(Query((Words("pemkot"), Words("membangun"))), {})
    found = snippet("Pemerintah Kota melanjutkan pembangunan taman.", sought)
    assert [found.text[a:b] for a, b in found.marks] == ["Pemerintah Kota", "pembangunan"]


def marks(text: str, asked: str) -> list[str]:
    found = snippet(text, wanted(Query((Words(asked),)), {}))
    return [found.text[a:b] for a, b in found.marks]


def test_a_word_inside_a_long_form_is_not_marked_again():
    assert marks("Pemerintah Kota menata kota.", "pemkot kota") == ["Pemerintah Kota", "kota"]


def test_a_function_word_is_not_marked_as_an_inflection():
    assert marks("Kejadian itu menjadi jelas.", "kejadian") == ["Kejadian"]


def test_a_snippet_begins_a_little_before_the_first_of_equal_places():
    text = f"{'air ' * 50}pompa pertama {'air ' * 90}pompa kedua"
    found = snippet(text, wanted(Query((Words("pompa"),)), {}))
    assert "pompa pertama" in found.text
    assert 20 <= found.marks[0][0] <= 42


def test_function_words_are_marked_where_nothing_else_is_asked():
    assert marks("Warga yang pulang.", "yang") == ["yang"]
    assert marks("Warga yang pulang.", "yang warga") == ["Warga"]


@pytest.mark.parametrize("asked", ["pemkot", "pemerintah kota"])
def test_an_abbreviation_and_its_long_form_count_alike(asked):
    store = index(
        article(1, "Pemkot menata taman", "Taman ditata."),
        article(2, "Pemerintah Kota menata taman", "Taman ditata."),
        article(3, "Kota lama", "Dijaga pemerintah."),
    )
    hits = search(store, Query((Words(asked),))).hits
    scores = {hit.id: hit.score for hit in hits}
    assert set(scores) >= {1, 2}
    assert scores[1] == pytest.approx(scores[2], rel=0.2)


def test_both_words_of_a_long_form_apart_are_found_last():
    store = index(
        article(1, "Kota lama", "Dijaga pemerintah."),
        article(2, "Taman", "Pemkot menata."),
    )
    assert [hit.id for hit in search(store, Query((Words("pemerintah kota"),))).hits] == [2, 1]


@pytest.mark.parametrize("text", ["Kafe\u0301 baru", "Ka\u0301fe baru"])
def test_a_letter_with_a_mark_of_its_own_is_marked_whole(text):
    found = snippet(text, wanted(Query((Words("kafe"),)), {}))
    assert [found.text[a:b] for a, b in found.marks] == [normalize("NFC", text.split()[0])]


def test_a_long_text_is_cut_around_the_words():
    sought = wanted(Query((Words("pompa"),)), {})
    found = snippet("air " * 200 + "pompa " + "air " * 200, sought)
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= 164
    assert [found.text[a:b] for a, b in found.marks] == ["pompa"]


@given(st.text(), st.text(min_size=1))
def test_marks_are_in_order_and_inside(text, word):
    found = snippet(text, wanted(Query((Words(word),)), {}))
    ends = [place for mark in found.marks for place in mark]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(found.text) for place in ends)


# Related ---------------------------------------------------------------------------------


NEAR = (
    article(1, "Pompa apung di Kali Sentiong", PUMP),
    article(2, "Kali Sentiong surut, pompa ditarik", "Petugas menarik pompa apung dari Sentiong."),
    article(3, "Resep gulai ikan", "Bumbu dihaluskan lalu ditumis."),
    article(4, "Pompa cadangan Kali Sentiong", "Pompa apung cadangan.", status="draft"),
    article(5, "Warga Sentiong bersihkan kali", "Warga membersihkan bantaran kali Sentiong."),
)


def found(connection: sqlite3.Connection, **more) -> list[int]:
    return [ranked.id for ranked in related(connection, 1, **more)]


def test_the_nearest_comes_first_and_strangers_not_at_all():
    assert found(index(*NEAR)) == [2, 5]


def test_pins_come_first_and_only_published_ones():
    assert found(index(*NEAR), pins=[3, 4, 99, 1]) == [3, 2, 5]


def test_excluded_articles_are_never_shown():
    connection = index(*NEAR)
    assert found(connection, exclude=[2]) == [5]
    assert found(connection, pins=[2], exclude=[2]) == [5]


def test_signals_add_up_to_the_score():
    best = related(index(*NEAR), 1)[0]
    assert best.score == pytest.approx(sum(best.signals.values()), abs=1e-5)


def test_near_duplicates_are_shown_once_as_the_newest():
    twins = [article(n, f"Dapur umum {n}", PUMP + " Kali meluap.") for n in (6, 7)]
    base = article(1, "Posko banjir", "Posko gelanggang remaja dengan dapur umum dan pompa apung.")
    assert found(index(base, *twins)) == [7]


def test_a_pinned_near_duplicate_stands_for_the_others():
    twins = [article(n, f"Dapur umum {n}", PUMP + " Kali meluap.") for n in (6, 7)]
    base = article(1, "Posko banjir", "Posko gelanggang remaja dengan dapur umum dan pompa apung.")
    assert found(index(base, *twins), pins=[6]) == [6]


def test_near_duplicates_are_the_newest_one_even_where_an_older_one_is_nearer():
    store = index(
        article(1, "Kali Sentiong meluap", "Pompa apung siaga.", section="kota"),
        article(2, "Pompa apung di Kali Sentiong", PUMP, section="kota"),
        article(3, "Pompa apung di Kali Sentiong", PUMP),
    )
    assert [found.id for found in related(store, 1)] == [3]


def test_a_near_duplicate_of_the_article_itself_is_not_related():
    store = index(*(article(id, "Pompa apung di Kali Sentiong", PUMP) for id in (1, 2)))
    assert related(store, 1) == []


def test_near_duplicates_leave_room_for_others():
    twins = [article(id, "Pompa apung di Kali Sentiong", PUMP) for id in range(2, 6)]
    subject = article(1, "Pompa apung Sentiong", "Petugas menyiagakan pompa apung. Warga diminta.")
    store = index(subject, *twins, article(9, "Warga Sentiong bersihkan kali"))
    assert [found.id for found in related(store, 1, limit=2)] == [5, 9]


def test_a_pin_said_twice_is_shown_once():
    assert [found.id for found in related(index(*NEAR), 1, pins=(3, 3), limit=2)] == [3, 2]


def test_equally_near_articles_go_by_newer_date():
    store = index(
        article(1, "Pompa Sentiong"),
        article(2, "Sentiong: pompa rusak"),
        article(3, "Pompa Sentiong rusak", published_at=DAY),
    )
    assert [found.id for found in related(store, 1)] == [2, 3]


def test_the_section_alone_brings_nothing_in():
    store = index(
        article(1, "Pompa", f"{PUMP} Rumah pompa.", section="kota"),
        article(2, "Resep gulai", f"Bumbu ditumis di rumah. {'Santan cabai bawang. ' * 9}",
                section="kota"),
    )  # fmt: skip
    assert [one.signals["section"] for one in related(store, 1, minimum=0)] == [0.1]
    assert related(store, 1) == []


def test_a_name_that_the_article_says_as_a_word_is_no_name_in_common():
    store = index(
        article(1, "Pompa", "Warga membersihkan kali."),
        article(2, "Pompa rusak", "Menurut Kali Baru, pompa rusak."),
    )
    assert related(store, 1)[0].signals["names"] == 0


def test_the_nearest_candidates_are_kept():
    reader = Reader(index(*NEAR))
    subject = reader.subject(1)
    assert reader.candidates(subject, 2) == [1, 2]
    assert reader.candidates(subject, 9) == [1, 2, 5]


def test_of_a_word_that_very_many_have_the_newest_are_read(monkeypatch):
    monkeypatch.setattr("beritacli.index.nearness._LONGEST", 2)
    reader = Reader(index(*(article(id, "Sentiong") for id in range(1, 8))))
    assert set(reader.candidates(reader.subject(1), 9)) == {6, 7}


def test_nine_tenths_in_common_are_enough():
    whole, other = array("H", [1, 1, *range(10)]), array("H", [2, 2, *range(9)])
    assert alike(whole.tobytes(), other.tobytes())
    assert not alike(whole.tobytes(), other[:-1].tobytes())


def test_articles_without_words_are_no_duplicates():
    assert not alike(b"", b"")
    unsaid = [article(id, "!!!") for id in (1, 2)]
    assert Twins(index(*unsaid)).of(unsaid[0], kept=True) == []


def test_texts_that_differ_in_a_sentence_of_three_are_no_duplicates():
    sentences = PUMP.split(". ")
    assert not alike(sketch([], PUMP.split()), sketch([], ". ".join(sentences[:2]).split()))


def test_nothing_is_related_to_an_unknown_article():
    assert related(index(*NEAR), 99) == []
    assert stands_alone(index(*NEAR), 99)


MADE = st.tuples(
    st.sampled_from(("Posko", "Ular sawah", "Harga cabai", "Jalur sepeda")),
    st.sampled_from(("", PUMP, PUMP + " Kali meluap.", "Petugas " + "menata taman kota " * 9)),
    st.sampled_from(("published", "published", "draft")),
)
FEW = st.frozensets(st.integers(1, 5), max_size=2)


@given(st.lists(MADE, min_size=1, max_size=5), FEW, FEW)
def test_an_article_stands_alone_if_and_only_if_nothing_is_related(made, pins, exclude):
    store = index(
        *(
            article(id, title, body, status=status, section="kota")
            for id, (title, body, status) in enumerate(made, start=1)
        )
    )
    pinned = sorted(pins)[:1]
    nothing = not related(store, 1, pins=pinned, exclude=exclude, limit=None)
    assert stands_alone(store, 1, pins=pinned, exclude=exclude) == nothing


def test_shared_rare_tags_bring_articles_nearer():
    body = "Warga berkumpul di balai."
    store = [article(n, f"Berita {n}", body + f" Kata{n}") for n in (1, 2, 3)]
    store[0] = article(1, "Berita 1", body, tags=("kampung iklim",))
    store[1] = article(2, "Berita 2", body + " Dua", tags=("kampung iklim",))
    assert found(index(*store))[0] == 2


def test_a_page_that_lists_headlines_has_its_related_before_its_popular():
    page = article(
        1,
        "Pemkot Jaktim dan Karang Taruna Bahas Kerja Bakti",
        "Pemerintah kota bersama karang taruna membahas kerja bakti dan keamanan lingkungan.",
        photo=Photo(caption="Karang Taruna bahas kerja bakti"),
    )
    near = [
        article(2, "Karang Taruna Jaktim Gelar Kerja Bakti"),
        article(3, "Karang Taruna Ikuti Pelatihan Keamanan Lingkungan"),
    ]
    popular = [article(4, "Festival Kuliner Ramai"), article(5, "Rute Bus Baru Dibuka")]
    assert set(found(index(page, *near, *popular))) == {2, 3}


# What the index keeps --------------------------------------------------------------------


def test_text_is_the_cosine_of_the_roots_of_counts_by_rarity():
    store = NEAR
    counts = {one.id: analyse(one).counts for one in store}
    df = Counter(word for said in counts.values() for word in said)

    def vector(id):
        weights = {w: math.sqrt(n) * math.log(1 + 105 / df[w]) for w, n in counts[id].items()}
        norm = math.hypot(*weights.values())
        return {word: weight / norm for word, weight in weights.items()}

    own = vector(1)
    for found in related(index(*store), 1, limit=None, minimum=0):
        other = vector(found.id)
        cosine = sum(own[word] * other[word] for word in own.keys() & other.keys())
        assert found.signals["text"] == pytest.approx(cosine, abs=1e-6)


def test_a_rare_tag_in_common_tells_more_than_a_common_one():
    common = [article(id, f"Berita {id}", tags=("kota",)) for id in range(10, 30)]
    store = index(
        article(1, "Pompa Sentiong", tags=("kota", "pompa apung")),
        article(2, "Pompa dibeli", tags=("kota",)),
        article(3, "Pompa dijual", tags=("pompa apung",)),
        *common,
    )
    tags = {found.id: found.signals["tags"] for found in related(store, 1, limit=None, minimum=0)}
    assert tags[3] > tags[2] > 0


def test_two_articles_without_a_section_share_none():
    found = related(index(*NEAR), 1)
    assert {one.signals["section"] for one in found} == {0}


def test_words_count_by_where_they_stand():
    late = " ".join(f"kata{n}" for n in range(60)) + " muara"
    told = analyse(article(1, "Pompa", f"waduk {late}", photo=Photo(caption="Kali"), tags=("Rob",)))
    counts = {word: told.counts[word] for word in ("pompa", "kali", "waduk", "muara", "rob")}
    assert counts == {"pompa": 3, "kali": 3, "waduk": 2, "muara": 1, "rob": 1}


def test_letters_alone_and_function_words_tell_nothing():
    assert analyse(article(1, "Warga yang di RT 5 A")).counts == {"warga": 3, "rt": 3}


def test_a_caption_is_compared_as_a_headline_and_a_tag_is_not():
    told = analyse(article(1, "Pompa", photo=Photo(caption="Kali Sentiong"), tags=("rob",)))
    assert told.titles == {"pompa", "kali", "sentiong"}


def test_names_are_the_capitals_inside_a_sentence():
    told = analyse(
        article(1, "Pompa", "Air surut. Warga Kali Sentiong pulang. Menurut Rani, aman.")
    )
    assert told.names == {"kali", "sentiong", "rani"}


def test_a_phrase_does_not_run_from_one_tag_into_the_next():
    store = index(article(1, "Taman", tags=("kota tua", "rob")))
    assert ids(store, Phrase("kota tua")) == [1]
    assert ids(store, Phrase("tua rob")) == []


def test_an_abbreviation_in_a_body_counts_like_its_long_form():
    store = index(
        article(1, "Taman", "Pemkot menata taman kota lama."),
        article(2, "Taman", "Pemerintah Kota menata taman lama."),
        article(3, "Pasar"),
    )
    scores = [hit.score for hit in search(store, Query((Words("pemkot"),))).hits]
    assert scores[0] == pytest.approx(scores[1], rel=0.2)
    assert scores[1] > 0


def test_taking_an_article_out_takes_its_words_out_of_the_counts():
    connection = index(*NEAR)
    before = list(load_counts(connection))
    frequencies = Frequencies(connection)
    new = article(9, "Sentiong baru", PUMP)
    add_row(connection, new)
    add_words(connection, new, 9, frequencies)
    remove_row(connection, 9)
    remove_words(connection, 9, frequencies)
    frequencies.save()
    assert list(load_counts(connection))[: len(before)] == before
    assert not any(list(load_counts(connection))[len(before) :])


@given(st.dictionaries(st.integers(0, 2**24 - 1), st.integers(0, 255)))
def test_packed_numbers_and_their_bytes_come_back(counted):
    words, said = pack(sorted(number << 8 | byte for number, byte in counted.items()))
    assert dict(zip(unpack(words), said, strict=True)) == counted


@pytest.mark.parametrize(
    "noise",
    [
        "Baca juga: Jalan ditutup.",
        "SCROLL TO CONTINUE WITH CONTENT",
        "SCROLL TO RESUME CONTENT",
        "[Gambas:Video 20detik]",
        "Simak Video 'Pompa Apung Tiba: Warga Lega':",
        'Tonton juga video "Pompa Apung Tiba" di sini:',
        "Saksikan Live Pagi Kota :",
        "Baca\u00a0juga\u00a0: Jalan ditutup.",
    ],
)
def test_what_a_site_puts_in_is_taken_out(noise):
    assert without_boilerplate(f"Air surut. {noise}\nWarga pulang.").split() == [
        "Air", "surut.", "Warga", "pulang.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "footer",
    [
        "Pewarta: Rani Editor: Dodi Copyright © KANTOR 2026",
        "Editor: Dodi Pranata",
        "(rwl/dpr)",
    ],
)
def test_the_footer_of_an_agency_is_taken_out(footer):
    assert without_boilerplate(f"Air surut. {footer}").strip() == "Air surut."


def test_a_video_or_an_editor_in_a_sentence_stays():
    said = "Warga melihat video 'Pompa' itu. Editor: jabatan lama, kata Rani. Air surut."
    assert without_boilerplate(said) == said
