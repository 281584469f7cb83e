"""Slugs, numbers and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import SLUG
from beritacli.domain.csvcell import guard, unguard
from beritacli.domain.tags import clean_tags, with_tags
from beritacli.errors import ValidationError
from beritacli.indonesian.forms import read_own
from beritacli.indonesian.numbers import group, parse_count
from beritacli.indonesian.slug import MAX_LENGTH, slugify
from beritacli.indonesian.stemming import stem, with_stem
from beritacli.indonesian.text import bare_quote, fold, squash, words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Pasar Malam Dibuka", "pasar-malam-dibuka"),
        ("36.500 Orang Padati Pasar", "36-500-orang-padati-pasar"),
        ("Salat Jum'at di Café Élan", "salat-jumat-di-cafe-elan"),
        ("[FOTO] <b>Banjir</b> | ../etc", "foto-b-banjir-b-etc"),
        ("2024", ""),
        ("!!!", ""),
        ("新聞", ""),
    ],
)
def test_a_slug_is_made_of_the_letters_of_a_title(title, slug) -> None:
    assert slugify(title) == slug


def test_a_long_title_is_cut_between_words() -> None:
    slug = slugify("kata " * 1000)
    assert len(slug) <= MAX_LENGTH
    assert slug.endswith("kata")


@given(st.text())
def test_every_slug_is_a_valid_one_or_empty(title) -> None:
    slug = slugify(title)
    assert slug == "" or (SLUG.fullmatch(slug) and len(slug) <= MAX_LENGTH)


@given(st.integers(0, 10**18 - 1))
def test_a_grouped_number_reads_back(number) -> None:
    assert parse_count(group(number)) == number


def test_views_are_grouped_with_points() -> None:
    assert group(468907) == "468.907"


@pytest.mark.parametrize(
    ("text", "number"), [("820", 820), ("25.500", 25500), ("4,160", 4160), (" 7 ", 7)]
)
def test_a_count_is_read_as_pages_write_it(text, number) -> None:
    assert parse_count(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "1.50", "1e3", "12.34.567", "٣", "7x", "9" * 5000]
)
def test_what_is_no_count_is_refused(text) -> None:
    with pytest.raises(ValidationError):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Anak-anak Jum'at", ["anak", "anak", "jumat"]),
        ("COVID-19, 36.871 orang", ["covid", "19", "36.871", "orang"]),
        ("Café\u200b Élan", ["cafe", "elan"]),
        ("<b>“tegas”</b>", ["b", "tegas", "b"]),
        ("!?", []),
        (
            "Rp3,6 pukul 10.30, tahun 2024/2025.",
            ["rp3", "6", "pukul", "10.30", "tahun", "2024/2025"],
        ),
        ("C++ e-KTP ke-17", ["c", "e", "ktp", "ke", "17"]),
        ("ban\u200bjir ban\u00adjir anak\u2011anak", ["banjir", "banjir", "anak", "anak"]),
        ("\u2121 \uff22anjir \ufb01nal", ["tel", "banjir", "final"]),
    ],
)
def test_words_are_folded_tokens(text, tokens) -> None:
    assert words(text) == tokens


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ('"air surut,"', "air surut,"),
        ('\u201cair surut"', "air surut"),
        ("air 'surut'", "air 'surut'"),
        ('"', '"'),
        ("air surut", "air surut"),
    ],
)
def test_a_quote_is_kept_without_the_marks_around_it(text, bare) -> None:
    assert bare_quote(text) == bare


def test_squash_leaves_single_spaces() -> None:
    assert squash("  a\u00a0 \tb\u200b\nc ") == "a b c"


def test_tags_are_parted_squashed_and_told_apart_by_their_letters() -> None:
    assert clean_tags(["banjir,", " Kota  Tua ; kota tua", ""]) == ("banjir", "Kota Tua")


def test_tags_are_added_behind_and_removed_whatever_their_case() -> None:
    assert with_tags(("Banjir", "rob"), ["kota", "banjir"], ["ROB"]) == ("Banjir", "kota")


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_reads_back(text) -> None:
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("banjirnya", "banjir"),
        ("rumahku", "rumah"),
        ("membanjiri", "banjir"),
        ("menteri", "menteri"),
        ("menterinya", "menteri"),
        ("beritalah", "berita"),
        ("sekolahmu", "sekolah"),
        ("siapapun", "siapa"),
        ("dibaca", "baca"),
        ("kota", "kota"),
        ("10.30", "10.30"),
    ],
)
def test_a_stem_is_a_word_without_its_affixes_and_clitics(word, base) -> None:
    assert stem(word) == base


def test_a_desk_s_abbreviations_are_read_one_a_part() -> None:
    told = "KPJ = kartu pekerja, kartu kerja; dua kata = apa; rbd =; = rob; ; rt=rukun tetangga"
    assert read_own(told) == {
        "kpj": (("kartu", "pekerja"), ("kartu", "kerja")),
        "rt": (("rukun", "tetangga"),),
    }


AFFIXES = [*"meng meny men mem me peng peny pen pem di ter ke ber bel per se".split(), ""]
ENDINGS = [*"kah lah pun ku mu nya kan an i".split(), ""]


@given(
    st.sampled_from(AFFIXES),
    st.sampled_from(AFFIXES),
    st.text("aiueonstkpmrlbdgh", max_size=6),
    st.sampled_from(ENDINGS),
    st.sampled_from(ENDINGS),
)
def test_a_word_is_found_by_its_stem(first, second, middle, inner, last):
    word = first + second + middle + inner + last
    assert with_stem([word], stem(word)) == [word]
    assert with_stem([word], "banjir") == ([word] if stem(word) == "banjir" else [])
