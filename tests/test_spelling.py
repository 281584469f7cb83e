"""Words that differ by a slip, and tags that are probably one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.indonesian.spelling import bare, deletions, similar_pairs, similar_to, slip

words = st.text("abcde1", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [("KJP Plus", "kjp-plus"), ("banjir rob", "Banjir-Rob"), ("banjir", "banjri"), ("taman", "tamans"), ("sampah", "smpah"), ("Jum'at", "jumat")],
)  # fmt: skip
def test_a_hyphen_or_one_letter_makes_two_tags_similar(one, other) -> None:
    assert similar_pairs([one, "lain sama sekali", other]) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("rw 01", "rw 02"), ("pilkada 2024", "pilkada 2029"), ("RT", "RW"), ("kota", "koto"), ("pasar", "pasir putih")],
)  # fmt: skip
def test_other_digits_and_short_words_are_different_tags(one, other) -> None:
    assert similar_pairs([one, other]) == []


@given(words, words)
def test_a_slip_works_both_ways_and_always_shares_a_deletion(one, other) -> None:
    assert slip(one, other) == slip(other, one)
    if slip(one, other):
        assert set(deletions(one)) & set(deletions(other))


@given(st.lists(words, max_size=12, unique=True))
def test_the_pairs_are_those_of_comparing_each_with_each(names) -> None:
    expected = {
        frozenset((a, b))
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if slip(bare(a), bare(b))
    }
    assert {frozenset(pair) for pair in similar_pairs(names)} == expected


def test_the_nearest_known_tag_is_the_first_one_that_is_similar() -> None:
    assert similar_to("banjri", ["pasar", "banjir", "banjar"]) == "banjir"
    assert similar_to("banjir", ["banjir"]) == ""


def test_a_new_tag_that_resembles_one_is_told_and_set_all_the_same(berita) -> None:
    berita("add", "Satu", "--tag", "banjir rob")
    result = berita("add", "Dua", "--tag", "banjir-rob")
    assert result.err == "Warning: the tag 'banjir-rob' is new; 'banjir rob' is there already\n"
    assert "banjir-rob" in berita("tag", "--list").out
    assert "Warning" in berita("tag", "1", "+banjirrob").err
    assert berita("tag", "2", "+BANJIR ROB").err == ""


def test_the_list_of_tags_reports_similar_ones_with_the_command_that_joins_them(berita) -> None:
    berita("add", "Satu", "--tag", "KJP Plus")
    berita("add", "Dua", "--tag", "kjp-plus")
    berita("add", "Tiga", "--tag", "kjp-plus")
    result = berita("tag", "--list")
    assert result.out == "kjp-plus\t2\nKJP Plus\t1\n"
    assert "berita tag --merge kjp-plus 'KJP Plus' kjp-plus" in result.err
    rows = json.loads(berita("tag", "--list", "--json").out)
    assert rows[0] == {"tag": "kjp-plus", "count": 2, "similar": ["KJP Plus"]}
    berita("tag", "--merge", "kjp-plus", "KJP Plus", "kjp-plus")
    assert berita("tag", "--list").err == ""
