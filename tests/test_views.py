"""Counted views: by hour, day, month and year; a baseline beside them; kept as records are."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from beritacli.domain.counts import (
    Counts,
    bounds,
    by_day,
    counts_from_document,
    difference,
    hour_of,
    wall,
)
from beritacli.errors import ValidationError
from conftest import NOW, disk_store, kept_files

ADDED = st.dictionaries(
    st.integers(0, 36_000).map(lambda hours: hour_of(NOW - timedelta(hours=hours))),
    st.integers(1, 50),
)


@pytest.fixture
def desk(berita, desk_folder):
    """A store with three articles, the second of them with an imported total."""
    berita("--db", "berita.json", "add", "Pasar Malam Dibuka", "--publish", exit=None)
    for title in ("Pasar Malam Dibuka", "Taman Kota", "Bus Malam"):
        berita("--db", "berita.json", "add", title)
    berita("edit", "2", "--views", "500")
    return berita


def views(berita, ref: str) -> int:
    return json.loads(berita("show", ref, "--json").out)["views"]


def stock_rows(folder: Path) -> list[dict]:
    with TinyDB(folder / "berita.json") as db:
        return sorted(map(dict, db.table("views").all()), key=str, reverse=True)


def rows(berita, ref: str) -> list[dict]:
    return json.loads(berita("views", "show", ref, "--json").out)


def test_counted_views_are_told_by_day_and_added_to_the_total(desk) -> None:
    desk("views", "add", "1", "12")
    desk("views", "add", "1", "30", "--on", "kemarin")
    desk("views", "add", "1", "1", "--on", "2026-03-02 08:10")
    assert rows(desk, "1") == [
        {"kind": "day", "period": "2026-03-02", "views": 13, "at": None},
        {"kind": "day", "period": "2026-03-01", "views": 30, "at": None},
    ]
    assert views(desk, "1") == 43
    assert desk("views", "show", "1").out == "2026-03-02\t13\t\n2026-03-01\t30\t\n"


def test_views_of_a_moment_are_those_of_its_hour_and_the_moment_may_be_now(
    desk, desk_folder
) -> None:
    desk("views", "add", "1", "5", "--on", "2026-03-02T07:15")
    desk("views", "add", "1", "2", "--on", NOW.isoformat())
    row = next(row for row in stock_rows(desk_folder) if "counted" in row)
    assert row["counted"] == {"2026-03-02T07": 5, "2026-03-02T09": 2}


def test_a_total_from_elsewhere_is_a_baseline_with_its_date(desk) -> None:
    desk("views", "add", "2", "7")
    assert rows(desk, "2")[-1] == {
        "kind": "baseline", "period": None, "views": 500, "at": NOW.isoformat(),
    }  # fmt: skip
    desk("views", "set", "2", "600")
    assert views(desk, "2") == 600
    assert [row["views"] for row in rows(desk, "2")] == [7, 593]


def test_a_total_below_what_was_counted_makes_the_baseline_a_correction(desk) -> None:
    desk("views", "add", "1", "40")
    desk("views", "set", "1", "30")
    assert views(desk, "1") == 30
    assert [row["views"] for row in rows(desk, "1")] == [40, -10]


def test_counting_is_no_edit(desk) -> None:
    before = json.loads(desk("show", "1", "--json").out)
    desk("views", "add", "1", "5")
    after = json.loads(desk("show", "1", "--json").out)
    assert after == before | {"views": 5}


def test_an_edit_keeps_what_was_counted_while_the_editor_was_open(
    desk, monkeypatch, tmp_path
) -> None:
    script = tmp_path / "editor"
    script.write_text(
        "#!/bin/sh\n"
        f"'{__import__('sys').executable}' -m beritacli views add 1 9 >/dev/null\n"
        "sed -i 's/Pasar Malam Dibuka/Pasar Malam Ditutup/' \"$1\"\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    desk("edit", "1")
    record = json.loads(desk("show", "1", "--json").out)
    assert (record["title"], record["views"]) == ("Pasar Malam Ditutup", 9)


def test_the_rows_stand_in_the_table_views_of_stock_tinydb(desk, desk_folder) -> None:
    desk("views", "add", "1", "12")
    assert stock_rows(desk_folder) == [{"counted": {"2026-03-02T09": 12}}, ANY]


def test_a_dry_run_counts_nothing(desk, desk_folder) -> None:
    before = kept_files(desk_folder)
    assert "dry run" in desk("views", "add", "1", "12", "--dry-run").err
    assert kept_files(desk_folder) == before


def test_a_purge_takes_the_counts_with_the_record(desk, desk_folder, note) -> None:
    from beritacli.domain.changes import Change, Plan

    desk("views", "add", "1", "12")
    store = disk_store(desk_folder / "berita.json")
    store.write(lambda snapshot: Plan((Change(snapshot.get(1), None),)), note)
    assert store.read().counts(1) is None
    assert len(stock_rows(desk_folder)) == 1


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('{"counted": {"2026-02-30": 3}}', "2026-02-30"),
        ('{"counted": {"2026-02-03": 0}}', "from 1"),
        ('{"counted": {"2026-02-03": -3}}', "from 1"),
        ('{"counted": {"2026-02-03": true}}', "from 1"),
        ('{"counted": [3]}', "object"),
        ('{"cuonted": {}}', "cuonted"),
        ('{"baseline_at": "kemarin"}', "baseline_at"),
    ],
)
def test_a_row_that_a_hand_spoilt_is_exit_6_with_its_place(desk, desk_folder, row, what) -> None:
    desk("views", "add", "1", "12")
    store = desk_folder / "berita.json"
    text = store.read_text().replace('{"counted": {"2026-03-02T09": 12}}', row)
    store.write_text(text)
    error = desk("popular", exit=6).err
    assert "views of article 1" in error
    assert what in error
    assert "berita.json" in error
    assert store.read_text() == text


def test_a_row_changed_by_hand_counts_and_is_told_in_the_log(desk, desk_folder) -> None:
    desk("views", "add", "1", "12")
    store = desk_folder / "berita.json"
    store.write_text(store.read_text().replace('"2026-03-02T09": 12', '"2026-03-01": 20'))
    assert [row["views"] for row in rows(desk, "1")] == [20, -8]
    desk("views", "add", "1", "1")
    lines = (desk_folder / "berita.history.jsonl").read_text().splitlines()
    outside = [json.loads(line)["tx"] for line in lines if '"outside"' in line]
    assert [row["id"] for row in outside[-1]["views"]] == [1]


def test_the_log_holds_only_the_periods_that_changed(desk, desk_folder) -> None:
    desk("views", "add", "1", "12", "--on", "kemarin")
    desk("views", "add", "1", "1")
    lines = (desk_folder / "berita.history.jsonl").read_text().splitlines()
    (row,) = [json.loads(line)["tx"] for line in lines if '"tx"' in line][-1]["views"]
    assert row["before"] == {"counted": {"2026-03-02T09": None}}
    assert row["after"] == {"counted": {"2026-03-02T09": 1}}


def test_the_index_follows_every_change_of_the_rows_as_a_new_one_would_see_it(
    desk, desk_folder
) -> None:
    desk("views", "add", "1", "12")
    desk("views", "add", "3", "2", "--on", "2024-05-05")
    desk("edit", "1", "--title", "Pasar Pagi")
    kept = [desk("views", "show", ref, "--json").out for ref in "123"]
    for path in Path(desk_folder).glob("*.sqlite*"):
        path.unlink()
    assert [desk("views", "show", ref, "--json").out for ref in "123"] == kept


@pytest.mark.parametrize(
    ("words", "exit"),
    [
        (["views"], 2),
        (["views", "hitung", "1"], 2),
        (["views", "add", "1"], 2),
        (["views", "add", "1", "banyak"], 2),
        (["views", "set", "1", "1", "--on", "kemarin"], 2),
        (["views", "add", "1", "3", "--on", "besok"], 3),
        (["views", "add", "99", "3"], 4),
        (["views", "show", "99"], 4),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_counts_nothing(desk, desk_folder, words, exit) -> None:
    before = kept_files(desk_folder)
    assert "Hint: " in desk(*words, exit=exit).err
    assert kept_files(desk_folder) == before


def test_views_show_has_bars_at_a_terminal_only(desk) -> None:
    from beritacli.render.counted import reading_page
    from beritacli.render.layout import look_of, plain_text
    from beritacli.render.output import Place

    desk("views", "add", "2", "4")
    store = disk_store(Path("berita.json"))
    look = look_of(Place(terminal=True, width=60))
    page = plain_text(reading_page(store.read().get(2), rows(desk, "2"), look), look)
    assert "2026-03-02  █" in page
    assert "baseline 500" in page


@given(ADDED, ADDED)
def test_no_view_is_lost_when_periods_grow_longer(first, second) -> None:
    counts = Counts().with_views(first, NOW - timedelta(days=200)).with_views(second, NOW)
    assert counts.total == sum(first.values()) + sum(second.values())
    assert counts_from_document(counts.to_document()) == counts


@given(ADDED)
def test_the_row_of_an_article_stays_small_however_long_it_is_read(added) -> None:
    counts = Counts().with_views(added, NOW)
    sizes = [sum(len(period) == size for period in counts.counted) for size in (13, 10, 7, 4)]
    assert sizes[0] <= 72
    assert sizes[1] <= 122
    assert sizes[2] <= 30


@given(ADDED)
def test_a_longer_period_holds_the_hours_that_went_into_it(added) -> None:
    counts = Counts().with_views(added, NOW)
    for hour in added:
        inside = [
            period for period in counts.counted
            if bounds(period)[0] <= bounds(hour)[0] and bounds(hour)[1] <= bounds(period)[1]
        ]  # fmt: skip
        assert inside


def test_the_limits_are_two_days_ninety_days_and_two_years() -> None:
    added = {
        "2026-02-28T09": 1,
        "2026-02-27T23": 2,
        "2025-12-01T05": 3,
        "2025-11-30": 4,
        "2023-12": 5,
    }
    assert Counts().with_views(added, NOW).counted == {
        "2023": 5, "2025-11": 4, "2025-12-01": 3, "2026-02-27": 2, "2026-02-28T09": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("day", "kept"), [(31, "2025-12-31"), (32, "2025-12")])
def test_a_day_is_kept_as_such_for_ninety_days(day, kept) -> None:
    now = NOW.replace(month=2, day=28) + timedelta(days=day)
    assert Counts().with_views({"2025-12-31": 1}, now).counted == {kept: 1}


@pytest.mark.parametrize(("year", "kept"), [(2026, "2024-01"), (2027, "2024")])
def test_a_month_is_kept_as_such_for_two_years(year, kept) -> None:
    now = NOW.replace(year=year, month=1)
    assert Counts().with_views({"2024-01": 1}, now).counted == {kept: 1}


def test_days_gather_their_hours() -> None:
    assert by_day({"2026-03-01T02": 1, "2026-03-01T23": 2, "2025-11": 4}) == {
        "2026-03-01": 3, "2025-11": 4,
    }  # fmt: skip


def test_the_clock_on_the_wall_knows_no_zone() -> None:
    assert wall(NOW) - wall(NOW.replace(hour=0, minute=0)) == 9.5 * 3600
    assert bounds("2024-02")[1] - bounds("2024-02")[0] == 29 * 86400


def test_what_two_rows_do_not_share_is_told_from_either_side() -> None:
    before, after = {"counted": {"2024": 1, "2025": 2}}, {"counted": {"2024": 1, "2025": 3}, "x": 1}
    assert difference(before, after) == (
        {"counted": {"2025": 2}, "x": None}, {"counted": {"2025": 3}, "x": 1},
    )  # fmt: skip


def test_a_row_of_a_year_that_no_calendar_has_is_refused() -> None:
    for period in ("9999", "0000", "2024-13", "2024-01-01T24", "24"):
        with pytest.raises(ValidationError):
            counts_from_document({"counted": {period: 1}})
