"""Backups, the doctor, repair and purge: what keeps a store safe beside its daily work."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beritacli.domain.layout import Scan
from beritacli.domain.safety import ERROR, LEAST_TEXT, NOTE, WARNING, Keeper
from beritacli.errors import (
    BeritaError,
    DamagedError,
    NeedsTerminalError,
    NotFoundError,
    WriteFailedError,
)
from beritacli.newsroom import backing, counting, publishing, purging, undoing, writing
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.reading import Part
from beritacli.storage import atomic, backups, doctor, log_writer
from beritacli.storage.history import chain
from beritacli.storage.paths import Paths
from beritacli.storage.replay import Records, replayed
from beritacli.storage.scanning import document_hash
from beritacli.storage.tinydb_store import TinyDBStore
from beritacli.values import replace
from conftest import FREE, NOW, disk_store, kept_files, log_of, ref, state


@pytest.fixture
def store(path: Path) -> TinyDBStore:
    return disk_store(path, lock_timeout=0.2)


@pytest.fixture
def keeper(store: TinyDBStore) -> Keeper:
    return store.keeper(store.path.parent.parent / "drafts")


@pytest.fixture
def desk(store: TinyDBStore) -> Desk:
    """A desk with three articles and some history."""
    desk = Desk(store, NOW, "penguji@meja", "uji", approval=FREE)
    writing.add(desk, {"title": "Pasar Malam Dibuka", "body": "isi tentang pasar\n\nkedua"})
    writing.add(desk, {"title": "Jembatan Kanal", "body": "isi tentang jembatan"})
    writing.add(desk, {"title": "Taman Kota", "section": "Kota"})
    writing.edit(desk, ref(1), {"section": "Kota"})
    counting.add_views(desk, "1", 40)
    return desk


def again(desk: Desk, path: Path) -> Desk:
    """The same desk in a new process."""
    return replace(desk, repository=disk_store(path))


def every_byte(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def kept_bytes(folder: Path) -> dict[str, bytes]:
    """Every file but the index and the lock."""
    files = every_byte(folder).items()
    return {name: data for name, data in files if "sqlite" not in name and ".lock" not in name}


# -- backups ----------------------------------------------------------------


def test_a_backup_is_the_store_byte_for_byte_with_a_checksum_of_its_own(desk, keeper, path) -> None:
    made = keeper.back_up(NOW, 10)
    assert made.path.read_bytes() == path.read_bytes()
    assert made.path.parent.name == "berita.backups"
    checked = subprocess.run(
        ["sha256sum", "-c", f"{made.name}.sha256"], cwd=made.path.parent, check=False
    )
    assert checked.returncode == 0


def test_a_store_that_did_not_change_is_not_copied_again(desk, keeper) -> None:
    assert keeper.back_up(NOW, 10) is not None
    assert keeper.back_up(NOW + timedelta(hours=1), 10) is None
    assert len(keeper.backups()) == 1


def test_the_newest_backups_are_kept(desk, keeper) -> None:
    for hours in range(5):
        writing.add(desk, {"title": f"Judul {hours}"})
        keeper.back_up(NOW + timedelta(hours=hours), 3)
    times = [one.time - NOW for one in keeper.backups()]
    assert times == [timedelta(hours=hours) for hours in (4, 3, 2)]
    folder = keeper.backups()[0].path.parent
    assert len(list(folder.iterdir())) == 6


def test_a_backup_made_after_the_clock_was_put_back_outlives_those_of_the_future(
    desk, keeper
) -> None:
    kept = []
    for hours in (50, 51, 0, 1):
        writing.add(desk, {"title": f"Judul {hours}"})
        kept = [keeper.back_up(NOW + timedelta(hours=hours), 2), *kept][:2]
    assert backups.all_backups(keeper._paths, NOW + timedelta(hours=1)) == kept


def test_the_doctor_takes_a_closed_log_for_no_damaged_one(desk, keeper, monkeypatch) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(doctor.log_reader, "read", closed)
    assert levels(keeper)["log"] == WARNING


def test_the_doctor_names_backups_of_the_future(desk, keeper) -> None:
    made = keeper.back_up(datetime.now(UTC) + timedelta(days=3), 2)
    assert f"count as the oldest: {made.name}" in said(keeper, "backups")


@pytest.mark.parametrize("name", ["digest", "checksum_of", "_files"])
def test_the_doctor_takes_what_it_may_not_read_for_no_damage(
    desk, keeper, monkeypatch, name
) -> None:
    keeper.back_up(NOW, 2)

    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(backups, name, closed)
    found = next(one for one in keeper.examine() if one.check == "backups")
    assert (found.level, found.hint[:7]) == (WARNING, "ls -ld ")


def test_a_backup_has_the_mode_of_the_store(desk, keeper, path) -> None:
    path.chmod(0o640)
    made = keeper.back_up(NOW, 10)
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (made.path, made.path.parent)]
    assert modes == [0o640, 0o750]


def test_a_dry_run_of_a_backup_writes_nothing(desk, keeper, path) -> None:
    before = kept_files(path.parent)
    assert keeper.back_up(NOW, 10, dry_run=True) is not None
    assert kept_files(path.parent) == before


def test_no_store_has_no_backup_and_gets_no_files(keeper, path) -> None:
    assert keeper.back_up(NOW, 10) is None
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["write", "fsync", "replace", "copy_file_range"])
def test_a_full_disk_leaves_no_half_of_a_backup(desk, keeper, path, monkeypatch, name) -> None:
    def failing(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, name, failing)
    with pytest.raises(WriteFailedError):
        keeper.back_up(NOW, 10)
    assert list((path.parent / "berita.backups").iterdir()) == []


def test_a_backup_that_fails_names_its_folder(desk, keeper, path) -> None:
    folder = path.parent / "berita.backups"
    folder.touch()
    with pytest.raises(WriteFailedError, match=f"could not write {folder}"):
        keeper.back_up(NOW, 10)


def test_what_an_ended_backup_left_is_swept_away(desk, keeper, path) -> None:
    folder = path.parent / "berita.backups"
    folder.mkdir()
    (folder / "berita-20260101T000000Z-1.json.sha256").write_text("alone")
    (folder / "berita-20260101T000000Z-1.json.tmp-1-dead").write_text("half")
    (folder / "catatan.txt").write_text("of somebody")
    keeper.back_up(NOW, 10)
    assert len(list(folder.iterdir())) == 3


def test_a_byte_that_changed_on_the_disk_is_noticed_by_a_backup(desk, keeper, monkeypatch) -> None:
    monkeypatch.setattr(Scan, "digest", 1)  # what a disk that errs would give
    with pytest.raises(DamagedError, match="without being written"):
        keeper.back_up(NOW, 10)
    assert keeper.backups() == []


@pytest.mark.parametrize("damage", ["letter", "cut", "no checksum"])
def test_verify_finds_a_damaged_backup(desk, keeper, damage) -> None:
    made = keeper.back_up(NOW, 10)
    data = made.path.read_bytes()
    if damage == "letter":
        made.path.write_bytes(data.replace(b"Pasar", b"Pasir"))
    elif damage == "cut":
        made.path.write_bytes(data[:-9])
    else:
        backups.checksum_of(made.path).unlink()
    ((_, wrong),) = backing.verified(keeper, [])
    assert "checksum" in wrong


def test_restore_makes_the_records_those_of_the_backup_and_undo_takes_it_back(desk, keeper) -> None:
    then = state(desk)
    keeper.back_up(NOW, 10)
    writing.edit(desk, ref(2), {"title": "Lain"})
    publishing.move(desk, ref(3), "delete")
    writing.add(desk, {"title": "Sesudah"})
    counting.set_views(desk, "1", 7)
    later = state(desk)
    outcome = backing.restore(desk, keeper, "@last")
    assert len(outcome.plan.changes) == 4
    assert state(desk) == then
    undoing.undo(desk)
    assert state(desk) == later
    undoing.redo(desk)
    assert state(desk) == then


def test_an_id_of_a_record_that_a_restore_took_out_does_not_come_back(desk, keeper) -> None:
    keeper.back_up(NOW, 10)
    writing.add(desk, {"title": "Sesudah"})
    backing.restore(desk, keeper, "@last")
    assert writing.add(desk, {"title": "Baru"}).articles[0].id == 5


def test_a_restore_that_takes_away_much_is_a_mass_deletion(desk, keeper) -> None:
    keeper.back_up(NOW, 10)
    for number in range(12):
        writing.add(desk, {"title": f"Judul {number}"})
    with pytest.raises(NeedsTerminalError, match="take away 12 of 15"):
        backing.restore(replace(desk, approval=Approval(yes=True)), keeper, "@last")
    assert len(state(desk)) == 15


def test_a_damaged_backup_is_not_restored(desk, keeper) -> None:
    made = keeper.back_up(NOW, 10)
    writing.add(desk, {"title": "Sesudah"})
    made.path.write_bytes(made.path.read_bytes().replace(b"Pasar", b"Pasir"))
    with pytest.raises(DamagedError, match="checksum"):
        backing.restore(desk, keeper, made.name)
    assert len(state(desk)) == 4


def test_a_backup_is_named_by_a_part_of_its_name(desk, keeper) -> None:
    made = keeper.back_up(NOW, 10)
    assert backing.named(keeper, made.name[:20]) == made
    with pytest.raises(NotFoundError):
        backing.named(keeper, "1999")
    writing.add(desk, {"title": "Sesudah"})
    keeper.back_up(NOW, 10)
    with pytest.raises(NotFoundError, match="fits 2"):
        backing.named(keeper, "berita-")


# -- the doctor -------------------------------------------------------------


def levels(keeper: Keeper) -> dict[str, str]:
    return {finding.check: finding.level for finding in keeper.examine()}


def said(keeper: Keeper, check: str) -> str:
    return " ".join(f.message for f in keeper.examine() if f.check == check)


def test_a_sound_store_has_no_warning_and_is_left_as_it_is(desk, keeper, path) -> None:
    keeper.back_up(NOW, 10)
    before = every_byte(path.parent)
    assert not {WARNING, ERROR} & set(levels(keeper).values())
    assert every_byte(path.parent).keys() == before.keys()


def test_the_doctor_says_where_a_store_is_damaged(desk, keeper, path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"title"', b'"judul"', 1))
    assert levels(keeper)["store"] == ERROR
    assert "article 1: title is missing" in said(keeper, "store")


def test_the_doctor_finds_a_bad_line_in_any_segment(desk, keeper, path, monkeypatch) -> None:
    monkeypatch.setattr(log_writer, "SEGMENT", 1000)
    writing.add(desk, {"title": "Judul"})
    writing.add(desk, {"title": "Judul"})
    old = path.with_name("berita.history.1.jsonl")
    old.write_bytes(old.read_bytes().replace(b"pasar", b"pasir"))
    assert "berita.history.1.jsonl" in said(keeper, "log")


def test_the_doctor_names_the_segments_that_are_gone(desk, keeper, path, monkeypatch) -> None:
    monkeypatch.setattr(log_writer, "SEGMENT", 1000)
    for _ in range(3):
        writing.add(desk, {"title": "Judul"})
    assert len(list(path.parent.glob("berita.history.?.jsonl"))) > 1
    assert "gone" not in said(keeper, "log")
    path.with_name("berita.history.1.jsonl").unlink()
    assert levels(keeper)["log"] != ERROR
    assert "what could be undone: berita.history.1.jsonl " in said(keeper, "log")


def test_the_doctor_tells_a_change_from_outside_and_a_foreign_log(desk, keeper, path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Taman Kota", b"Taman Desa"))
    assert levels(keeper)["fit"] == NOTE
    text = log_of(path).read_text()
    store = json.loads(text.splitlines()[0])["store"]
    path.write_text(path.read_text().replace(store, "0123456789abcdef"))
    assert levels(keeper)["fit"] == WARNING


def test_the_doctor_warns_of_a_store_that_everybody_can_write(desk, keeper, path) -> None:
    path.chmod(0o666)
    assert levels(keeper)["permissions"] == WARNING
    assert f"everybody can write {path}" in said(keeper, "permissions")


def test_the_doctor_warns_of_a_network_file_system(desk, keeper, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "file_system", lambda _: "nfs4")
    assert "network file system (nfs4)" in said(keeper, "disk")


def test_the_doctor_says_who_holds_the_lock(desk, keeper, path) -> None:
    from beritacli.storage.lock import hold

    with hold(Paths(path), 1):
        assert f"process {os.getpid()} on" in said(keeper, "lock")
    assert said(keeper, "lock") == "free"


def test_the_doctor_names_damaged_backups_leftovers_and_a_damaged_index(desk, keeper, path) -> None:
    made = keeper.back_up(NOW, 10)
    made.path.write_bytes(b"{}")
    path.with_name("berita.json.lost-20260101T000000").write_text("x")
    path.with_name("berita.json.tmp-1-dead").write_text("x")
    for index in path.parent.glob("*.sqlite*"):
        index.write_bytes(b"rusak" * 1000)
    found = levels(disk_store(path).keeper(path.parent))
    assert (found["backups"], found["files"], found["index"]) == (NOTE, NOTE, NOTE)
    assert "checksum" in said(keeper, "backups")
    assert "lost-2026" in said(keeper, "files")


# -- repair -----------------------------------------------------------------


def damaged(path: Path) -> list[bytes]:
    return [p.read_bytes() for p in path.parent.iterdir() if ".damaged-" in p.name]


@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.6, 0.9, 0.99])
def test_a_cut_store_becomes_what_the_log_proves(desk, keeper, path, share) -> None:
    before = state(desk)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    repaired = keeper.repair(NOW)
    assert repaired.articles == 3
    assert state(again(desk, path)) == before
    assert damaged(path) == [data[: int(len(data) * share)]]
    assert levels(keeper)["fit"] == "ok"


def test_a_missing_store_comes_back_from_its_log(desk, keeper, path) -> None:
    before = state(desk)
    path.unlink()
    keeper.repair(NOW)
    assert state(again(desk, path)) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_repair_by_root_keeps_the_owner_of_the_store(desk, keeper, path) -> None:
    keeper.back_up(NOW, 10)
    path.write_bytes(b"")
    os.chown(path, 1234, 2345)
    keeper.repair(NOW)
    damaged = path.with_name(f"{path.name}.damaged-{NOW:%Y%m%dT%H%M%S}")
    owners = {(one.stat().st_uid, one.stat().st_gid) for one in (path, damaged)}
    assert owners == {(1234, 2345)}


def test_a_repair_begins_at_a_backup_where_the_log_does_not_tell_all(desk, keeper, path) -> None:
    writing.add(desk, {"title": "Besar", "body": "x" * 300_000})  # its text is not in the log
    keeper.back_up(NOW, 10)
    writing.edit(desk, ref(4), {"section": "Kesra"})
    before = state(desk)
    path.write_bytes(b"rusak")
    assert any("from berita-2026" in step for step in keeper.repair(NOW).steps)
    assert state(again(desk, path)) == before


def test_without_proof_what_can_be_read_is_kept_and_the_rest_filled_up(desk, keeper, path) -> None:
    writing.add(desk, {"title": "Besar", "body": "x" * 300_000})
    before = {article.id: article for article, _ in state(desk)}
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"2": {"id": 2', b'"2": {"id" 2'))
    keeper.repair(NOW)
    after = {article.id: article for article, _ in state(again(desk, path))}
    assert after == before


def test_a_replay_leaves_out_a_record_that_is_not_what_the_log_says_it_became() -> None:
    base = Records({1: {"id": 1, "title": "Pasar"}, 2: {"id": 2, "title": "Taman"}}, {})
    became = document_hash(b'{"id": 1, "title": "Kanal", "section": "Kota"}').hex()
    row = {"id": 1, "before": {}, "after": {"section": "Kota"}, "hash_after": became}
    told = replayed(base, [chain("", 1, {"changes": [row]})])  # who changed the title is not told
    assert told.articles.keys() == {2}


def test_a_replay_may_keep_an_older_state_but_nothing_that_went() -> None:
    base = Records({1: {"id": 1, "title": "Pasar"}, 2: {"id": 2, "title": "Taman"}}, {})
    rows = [
        {"id": 1, "before": {}, "after": {"section": "Kota"}, "hash_after": "00"},
        {"id": 2, "before": None, "after": None, "hash_after": None},
    ]
    told = replayed(base, [chain("", 1, {"changes": rows})], loosely=True)
    assert told.articles == {1: base.articles[1]}


def test_a_record_whose_latest_state_nobody_knows_comes_back_as_the_backup_has_it(
    desk, keeper, path, monkeypatch
) -> None:
    monkeypatch.setattr(log_writer, "SEGMENT", 1)  # a segment for each change
    keeper.back_up(NOW, 10)
    writing.edit(desk, ref(2), {"quote": "Ramai."})
    lost = max(path.parent.glob("berita.history.*.jsonl"))
    writing.edit(desk, ref(2), {"section": "Kesra"})
    lost.unlink()
    path.write_bytes(path.read_bytes().replace(b'"2": {"id": 2', b'"2": {"id" 2'))
    steps = keeper.repair(NOW).steps
    assert "as an earlier backup has it: article 2" in steps
    titles = {article.id: article.title for article, _ in state(again(desk, path))}
    assert titles[2] == "Jembatan Kanal"


def test_a_store_without_its_first_line_goes_on_with_the_numbers_of_the_log(
    desk, keeper, path
) -> None:
    writing.add(desk, {"title": "Besar", "body": "x" * 300_000})  # so the log alone proves nothing
    writing.add(desk, {"title": "Kanal"})
    writing.add(desk, {"title": "Dermaga"})
    purging.purge(desk, keeper, ref(6))
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    keeper.repair(NOW)
    renewed = again(desk, path)
    assert [article.id for article, _ in state(renewed)] == [1, 2, 3, 4, 5]
    assert writing.add(renewed, {"title": "Terus"}).articles[0].id == 7


def test_a_merge_that_git_could_not_finish_is_read_without_its_marks(desk, keeper, path) -> None:
    log_of(path).unlink()
    lines = path.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith('"2"'))
    other = lines[at].replace("Jembatan", "Dermaga")
    lines[at : at + 1] = ["<<<<<<< HEAD", lines[at], "=======", other, ">>>>>>> lain"]
    path.write_text("\n".join(lines) + "\n")
    assert keeper.repair(NOW).articles == 3
    titles = [article.title for article, _ in state(again(desk, path))]
    assert titles == ["Pasar Malam Dibuka", "Jembatan Kanal", "Taman Kota"]


def test_a_bad_line_of_the_log_is_cut_with_all_behind_it_and_kept_aside(desk, keeper, path) -> None:
    before = state(desk)
    data = log_of(path).read_bytes()
    lines = data.splitlines(keepends=True)
    broken = b"".join([*lines[:4], b"rusak\n", *lines[4:]])
    log_of(path).write_bytes(broken)
    keeper.repair(NOW)
    assert damaged(path) == [broken]
    assert log_of(path).read_bytes() == b"".join(lines[:4])
    renewed = again(desk, path)
    assert state(renewed) == before
    writing.add(renewed, {"title": "Terus"})
    assert [e.kind for e in undoing.log(renewed, None, Part(2))] == ["change", "outside"]


def test_a_dry_run_of_a_repair_tells_the_same_and_changes_nothing(desk, keeper, path) -> None:
    path.write_bytes(path.read_bytes()[:300])
    before = kept_files(path.parent)
    told = keeper.repair(NOW, dry_run=True).steps
    assert kept_files(path.parent) == before
    assert keeper.repair(NOW).steps[:2] == told[:2]


def test_a_sound_store_needs_no_repair(desk, keeper, path) -> None:
    before = kept_files(path.parent)
    assert keeper.repair(NOW).steps == ()
    assert kept_files(path.parent) == before


def test_nothing_is_no_damage(keeper, path) -> None:
    assert keeper.repair(NOW).steps == ()
    assert not path.exists()


def test_a_foreign_file_without_log_or_backup_is_left_alone(keeper, path) -> None:
    path.write_text('{"_default": {"1": {"nama": "lain"}}}')
    with pytest.raises(DamagedError, match="cannot be repaired"):
        keeper.repair(NOW)
    assert path.read_text() == '{"_default": {"1": {"nama": "lain"}}}'


def test_edits_by_hand_in_a_file_that_was_broken_by_them_are_told(desk, keeper, path) -> None:
    text = path.read_text().replace("Taman Kota", "Taman Desa")
    path.write_text(text.replace('"2": {"id": 2', '"2": {"id" 2'))
    steps = keeper.repair(NOW).steps
    assert "read otherwise in the damaged file, which is kept: article 3" in steps


# -- purge ------------------------------------------------------------------

SECRET = ("Rahasia Dapur", "kalimat yang harus hilang", "keterangan foto rahasia")


@pytest.fixture
def with_secret(desk, keeper, path) -> Desk:
    """A desk whose every file holds the text of article 4."""
    named = replace(desk, command=f"add '{SECRET[0]}' --body '{SECRET[1]}'")
    fields = {"title": SECRET[0], "body": SECRET[1], "photo.caption": SECRET[2]}
    writing.add(named, fields)
    writing.edit(desk, ref(4), {"quote": "kutipan yang harus hilang"})
    writing.edit(replace(desk, command="related 1 --pin rahasia-dapur"), ref(1), {"related": (4,)})
    keeper.back_up(NOW, 10)
    writing.edit(desk, ref(4), {"body": "isi kedua yang harus hilang"})
    path.with_name("berita.json.lost-20260101T000000").write_text(SECRET[1])
    path.with_name("berita.json.lost-20250101T000000").write_text("dari orang lain")
    drafts = path.parent.parent / "drafts"
    drafts.mkdir()
    (drafts / "20260302-rahasia-dapur-x.md").write_text(f"---\ntitle: {SECRET[0]}\n---\n")
    (drafts / "20260302-lain-x.md").write_text("---\ntitle: Lain\n---\n")
    list(desk.repository.read().find(_query("dapur")))
    return desk


def _query(word: str):
    from beritacli.domain.query_parser import parse

    return parse([word], NOW)


def holding(folder: Path, text: str) -> list[str]:
    forms = (text.encode(), text.lower().encode(), text.replace(" ", "-").lower().encode())
    return [
        name for name, data in every_byte(folder).items() if any(form in data for form in forms)
    ]


def test_purged_bytes_occur_in_no_file_that_berita_owns(with_secret, keeper, path) -> None:
    texts = (*SECRET, "kutipan yang harus hilang", "isi kedua yang harus hilang")
    assert all(holding(path.parent, text) for text in texts)
    done = purging.purge(with_secret, keeper, ref(4))
    assert [holding(path.parent, text) for text in texts] == [[]] * 5
    assert done.removed == ["berita.json.lost-20260101T000000", "20260302-rahasia-dapur-x.md"]
    assert [article.id for article, _ in state(again(with_secret, path))] == [1, 2, 3]


def test_a_purge_leaves_the_chain_the_backups_and_the_others_whole(
    with_secret, keeper, path
) -> None:
    others = [one for one in state(with_secret) if one[0].id != 4]
    purging.purge(with_secret, keeper, ref(4))
    renewed = again(with_secret, path)
    assert state(renewed) == others
    assert levels(keeper)["log"] == "ok"
    assert backing.verified(keeper, [])[0][1] == ""
    backing.restore(renewed, keeper, "@last")
    assert 4 not in [article.id for article, _ in state(renewed)]
    assert undoing.log(renewed, "4", Part())[-1].kind == "purge"


def test_a_purge_takes_the_commands_about_the_record_however_they_spell_its_text(
    with_secret, keeper, path
) -> None:
    commanded = replace(with_secret, command="edit 4 --section 'DAPUR BELAKANG'")
    writing.edit(commanded, ref(4), {"section": "Dapur"})
    undoing.undo(replace(with_secret, command="undo --to 'tadi pagi'"))
    purging.purge(with_secret, keeper, ref(4))
    log = path.with_name("berita.history.jsonl").read_text()
    assert "DAPUR BELAKANG" not in log
    assert "tadi pagi" in log  # an undo names no text


def test_what_was_kept_aside_goes_for_a_text_of_the_least_length_that_tells(
    with_secret, keeper, path
) -> None:
    for text in ("a" * LEAST_TEXT, "b" * (LEAST_TEXT - 1)):
        writing.edit(with_secret, ref(4), {"quote": text})
        path.with_name(f"berita.json.lost-{text[0]}").write_text(f"dari {text}")
    removed = purging.purge(with_secret, keeper, ref(4)).removed
    assert "berita.json.lost-a" in removed
    assert "berita.json.lost-b" not in removed


def test_a_purge_that_fails_halfway_says_how_to_go_on(with_secret, keeper, monkeypatch) -> None:
    def failing(*_arguments, **_named):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(backups, "write_checksum", failing)
    with pytest.raises(WriteFailedError) as failed:
        purging.purge(with_secret, keeper, ref(4))
    assert failed.value.hint == "berita doctor, then the same purge again: it goes on"


def test_undo_goes_round_what_was_purged(with_secret, keeper, path) -> None:
    purging.purge(with_secret, keeper, ref(4))
    renewed = again(with_secret, path)
    undoing.undo(renewed, to=NOW - timedelta(days=1))
    assert state(renewed) == []


def test_an_id_that_was_purged_does_not_come_back(with_secret, keeper) -> None:
    purging.purge(with_secret, keeper, ref(4))
    assert writing.add(with_secret, {"title": "Baru"}).articles[0].id == 5


def test_a_purge_asks_always(with_secret, keeper, path) -> None:
    before = kept_bytes(path.parent)
    with pytest.raises(NeedsTerminalError, match="remove 1 article for good"):
        purging.purge(replace(with_secret, approval=Approval()), keeper, ref(4))
    refusing = replace(with_secret, approval=Approval(ask=lambda *_: False))
    with pytest.raises(BeritaError, match="the answer was no"):
        purging.purge(refusing, keeper, ref(4))
    assert kept_bytes(path.parent) == before


def test_a_dry_run_of_a_purge_changes_nothing(with_secret, keeper, path) -> None:
    before = kept_bytes(path.parent)
    purging.purge(replace(with_secret, dry_run=True), keeper, ref(4))
    assert kept_bytes(path.parent) == before


def test_what_only_the_log_and_backups_know_is_purged_by_its_number(
    with_secret, keeper, path
) -> None:
    undoing.undo(with_secret, to=NOW - timedelta(days=1))
    assert holding(path.parent, SECRET[1])
    purging.purge(with_secret, keeper, ref(4))
    assert holding(path.parent, SECRET[1]) == []
    with pytest.raises(NotFoundError):
        purging.purge(with_secret, keeper, ref(99))


def test_a_purge_that_was_cut_off_is_finished_by_another(
    with_secret, keeper, path, monkeypatch
) -> None:
    def failing(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "write_checksum", failing)
        with pytest.raises(WriteFailedError):
            purging.purge(with_secret, keeper, ref(4))
    assert holding(path.parent, SECRET[1])
    purging.purge(again(with_secret, path), keeper, ref(4))
    assert holding(path.parent, SECRET[1]) == []


def test_a_backup_that_cannot_be_read_is_named_by_a_purge(with_secret, keeper) -> None:
    (made,) = keeper.backups()
    made.path.write_bytes(made.path.read_bytes()[:-20])
    with pytest.raises(DamagedError, match=made.name):
        purging.purge(with_secret, keeper, ref(4))


# -- at the command line ----------------------------------------------------


def test_a_backup_made_listed_verified_and_restored(berita) -> None:
    berita("--db", "berita.json", "add", "Satu")
    (made,) = json.loads(berita("backup", "--json").out)
    assert (made["sequence"], made["time"]) == (1, NOW.isoformat())
    assert berita("backup").err == "unchanged since the newest backup\n"
    berita("edit", "1", "--section", "Kota")
    assert berita("backup", "list").out.split("\t")[0] == made["name"]
    assert berita("backup", "verify").err == "1 verified\n"
    assert berita("backup", "restore", "@last").out == "1\tsection\tKota\t\n"
    Path(made["path"]).write_text("{}")
    damaged = berita("backup", "verify", exit=6)
    assert "checksum does not fit" in damaged.out


@pytest.mark.parametrize(
    ("words", "exit"),
    [
        (["backup", "lsit"], 2),
        (["backup", "restore"], 2),
        (["backup", "list", "x"], 2),
        (["backup", "restore", "x"], 4),
        (["backup", "verify", "x"], 4),
        (["purge"], 2),
        (["purge", "99"], 4),
    ],
)
def test_wrong_words_are_refused_with_a_hint(berita, words, exit) -> None:
    berita("--db", "berita.json", "add", "Satu")
    assert "Hint:" in berita(*words, exit=exit).err


def test_the_doctor_exits_6_on_damage_and_repairs_when_told(berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Satu")
    assert {row["level"] for row in json.loads(berita("doctor", "--json").out)} == {"ok", "note"}
    whole = (desk_folder / "berita.json").read_bytes()
    (desk_folder / "berita.json").write_bytes(whole[:-30])
    assert "doctor --repair" in berita("doctor", exit=6).err
    assert "--yes" in berita("doctor", "--repair", exit=7).err
    assert "dry run" in berita("doctor", "--repair", "--dry-run").err
    assert "repaired: the store has 1 article" in berita("doctor", "--repair", "--yes").err
    assert (desk_folder / "berita.json").read_bytes() == whole
    assert "nothing to repair" in berita("doctor", "--repair").err


def test_a_purge_at_the_command_line(berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Naskah Rahasia", "--body", "isi rahasia")
    berita("add", "Lain")
    assert "--yes" in berita("purge", "1", exit=7).err
    berita("purge", "1", "--yes")
    assert berita("list", "--ids").out == "2\n"
    assert "ahasia" not in (desk_folder / "berita.history.jsonl").read_text()
    shutil.rmtree(desk_folder / "berita.backups", ignore_errors=True)
