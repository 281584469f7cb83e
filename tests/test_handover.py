"""Hand-overs between shifts. All names and texts are fiction."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest

from beritacli.domain.article import Correction
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.handover import handover, start_of_shift
from beritacli.render import plain, terminal
from beritacli.render.output import Place
from conftest import NOW, WIB, memory_repository

SHIFTS = [time(6), time(14), time(22)]
BEGUN = NOW.replace(hour=6, minute=0)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 3, 2, 9, 30, tzinfo=WIB), datetime(2026, 3, 2, 6, tzinfo=WIB)),
        (datetime(2026, 3, 2, 6, 0, tzinfo=WIB), datetime(2026, 3, 2, 6, tzinfo=WIB)),
        (datetime(2026, 3, 2, 5, 59, tzinfo=WIB), datetime(2026, 3, 1, 22, tzinfo=WIB)),
        (datetime(2026, 3, 2, 23, 0, tzinfo=WIB), datetime(2026, 3, 2, 22, tzinfo=WIB)),
    ],
)
def test_a_shift_began_at_the_last_of_its_times(now, start) -> None:
    assert start_of_shift(now, SHIFTS) == start


@pytest.fixture
def desk(article) -> Desk:
    out = {"status": "published"}
    morning = NOW.replace(hour=8, minute=15)
    return Desk(
        memory_repository(
            [
                article(1, title="Semalam", **out, published_at=BEGUN - timedelta(seconds=1)),
                article(2, title="Pasar Malam Ramai", **out, published_at=morning),
                article(3, title="Kebun Atap", status="review", reporter="Rani Wulandari"),
                article(4, title="Besok Pagi", status="scheduled", scheduled_at=NOW + timedelta(1)),
                article(
                    5,
                    title="Tarif Baru",
                    embargo_until=NOW + timedelta(hours=3),
                    corrections=(Correction(NOW, "Belum terbit."),),
                ),
                article(
                    6,
                    title="Luas Kebun",
                    **out,
                    corrections=(
                        Correction(BEGUN - timedelta(1), "Lama."),
                        Correction(morning, "Luasnya 400 meter."),
                    ),
                ),
            ]
        ),
        NOW,
    )


TEXT = """\
Serah terima Senin, 02 Maret 2026 09.30 WIB
Sejak 06.00

Terbit (1)
- 08.15 Pasar Malam Ramai (#2)

Ditinjau (1)
- Kebun Atap (#3) – Rani Wulandari

Terjadwal (1)
- Sel 3/3 09.30 Besok Pagi (#4)

Embargo (1)
- sampai 12.30 Tarif Baru (#5)

Koreksi (1)
- 08.15 Luas Kebun (#6)
  Luasnya 400 meter.
"""


def test_a_hand_over_says_what_went_out_and_what_waits(desk) -> None:
    found = handover(desk, BEGUN)
    assert plain.handover(found.since, found.now, found.groups, Place()) == TEXT


def test_what_is_under_embargo_did_not_go_out(article) -> None:
    until = NOW + timedelta(hours=3)
    out = {"status": "published", "published_at": NOW}
    desk = Desk(memory_repository([article(1, **out, embargo_until=until), article(2, **out)]), NOW)
    groups = handover(desk, BEGUN).groups
    assert [one.id for one in groups["published"]] == [2]
    assert [one.id for one in groups["embargoed"]] == [1]


def test_what_waits_stands_in_the_order_of_its_times(article) -> None:
    waits = [
        article(id, status="scheduled", scheduled_at=NOW + timedelta(hours=9 - id))
        for id in (1, 2, 3)
    ]
    groups = handover(Desk(memory_repository(waits), NOW), BEGUN).groups
    assert [one.id for one in groups["scheduled"]] == [3, 2, 1]


def test_a_time_in_another_year_has_its_year(article) -> None:
    old = datetime(2024, 1, 1, 6, tzinfo=WIB)
    desk = Desk(memory_repository([article(1, status="scheduled", scheduled_at=old)]), NOW)
    text = plain.handover(BEGUN, NOW, handover(desk, BEGUN).groups, Place())
    assert "- Senin, 01 Januari 2024 06.00 WIB " in text


def test_an_empty_shift_says_so() -> None:
    found = handover(Desk(memory_repository(), NOW), BEGUN - timedelta(1))
    text = plain.handover(found.since, found.now, found.groups, Place())
    assert "Sejak Minggu, 01 Maret 2026 06.00 WIB" in text
    assert text.endswith("\nTidak ada yang terbit, menunggu, atau dikoreksi.\n")


def test_a_chat_gets_whole_lines_and_a_terminal_lines_that_fit(article) -> None:
    title = "Pasar Malam Kanal Ramai Hingga Dini Hari Sejak Jembatan Baru Dibuka untuk Umum"
    desk = Desk(memory_repository([article(1, title=title, status="review")]), NOW)
    found = handover(desk, BEGUN)
    assert f"- {title} (#1)\n" in plain.handover(BEGUN, NOW, found.groups, Place())
    page = terminal.handover(BEGUN, NOW, found.groups, Place(True, 50))
    assert max(map(len, page.splitlines())) <= 50


def test_the_shift_is_told_by_a_setting_or_a_flag(berita, monkeypatch) -> None:
    berita("--db", "berita.json", "add", "Naskah", "--status", "review")
    assert "Sejak 06.00\n" in berita("stats", "--shift").out
    monkeypatch.setenv("BERITA_SHIFTS", "09.00 21.00")
    assert "Sejak 09.00\n" in berita("stats", "--shift").out
    assert "Sejak Minggu, 01 Maret 2026 14.00 WIB" in (
        berita("stats", "--shift", "--since", "kemarin 14.00").out
    )
    rows = json.loads(berita("stats", "--shift", "--json=group,id").out)
    assert rows == [{"group": "review", "id": 1}]


@pytest.mark.parametrize("value", ["", "pagi", "25.00", "06.00,14.00"])
def test_a_shift_at_no_time_of_day_is_refused(value, berita) -> None:
    assert "times of day" in berita("config", "set", "desk.shifts", value, exit=2).err


def test_a_shift_takes_nothing_but_its_beginning(berita) -> None:
    for words in (
        ["banjir"],
        ["--by", "tag"],
        ["--section", "Kota"],
        ["--window", "7d"],
        ["-n", "3"],
    ):
        assert "takes only --since" in berita("stats", "--shift", *words, exit=2).err
