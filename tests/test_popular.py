"""BERITA POPULER: windows, trending, and what leaves articles out of the list."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.counts import hour_of
from beritacli.newsroom.counting import counted_plan
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.popularity import Wish, popular
from beritacli.newsroom.reading import ALL
from beritacli.newsroom.targets import Filters
from conftest import NOW, memory_repository

TITLES = ("Pasar Malam", "Taman Kota", "Bus Malam", "Panen Cabai")


@pytest.fixture
def desk(berita):
    """Four published articles: the first with a large total from elsewhere, none counted yet."""
    for day, title in enumerate(TITLES, 1):
        berita("--db", "berita.json", "add", title, "--body", "Isi.", "--reporter", "Rani",
               "--editor", "Dodi", "--date", f"2026-02-0{day}", "--publish", "--section",
               "Kota" if day < 3 else "Pangan")  # fmt: skip
    berita("views", "set", "1", "90000")
    return berita


def listed(berita, *words: str) -> list[tuple[int, int]]:
    rows = json.loads(berita("popular", *words, "--json").out)
    return [(row["id"], row["views"]) for row in rows]


def test_a_window_shows_what_was_read_in_it_and_not_the_hall_of_fame(desk) -> None:
    desk("views", "add", "2", "10")
    desk("views", "add", "3", "30", "--on", "kemarin")
    desk("views", "add", "4", "20", "--on", "2026-02-20")
    assert listed(desk) == [(1, 90000), (3, 30), (4, 20), (2, 10)]
    assert listed(desk, "--window", "24h") == [(2, 10)]
    assert listed(desk, "--window", "7d") == [(3, 30), (2, 10)]
    assert listed(desk, "--window", "30d") == [(3, 30), (4, 20), (2, 10)]
    assert listed(desk, "--window", "kemarin") == [(3, 30)]
    assert listed(desk, "--window", "2026-02-20..2026-03-01") == [(3, 30), (4, 20)]
    assert listed(desk, "section:pangan", "--window", "7d") == [(3, 30)]


def test_views_are_the_windows_and_the_total_stands_beside_them(desk) -> None:
    desk("views", "add", "1", "5")
    (row,) = json.loads(desk("popular", "--window", "7d", "--json").out)
    assert (row["views"], row["views_total"], row["rank"]) == (5, 90005, 1)


def test_ties_go_to_the_newer_article(desk) -> None:
    for ref in "123":
        desk("views", "add", ref, "7")
    assert listed(desk, "--window", "7d") == [(3, 7), (2, 7), (1, 7)]


def test_ties_of_one_date_go_to_the_higher_number(desk) -> None:
    desk("edit", "1", "2", "3", "--date", "2026-02-09", "--yes")
    for ref in "123":
        desk("views", "add", ref, "7")
    assert listed(desk, "--window", "7d") == [(3, 7), (2, 7), (1, 7)]


def test_the_rank_of_the_window_before_is_told(desk) -> None:
    desk("views", "add", "2", "10", "--on", "2026-02-20")
    desk("views", "add", "3", "20", "--on", "2026-02-20")
    for ref, number in (("2", "9"), ("3", "1"), ("4", "5")):
        desk("views", "add", ref, number)
    rows = json.loads(desk("popular", "--window", "7d", "--json").out)
    assert [(r["id"], r["rank"], r["previous_rank"]) for r in rows] == [
        (2, 1, 2),
        (4, 2, None),
        (3, 3, 1),
    ]


def test_the_window_before_whole_months_is_as_many_months(desk) -> None:
    for ref, number, month in (("2", "9", "2025-05"), ("3", "4", "2025-05"), ("4", "5", "2025-03"),
                               ("2", "1", "2025-06"), ("3", "2", "2025-06")):  # fmt: skip
        desk("views", "add", ref, number, "--on", f"{month}-11")

    def previous(window: str) -> list[tuple[int, int | None]]:
        rows = json.loads(desk("popular", "--window", window, "--json").out)
        return [(row["id"], row["previous_rank"]) for row in rows]

    assert previous("2025-06") == [(3, 2), (2, 1)]
    assert previous("2025-05..2025-06") == [(2, None), (3, None)]
    assert previous("2025-04") == []
    assert previous("2025-05-01..2025-08-31") == [(2, None), (3, None)]  # January to April: 4 alone


def test_the_list_of_one_half_life_ago_divides_by_the_days_until_then(desk) -> None:
    desk("edit", "3", "--date", "2026-02-24T09:00+07:00")  # six days out now, one day less before
    desk("edit", "4", "--date", "2026-02-28T09:00+07:00")  # two days out now, one day before
    desk("views", "add", "3", "66", "--on", "2026-02-28")
    desk("views", "add", "4", "15", "--on", "2026-02-28")
    rows = json.loads(desk("popular", "--rank", "trending", "--per-day", "--json").out)
    assert [(row["id"], row["previous_rank"]) for row in rows] == [(3, 2), (4, 1)]


def test_an_article_that_trends_is_read_now_whatever_its_own_age(desk) -> None:
    desk("views", "add", "2", "100", "--on", "2026-02-27")
    desk("views", "add", "1", "40")
    desk("views", "add", "4", "30", "--on", "kemarin")
    assert [id for id, _ in listed(desk, "--rank", "trending")] == [1, 4, 2]
    rows = json.loads(desk("popular", "--rank", "trending", "--json=id,score").out)
    # 40 views of the running half hour are a quarter of an hour old: 40 x 2 ** (-0.25 / 24).
    assert rows[0] == {"id": 1, "score": round(40 * 2 ** (-0.25 / 24), 6)}
    desk("config", "set", "popular.half_life", "2000")
    assert [id for id, _ in listed(desk, "--rank", "trending")] == [2, 1, 4]


def test_a_view_weighs_something_for_weeks(desk) -> None:
    desk("views", "add", "2", "1.000.000", "--on", "2026-02-10")
    (row,) = json.loads(desk("popular", "--rank", "trending", "--json").out)
    age = (NOW - datetime(2026, 2, 10, 12, tzinfo=NOW.tzinfo)) / timedelta(hours=24)
    assert row["score"] == pytest.approx(1e6 * 2**-age, abs=1e-6)


def test_a_trend_of_yesterday_is_compared_with_that_of_the_day_before(desk) -> None:
    for ref, number, day in (("2", "9", "28"), ("3", "8", "28")):
        desk("views", "add", ref, number, "--on", f"2026-02-{day}")
    for ref, number in (("2", "1"), ("3", "2"), ("4", "3")):
        desk("views", "add", ref, number, "--on", "kemarin")
    words = ("popular", "--rank", "trending", "--window", "kemarin", "--json")
    rows = json.loads(desk(*words).out)
    assert [(row["id"], row["previous_rank"]) for row in rows] == [(4, None), (3, 2), (2, 1)]


def test_lists_can_leave_out_what_is_old_evergreen_or_of_one_section(desk) -> None:
    for ref, number in zip("1234", (50, 40, 30, 20), strict=True):
        desk("views", "add", ref, str(number))
    desk("tag", "2", "+evergreen")
    window = ("--window", "7d")
    assert [id for id, _ in listed(desk, *window, "--skip-evergreen")] == [1, 3, 4]
    assert [id for id, _ in listed(desk, *window, "--one-per-section")] == [1, 3]
    assert [id for id, _ in listed(desk, *window, "--one-per-section", "-n", "2")] == [1, 3]
    assert [id for id, _ in listed(desk, *window, "--max-age", "28d")] == [3, 4]
    desk("config", "set", "popular.evergreen", "panen")
    assert [id for id, _ in listed(desk, *window, "--skip-evergreen")] == [1, 2, 3, 4]


def test_per_day_divides_by_the_days_that_an_article_was_out(desk) -> None:
    desk("edit", "4", "--date", "2026-03-02")
    desk("views", "add", "4", "20")
    desk("views", "add", "3", "60")
    assert [id for id, _ in listed(desk, "--window", "30d", "--per-day")] == [4, 3]
    assert [id for id, _ in listed(desk, "--per-day")] == [1, 4, 3]


def test_per_day_counts_days_of_the_window_and_one_at_least(desk) -> None:
    desk("edit", "4", "--date", "2026-03-02T07:30+07:00")
    desk("views", "add", "4", "20")
    desk("views", "add", "3", "60")
    rows = json.loads(desk("popular", "--window", "7d", "--per-day", "--json=id,score").out)
    days = 6 + 9.5 / 24  # since the first midnight of the window
    assert rows == [{"id": 4, "score": 20.0}, {"id": 3, "score": round(60 / days, 6)}]


def test_articles_without_a_section_are_no_section(desk) -> None:
    desk("edit", "2", "3", "--clear", "section", "--yes")
    for ref, number in zip("1234", (50, 40, 30, 20), strict=True):
        desk("views", "add", ref, str(number))
    assert [id for id, _ in listed(desk, "--window", "7d", "--one-per-section")] == [1, 2, 3, 4]


def test_a_short_list_of_a_query_goes_on_until_it_is_full(desk) -> None:
    for ref, number in zip("1234", (50, 40, 30, 20), strict=True):
        desk("views", "add", ref, str(number))
    desk("edit", "4", "--body", "Cabai merah.")
    assert listed(desk, "body:~abai", "--window", "7d", "-n", "1") == [(4, 20)]


def test_a_page_of_the_list_keeps_its_ranks(desk) -> None:
    for ref, number in zip("1234", (50, 40, 30, 20), strict=True):
        desk("views", "add", ref, str(number))
    rows = json.loads(
        desk("popular", "--window", "7d", "-n", "2", "--offset", "2", "--json=id,rank").out
    )
    assert rows == [{"id": 3, "rank": 3}, {"id": 4, "rank": 4}]


def test_a_window_that_cuts_nothing_says_nothing(desk) -> None:
    desk("views", "add", "2", "10", "--on", "kemarin")
    desk("views", "add", "2", "10", "--on", "2025-06-10")
    assert desk("popular", "--window", "kemarin").err == ""
    assert desk("popular", "--window", "2025-06").err == ""


def test_at_midnight_yesterday_is_over(desk, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_NOW", "2026-03-02T00:00:00+07:00")
    desk("views", "add", "2", "5")
    desk("views", "add", "3", "4", "--on", "kemarin")
    assert listed(desk, "--window", "kemarin") == [(3, 4)]
    assert listed(desk, "--window", "hari-ini") == [(2, 5)]


def test_days_that_are_kept_by_month_only_are_told(desk) -> None:
    desk("views", "add", "2", "10", "--on", "2025-10-15")
    result = desk("popular", "--window", "2025-10-10..2025-10-20")
    assert result.out == ""
    assert "2025-10 are kept only as a whole" in result.err
    assert listed(desk, "--window", "2025-10") == [(2, 10)]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--window", "sepekan"], "sepekan"),
        (["--window", "2026-03-02..2026-03-01"], "before they begin"),
        (["--rank", "trendin"], "did you mean trending?"),
        (["--max-age", "banyak"], "banyak"),
    ],
)
def test_a_wrong_window_rank_or_age_is_exit_2(desk, words, what) -> None:
    assert what in desk("popular", *words, exit=2).err


def test_at_a_terminal_the_list_shows_rise_fall_and_days(desk) -> None:
    from beritacli.render.layout import look_of, plain_text
    from beritacli.render.news import news_list
    from beritacli.render.output import Place

    def row(id: int, rank: int, previous: int | None, days: list[int]) -> tuple[Article, dict]:
        extras = {
            "views": 7,
            "rank": rank,
            "previous_rank": previous,
            "compared": True,
            "days": days,
        }
        return Article(id, f"berita-{id}", TITLES[id - 1]), extras

    rows = [
        row(1, 1, 3, [0, 1, 8]),
        row(2, 2, 1, [1, 1, 1]),
        row(3, 3, None, [0, 0, 1]),
        row(4, 4, 4, [2]),
    ]
    text = {
        encoding: plain_text(news_list("BERITA POPULER", rows, look, numbered=True), look)
        for encoding in ("utf-8", "ascii")
        for look in [look_of(Place(terminal=True, width=60, encoding=encoding))]
    }
    assert "7 · #1 · ▲2 · ▁▂█" in text["utf-8"]
    assert "7 · #2 · ▼1 · ███" in text["utf-8"]
    assert "7 · #3 · BARU · ▁▁█" in text["utf-8"]
    assert "7 · #4 · █" in text["utf-8"]
    assert "^2" in text["ascii"]
    assert text["ascii"].isascii()


EDGES = (5, 24, 10, 34, 106, 154, 250, 706)  # hours ago, the last ones in or before a window
HOURS_AGO = st.integers(0, 24 * 100) | st.sampled_from(EDGES) | st.sampled_from(EDGES).map(
    lambda hours: hours - 1
)  # fmt: skip
VIEWS = st.lists(
    st.tuples(st.integers(1, 4), HOURS_AGO, st.integers(1, 9)), max_size=40
)  # article, hours ago, views
WINDOWS = st.sampled_from(
    ["24h", "7d", "30d", "kemarin", "hari-ini", "5h", "2026-02-20..2026-02-25"]
)


def repository(views: list[tuple[int, int, int]]):
    """Articles whose views were counted one by one, as time went on."""
    note = Note("uji", "penguji", NOW)
    articles = [
        Article(n, f"berita-{n}", f"Berita {n}", "published", published_at=NOW - timedelta(days=n))
        for n in (1, 2, 3, 4)
    ]
    store = memory_repository()
    store.write(lambda _: Plan(tuple(Change(None, one) for one in articles)), note)
    for id, ago, number in sorted(views, key=lambda one: -one[1]):
        time = NOW - timedelta(hours=ago)

        def planner(snapshot, id=id, number=number, time=time):
            return counted_plan([(snapshot.get(id), {hour_of(time): number})], snapshot, time)

        store.write(planner, note)
    return store


def inside(window: str, time: datetime) -> bool:
    """The oracle: whether an hour that begins at `time` lies in a window, by plain arithmetic."""
    today = NOW.replace(hour=0, minute=0)
    if window in ("24h", "5h"):
        return time >= NOW - timedelta(hours=int(window[:-1]))
    if window in ("7d", "30d"):
        return time >= today - timedelta(days=int(window[:-1]) - 1)
    if window == "hari-ini":
        return time >= today
    if window == "kemarin":
        return today - timedelta(days=1) <= time < today
    return (
        datetime(2026, 2, 20, tzinfo=NOW.tzinfo) <= time < datetime(2026, 2, 26, tzinfo=NOW.tzinfo)
    )


@given(VIEWS, WINDOWS)
def test_a_window_agrees_with_plain_addition(views, window) -> None:
    desk = Desk(repository(views), NOW)
    expected: dict[int, int] = defaultdict(int)
    for id, ago, number in views:
        hour = (NOW - timedelta(hours=ago)).replace(minute=0)
        if inside(window, hour):
            expected[id] += number
    chart = popular(desk, [], Filters(), ALL, Wish(window=window))
    assert {one.article.id: one.views for one in chart.entries} == expected
    order = [(-one.views, one.article.id) for one in chart.entries]
    assert order == sorted(order)  # the lower the id, the newer
    assert [one.rank for one in chart.entries] == list(range(1, len(order) + 1))


def before(window: str) -> tuple[datetime, datetime]:
    """The oracle: from when to when the window before goes, by plain arithmetic."""
    today = NOW.replace(hour=0, minute=0)
    if window in ("24h", "5h"):
        start = NOW.replace(minute=0) - timedelta(hours=int(window[:-1]) - 1)
        return start - timedelta(hours=int(window[:-1])), start
    if window in ("7d", "30d"):
        start = today - timedelta(days=int(window[:-1]) - 1)
        return start - timedelta(days=int(window[:-1])), start
    if window in ("hari-ini", "kemarin"):
        start = today - timedelta(days=1 if window == "hari-ini" else 2)
        return start, start + timedelta(days=1)
    start = datetime(2026, 2, 14, tzinfo=NOW.tzinfo)
    return start, start + timedelta(days=6)


@given(VIEWS, WINDOWS)
def test_the_rank_before_is_that_of_a_list_of_the_window_before(views, window) -> None:
    start, end = before(window)
    read: dict[int, int] = defaultdict(int)
    for id, ago, number in views:
        time = (NOW - timedelta(hours=ago)).replace(minute=0)
        unit = timedelta(days=1) if ago >= 24 * 2 + 10 else timedelta(hours=1)  # 57 h ago: by day
        time = time if unit < timedelta(days=1) else time.replace(hour=0)
        if start <= time and time + unit <= end:
            read[id] += number
    expected = {id: rank for rank, id in enumerate(sorted(read, key=lambda n: (-read[n], n)), 1)}
    chart = popular(Desk(repository(views), NOW), [], Filters(), ALL, Wish(window=window))
    assert {one.article.id: one.previous for one in chart.entries} == {
        one.article.id: expected.get(one.article.id) for one in chart.entries
    }
    assert chart.compared == bool(expected)


@given(VIEWS)
def test_all_of_time_is_the_sum_of_everything(views) -> None:
    chart = popular(Desk(repository(views), NOW), [], Filters(), ALL)
    assert sum(one.views for one in chart.entries) == sum(number for *_, number in views)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 40), st.integers(1, 9)), max_size=20))
def test_trending_agrees_with_the_formula(views) -> None:
    expected: dict[int, float] = defaultdict(float)
    for id, ago, number in views:
        start = (NOW - timedelta(hours=ago)).replace(minute=0)
        middle = start + (min(start + timedelta(hours=1), NOW) - start) / 2
        expected[id] += number * 2 ** (-((NOW - middle) / timedelta(hours=24)))
    chart = popular(Desk(repository(views), NOW), [], Filters(), ALL, Wish(rank="trending"))
    assert {one.article.id: one.score for one in chart.entries} == pytest.approx(expected, abs=1e-5)
    assert all(one.score >= other.score for one, other in pairwise(chart.entries))


def test_the_line_of_days_of_a_long_window_is_its_last_month() -> None:
    store = repository([(1, 24 * 30, 2), (1, 24 * 31, 1), (1, 0, 4)])
    (one,) = popular(Desk(store, NOW), [], Filters(), ALL).entries
    assert one.days == [2, *[0] * 29, 4]


@given(VIEWS)
def test_the_line_of_days_adds_up_to_the_window(views) -> None:
    chart = popular(Desk(repository(views), NOW), [], Filters(), ALL, Wish(window="7d"))
    assert all(sum(one.days) == one.views and len(one.days) == 7 for one in chart.entries)
