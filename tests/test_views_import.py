"""Views of access logs: every line once, no robots, one reader once in half an hour, by the desk's days."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import crawleruseragents
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.ledger import Batch, Ledger, is_in, ledger_from_document
from beritacli.errors import ConflictError, UsageError, ValidationError, WriteFailedError
from beritacli.formats.accesslog import LineReader, lines_of
from beritacli.formats.client import reader_of
from beritacli.formats.robots import Robots
from beritacli.newsroom import tallying
from beritacli.newsroom.pages import PATTERN, Pages, path_and_query, patterns_of
from beritacli.newsroom.spool import SHARES, Spool
from beritacli.storage.readers import Readers
from conftest import NOW, WIB, kept_files

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PASAR, TAMAN = "/read/9001/pasar-malam", "/read/9002/taman-kota"
NOON = datetime(2026, 3, 1, 12, tzinfo=WIB)


def line(
    time: datetime = NOON, target: str = PASAR, address: str = "10.0.0.1", agent: str = PHONE,
    method: str = "GET", status: int = 200,
) -> str:  # fmt: skip
    """A line in combined format, its time written with its own offset."""
    return (
        f'{address} - - [{time:%d/%b/%Y:%H:%M:%S %z}] "{method} {target} HTTP/1.1" {status} 5120 '
        f'"https://example.org/" "{agent}"'
    )


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
def desk(berita):
    """Three published articles; the third is known by its source alone."""
    for title in ("Pasar Malam", "Taman Kota", "Bus Malam"):
        berita("--db", "berita.json", "add", title, "--body", "Isi.", "--reporter", "Rani",
               "--editor", "Dodi", "--date", "2026-02-01", "--publish")  # fmt: skip
    berita("edit", "3", "--source", "https://www.example.id/kota/2026/malam-ini-bus?ref=x")
    berita("edit", "3", "--source", "https://www.example.id/kota/2026/malam-ini-bus")
    return berita


def log(name: str, *lines: str, end: str = "\n") -> str:
    Path(name).write_text("\n".join(lines) + end, encoding="utf-8")
    return name


def report(berita, *words: str) -> dict:
    (row,) = json.loads(berita("views", "import", *words, "--json").out)
    return row


def counts(berita) -> dict[int, int]:
    rows = json.loads(berita("list", "--json=id,views").out)
    return {row["id"]: row["views"] for row in rows if row["views"]}


def days(berita, ref: str) -> dict[str, int]:
    rows = json.loads(berita("views", "show", ref, "--json").out)
    return {row["period"]: row["views"] for row in rows}


def test_a_log_with_known_answers_counts_exactly(desk) -> None:
    name = log(
        "access.log",
        line(),
        line(NOON + timedelta(seconds=1799)),  # a reload
        line(minutes(30)),  # half an hour later: a new view
        line(minutes(1), agent=DESK),  # behind the same proxy, another reader
        line(minutes(1), address="10.0.0.2"),
        line(minutes(1), address="2001:db8::1"),
        line(minutes(2), TAMAN),  # the same reader, another article
        line(minutes(3), PASAR + "?utm_source=wa#isi", address="10.0.0.3"),
        line(minutes(3), "/read/9001/Pasar%2Dmalam/", address="10.0.0.4"),
        line(minutes(3), "//read//9001/pasar-malam", address="10.0.0.5", status=304),
        line(minutes(3), f"http://www.example.org{PASAR}", address="10.0.0.6"),  # through a proxy
        line(minutes(3), "/kota/2026/malam-ini-bus", address="10.0.0.7"),
        line(minutes(3), "/amp/pasar-malam", address="10.0.0.8", status=206),
        line(minutes(3), "/read/2", address="10.0.0.9"),  # no slug: our own number
        line(
            minutes(4), "/read/2/tidak-ada", address="10.0.0.9"
        ),  # the site's number, an unknown slug
        line(minutes(4), method="HEAD", address="10.0.1.1"),
        line(minutes(4), method="POST", address="10.0.1.2"),
        line(minutes(4), status=404, address="10.0.1.3"),
        line(minutes(4), status=300, address="10.0.1.4"),
        line(minutes(4), address="10.0.1.5", agent=BOT),
        line(minutes(4), address="10.0.1.6", agent="-"),
        line(minutes(4), address="10.0.1.6", agent=""),
        line(minutes(4), "/css/app.css", address="10.0.1.7"),
        line(minutes(4), "/", address="10.0.1.8"),
        "",
        " \t\r",
        "\x16\x03\x01 bukan baris log",
        '10.0.0.1 - - [31/Feb/2026:12:00:00 +0700] "GET / HTTP/1.1" 200 1',
        line()[:60],
    )
    row = report(desk, name)
    assert (row["lines"], row["counted"], row["articles"]) == (27, 13, 3)
    assert row["skipped"] == {
        "malformed": 3, "method": 2, "status": 2, "page": 2, "unknown": 1, "robot": 3, "future": 0,
        "closed": 0, "known": 0, "reload": 1,
    }  # fmt: skip
    assert row["lines"] == row["counted"] + sum(row["skipped"].values())
    assert counts(desk) == {1: 10, 2: 2, 3: 1}


def test_the_same_log_twice_changes_nothing(desk, desk_folder) -> None:
    name = log("access.log", line(), line(minutes(5)), line(minutes(40), TAMAN))
    report(desk, name)
    before = kept_files(desk_folder)
    row = report(desk, name)
    assert (row["counted"], row["skipped"]["known"], row["skipped"]["reload"]) == (0, 2, 1)
    assert kept_files(desk_folder) == before
    assert report(desk, name, name)["counted"] == 0


def test_a_log_counts_the_same_however_it_is_packed_cut_or_handed_over(desk, berita) -> None:
    lines = [line(minutes(n), address=f"10.0.0.{n}") for n in range(6)]
    log("access.log", *lines)
    Path("access.log.gz").write_bytes(gzip.compress(Path("access.log").read_bytes()))
    assert report(desk, log("a.log", *lines[3:]), log("b.log", *lines[:3]))["counted"] == 6
    assert report(desk, "access.log.gz")["counted"] == 0
    text = Path("access.log").read_text()
    (row,) = json.loads(berita("views", "import", "-", "--json", stdin=text).out)
    assert (row["logs"], row["counted"]) == (["stdin"], 0)


def test_a_log_that_grows_and_rotates_twice_counts_every_line_once(desk) -> None:
    lines = [line(minutes(n), address=f"10.0.0.{n}") for n in range(9)]
    seen = 0
    for logs in (
        {"access.log": lines[:2]},
        {"access.log": lines[:4]},
        {"access.log": lines[5:6], "access.log.1": lines[:5]},
        {"access.log": lines[7:], "access.log.1": lines[5:7], "access.log.2": lines[:5]},
    ):
        for name, own in logs.items():
            log(name, *own)
        seen += report(desk, *sorted(logs, reverse=True))["counted"]
    assert seen == 9
    assert counts(desk) == {1: 9}


def test_a_line_that_was_read_half_counts_once_when_it_is_whole(desk) -> None:
    whole = line(minutes(1), address="10.0.0.2")
    for cut in (*range(0, len(whole), 7), len(whole) - 1):
        log("access.log", line(), whole[:cut], end="")
        row = report(desk, "access.log")
        assert row["lines"] == row["counted"] + sum(row["skipped"].values())
        assert counts(desk) == {1: 1}, whole[:cut]
    log("access.log", line(), whole, end="")  # a last line may lack its end
    assert report(desk, "access.log")["counted"] == 1


def test_a_log_of_an_earlier_time_that_comes_later_counts_no_reload(desk) -> None:
    report(desk, log("b.log", line(minutes(29))))
    row = report(desk, log("a.log", line(), line(minutes(-31))))
    assert (row["counted"], row["skipped"]["reload"]) == (1, 1)


def test_midnight_is_that_of_zones_with_half_hours_too(desk) -> None:
    desk("config", "set", "desk.timezone", "Asia/Kolkata")
    times = [datetime(2026, 2, 27, 18, minute, tzinfo=UTC) for minute in (29, 30)]
    report(desk, log("access.log", *map(line, times[:1]), line(times[1], agent=DESK)))
    assert days(desk, "1") == {"2026-02-27": 1, "2026-02-28": 1}


def test_days_are_the_desks_whatever_offset_a_line_has(desk) -> None:
    midnight = datetime(2026, 3, 1, 17, tzinfo=UTC)  # in Jakarta the 2nd of March begins
    report(
        desk,
        log(
            "access.log",
            line(midnight - timedelta(seconds=1), address="10.0.0.1"),
            line(midnight, address="10.0.0.2"),
            line(midnight.astimezone(WIB), address="10.0.0.3"),
            line((midnight + timedelta(seconds=1)).astimezone(UTC), address="10.0.0.4"),
        ),
    )
    assert days(desk, "1") == {"2026-03-01": 1, "2026-03-02": 3}


def test_a_server_whose_clock_or_offset_changes_does_not_count_a_reader_twice(desk) -> None:
    report(
        desk,
        log(
            "access.log",
            line(minutes(10)),
            line(minutes(11).astimezone(UTC)),  # the offset of the log changed
            line(minutes(5)),  # the clock was put back
            line(minutes(36).astimezone(UTC)),
        ),
    )
    assert counts(desk) == {1: 2}


def test_without_the_file_of_readers_nothing_counts_twice(desk, desk_folder) -> None:
    log("access.log", line(), line(minutes(9), address="10.0.0.2"))
    report(desk, "access.log")
    (desk_folder / "berita.readers.sqlite").unlink()
    log("access.log", line(), line(minutes(9), address="10.0.0.2"), line(minutes(10)))
    row = report(desk, "access.log")
    assert (row["counted"], row["skipped"]["closed"]) == (1, 2)


def test_a_damaged_file_of_readers_is_made_anew_and_nothing_counts_twice(desk, desk_folder) -> None:
    log("access.log", line())
    report(desk, "access.log")
    (desk_folder / "berita.readers.sqlite").write_bytes(b"bukan basis data" * 400)
    assert report(desk, "access.log")["skipped"]["closed"] == 1


def test_readers_are_forgotten_after_a_week_and_their_lines_stay_counted(
    desk, desk_folder, monkeypatch
) -> None:
    log("access.log", line(), line(minutes(3)))
    report(desk, "access.log")
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(days=7, minutes=1)).isoformat())
    log("baru.log", line(minutes(24 * 60 * 7)))
    report(desk, "baru.log")
    with sqlite3.connect(desk_folder / "berita.readers.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM seen").fetchone() == (1,)
    connection.close()
    row = report(desk, "access.log")
    assert (row["counted"], row["skipped"]["closed"]) == (0, 2)


@pytest.mark.parametrize(
    ("words", "remembered"),
    [
        (("tag", "1", "+malam"), 0),
        (("publish", "--due"), 0),
        (("tag", "1", "+malam", "--dry-run"), 1),
        (("show", "1"), 1),
    ],
)
def test_readers_are_forgotten_after_a_week_by_any_write(
    words, remembered, desk, desk_folder, monkeypatch
) -> None:
    report(desk, log("access.log", line()))
    readers = desk_folder / "berita.readers.sqlite"
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(days=7)).isoformat())
    desk(*words)
    assert len(remembered_by(readers)) == 1  # once a day is enough
    os.utime(readers, times=(0, 0))
    desk(*words)
    assert len(remembered_by(readers)) == remembered
    assert (readers.stat().st_mtime > 0) == (not remembered)


def test_an_import_that_is_ended_right_after_its_write_closes_no_time(desk, monkeypatch) -> None:
    write = tallying.write

    def ended(*words: Any, **named: Any) -> None:
        write(*words, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tallying, "write", ended)
        desk("views", "import", log("access.log", line()), exit=130)
    row = report(desk, log("access.log", line(), line(address="10.0.0.2")))
    assert (row["counted"], row["skipped"]["known"]) == (1, 1)


def test_an_import_that_the_store_did_not_get_is_not_remembered(
    desk, desk_folder, monkeypatch
) -> None:
    def full(*_words: Any, **_named: Any) -> None:
        raise WriteFailedError("penuh")

    with monkeypatch.context() as patch:
        patch.setattr(tallying, "write", full)
        desk("views", "import", log("access.log", line()), exit=74)
    assert remembered_by(desk_folder / "berita.readers.sqlite") == []
    assert report(desk, "access.log")["counted"] == 1


def test_no_other_import_comes_between_the_memory_and_the_store(desk, desk_folder) -> None:
    readers = desk_folder / "berita.readers.sqlite"
    begun: list[bool] = []

    def try_to_begin(_: str) -> None:
        with closing(sqlite3.connect(readers, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                begun.append(False)
            else:
                begun.append(True)

    with Readers(desk_folder / "berita.json", 1.0).opened(NOW, writes=True) as memory:
        memory.begin(NOW)
        memory._connection.set_trace_callback(try_to_begin)
        memory.settle()
        memory._connection.set_trace_callback(None)
    assert len(begun) >= 2
    assert not any(begun)


def remembered_by(readers: Path) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(readers)) as connection:
        return connection.execute("SELECT * FROM seen").fetchall()


def test_a_write_does_not_wait_for_readers_who_cannot_be_forgotten(desk, desk_folder) -> None:
    report(desk, log("access.log", line()))
    readers = desk_folder / "berita.readers.sqlite"
    os.utime(readers, times=(0, 0))
    with closing(sqlite3.connect(readers, isolation_level=None)) as importing:
        importing.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert desk("tag", "1", "+malam").err == ""
        assert time.monotonic() - begun < 5  # the lock's time limit is 10 s


def test_the_key_of_the_hashes_is_another_one_when_all_are_forgotten(desk, monkeypatch) -> None:
    def key() -> bytes:
        connection = sqlite3.connect("berita.readers.sqlite")
        ((salt,),) = connection.execute("SELECT value FROM facts WHERE name = 'salt'")
        connection.close()
        return salt

    report(desk, log("access.log", line()))
    first = key()
    report(desk, "access.log")
    assert key() == first
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(days=7)).isoformat())
    report(desk, log("kosong.log"))
    assert key() != first


def test_no_address_and_no_agent_is_kept_anywhere(desk, desk_folder) -> None:
    report(desk, log("sub.log", line(address="203.0.113.77")))
    Path("sub.log").unlink()
    for path in desk_folder.iterdir():
        data = path.read_bytes()
        assert b"203.0.113.77" not in data
        assert b"Android" not in data


def test_a_dry_run_reports_and_writes_nothing(desk, desk_folder) -> None:
    log("access.log", line(), line(minutes(40)))
    files = {path.name: path.read_bytes() for path in desk_folder.iterdir()}
    result = desk("views", "import", "access.log", "--dry-run", "--json")
    assert json.loads(result.out)[0]["counted"] == 2
    assert "dry run" in result.err
    after = {path.name: path.read_bytes() for path in desk_folder.iterdir()}
    assert after.keys() == files.keys()
    assert after["berita.json"] == files["berita.json"]
    report(desk, "access.log")
    assert (
        json.loads(desk("views", "import", "access.log", "--dry-run", "--json").out)[0]["counted"]
        == 0
    )


def test_a_store_that_went_back_counts_the_lines_that_it_lost(desk, desk_folder) -> None:
    log("access.log", line())
    store, history = desk_folder / "berita.json", desk_folder / "berita.history.jsonl"
    before = store.read_bytes(), history.read_bytes()
    assert report(desk, "access.log")["counted"] == 1
    store.write_bytes(before[0])
    history.write_bytes(before[1])
    assert report(desk, "access.log")["counted"] == 1
    assert counts(desk) == {1: 1}


def test_an_undo_lets_the_lines_of_an_import_count_again(desk) -> None:
    log("access.log", line(), line(minutes(40)))
    assert report(desk, "access.log")["counted"] == 2
    desk("undo")
    assert counts(desk) == {}
    assert report(desk, "access.log")["counted"] == 2
    desk("undo")
    desk("redo")
    assert counts(desk) == {1: 2}
    assert report(desk, "access.log")["counted"] == 0


def test_a_backup_that_is_restored_lets_later_lines_count_again(desk, desk_folder) -> None:
    report(desk, log("access.log", line()))
    desk("backup")
    report(desk, log("access.log", line(), line(minutes(40))))
    assert counts(desk) == {1: 2}
    (backup,) = (desk_folder / "berita.backups").glob("*.json")
    desk("backup", "restore", backup.name, "--yes")
    assert counts(desk) == {1: 1}
    assert report(desk, "access.log")["counted"] == 1


def test_a_repair_keeps_what_says_which_logs_were_counted(desk, desk_folder) -> None:
    from beritacli.storage.salvage import readable_records

    report(desk, log("access.log", line()))
    data = (desk_folder / "berita.json").read_bytes()
    _, rows = readable_records(data.rstrip()[:-2] + b"###", WIB)
    assert len(rows[0].batches) == 1


def test_what_was_counted_is_in_the_windows(desk) -> None:
    report(desk, log("access.log", line(), line(target=TAMAN), line(minutes(1), TAMAN, "10.0.0.2")))
    rows = json.loads(desk("popular", "--window", "kemarin", "--json=id,views").out)
    assert rows == [{"id": 2, "views": 2}, {"id": 1, "views": 1}]
    assert desk("popular", "--window", "hari-ini").out == ""


def test_other_shapes_of_addresses_are_a_pattern(desk) -> None:
    log(
        "access.log",
        line(target="/berita/kota/pasar-malam.html"),
        line(target="/index.php?p=2"),
        line(),
    )
    patterns = "/berita/*/<slug>.html,/index.php?p=<id>"
    row = report(desk, "access.log", "--pattern", patterns)
    assert (row["counted"], row["skipped"]["page"]) == (2, 1)
    desk("config", "set", "views.pattern", "/read/*/<slug>")
    assert report(desk, "access.log")["counted"] == 0  # the reader was counted a moment ago
    assert "no pattern" in desk("views", "import", "access.log", "--pattern", "/read/", exit=2).err


@pytest.mark.parametrize(
    "text",
    [
        '{"time_iso8601": "2026-03-01T12:00:00+07:00", "remote_addr": "10.0.0.1", "request": "GET %s HTTP/1.1", "status": "200", "http_user_agent": "%s"}',
        '{"@timestamp": "2026-03-01T05:00:00Z", "clientip": "10.0.0.1", "verb": "GET", "request_uri": "%s", "response": 200, "agent": "%s"}',
        '{"ts": 1772341200.25, "request": {"remote_ip": "10.0.0.1", "method": "GET", "uri": "%s", "headers": {"User-Agent": ["%s"]}}, "status": 200}',
        '{"time": 1772341200250, "ip": "10.0.0.1", "method": "GET", "path": "%s", "status_code": 200, "user_agent": "%s"}',
        '{"time_local": "01/Mar/2026:12:00:00 +0700", "remote_addr": "10.0.0.1", "request": "GET %s HTTP/2.0", "status": 200, "agent": "%s"}',
    ],
)
def test_json_lines_are_read_as_the_same_request(desk, text) -> None:
    report(desk, log("access.log", text % (PASAR, PHONE)))
    assert days(desk, "1") == {"2026-03-01": 1}
    assert report(desk, log("biasa.log", line()))["skipped"]["known"] == 1
    assert report(desk, log("mesin.log", text % (PASAR, BOT)))["skipped"]["robot"] == 1


def test_the_common_format_counts_readers_by_their_address(desk) -> None:
    common = '10.0.0.{} - - [01/Mar/2026:12:00:00 +0700] "GET /read/1/pasar-malam HTTP/1.0" 200 -'
    log("access.log", common.format(1), common.format(2), common.format(1), end="")
    assert report(desk, "access.log")["counted"] == 2


def test_a_proxy_may_say_for_whom_it_asks(desk) -> None:
    lines = [f'{line()} "203.0.113.{n}, 10.0.0.1"' for n in (1, 2, 2)]
    vhost = f"www.example.org:443 {line(address='10.0.0.9')}"
    assert report(desk, log("access.log", *lines, vhost))["counted"] == 3


def test_a_server_of_many_names_its_hosts_and_not_its_readers(desk) -> None:
    lines = [f"www.example.org:443 {line(address=f'10.0.0.{n}')}" for n in (1, 2)]
    assert report(desk, log("access.log", *lines))["counted"] == 2


@pytest.mark.parametrize(
    ("address", "forwarded", "reader"),
    [
        (b"10.0.0.1", b"203.0.113.1, 10.0.0.1", b"203.0.113.1"),
        (b"10.0.0.1", b"203.0.113.1:4711", b"203.0.113.1"),
        (b"10.0.0.1", b"2001:db8::7 , 10.0.0.1", b"2001:db8::7"),
        (b"10.0.0.1", b"[2001:db8::7]:4711", b"2001:db8::7"),
        (b"203.0.113.9", b"192.168.1.7, 203.0.113.9", b"203.0.113.9 192.168.1.7"),
        (b"203.0.113.9", b"100.64.0.1", b"203.0.113.9 100.64.0.1"),
        (b"203.0.113.9", b"fd00::1", b"203.0.113.9 fd00::1"),
        (b"203.0.113.9", b"::1", b"203.0.113.9 ::1"),
        (b"203.0.113.9", b"172.32.0.1", b"172.32.0.1"),
        *((b"203.0.113.9", said, b"203.0.113.9")
          for said in (b"-", b"", b"0.005", b"unknown, 198.51.100.1", b"1772341200.250", b"ID", None)),
    ],
)  # fmt: skip
def test_a_proxy_speaks_for_the_first_address_of_its_list(address, forwarded, reader) -> None:
    assert reader_of(address, b"agen", forwarded) == reader + b" agen"
    assert reader_of(address, None, forwarded) == reader


def test_damaged_gzip_counts_what_stands_before_the_damage(desk) -> None:
    lines = [line(minutes(n), address=f"10.0.{n % 9}.{n}") for n in range(250)]
    packed = gzip.compress("\n".join(lines).encode())
    Path("access.log.gz").write_bytes(packed[:-200])
    result = desk("views", "import", "access.log.gz", "--json")
    assert "damaged gzip" in result.err
    (row,) = json.loads(result.out)
    assert 150 < row["counted"] == row["lines"] < 250
    assert report(desk, log("access.log", *lines))["counted"] == 250 - row["counted"]


@pytest.mark.parametrize("cut", [1, 2, 9, 12, 13])
def test_a_line_cut_before_its_proxy_counts_once_when_it_is_whole(desk, cut) -> None:
    lines = [f'{line(target=page)} "203.0.113.9"' for page in (TAMAN, PASAR)]
    row = report(desk, log("access.log", lines[0], lines[1][:-cut], end=""))
    assert (row["counted"], row["skipped"]["malformed"]) == (1, 1)
    report(desk, log("access.log", *lines))
    assert counts(desk) == {1: 1, 2: 1}


def test_what_is_not_here_yet_by_more_than_a_day_waits_for_its_time(desk, monkeypatch) -> None:
    ahead = [NOW + timedelta(days=1), NOW + timedelta(days=1, seconds=1), NOW + timedelta(days=900)]
    log("access.log", *(line(time, address=f"10.0.0.{n}") for n, time in enumerate(ahead)))
    row = report(desk, "access.log")
    assert (row["counted"], row["skipped"]["future"]) == (1, 2)
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(days=2)).isoformat())
    row = report(desk, "access.log")
    assert (row["counted"], row["skipped"]["known"], row["skipped"]["future"]) == (1, 1, 1)


def test_a_line_of_1970_counts_once_and_closes_no_time_but_its_own(desk, monkeypatch) -> None:
    began = datetime(1970, 1, 1, tzinfo=UTC)  # where a clock without a battery begins
    log("access.log", line(began), line())
    assert report(desk, "access.log")["counted"] == 2
    assert report(desk, "access.log")["skipped"]["known"] == 2
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(days=8)).isoformat())
    old = log("lama.log", line(NOON - timedelta(days=2)), line(began), line())
    row = report(desk, old)
    assert (row["counted"], row["skipped"]["closed"]) == (1, 2)


def test_imports_at_the_same_time_count_one_after_the_other(desk) -> None:
    logs = [
        log(f"{n}.log", *(line(minutes(k), address=f"10.{n}.1.{k}") for k in range(50)))
        for n in range(4)
    ]
    words = [sys.executable, "-m", "beritacli", "--db", "berita.json", "views", "import"]
    running = [subprocess.Popen([*words, one], stdout=subprocess.DEVNULL) for one in logs]
    assert [one.wait() for one in running] == [0] * 4
    assert counts(desk) == {1: 200}


def test_the_place_of_a_bad_line_is_that_in_its_own_log(desk) -> None:
    bad = log("b.log", line(), "rusak", line())
    result = desk("views", "import", log("a.log", line(), line()), bad, "--json")
    assert "Warning: no line of a log: b.log line 2\n" in result.err


def test_the_log_of_a_second_server_counts_within_the_same_time_and_once(desk) -> None:
    report(desk, log("satu.log", line(), line(minutes(120))))
    log("dua.log", line(minutes(60), address="10.0.0.2"))
    assert report(desk, "dua.log")["counted"] == 1
    assert report(desk, "dua.log")["skipped"]["known"] == 1
    assert counts(desk) == {1: 3}


@pytest.mark.parametrize(("pause", "batches"), [(86_400, 1), (86_401, 2)])
def test_lines_are_one_batch_but_for_a_day_without_any(desk, desk_folder, pause, batches) -> None:
    report(desk, log("access.log", line(), line(NOON - timedelta(seconds=pause))))
    row = json.loads((desk_folder / "berita.json").read_text(encoding="utf-8"))["views"]["0"]
    assert len(row["imports"]) == batches


def test_every_view_is_remembered_with_the_batch_in_whose_time_it_falls(desk, desk_folder) -> None:
    busy = [NOON - timedelta(days=9) + timedelta(hours=20 * n) for n in range(5)]  # one batch
    report(desk, log("access.log", *(line(time, address=f"10.0.0.{n}") for n in range(9)
                                     for time in (*busy, NOON))))  # fmt: skip
    row = json.loads((desk_folder / "berita.json").read_text(encoding="utf-8"))["views"]["0"]
    with closing(sqlite3.connect(desk_folder / "berita.readers.sqlite")) as connection:
        seen = connection.execute(
            "SELECT name, min(time), max(time) FROM seen JOIN batches ON batch = number"
            " GROUP BY name ORDER BY 2"
        ).fetchall()
    ends = [(busy[0], busy[-1]), (NOON, NOON)]
    assert [times for _, *times in seen] == [[int(t.timestamp()) for t in two] for two in ends]
    assert {name for name, *_ in seen} == row["imports"].keys()


def test_what_is_let_go_of_a_reader_is_no_second_too_much(desk) -> None:
    seconds = ((0, "10.0.0.9"), (300, "10.0.0.1"), (1800, "10.0.0.9"), (2100, "10.0.0.1"),
               (2100 + 1799, "10.0.0.1"))  # fmt: skip
    lines = [line(NOON + timedelta(seconds=n), address=who) for n, who in seconds]
    row = report(desk, log("access.log", *lines))
    assert (row["counted"], row["skipped"]["reload"]) == (4, 1)


def test_lines_of_many_times_are_some_batches_at_most(desk, desk_folder) -> None:
    times = [NOON - timedelta(days=2 * n) for n in range(60)]
    assert report(desk, log("access.log", *map(line, times)))["counted"] == 60
    row = json.loads((desk_folder / "berita.json").read_text(encoding="utf-8"))["views"]["0"]
    assert len(row["imports"]) == 50
    assert report(desk, "access.log")["skipped"]["known"] == 60


def test_views_of_what_is_in_the_bin_are_not_counted(desk) -> None:
    desk("delete", "1")
    assert report(desk, log("access.log", line()))["skipped"]["unknown"] == 1


@pytest.mark.parametrize(
    ("words", "exit"),
    [
        (["views", "import"], 2),
        (["views", "import", "tidak-ada.log"], 4),
        (["views", "import", "."], 2),
        (["views", "import", "x.log", "--on", "kemarin"], 2),
        (["views", "show", "1", "--pattern", "/x/<slug>"], 2),
    ],
)
def test_a_wrong_import_is_refused_and_leaves_every_byte(desk, desk_folder, words, exit) -> None:
    before = kept_files(desk_folder)
    assert "Hint: " in desk(*words, exit=exit).err
    assert kept_files(desk_folder) == before


@pytest.mark.parametrize("failing", ["peek", "read1"])
def test_a_log_that_a_device_keeps_back_is_named(desk, monkeypatch, failing) -> None:
    import io

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    log("access.log", line())
    broken = type("Broken", (io.BufferedReader,), {failing: fail})
    monkeypatch.setattr("beritacli.formats.files.io.BufferedReader", broken)
    result = desk("views", "import", "access.log", exit=1)
    assert "could not read access.log: Input/output error" in result.err


def test_an_import_into_no_store_counts_nothing_and_makes_none(berita, desk_folder) -> None:
    log("access.log", line())
    assert report(berita, "access.log")["skipped"]["unknown"] == 1
    assert sorted(path.name for path in desk_folder.iterdir()) == ["access.log"]


def test_slow_libraries_are_loaded_by_the_import_of_logs_alone(desk) -> None:
    code = (
        "import sys; before = set(sys.modules);"  # the measure of coverage loads some too
        "from beritacli.cli.main import main; main(['popular', '--window', '7d']);"
        "bad = {'crawleruseragents', 'gzip', 'tempfile', 'hashlib'} & (set(sys.modules) - before);"
        "sys.stderr.write(repr(sorted(bad)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]"


def test_counted_logs_that_are_undone_at_the_same_moment_are_a_conflict() -> None:
    from beritacli.domain.changes import Note, Plan, Recount
    from beritacli.newsroom.desk import Desk
    from beritacli.newsroom.tallying import Log, import_logs
    from conftest import memory_repository

    store = memory_repository()
    other = Ledger().with_batch("x", Batch(NOW, 1, 2))

    def lines():
        store.write(lambda _: Plan(recounts=(Recount(0, None, other),)), Note("", "", NOW))
        yield [line().encode()], False

    readers = Readers(Path("tidak-ada.json"), 1.0)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        import_logs(Desk(store, NOW), [Log("a", lines())], readers, patterns_of(PATTERN))


VISITS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 3), st.sampled_from([PASAR, TAMAN])), max_size=25
)  # minute, reader, page


@given(VISITS, st.integers(0, 99))
def test_the_count_is_that_of_a_plain_walk_through_all_lines_in_order(visits, seed) -> None:
    from beritacli.domain.article import Article
    from beritacli.domain.changes import Change, Note, Plan
    from beritacli.newsroom.desk import Desk
    from beritacli.newsroom.tallying import Log, import_logs
    from conftest import memory_repository

    expected: dict[str, int] = defaultdict(int)
    last: dict[tuple[int, str], int] = {}
    for minute, reader, page in sorted(visits):
        if minute - last.get((reader, page), -99) >= 30:
            expected[page] += 1
            last[reader, page] = minute
    lines = [line(minutes(m), page, f"10.0.0.{reader}").encode() for m, reader, page in visits]
    random.Random(seed).shuffle(lines)  # noqa: S311
    half = len(lines) // 2
    store = memory_repository()
    articles = (Article(1, "pasar-malam", "A"), Article(2, "taman-kota", "B"))
    store.write(lambda _: Plan(tuple(Change(None, one) for one in articles)), Note("", "", NOW))
    logs = [
        Log("a", [(lines[:half], False)]),
        Log("b", [(lines[half:], False)]),
        Log("c", [(lines, bool(lines))]),
    ]
    readers = Readers(Path("tidak-ada.json"), 1.0)
    result = import_logs(Desk(store, NOW), logs, readers, patterns_of(PATTERN))
    assert result.counted == sum(expected.values())
    assert store.read().get(1).views == expected[PASAR]


@pytest.mark.parametrize(
    "time",
    ["01/Jan/0001:00:00:00 +1400", "31/Dec/9999:23:59:59 -1400", "31/Dec/1969:23:59:59 +0000",
     "01/Mar/2026:12:00:61 +0700", "01/Mei/2026:12:00:00 +0700", "01/Mar/2026:24:00:00 +0700"],
)  # fmt: skip
def test_a_time_that_no_server_writes_is_malformed(desk, time) -> None:
    spoilt = re.sub(r"\[.*?\]", f"[{time}]", line())
    row = report(desk, log("access.log", spoilt, line()))
    assert (row["counted"], row["skipped"]["malformed"]) == (1, 1)


@pytest.mark.parametrize("time", ["inf", "nan", "1e300", "1e21", "-1"])
def test_a_number_that_is_no_time_is_malformed(time) -> None:
    row = '{"time": "%s", "ip": "10.0.0.1", "method": "GET", "path": "/", "status": 200}'
    assert LineReader().read((row % time).encode()) is None
    for number in ("1772341200", "1772341200123", "1772341200123456", "1772341200123456789"):
        fields = LineReader().read((row % number).encode())
        assert fields is not None
        assert fields[2] == 1_772_341_200


def test_a_second_that_was_put_in_is_the_next_one() -> None:
    said = line().replace(":12:00:00 ", ":12:00:60 ").encode()
    assert LineReader().read(said)[2] == int(minutes(1).timestamp())


def test_long_garbage_takes_no_memory() -> None:
    from beritacli.newsroom.tallying import Log, _Reading

    robots = Robots()
    reading = _Reading(Pages([], patterns_of(PATTERN)), b"", lambda _: "")
    tracemalloc.start()
    for number in range(30):
        filler = "x" * 20_000 + str(number)
        assert f"Mozilla/5.0 {filler}".encode() not in robots
        reading.read(Log("a", [([line(target=f"/{filler}").encode()], False)]))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1 << 18


def test_long_garbage_is_read_in_no_time() -> None:
    import time

    begin = time.process_time()
    assert Pages([(1, "a", None)], patterns_of(PATTERN)).find(b"x" * 100_000) is None
    assert b"ContextualBot" * 600 not in Robots()
    assert time.process_time() - begin < 2  # each took longer than that


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(-(1 << 63), (1 << 63) - 1), st.just(7))))
def test_what_is_remembered_of_a_share_of_the_readers_is_what_was_kept_of_it(views) -> None:
    spool = Spool()
    for view in views:
        spool.add(*view)
    with Readers(Path("tidak-ada.json"), 1.0).opened(NOW, writes=False) as memory:
        kept, other = memory.begin(NOW), memory.begin(NOW)
        memory.keep(kept, views)
        memory.keep(other, [(5, 5, 5)])
        of_share = dict(spool.parts())
        for share in range(SHARES):
            seen = memory.seen(0, 9, {kept}, (SHARES, share))
            assert sorted(seen) == of_share.get(share, [])


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(-(1 << 63), (1 << 63) - 1), st.just(7))),
    st.integers(1, 9),
)
def test_views_come_share_by_share_in_order_whether_they_went_to_a_file_or_not(views, most) -> None:
    spool = Spool(most)
    for view in views:
        spool.add(*view)
    spans = spool.spans()
    came = [(share, view) for share, part in spool.parts() for view in part]
    assert came == sorted((view[1] % SHARES, view) for view in views)
    tens: dict[int, list[int]] = defaultdict(list)
    for time_, *_ in views:
        tens[time_ // 600].append(time_)
    assert spans == [(min(times), max(times)) for _, times in sorted(tens.items())]


def test_of_a_line_without_end_only_the_beginning_is_kept() -> None:
    import io

    stream = io.BufferedReader(io.BytesIO(b"a" * 2_000_000 + b"\nb"))
    found = [one for part, _ in lines_of(stream, lambda: None, longest=1000) for one in part]
    assert found[-1] == b"b"
    assert sum(map(len, found)) < 1_000_000


def test_a_request_without_a_version_is_one() -> None:
    fields = LineReader().read(line().replace(" HTTP/1.1", "").encode())
    assert fields[3:5] == (b"GET", PASAR.encode())


@pytest.mark.parametrize("name", ["ip", "time", "method", "path", "status"])
def test_json_that_lacks_a_part_is_malformed(name) -> None:
    row = {"time": 1772341200, "ip": "10.0.0.1", "method": "GET", "path": "/", "status": 200}
    assert LineReader().read(json.dumps(row).encode()) is not None
    del row[name]
    assert LineReader().read(json.dumps(row).encode()) is None


@pytest.mark.parametrize(
    ("pattern", "agent"),
    [("Bot", "xBot"), ("(panjang(ab)y)?def", "xdef"), ("ab|cde", "xcde"), (r"a\.b\.c", "a.b.c")],
)
def test_a_robot_is_told_by_the_end_of_its_agent_too(pattern, agent) -> None:
    assert agent.encode() in Robots([pattern])


@given(st.binary(max_size=120))
def test_any_bytes_are_a_line_or_none(data) -> None:
    fields = LineReader().read(data)
    assert fields is None or len(fields) == 6


@given(
    st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"")), max_size=9),
    st.integers(1, 7),
)
def test_lines_come_whole_however_the_stream_is_cut(lines, size) -> None:
    import io

    class Slow(io.BufferedReader):
        def read1(self, _most: int = -1, /) -> bytes:
            return super().read1(size)

    data = b"\n".join(lines)
    stream = Slow(io.BytesIO(data))
    found = [one for part, _ in lines_of(stream, lambda: None) for one in part]
    assert [one for one in found if one] == [one for one in data.split(b"\n") if one]


def test_robots_are_those_of_the_list_and_programs_without_a_name() -> None:
    robots = Robots()
    agents = [
        a for row in crawleruseragents.CRAWLER_USER_AGENTS_DATA for a in row.get("instances", ())
    ]
    assert all(agent.encode() in robots for agent in agents)
    for agent in (PHONE, DESK, "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/100 Mobile"):
        assert agent.encode() not in robots
        assert crawleruseragents.is_crawler(agent) is False
    assert b"" in robots
    assert b"-" in robots


@given(st.text(st.sampled_from("abcGBot/ -;.+"), max_size=30))
def test_robots_are_found_as_the_patterns_say(agent) -> None:
    patterns = ["Bot", "^ab", "[bB]ot/", "a.c", r"c\+", "(ab|ba)G", "ac|Bc", r"b\/a"]
    expected = agent.strip() in ("", "-") or any(re.search(one, agent) for one in patterns)
    assert (agent.encode() in Robots(patterns)) == expected


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (b"/read/1/A%20b/", "/read/1/a b"),
        (b"https://x.id:80/read/1/a?b=c", "/read/1/a"),
        (b"//read/1//a#x", "/read/1/a"),
        (b"*", "/*"),
        (b"", "/"),
        (b"/%ff", "/\ufffd"),
        (b"/ke/http://x.id/a", "/ke/http:/x.id/a"),
    ],
)
def test_an_address_has_one_path_however_it_is_written(target, path) -> None:
    assert path_and_query(target)[0] == path


def test_a_number_decides_only_where_no_slug_stands_beside_it() -> None:
    pages = Pages([(7, "kabar-a", None), (8, "kabar-b", "/read/7/lama")], patterns_of(PATTERN))
    found = {
        target: pages.find(target)
        for target in (
            b"/read/7",
            b"/read/7/kabar-b",
            b"/read/7/lama",
            b"/read/7/x",
            b"/x",
            b"/x/kabar-a",
        )
    }
    assert list(found.values()) == [7, 8, 8, 0, None, 7]


def test_a_path_is_that_of_the_first_record_and_none_where_a_query_tells_pages_apart() -> None:
    sources = ("https://a.id/kota/x", "http://b.id/kota/x", "https://a.id/index.php?p=5")
    pages = Pages([(n, f"s-{n}", at) for n, at in enumerate(sources, 1)], patterns_of(PATTERN))
    found = [pages.find(at) for at in (b"/kota/x", b"/index.php?p=5", b"/index.php")]
    assert found == [1, None, None]


@pytest.mark.parametrize(
    "shape", ["", "read/<slug>", "/x", "/<id>/<id>", "/<slug>?p=<id>", "/x?p=1", ","]
)
def test_a_pattern_that_names_no_article_is_refused(shape) -> None:
    with pytest.raises(UsageError):
        patterns_of(shape)


def test_the_ledger_closes_the_time_of_batches_that_are_forgotten() -> None:
    ledger = Ledger().with_batch("a", Batch(NOW, 100, 200)).with_batch("b", Batch(NOW, 300, 400))
    assert ledger.closed_without({"a", "b"}) == ()
    assert ledger.closed_without({"a"}) == ((300, 400),)
    later = ledger.with_batch("c", Batch(NOW + timedelta(days=8), 150, 350))
    assert later.closed == ((100, 200), (300, 400))
    assert later.covers(320, 330)
    assert not later.covers(190, 410)
    assert [is_in(later.closed, time) for time in (99, 100, 200, 201, 299, 400)] == [
        False, True, True, False, False, True,
    ]  # fmt: skip
    assert ledger_from_document(later.to_document()) == later


def test_a_batch_is_forgotten_after_seven_days_and_joined_to_what_it_touches() -> None:
    ledger = Ledger().with_batch("a", Batch(NOW, 100, 200)).with_batch("b", Batch(NOW, 201, 300))
    week = timedelta(days=7)
    soon = Batch(NOW + week - timedelta(seconds=1), 500, 600)
    assert ledger.with_batch("c", soon).batches.keys() == {"a", "b", "c"}
    later = ledger.with_batch("c", Batch(NOW + week, 500, 600))
    assert (later.batches.keys(), later.closed) == ({"c"}, ((100, 300),))


def test_of_many_closed_times_the_nearest_are_joined() -> None:
    rows = [{"first": f"2026-01-01T00:{n // 60:02}:{n % 60:02}Z"} for n in range(0, 1000, 5)]
    rows += [{"first": "2026-02-01T00:00:00Z"}, {"first": "2026-02-01T00:00:02Z"}]
    closed = ledger_from_document(
        {"closed": [{**row, "last": row["first"]} for row in rows]}
    ).closed
    assert len(closed) == 200
    assert closed[-1][1] - closed[-1][0] == 2
    assert closed[0][1] - closed[0][0] in (0, 5)


@pytest.mark.parametrize(
    "row",
    [
        [], {"imports": []}, {"closed": {}}, {"lain": 1}, {"closed": [{"first": "x"}]},
        {"closed": [{"first": "2026-01-02T00:00:00Z", "last": "2026-01-01T00:00:00Z"}]},
        {"imports": {"a": 3}},
    ],
)  # fmt: skip
def test_a_spoilt_ledger_is_refused(row) -> None:
    with pytest.raises(ValidationError):
        ledger_from_document(row)
