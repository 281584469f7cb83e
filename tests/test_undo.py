"""Undo, redo and the log: every change can be taken back, and the log is never rewritten for it."""

from __future__ import annotations

import errno
import json
import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from beritacli.domain.changes import Edit, Entry
from beritacli.domain.history import MovedOnError, UnknownError, redoable, taken_back, undoable
from beritacli.errors import ConflictError, DamagedError, NeedsTerminalError, NotFoundError
from beritacli.newsroom import counting, publishing, tagging, undoing, writing
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.reading import Part
from beritacli.newsroom.targets import Target
from beritacli.storage import atomic, log_writer
from beritacli.values import replace
from conftest import FREE, NOW, a_third, disk_store, kept_files, memory_repository, ref, state


@pytest.fixture(params=["disk", "memory"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    memory = request.param == "memory"
    store = memory_repository() if memory else disk_store(tmp_path / "berita.json")
    return Desk(store, NOW, "penguji@meja", "uji", approval=FREE)


@pytest.fixture
def disk_desk(path: Path) -> Desk:
    return Desk(disk_store(path), NOW, "penguji@meja", "uji", approval=FREE)


# -- what undo and redo do --------------------------------------------------


def do_something(desk: Desk, number: int) -> None:
    """One of the things that a desk does, chosen by a number; it may change nothing."""
    chance = random.Random(number)  # noqa: S311 - the same each time
    ids = [article.id for article in desk.repository.read()]
    deeds = ["add", "add", "edit", "tag", "delete", "restore", "publish", "many", "read", "total"]
    deed = chance.choice(deeds)
    some = ref(chance.choice(ids)) if ids else None
    if deed == "add" or some is None:
        writing.add(desk, {"title": f"Judul {number}", "body": "isi " * (number % 5)})
    elif deed == "edit":
        writing.edit(
            desk, some, {"section": chance.choice(["Kota", "Kesra"]), "quote": f"{number}"}
        )
    elif deed == "tag":
        tagging.tag(desk, some, add=[f"tag{number % 3}"], remove=["tag0"])
    elif deed == "read":
        counting.add_views(desk, some.args[0], number)
    elif deed == "total":
        counting.set_views(desk, some.args[0], number)
    elif deed == "restore":
        publishing.restore(desk, ref(*ids))
    elif deed == "many":
        writing.edit(desk, ref(*ids), {"reporter": f"Rani {number}"})
    else:
        article = desk.repository.read().get(int(some.args[0]))
        if article.status == "draft":
            move = publishing.move if deed == "delete" else publishing.publish
            extra = {"action": "delete"} if deed == "delete" else {"force": "uji"}
            move(desk, some, **extra)


@a_third()
@given(numbers=st.lists(st.integers(0, 10_000), min_size=1, max_size=10))
def test_undoing_all_gives_the_first_state_and_redoing_all_the_last(
    tmp_path_factory, numbers
) -> None:
    store = disk_store(tmp_path_factory.mktemp("urung") / "berita.json")
    desk = Desk(store, NOW, "penguji@meja", "uji", approval=FREE)
    states = [state(desk)]
    for number in numbers:
        do_something(desk, number)
        if state(desk) != states[-1]:
            states.append(state(desk))
    for before in reversed(states[:-1]):
        undoing.undo(desk)
        assert state(desk) == before
    assert undoing.undo(desk).plan.changes == ()
    for after in states[1:]:
        undoing.redo(desk)
        assert state(desk) == after
    assert undoing.redo(desk).plan.changes == ()


def test_one_command_on_many_articles_is_one_undo(desk) -> None:
    for title in ("Satu", "Dua"):
        writing.add(desk, {"title": title})
    before = state(desk)
    writing.edit(desk, ref(1, 2), {"section": "Kota"})
    assert len(undoing.undo(desk).plan.changes) == 2
    assert state(desk) == before


def test_a_new_change_empties_redo(desk) -> None:
    writing.add(desk, {"title": "Satu"})
    undoing.undo(desk)
    writing.add(desk, {"title": "Dua"})
    assert undoing.redo(desk).plan.changes == ()
    assert [article.title for article in desk.repository.read()] == ["Dua"]


def test_an_id_that_was_undone_does_not_come_back(desk) -> None:
    writing.add(desk, {"title": "Satu"})
    undoing.undo(desk)
    assert writing.add(desk, {"title": "Dua"}).articles[0].id == 2


def test_undo_redo_and_undo_again_go_on_from_there(desk) -> None:
    for title in ("Satu", "Dua", "Tiga"):
        writing.add(desk, {"title": title})
    for step in (undoing.undo, undoing.redo, undoing.undo, undoing.undo):
        step(desk)
    assert [article.title for article in desk.repository.read()] == ["Satu"]


def test_undo_to_a_time_takes_back_everything_after_it_in_one_step(desk) -> None:
    for hours in range(4):
        later = replace(desk, now=NOW + timedelta(hours=hours))
        writing.add(later, {"title": f"Jam {hours}"})
    everything = state(desk)
    undoing.undo(desk, to=NOW + timedelta(hours=1))
    assert [article.title for article in desk.repository.read()] == ["Jam 0", "Jam 1"]
    undoing.redo(desk)
    assert state(desk) == everything


def test_a_dry_run_tells_the_same_and_changes_nothing(disk_desk, path) -> None:
    writing.add(disk_desk, {"title": "Satu"})
    files = kept_files(path.parent)
    told = undoing.undo(replace(disk_desk, dry_run=True)).plan
    assert kept_files(path.parent) == files
    assert undoing.undo(disk_desk).plan.changes == told.changes


def test_undoing_an_import_of_many_is_a_mass_deletion(desk) -> None:
    for number in range(12):
        writing.add(desk, {"title": f"Judul {number}"})
    careful = replace(desk, approval=Approval(yes=True))
    with pytest.raises(NeedsTerminalError, match="take away 12 of 12"):
        undoing.undo(careful, to=NOW - timedelta(days=1))
    assert len(state(desk)) == 12


def test_what_is_undone_must_still_be_what_was_shown(desk) -> None:
    for number in range(10):
        writing.add(desk, {"title": f"Judul {number}"})
    writing.edit(desk, Target(everything=True), {"section": "Kota"})

    def meanwhile(_question, _plan) -> bool:
        if not asked:
            writing.edit(desk, Target(everything=True), {"section": "Kesra"})
        asked.append(1)
        return True

    asked: list[int] = []
    with pytest.raises(ConflictError, match="changed while you were asked"):
        undoing.undo(replace(desk, approval=Approval(ask=meanwhile)))
    assert {article.section for article in desk.repository.read()} == {"Kesra"}


# -- the reckoning ----------------------------------------------------------


def entry(sequence: int, kind: str = "change", *of: int) -> Entry:
    return Entry(sequence, NOW, "penguji", "", kind, of=of, edits=(Edit(1, {}, {}),))


def test_entries_are_reckoned_from_the_end() -> None:
    log = [entry(5, "redo", 4), entry(4, "undo", 2), entry(3, "undo", 1), entry(2), entry(1)]
    assert [one.sequence for one in undoable(log)] == [2]
    assert redoable(log).sequence == 3
    assert redoable([entry(6), *log]) is None


def test_a_purge_cannot_be_undone_and_ends_redo() -> None:
    log = [entry(3, "purge"), entry(2, "undo", 1), entry(1)]
    assert list(undoable(log)) == []
    assert redoable(log) is None


@pytest.mark.parametrize(
    ("edit", "current"),
    [
        (Edit(1, {"title": "a"}, {"title": "b"}), {"title": "c"}),
        (Edit(1, {"title": "a"}, {"title": "b"}), None),
        (Edit(1, None, {"title": "b"}, existed=False), {"title": "c"}),
        (Edit(1, {"title": "a"}, None, exists=False), {"title": "a"}),
        (Edit(1, {"title": "a", "x": 1}, {"title": "b"}), {"title": "b", "x": 1}),
    ],
)
def test_undo_applies_only_where_the_value_is_what_it_became(edit, current) -> None:
    with pytest.raises(MovedOnError):
        taken_back(edit, current)


def test_what_was_there_before_must_be_known() -> None:
    with pytest.raises(UnknownError):
        taken_back(Edit(1, None, {"title": "b"}), {"title": "b"})


def test_a_key_that_an_edit_brought_goes_and_one_it_took_comes_back() -> None:
    edit = Edit(1, {"a": 1}, {"b": 2})
    assert taken_back(edit, {"b": 2, "c": 3}) == {"c": 3, "a": 1}


# -- changes from outside ---------------------------------------------------


def by_hand(path: Path, change: Callable[[dict], None]) -> None:
    root = json.loads(path.read_text(encoding="utf-8"))
    change(root["articles"])
    path.write_text(json.dumps(root), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table["1"].update(title="Lain", body="isi lain"),
        lambda table: table["1"].update(warna="merah"),
        lambda table: table.pop("1"),
        lambda table: table.update({"9": {"title": "Dari Luar"}}),
        lambda table: (
            table["1"].update(quote="x"),
            table.pop("2"),
            table.update({"7": {"title": "B"}}),
        ),
    ],
    ids=["edit", "key", "removal", "addition", "all"],
)
def test_a_change_from_outside_is_undone_and_redone(disk_desk, path, change) -> None:
    writing.add(disk_desk, {"title": "Satu", "body": "isi satu"})
    writing.add(disk_desk, {"title": "Dua", "tags": ("pasar",)})
    writing.edit(disk_desk, ref(1), {"section": "Kota"})
    before = state(disk_desk)
    by_hand(path, change)
    outside = state(disk_desk)
    undoing.undo(disk_desk)
    assert state(disk_desk) == before
    undoing.redo(disk_desk)
    assert state(disk_desk) == outside


def test_counts_changed_from_outside_are_undone_too(disk_desk, path) -> None:
    writing.add(disk_desk, {"title": "Satu"})
    counting.add_views(disk_desk, "1", 3)
    counting.add_views(replace(disk_desk, now=NOW + timedelta(hours=2)), "1", 4)
    before = state(disk_desk)
    root = json.loads(path.read_text(encoding="utf-8"))
    root["views"]["1"]["counted"] = {"2025": 9}
    path.write_text(json.dumps(root), encoding="utf-8")
    undoing.undo(disk_desk)
    assert state(disk_desk) == before


def test_every_value_overwritten_from_outside_is_in_the_log(disk_desk, path) -> None:
    """Invariant: an acknowledged or outside value is in the store, or in the log."""
    writing.add(disk_desk, {"title": "Satu", "body": "isi yang diakui"})
    by_hand(path, lambda table: table["1"].update(body="isi dari luar"))
    writing.add(disk_desk, {"title": "Dua"})
    by_hand(path, lambda table: table["1"].update(body="isi ketiga"))
    writing.add(disk_desk, {"title": "Tiga"})
    text = path.with_name("berita.history.jsonl").read_text(encoding="utf-8")
    assert all(value in text for value in ("isi yang diakui", "isi dari luar", "isi ketiga"))


def test_what_nobody_knows_any_more_is_passed_over_with_a_warning(disk_desk, path) -> None:
    writing.add(disk_desk, {"title": "Besar", "body": "x" * 300_000})  # too long to be in the log
    writing.add(disk_desk, {"title": "Kecil"})
    by_hand(path, lambda table: table["1"].update(body="pendek"))
    outcome = undoing.undo(disk_desk)
    assert "stays as it is" in outcome.warnings[0]
    assert [article.title for article in disk_desk.repository.read()] == ["Besar"]


# -- the log ----------------------------------------------------------------


def test_the_log_tells_who_when_and_what_the_last_first(desk) -> None:
    writing.add(desk, {"title": "Satu"})
    writing.edit(replace(desk, command="edit 1"), ref(1), {"section": "Kota"})
    last, first = undoing.log(desk, None, Part())
    assert (last.who, last.time, last.command) == ("penguji@meja", NOW, "edit 1")
    (edit,) = last.edits
    assert (edit.before["section"], edit.after["section"]) == (None, "Kota")
    assert first.edits[0].after["title"] == "Satu"


def test_the_log_of_one_article_names_only_it_and_finds_it_when_it_is_gone(desk) -> None:
    writing.add(desk, {"title": "Satu"})
    writing.add(desk, {"title": "Dua"})
    undoing.undo(desk)
    assert [one.kind for one in undoing.log(desk, "2", Part())] == ["undo", "change"]
    assert [one.sequence for one in undoing.log(desk, "satu", Part())] == [1]
    with pytest.raises(NotFoundError):
        undoing.log(desk, "99", Part())


@pytest.fixture
def short_segments(monkeypatch) -> None:
    monkeypatch.setattr(log_writer, "SEGMENT", 2000)


def segments(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.glob("berita.history.*"))


def test_a_long_log_goes_on_in_numbered_segments_and_undo_reads_them_backwards(
    short_segments, disk_desk, path
) -> None:
    states = [state(disk_desk)]
    for number in range(9):
        writing.add(disk_desk, {"title": f"Judul {number}"})
        states.append(state(disk_desk))
    assert segments(path)[:2] == ["berita.history.1.jsonl", "berita.history.2.jsonl"]
    again = replace(disk_desk, repository=disk_store(path))
    for before in reversed(states[:-1]):
        undoing.undo(again)
        assert state(again) == before


def test_ids_do_not_come_back_after_a_rotation(short_segments, disk_desk, path) -> None:
    old = None
    for number in range(9):
        writing.add(disk_desk, {"title": f"Judul {number}"})
        old = old or path.read_bytes()
    path.write_bytes(old)
    assert writing.add(disk_desk, {"title": "Baru"}).articles[0].id == 10


def test_a_change_from_outside_is_told_whole_across_segments(
    short_segments, disk_desk, path
) -> None:
    for number in range(9):
        writing.add(disk_desk, {"title": f"Judul {number}", "body": f"isi {number}"})
    before = state(disk_desk)
    by_hand(path, lambda table: table["1"].update(body="lain"))
    assert [change.id for change in undoing.undo(disk_desk).plan.changes] == [1]
    assert state(disk_desk) == before


def test_a_rotation_that_did_not_end_is_taken_up_again(short_segments, disk_desk, path) -> None:
    writing.add(disk_desk, {"title": "Satu"})
    current = path.with_name("berita.history.jsonl")
    path.with_name("berita.history.1.jsonl").hardlink_to(current)
    for number in range(6):
        writing.add(disk_desk, {"title": f"Judul {number}"})
    assert len(undoing.log(disk_desk, None, Part())) == 7
    assert current.stat().st_nlink == 1


def test_a_rotation_that_fails_is_no_failure_and_leaves_no_file(
    short_segments, disk_desk, path, monkeypatch
) -> None:
    def failing(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    def cannot_replace_the_log(source, target):
        if str(target).endswith("history.jsonl"):
            failing()
        real(source, target)

    real = os.replace
    faults = [
        (log_writer, "write_like", failing),
        (atomic.os, "replace", cannot_replace_the_log),
        (log_writer, "fsync_folder", failing),
    ]
    writing.add(disk_desk, {"title": "Satu"})
    for module, name, fault in faults:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, fault)
            writing.add(disk_desk, {"title": f"Judul {name}", "body": "isi " * 900})
        assert segments(path) == ["berita.history.jsonl"]
    assert len(undoing.log(disk_desk, None, Part())) == 4


@pytest.mark.parametrize("damage", ["letter", "order", "missing line"])
def test_a_damaged_older_segment_stops_undo_and_nothing_else(
    short_segments, disk_desk, path, damage
) -> None:
    for number in range(9):
        writing.add(disk_desk, {"title": f"Judul {number}"})
    old = path.with_name("berita.history.1.jsonl")
    lines = old.read_bytes().splitlines(keepends=True)
    wrong = {
        "letter": [*lines[:2], lines[2].replace(b"Judul", b"Judal"), *lines[3:]],
        "order": [*lines[:2], *lines[4:6], *lines[2:4], *lines[6:]],
        "missing line": [*lines[:2], *lines[4:]],
    }
    old.write_bytes(b"".join(wrong[damage]))
    with pytest.raises(DamagedError, match=r"berita\.history\.1\.jsonl"):
        undoing.undo(disk_desk, to=NOW - timedelta(days=1))
    assert len(state(disk_desk)) == 9
    writing.add(disk_desk, {"title": "Terus"})


def test_a_torn_last_line_is_not_read_as_history(disk_desk, path) -> None:
    writing.add(disk_desk, {"title": "Satu"})
    with path.with_name("berita.history.jsonl").open("ab") as log:
        log.write(b'{"sequence": 2, "state": "ab')
    assert len(undoing.log(disk_desk, None, Part())) == 1
    by_hand(path, lambda table: table["1"].update(body="lain"))
    undoing.undo(disk_desk)
    assert [article.body for article, _ in state(disk_desk)] == [None]


def test_the_history_of_another_store_is_nobodys(disk_desk, path, tmp_path) -> None:
    writing.add(disk_desk, {"title": "Satu"})
    with TinyDB(path) as db:
        db.table("meta").update({"store": "0123456789abcdef"})
    assert undoing.log(disk_desk, None, Part()) == []
    assert undoing.undo(disk_desk).plan.changes == ()


# -- at the command line ----------------------------------------------------


def test_undo_and_redo_at_the_command_line(berita) -> None:
    berita("--db", "berita.json", "add", "Satu")
    berita("edit", "1", "--section", "Kota")
    undone = berita("undo")
    assert undone.out == "1\tsection\tKota\t\n"
    assert "undo of 2: edit 1 --section Kota" in undone.err
    assert berita("redo").out == "1\tsection\t\tKota\n"
    assert "nothing to redo" in berita("redo").err


def test_the_log_in_a_pipe_is_a_line_an_entry(berita) -> None:
    berita("--db", "berita.json", "add", "Satu")
    berita("tag", "1", "+a\x1b")
    lines = [line.split("\t") for line in berita("log").out.splitlines()]
    assert [(row[0], row[3], row[4]) for row in lines] == [
        ("2", "change", "1"),
        ("1", "change", "1"),
    ]
    rows = json.loads(berita("log", "--json", "-n", "1").out)
    assert [row["sequence"] for row in rows] == [2]


def test_undo_to_a_time_takes_dates_as_people_write_them(berita, monkeypatch) -> None:
    berita("--db", "berita.json", "add", "Satu")
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T09:30:00+07:00")
    berita("add", "Dua")
    berita("undo", "--to", "kemarin 18.00")
    assert berita("list", "--ids").out == "1\n"
    assert "date" in berita("undo", "--to", "entah", exit=2).err


def test_a_log_that_may_not_be_read_is_no_empty_one(berita, monkeypatch) -> None:
    berita("--db", "berita.json", "add", "Judul")

    def closed(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("beritacli.storage.past.log_reader.read_header", closed)
    assert "berita.history.jsonl: Permission denied" in berita("log", exit=1).err
