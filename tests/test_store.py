"""The store on disk: its file, its log, and what happens when they are not as berita left them."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from beritacli.domain.article import Article, Photo
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.ports import Repository
from beritacli.errors import ConflictError, DamagedError, UsageError, WriteFailedError
from beritacli.storage import atomic, commit, log_reader, log_writer
from beritacli.storage.atomic import Range
from beritacli.values import replace
from conftest import disk_store, kept_files, log_of


@pytest.fixture
def store(path: Path) -> Repository:
    return disk_store(path, lock_timeout=0.2)


@pytest.fixture
def put(store: Repository, note: Note) -> Callable[..., None]:
    """Add one article with these values."""

    def add(**values: object) -> None:
        def planner(snapshot):
            id = snapshot.next_id
            base = {"slug": f"judul-{id}x", "title": f"Judul {id}"}
            return Plan((Change(None, Article(id, **{**base, **values})),))

        store.write(planner, note)

    return add


# -- the file ---------------------------------------------------------------


def test_stock_tinydb_reads_the_articles(path, put) -> None:
    put(title="Pasar Malam Dibuka", tags=("pasar",))
    with TinyDB(path) as db:
        (row,) = db.table("articles").all()
    assert (row.doc_id, row["title"], row["tags"]) == (1, "Pasar Malam Dibuka", ["pasar"])


def test_each_article_stands_on_a_line_of_its_own(path, put) -> None:
    put(body="satu\n\ndua")
    put()
    lines = path.read_text().splitlines()
    assert lines[0].startswith('{"meta": ')
    assert [line[:4] for line in lines if line.startswith('"') and line[1].isdigit()] == [
        '"1":',
        '"2":',
    ]


def test_a_write_leaves_the_lines_of_other_articles_as_they_are(path, store, put, note) -> None:
    put()
    put()
    by_hand = path.read_text().replace('"1": {"id": 1, ', '"1": {"id":1,   ')
    path.write_text(by_hand)
    put()
    assert '"1": {"id":1,   ' in path.read_text()


def test_a_file_in_the_layout_of_stock_tinydb_gets_ours_at_the_next_write(path, store, put) -> None:
    put()
    path.write_text(json.dumps(json.loads(path.read_text())))
    put()
    assert path.read_text().count("\n") == 7
    assert len(store.read()) == 2


def test_an_unknown_table_and_an_unknown_key_survive_a_write(path, put) -> None:
    put()
    root = json.loads(path.read_text())
    root["catatan"] = {"1": {"teks": "milik orang lain"}}
    root["articles"]["1"]["warna"] = "merah"
    path.write_text(json.dumps(root))
    put()
    again = json.loads(path.read_text())
    assert again["catatan"] == {"1": {"teks": "milik orang lain"}}
    assert again["articles"]["1"]["warna"] == "merah"


def test_an_article_put_in_by_stock_tinydb_is_read_with_defaults(path, store, put) -> None:
    put()
    with TinyDB(path) as db:
        db.table("articles").insert({"title": "Dari Luar"})
    article = store.read().get(2)
    assert (article.title, article.slug, article.status) == ("Dari Luar", "dari-luar", "draft")


def test_two_articles_without_slug_and_the_same_title_are_told_apart(path, store, put) -> None:
    put()
    with TinyDB(path) as db:
        db.table("articles").insert_multiple([{"title": "Kembar"}, {"title": "Kembar"}])
    assert [a.slug for a in store.read()][1:] == ["kembar", "kembar-2"]


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(tmp_path_factory, note, text) -> None:
    store = disk_store(tmp_path_factory.mktemp("teks") / "berita.json")
    new = Article(1, "teks", f"x{text}", body=text, photo=Photo(caption=text), tags=(text,))
    store.write(lambda _: Plan((Change(None, new),)), note)
    assert list(store.read()) == [new]


# -- refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n",
        "{",
        "[]",
        "null",
        "{}",
        '{"_default": {"1": {"title": "x"}}}',
        '{"meta": {"1": {}}}',
        '{"meta": {"1": {"schema": 1}}}',
        '{"meta": {"1": {"schema": 999, "store": "0123456789abcdef"}}}',
        '{"meta": {}, "meta": {}}',
        '{"meta": NaN}',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(path, store, put, content) -> None:
    path.write_text(content, encoding="latin-1")
    before = path.read_bytes()
    with pytest.raises(DamagedError):
        store.read()
    with pytest.raises(DamagedError):
        put()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 5),
        ("title", None),
        ("title", " "),
        ("status", "terbit"),
        ("views", -1),
        ("views", 1.5),
        ("views", True),
        ("slug", "../lari"),
        ("tags", "pasar"),
        ("related", ["2"]),
        ("published_at", "kemarin"),
        ("published_at", "0001-01-01T00:00:00+14:00"),
        ("photo", "foto.jpg"),
        ("id", 7),
    ],
)
def test_a_damaged_record_is_named(path, store, put, key, value) -> None:
    put()
    root = json.loads(path.read_text())
    root["articles"]["1"][key] = value
    path.write_text(json.dumps(root))
    with pytest.raises(DamagedError, match=r"article 1: .+"):
        store.read()


def test_an_article_that_stands_twice_is_told_with_its_line(path, store, put) -> None:
    put()
    put()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:3], lines[2], *lines[3:]]))
    with pytest.raises(DamagedError, match="line 4: the key '1' stands twice") as error:
        store.read()
    assert error.value.hint.startswith("give one of the two another number")


def test_the_marks_of_a_merge_in_the_store_are_told_as_such(path, store, put) -> None:
    put()
    path.write_bytes(path.read_bytes().replace(b'"1": {"id"', b'<<<<<<< HEAD\n"1": {"id"'))
    with pytest.raises(DamagedError, match="line 3: git left the marks of a merge") as error:
        store.read()
    assert "of line 1 either side will do" in error.value.hint


def test_the_marks_of_a_merge_in_the_log_are_told_with_the_way_out(path, put) -> None:
    put()
    log = path.with_name("berita.history.jsonl")
    log.write_bytes(log.read_bytes() + b"=======\n")
    with pytest.raises(DamagedError, match="git left the marks of a merge") as error:
        put()
    assert error.value.hint == "git checkout --ours berita.history.jsonl"


def test_two_articles_with_one_slug_are_refused(path, store, put) -> None:
    put()
    put()
    path.write_text(path.read_text().replace("judul-2x", "judul-1x"))
    with pytest.raises(DamagedError, match="share the slug") as error:
        store.read()
    assert "give one of them another slug" in error.value.hint


def test_two_articles_with_one_slug_are_told_alike_in_another_layout(path, store, put) -> None:
    put()
    put()
    root = json.loads(path.read_text().replace("judul-2x", "judul-1x"))
    path.write_text(json.dumps(root, indent=2))
    with pytest.raises(DamagedError, match="share the slug") as error:
        store.read()
    assert "give one of them another slug" in error.value.hint


@pytest.mark.slow
def test_a_store_cut_at_any_byte_is_refused_and_left_alone(path, store, put) -> None:
    put()
    whole = path.read_bytes()
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedError):
            store.read()
        assert path.read_bytes() == whole[:length]


def test_a_missing_store_beside_its_log_is_not_started_anew(path, put) -> None:
    put()
    path.unlink()
    with pytest.raises(DamagedError, match="the store is missing"):
        put()
    assert not path.exists()


# -- what must stay ---------------------------------------------------------


def test_a_rewrite_keeps_the_mode(path, put) -> None:
    put()
    path.chmod(0o640)
    put()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_store_and_its_log_belong_to_their_user_alone(path, put) -> None:
    put()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_of(path).stat().st_mode) == 0o600


def test_a_symlinked_store_stays_a_symlink(tmp_path, path, put, note) -> None:
    put()
    link = tmp_path / "tautan.json"
    link.symlink_to(path)
    disk_store(link).write(lambda snapshot: Plan((Change(None, Article(2, "dua-x", "Dua")),)), note)
    assert link.is_symlink()
    assert len(disk_store(path).read()) == 2


def test_a_folder_is_no_store(tmp_path, note) -> None:
    for use in (lambda s: s.read(), lambda s: s.write(lambda _: Plan(), note)):
        with pytest.raises(UsageError, match="is no file"):
            use(disk_store(tmp_path))


def test_a_hard_linked_store_is_refused(tmp_path, path, put) -> None:
    put()
    os.link(path, tmp_path / "kembaran.json")
    with pytest.raises(WriteFailedError, match="hard links"):
        put()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_place_is_respected(path, put, what) -> None:
    put()
    before = kept_files(path.parent)
    target = path if what == "file" else path.parent
    mode = target.stat().st_mode
    target.chmod(mode & ~0o222)
    try:
        with pytest.raises(WriteFailedError, match="read-only"):
            put()
    finally:
        target.chmod(mode)
    assert kept_files(path.parent) == before


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_place_of_another_user_names_both(path, put, monkeypatch, what) -> None:
    put()
    target = path if what == "file" else path.parent
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != target and access(path, mode))
    users = f"it belongs to user {target.stat().st_uid}, and user {os.geteuid()} may not"
    with pytest.raises(WriteFailedError, match=users) as caught:
        put()
    assert caught.value.hint == f"ls -ld {target} shows who may"


def test_the_file_that_cannot_be_written_is_named(path, put, monkeypatch) -> None:
    put()

    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(log_of(path)))

    monkeypatch.setattr(log_writer, "append", closed)
    with pytest.raises(WriteFailedError, match=r"write .*/berita\.history\.jsonl: Permission"):
        put()


def test_a_read_only_mount_is_told_as_one(path, put, monkeypatch) -> None:
    put()
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))
    with pytest.raises(WriteFailedError, match="is mounted read-only"):
        put()


def test_a_store_within_a_file_is_no_store(tmp_path, note) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(UsageError, match="berkas is no folder"):
        disk_store(tmp_path / "berkas" / "x.json").write(
            lambda _: Plan((Change(None, Article(1, "satu", "Satu")),)), note
        )


def test_a_store_that_was_moved_away_meanwhile_is_not_begun_anew(tmp_path, path, put, note) -> None:
    put()
    store = disk_store(path)
    store.read()
    path.parent.rename(tmp_path / "lain")
    path.parent.mkdir()
    with pytest.raises(ConflictError, match="is gone since this command began"):
        store.write(lambda _: Plan((Change(None, Article(2, "dua", "Dua")),)), note)
    assert list(path.parent.iterdir()) == []


# -- the lock ---------------------------------------------------------------


def test_a_held_lock_is_waited_for_and_its_holder_named(path, put) -> None:
    put()
    code = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'r+');"
        "fcntl.flock(f, fcntl.LOCK_EX); f.write('process 4711 on meja\\n'); f.flush();"
        "print('held', flush=True); sys.stdin.read()"
    )
    lock = path.with_name("berita.json.lock")
    with subprocess.Popen(
        [sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ConflictError, match="process 4711 on meja"):
            put()
        holder.stdin.close()
    put()


def test_what_a_dead_writer_left_is_swept_away(path, put) -> None:
    put()
    rest = path.with_name("berita.json.tmp-1-dead")
    rest.write_text("half a st")
    put()
    assert not rest.exists()


# -- failing half-way -------------------------------------------------------


def failing(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (atomic, "write_all"),
        (log_writer, "write_all"),
        (atomic.os, "replace"),
        (log_writer.os, "fsync"),
    ],
)
def test_a_full_disk_leaves_every_byte_as_it_was(path, put, monkeypatch, module, name) -> None:
    put()
    before = kept_files(path.parent)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, failing)
        with pytest.raises(WriteFailedError, match="No space left"):
            put()
    assert kept_files(path.parent) == before


def test_a_full_disk_at_the_first_write_leaves_nothing(path, put, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(atomic.os, "replace", failing)
        with pytest.raises(WriteFailedError):
            put()
    assert kept_files(path.parent) == {}


@pytest.mark.parametrize(("module", "name"), [(atomic, "fsync_folder"), (commit, "_rescue")])
def test_a_failure_after_the_rename_says_that_the_change_is_there(
    path, put, monkeypatch, module, name
) -> None:
    put()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, failing)
        with pytest.raises(WriteFailedError, match="has the change") as failed:
            put()
    assert "nothing was changed" not in failed.value.hint
    put()
    assert len(disk_store(path).read()) == 3


# -- store and log told apart -----------------------------------------------


def cut_after(path: Path, marks: int) -> None:
    """Cut the log behind its last line but `marks` lines."""
    lines = log_of(path).read_bytes().splitlines(keepends=True)
    log_of(path).write_bytes(b"".join(lines[: len(lines) - marks]))


def test_a_transaction_that_reached_the_store_is_marked_at_the_next_write(path, store, put) -> None:
    put()
    cut_after(path, 1)
    put()
    log = log_reader.read(log_of(path))
    assert [t.sequence for t in log.transactions] == [1, 2]
    assert log.pending == ()


def test_a_transaction_that_did_not_reach_the_store_is_cut(path, store, put) -> None:
    put()
    before = path.read_bytes()
    put(title="Tidak Sampai")
    path.write_bytes(before)
    cut_after(path, 1)
    put(title="Sampai")
    assert [a.title for a in store.read()] == ["Judul 1", "Sampai"]
    log = log_reader.read(log_of(path))
    assert [t.tx["kind"] for t in log.transactions] == ["change", "change"]


def test_a_torn_last_line_is_kept_aside_and_cut(path, put) -> None:
    put()
    with log_of(path).open("ab") as log:
        log.write(b'{"sequence": 2, "sta')
    put()
    assert path.with_name("berita.history.jsonl.torn").read_bytes() == b'{"sequence": 2, "sta\n'
    assert log_reader.read(log_of(path)).torn == b""


@pytest.mark.parametrize("damage", [b"{}\n", b"rusak\n", b"[1]\n", b'{"sequence": 1, "tx": {}}\n'])
def test_a_bad_line_before_a_good_one_is_refused(path, put, damage) -> None:
    put()
    lines = log_of(path).read_bytes().splitlines(keepends=True)
    log_of(path).write_bytes(b"".join([*lines[:2], damage, *lines[2:]]))
    before = kept_files(path.parent)
    with pytest.raises(DamagedError, match=r"berita\.history\.jsonl line 3"):
        put()
    assert kept_files(path.parent) == before


def test_a_changed_letter_in_the_log_is_noticed(path, put) -> None:
    put()
    log_of(path).write_bytes(log_of(path).read_bytes().replace(b"penguji", b"pengujj"))
    with pytest.raises(DamagedError, match="checksum"):
        put()


def test_the_log_of_another_store_is_set_aside(path, put, tmp_path, note) -> None:
    other = tmp_path / "lain.json"
    put()
    disk_store(other).write(lambda _: Plan((Change(None, Article(1, "lain", "Lain")),)), note)
    foreign = other.with_name("lain.history.jsonl").read_bytes()
    log_of(path).write_bytes(foreign)
    put()
    aside = [
        p
        for p in path.parent.iterdir()
        if p.name.startswith("berita.history.") and p != log_of(path)
    ]
    assert [p.read_bytes() for p in aside] == [foreign]


def test_a_lost_log_is_begun_anew_and_ids_go_on(path, store, put) -> None:
    put()
    put()
    log_of(path).unlink()
    put()
    assert [a.id for a in store.read()] == [1, 2, 3]
    assert len(log_reader.read(log_of(path)).transactions) == 1


def test_a_hand_edit_is_kept_and_written_down(path, store, put) -> None:
    put(title="Judul Lama")
    path.write_text(path.read_text().replace("Judul Lama", "Judul Baru"))
    put()
    assert store.read().get(1).title == "Judul Baru"
    outside = log_reader.read(log_of(path)).transactions[1]
    assert outside.tx["kind"] == "outside"
    (row,) = outside.tx["changes"]
    assert (row["id"], row["after"]["title"]) == (1, "Judul Baru")


def test_a_write_after_a_hand_edit_says_that_it_found_one(path, store, put, note) -> None:
    put(title="Judul Lama")
    path.write_text(path.read_text().replace("Judul Lama", "Judul Baru"))
    found = store.write(lambda _: Plan((Change(None, Article(2, "dua-x", "Dua")),)), note)
    assert found.warnings == ("berita.json was changed outside berita; its records were kept",)


def test_the_transactions_are_numbered_without_a_gap_and_go_on_from_an_older_file(
    path, put
) -> None:
    put()
    old = path.read_bytes()
    put()
    path.write_bytes(old)  # as a git checkout does; what is put back then is the third
    put()
    numbers = [one.sequence for one in log_reader.read(log_of(path)).transactions]
    assert numbers == [1, 2, 3, 4]


def test_an_older_file_put_back_wins_and_its_ids_do_not_come_back(path, store, put) -> None:
    put()
    old = path.read_bytes()
    put()
    put()
    path.write_bytes(old)
    put(title="Sesudah")
    assert [(a.id, a.title) for a in store.read()] == [(1, "Judul 1"), (4, "Sesudah")]


def test_white_space_changed_by_hand_is_no_change_from_outside(path, put) -> None:
    put()
    path.write_text(json.dumps(json.loads(path.read_text()), indent=2))
    put()
    assert [t.tx["kind"] for t in log_reader.read(log_of(path)).transactions] == [
        "change",
        "change",
    ]


def test_a_writer_without_our_lock_is_not_overwritten(path, store, put, note, monkeypatch) -> None:
    put()
    real = commit._append
    raced: list[bool] = []

    def race(*arguments):
        if not raced:
            raced.append(True)
            with TinyDB(path) as db:
                db.table("articles").insert({"title": "Di Tengah"})
        return real(*arguments)

    monkeypatch.setattr(commit, "_append", race)
    put(title="Kita")
    assert [a.title for a in store.read()] == ["Judul 1", "Di Tengah", "Kita"]


def test_the_log_tells_fields_before_and_after(path, store, put, note) -> None:
    put()
    before = store.read().get(1)
    store.write(lambda _: Plan((Change(before, replace(before, views=7)),)), note)
    (row,) = log_reader.read(log_of(path)).transactions[-1].tx["changes"]
    assert (row["before"], row["after"]) == ({"views": 0}, {"views": 7})


@pytest.mark.parametrize("begin", [b"", b"a different first line\n"])
@pytest.mark.parametrize("by_kernel", [True, False])
def test_a_piece_of_another_file_is_copied_as_it_is(
    tmp_path, monkeypatch, begin, by_kernel
) -> None:
    """Where its bytes keep their place within a page, and where they move."""
    if not by_kernel:
        monkeypatch.delattr(os, "copy_file_range")
    data = bytes(range(251)) * 10_000  # two large pieces and a half
    (tmp_path / "old").write_bytes(data)
    with (tmp_path / "old").open("rb") as old, (tmp_path / "new").open("wb") as new:
        piece = Range(old.fileno(), 0, len(data) - 7)
        atomic.write_all(new.fileno(), [begin, piece, b"end"])
    assert (tmp_path / "new").read_bytes() == begin + data[:-7] + b"end"


def test_a_file_that_became_shorter_while_it_was_copied_is_an_error(tmp_path) -> None:
    (tmp_path / "old").write_bytes(b"short")
    with (tmp_path / "old").open("rb") as old, (tmp_path / "new").open("wb") as new:
        for begin in (b"", b"moved"):
            with pytest.raises(OSError, match="became shorter"):
                atomic.write_all(new.fileno(), [begin, Range(old.fileno(), 0, 9)])


def test_the_log_tells_each_of_many_changes_once_and_in_order(path, store, note) -> None:
    new = [Article(id, f"kabar-{id}", f"Kabar {id}") for id in range(1, 2002)]
    store.write(lambda _: Plan(tuple(Change(None, one) for one in new)), note)
    rows = log_reader.read(log_of(path)).transactions[-1].tx["changes"]
    assert [row["id"] for row in rows] == [one.id for one in new]
