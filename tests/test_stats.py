"""Totals of articles and views by section, reporter, tag and month."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.answers import Total
from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.stats import stats
from beritacli.newsroom.targets import Filters
from beritacli.render.counted import totals_page
from beritacli.render.layout import look_of, plain_text
from beritacli.render.output import Place
from conftest import NOW, WIB, memory_repository


@pytest.fixture
def desk(berita):
    for title, section, tags, date, views in (
        ("Pasar Malam", "Kota", "pasar,malam", "2026-01-31", "100"),
        ("Taman Kota", "kota", "taman", "2026-02-01", "50"),
        ("Bus Malam", "Angkutan", "malam", "2026-02-01", "7"),
        ("Tanpa Rubrik", "", "", "2026-02-02", "0"),
    ):
        words = ["--section", section] if section else []
        words += ["--tag", tags] if tags else []
        berita("--db", "berita.json", "add", title, "--body", "Isi.", "--reporter", "Rani", "--editor",
               "Dodi", "--date", date, "--publish", "--views", views, *words)  # fmt: skip
    berita("add", "Draf", "--section", "Kota", "--views", "9")
    return berita


def rows(berita, *words: str) -> list[tuple]:
    found = json.loads(berita("stats", *words, "--json").out)
    return [(row["name"], row["articles"], row["views"]) for row in found]


def test_published_articles_are_added_up_by_each_kind(desk) -> None:
    assert rows(desk, "--by", "section") == [("kota", 2, 150), ("Angkutan", 1, 7), (None, 1, 0)]
    assert rows(desk, "--by", "reporter") == [("Rani", 4, 157)]
    assert rows(desk, "--by", "tag") == [
        ("malam", 2, 107), ("pasar", 1, 100), ("taman", 1, 50), (None, 1, 0),
    ]  # fmt: skip
    assert rows(desk, "--by", "month") == [("2026-02", 3, 57), ("2026-01", 1, 100)]
    assert len(rows(desk)) == 3 + 1 + 4 + 2


def test_a_query_and_a_window_narrow_the_figures(desk) -> None:
    desk("views", "add", "3", "4")
    assert rows(desk, "--by", "section", "--window", "7d", "tag:malam") == [
        ("Angkutan", 1, 4), ("Kota", 1, 0),
    ]  # fmt: skip
    assert rows(desk, "--by", "section", "status:draft") == [("Kota", 1, 9)]
    assert rows(desk, "--by", "month", "section:~ngk") == [("2026-02", 1, 11)]
    assert rows(desk, "--by", "tag", "-n", "1") == [("malam", 2, 111)]


def test_groups_go_by_their_views_then_by_their_articles_then_by_name(desk) -> None:
    desk("views", "set", "3", "500")
    assert [name for name, _, _ in rows(desk, "--by", "section")] == ["Angkutan", "kota", None]
    desk("views", "set", "3", "150")
    assert [name for name, _, _ in rows(desk, "--by", "section")] == ["kota", "Angkutan", None]
    desk("edit", "2", "--section", "")
    desk("views", "set", "3", "100")
    assert [name for name, _, _ in rows(desk, "--by", "section")] == ["Angkutan", "Kota", None]


def test_in_a_pipe_a_group_is_a_line(desk) -> None:
    assert (
        desk("stats", "--by", "section").out
        == "section\tkota\t2\t150\nsection\tAngkutan\t1\t7\nsection\t\t1\t0\n"
    )
    assert json.loads(desk("stats", "--by", "month", "--json=name").out)[0] == {"name": "2026-02"}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--by", "secton"], "did you mean section?"),
        (["--window", "x"], "x"),
        (["--json=judul"], "judul"),
    ],
)
def test_a_wrong_group_window_or_field_is_exit_2(desk, words, hint) -> None:
    assert hint in desk("stats", *words, exit=2).err


def test_a_month_is_the_desks_and_not_that_of_greenwich(berita) -> None:
    berita("--db", "berita.json", "add", "Malam", "--date", "2026-02-01 03:00", "--status", "draft")
    assert rows(berita, "status:draft", "--by", "month") == [("2026-02", 1, 0)]


def test_at_a_terminal_groups_have_bars_of_views_else_of_articles() -> None:
    look = look_of(Place(terminal=True, width=70))
    found = {
        "section": [Total("Kota", 3, 1200), Total(None, 1, 0)],
        "tag": [Total("banjir", 2, 0)],
        "month": [],
    }
    text = plain_text(totals_page(found, {"section": 4, "tag": 0, "month": 0}, look), look)
    assert "Kota  ████████" in text
    assert "1.200  3 artikel" in text
    assert "and 4 more" in text
    assert "BULAN" not in text
    assert "banjir  █" in text
    assert all(len(one) <= 70 for one in text.splitlines())


def test_the_articles_of_groups_stand_under_each_other_at_a_terminal() -> None:
    look = look_of(Place(terminal=True, width=70))
    found = {"section": [Total("Kota", 1200, 9), Total("Kesra", 7, 3)], "tag": [Total("rob", 2, 0)]}
    text = plain_text(totals_page(found, {"section": 0, "tag": 0}, look), look)
    assert "  9  1.200 artikel\n" in text
    assert "  3      7 artikel\n" in text
    assert "  2 artikel\n" in text


RECORDS = st.lists(
    st.tuples(
        st.sampled_from([None, "Kota", "kota", "Kesra"]),
        st.sets(st.sampled_from(["banjir", "rob", "taman"])),
        st.integers(0, 9),
        st.integers(0, 100),
    ),
    max_size=12,
)


@given(RECORDS)
def test_totals_agree_with_plain_addition(records) -> None:
    articles = [
        Article(n, f"berita-{n}", f"Berita {n}", "published", section, tuple(sorted(tags)), views=views,
                published_at=datetime(2026, 2, 27, 23, tzinfo=WIB) - timedelta(days=age))
        for n, (section, tags, views, age) in enumerate(records, 1)
    ]  # fmt: skip
    store = memory_repository()
    store.write(lambda _: Plan(tuple(Change(None, one) for one in articles)), Note("", "", NOW))
    found = stats(Desk(store, NOW), [], Filters())
    names = {
        "section": lambda a: [a.section and a.section.lower()],
        "tag": lambda a: list(a.tags) or [None],
        "month": lambda a: [a.published_at.isoformat()[:7]],
    }
    for kind, named in names.items():
        views, number = defaultdict(int), Counter()
        for one in articles:
            for name in named(one):
                views[name] += one.views
                number[name] += 1
        have = {one.name and one.name.lower(): (one.articles, one.views) for one in found[kind]}
        assert have == {name: (number[name], views[name]) for name in number}
