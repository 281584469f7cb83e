"""Embargo and correction: what readers must not see yet, and what they are told. All fiction."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beritacli.domain.article import Article, Correction
from beritacli.domain.query import Equals, Not, Query, Within, matches, released
from beritacli.errors import ValidationError
from beritacli.indonesian.span import Span
from beritacli.newsroom import publishing
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.targets import Target
from beritacli.render import terminal
from beritacli.render.output import Place
from beritacli.render.rows import plain_rows
from beritacli.values import replace
from conftest import EXAMPLE, NOW, memory_repository

READY = ("--body", "Isi.", "--reporter", "Rani", "--editor", "Dodi")


def shown(berita, ref: str = "1") -> dict:
    return json.loads(berita("show", ref, "--json").out)


@pytest.fixture
def held(berita) -> None:
    """The example page, and number 10 under embargo until tomorrow 10.00."""
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("add", "Tarif Baru Panen Kebun", *READY, "--embargo", "besok 10.00", "--views", "900000")


# -- the record ---------------------------------------------------------------------


def test_the_two_keys_stand_at_the_end_of_a_record(berita) -> None:
    berita("--db", "berita.json", "add", "Naskah")
    record = shown(berita)
    assert list(record)[-2:] == ["embargo_until", "corrections"]
    assert (record["embargo_until"], record["corrections"]) == (None, [])


def test_a_store_without_the_keys_is_read(berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Naskah")
    path = desk_folder / "berita.json"
    path.write_text(path.read_text().replace(', "embargo_until": null, "corrections": []', ""))
    assert shown(berita)["corrections"] == []
    berita("edit", "1", "--embargo", "besok")
    assert shown(berita)["embargo_until"] == "2026-03-03T00:00:00+07:00"


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "markdown"])
def test_every_format_brings_them_back(format, held, berita, desk_folder) -> None:
    berita("publish", "1", "--correction", 'Luasnya "400 meter; bukan 40"')
    berita("export", "--embargoed", "--format", format, "-o", f"satu.{format}")
    berita("--db", "lain.json", "import", f"satu.{format}", "--format", format)
    berita("--db", "lain.json", "export", "--embargoed", "--format", format, "-o", f"dua.{format}")
    one, two = ((desk_folder / f"{name}.{format}").read_bytes() for name in ("satu", "dua"))
    assert one == two
    assert b"400 meter" in one


@pytest.mark.parametrize(
    "corrections",
    [5, "x", [5], [{}], [{"at": "kemarin", "text": "x"}], [{"at": "2026-01-01", "text": " "}]],
)
def test_corrections_that_are_none_are_refused(corrections, berita) -> None:
    row = json.dumps({"title": "Naskah", "corrections": corrections})
    berita("--db", "berita.json", "import", "-", stdin=row, exit=3)


# -- embargo ------------------------------------------------------------------------


def test_an_embargo_holds_an_article_out_of_publish(held, berita) -> None:
    error = berita("publish", "10", exit=3).err
    assert "article 10 is under embargo until 2026-03-03 10:00" in error
    assert "Hint: berita publish 10 --at '2026-03-03 10:00'" in error
    berita("publish", "10", "--force", "mendesak", exit=3)
    berita("edit", "10", "--status", "published", exit=3)
    berita("add", "Lain", *READY, "--embargo", "besok", "--publish", exit=3)
    berita("publish", "10", "--at", "besok 08.00", exit=3)
    berita("publish", "10", "--at", "besok 10.00")


def test_publish_embargo_schedules_for_its_end(held, berita, monkeypatch) -> None:
    berita("publish", "10", "--embargo", "besok 11.00")
    record = shown(berita, "10")
    assert record["status"] == "scheduled"
    assert record["embargo_until"] == record["scheduled_at"] == "2026-03-03T11:00:00+07:00"
    assert berita("publish", "10", "--embargo", "besok 11.00").out == ""
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T11:00:00+07:00")
    berita("publish", "--due")
    record = shown(berita, "10")
    assert (record["status"], record["embargo_until"]) == ("published", None)


@pytest.mark.parametrize(
    "flags",
    [
        ("--at", "besok 06.00"),
        ("--embargo", "besok 10.00"),
        ("--at", "lusa", "--embargo", "besok 10.00"),
    ],
)
def test_schedule_does_what_publish_does_with_the_same_flags(flags, held, berita) -> None:
    berita("edit", "10", "--clear", "embargo")
    first = json.loads(berita("publish", "10", *flags, "--json").out)
    berita("undo")
    assert json.loads(berita("schedule", "10", *flags, "--json").out) == first


def test_schedule_asks_for_a_time(held, berita) -> None:
    assert "schedule for when?" in berita("schedule", "10", exit=2).err


def test_schedule_checks_what_publish_checks_unless_forced(held, berita) -> None:
    berita("add", "Tanpa Isi", "--reporter", "Rani", "--editor", "Dodi")
    at = ("--at", "besok 06.00")
    assert "cannot be scheduled: body missing" in berita("schedule", "11", *at, exit=3).err
    forced = berita("schedule", "11", *at, "--force", "menunggu naskah")
    assert "held back at its time unless mended: body missing" in forced.err
    assert "menunggu naskah" in berita("log", "11", "--json").out


def test_due_holds_back_what_got_an_embargo_since(held, berita, monkeypatch) -> None:
    berita("publish", "10", "--at", "besok 10.00")
    berita("edit", "10", "--embargo", "lusa")
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T10:05:00+07:00")
    result = berita("publish", "--due")
    assert "article 10 is held back: under embargo until 2026-03-04 00:00" in result.err
    assert shown(berita, "10")["status"] == "scheduled"


def test_an_export_leaves_it_out_and_says_so(held, berita) -> None:
    result = berita("export")
    assert "10" not in [str(row["id"]) for row in json.loads(result.out)]
    assert "1 article under embargo left out; --embargoed takes all" in result.err
    assert len(json.loads(berita("export", "--embargoed").out)) == 10
    assert len(json.loads(berita("export", "embargo:hari-ini..").out)) == 1
    assert json.loads(berita("export", "id:10").out) == []


def test_no_list_for_readers_shows_it_and_the_desk_sees_it(held, berita, monkeypatch) -> None:
    berita("edit", "10", "--clear", "embargo")
    berita("publish", "10")
    berita("related", "1", "--pin", "10")
    for words in (["related", "1", "-n", "9"], ["related", "4", "-n", "9"], ["popular"]):
        assert "10" in berita(*words, "--ids").out.split()
    berita("edit", "10", "--embargo", "besok 10.00")
    for words in (["related", "1", "-n", "9"], ["related", "4", "-n", "9"], ["popular"]):
        assert "10" not in berita(*words, "--ids").out.split()
    assert "Tarif" not in berita("show", "1").out
    for words in (["list"], ["search", "tarif"], ["list", "embargo:besok"]):
        assert "10" in berita(*words, "--ids").out.split()
    assert "EMBARGO sampai Selasa, 03 Maret 2026 10.00 WIB" in berita("show", "10").out
    assert "under embargo until" in berita("share", "10").err
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T10:00:00+07:00")
    assert "10" in berita("popular", "--ids").out.split()
    assert "EMBARGO" not in berita("show", "10").out


def test_a_table_at_a_terminal_marks_it_until_it_is_over(article) -> None:
    row = plain_rows([article(embargo_until=NOW + timedelta(hours=1))])
    early, late = Place(True, 80, now=NOW), Place(True, 80, now=NOW + timedelta(hours=1))
    assert "draft (embargo)" in terminal.table(row, ("id", "status", "title"), early)
    assert "embargo" not in terminal.table(row, ("id", "status", "title"), late)
    assert "embargo" not in terminal.table(row, ("id", "status"), Place(now=NOW))


def test_an_embargo_can_be_taken_off_and_set_in_an_editor(held, berita) -> None:
    assert "embargo_until" in berita("edit", "10", "--clear", "embargo").out
    assert shown(berita, "10")["embargo_until"] is None


@pytest.mark.parametrize(
    ("until", "seen"),
    [(None, True), (NOW - timedelta(1), True), (NOW, True), (NOW + timedelta(0, 1), False)],
)
def test_an_embargo_is_over_at_its_moment(until, seen, article) -> None:
    one = article(embargo_until=until)
    assert matches(released(Query(), NOW), one) is seen
    assert one.is_embargoed(NOW) is not seen


@pytest.mark.parametrize(
    "term", [Within("embargo", (Span(NOW, None),)), Not(Equals("tag", ("a",)))]
)
def test_a_query_that_speaks_of_the_embargo_sees_it(term) -> None:
    speaks = isinstance(term, Within)
    assert (released(Query((term,)), NOW) == Query((term,))) is speaks
    assert released(Query((Not(term),)), NOW) != Query((Not(term),)) or speaks


# -- correction ----------------------------------------------------------------------


def test_a_correction_stands_on_the_page_under_its_day(held, berita) -> None:
    berita("edit", "1", "--body", "Kebun itu seluas 400 meter persegi.")
    berita("publish", "1", "--correction", "Luas  kebun\n400 meter persegi, bukan 40.")
    page = " ".join(berita("show", "1").out.split())
    assert (
        "Kebun itu seluas 400 meter persegi. Koreksi, Senin, 02 Maret 2026 09.30 WIB: "
        "Luas kebun 400 meter persegi, bukan 40." in page
    )


def test_the_former_text_and_the_correction_are_in_the_log(held, berita, desk_folder) -> None:
    berita("edit", "1", "--body", "Baru.")
    berita("publish", "1", "--correction", "Luasnya salah.")
    log = "".join(part.read_text() for part in desk_folder.glob("berita.history*"))
    assert "Puluhan warga" in log
    assert "correction: Luasnya salah." in log


def test_corrections_add_up_and_can_be_asked_for(held, berita, monkeypatch) -> None:
    berita("publish", "1", "--correction", "Satu.")
    monkeypatch.setenv("BERITA_NOW", "2026-03-04T10:00:00+07:00")
    berita("publish", "1", "2", "--correction", "Dua.")
    texts = [one["text"] for one in shown(berita)["corrections"]]
    assert texts == ["Satu.", "Dua."]
    assert berita("list", "corrected:hari-ini", "--ids").out.split() == ["1", "2"]
    assert berita("list", "corrected:2026-03-02", "--ids").out == ""
    assert berita("list", "^corrected:", "--ids").out.split() == ["1", "2"]
    berita("edit", "1", "--clear", "corrections")
    assert shown(berita)["corrections"] == []


@pytest.mark.parametrize(
    ("words", "exit", "message"),
    [
        (["publish", "10", "--correction", "x"], 3, "was never out"),
        (["publish", "1", "--correction", " "], 2, "the correction is empty"),
        (["publish", "1", "--correction", "x", "--at", "besok"], 2, "goes out at once"),
        (["publish", "--due", "--correction", "x"], 2, "takes no target"),
        (["publish", "--due", "--embargo", "besok"], 2, "takes no target"),
    ],
)
def test_what_cannot_be_corrected_is_told(words, exit, message, held, berita) -> None:
    berita("edit", "10", "--clear", "embargo")
    assert message in berita(*words, exit=exit).err


def test_a_correction_of_what_was_taken_back_publishes_it_again(held, berita) -> None:
    berita("unpublish", "1")
    berita("publish", "1", "--correction", "Nama diperbaiki.")
    record = shown(berita)
    assert (record["status"], record["published_at"]) == ("published", "2024-05-14T00:00:00+07:00")


def test_hooks_are_asked_and_told_of_a_correction(held, berita, monkeypatch, desk_folder) -> None:
    script = f"sh -c 'cat >> {desk_folder}/peristiwa'"
    monkeypatch.setenv("BERITA_HOOKS_PRE_PUBLISH", script)
    monkeypatch.setenv("BERITA_HOOKS_POST_PUBLISH", script)
    berita("publish", "1", "--correction", "Satu.")
    told = [json.loads(line) for line in (desk_folder / "peristiwa").read_text().splitlines()]
    assert [event["event"] for event in told] == ["pre_publish", "post_publish"]
    assert told[0]["articles"][0]["corrections"][0]["text"] == "Satu."


def test_a_planned_time_before_the_end_of_an_embargo_is_refused(article) -> None:
    one = article(body="Isi.", reporter="R", editor="E", embargo_until=NOW + timedelta(1))
    desk = Desk(memory_repository([one]), NOW)
    with pytest.raises(ValidationError, match="under embargo"):
        publishing.schedule(desk, Target(("1",)), NOW + timedelta(hours=1))
    late = NOW + timedelta(2)
    (change,) = publishing.schedule(desk, Target(("1",)), late).plan.changes
    assert change.after == replace(
        one, status="scheduled", scheduled_at=late, updated_at=NOW, revision=2
    )


def test_the_last_correction_dates_a_record() -> None:
    notes = (Correction(NOW, "a"), Correction(NOW - timedelta(1), "b"))
    assert Article(1, "a-b", "A", corrections=notes).corrected_at == NOW
    assert Article(1, "a-b", "A").corrected_at is None


def test_a_time_of_another_zone_is_told_in_that_of_the_desk(berita) -> None:
    berita("--db", "berita.json", "add", "Naskah", *READY, "--embargo", "besok 10.00 WITA")
    error = berita("publish", "1", exit=3).err
    assert "under embargo until 2026-03-03 09:00" in error
    assert "--at '2026-03-03 09:00'" in error
    berita("publish", "1", "--at", "2026-03-03 09:00")
    assert (
        "2026-03-03 09:00" in berita("list", "--format", "table", "--columns", "embargo_until").out
    )
