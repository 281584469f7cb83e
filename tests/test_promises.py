"""The promises of the store: what survives a kill, an error, a full disk, a loss of power.

Each invariant of the design is named by a test here or in the tests of its part;
docs/reliability.md says which.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from tinydb import TinyDB

from beritacli.cli.main import main
from beritacli.cli.table import load
from beritacli.storage import log_writer
from beritacli.storage.codec import decode_image
from conftest import ROOT, disk_store, kept_files
from faults import FAULTS, HALF, KILL, Call, Disk, Run, fork_is_watched, run

pytestmark = [
    pytest.mark.skipif(not fork_is_watched(), reason="needs /proc/self/fd"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

SUITE = os.environ.get("BERITA_JSONTESTSUITE", "")  # before a test's own environment is made
PREPARE = [
    *(["add", f"Judul {n}", "--body", f"isi {n} " * 20, "--tag", "pasar"] for n in range(12)),
    ["edit", "1", "--section", "Kota"],
]
# A command, and what of the store is set before: a long log is about to be rotated.
COMMANDS: dict[str, list[str]] = {
    "add": ["add", "Baru", "--body", "isi baru"],
    "edit": ["edit", "3", "--section", "Kesra"],
    "bulk tag": ["tag", "tag:pasar", "+banyak", "--yes"],
    "import": ["import", "arsip.jsonl", "-q"],
    "undo": ["undo"],
    "rotation": ["add", "Baru"],
    "outside": ["add", "Sesudah suntingan"],
}
# Every command in every way takes a minute: all but the first run with the slow tests.
SLOW = [pytest.mark.slow]
SWEPT = [pytest.param(name, marks=SLOW if name != "add" else []) for name in COMMANDS]
FAULTY = [
    pytest.param(name, fault, marks=SLOW if name != "add" or fault == "EIO" else [])
    for name in COMMANDS
    for fault in (KILL, HALF, *FAULTS)
]


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """A store with twelve articles and some history, made once."""
    for module in ("writer", "keeping"):  # loaded here once, not in every child
        import_module(f"beritacli.storage.{module}")
    for name in {words[0] for words in COMMANDS.values()}:
        load(name)
    folder = tmp_path_factory.mktemp("toko")
    for words in PREPARE:
        done = run(folder, lambda words=words: quietly(["--db", f"{folder}/berita.json", *words]))
        assert done.exit == 0
    return folder


@pytest.fixture
def folder(template, tmp_path, monkeypatch) -> Path:
    """A copy of that store, to work in."""
    folder = tmp_path / "toko"
    shutil.copytree(template, folder)
    monkeypatch.chdir(folder)
    rows = "".join(json.dumps({"title": f"Arsip {n}", "body": "x" * 300}) + "\n" for n in range(8))
    (tmp_path / "arsip.jsonl").write_text(rows)
    return folder


@pytest.fixture
def attempt(folder, tmp_path, monkeypatch) -> Callable[..., tuple[Path, Run]]:
    """Run a command in a copy of the folder with a fault."""
    numbers = iter(range(10_000))

    def once(name: str, at: int = -1, fault: str = "") -> tuple[Path, Run]:
        copy = tmp_path / f"coba-{next(numbers)}"
        shutil.copytree(folder, copy)
        monkeypatch.chdir(copy)
        prepare(name, copy, monkeypatch)
        words = [w.replace("arsip", f"{tmp_path}/arsip") for w in COMMANDS[name]]
        return copy, run(copy, lambda: quietly(words), at, fault)

    return once


def prepare(name: str, copy: Path, monkeypatch) -> None:
    if name == "rotation":
        monkeypatch.setattr(log_writer, "SEGMENT", 2000)
    if name == "outside":
        path = copy / "berita.json"
        path.write_bytes(path.read_bytes().replace(b"Judul 7", b"Judul 8 lagi"))


def quietly(words: list[str]) -> int:
    """The program in a child, its output thrown away; what it prints goes by `os.write`."""
    sys.argv = ["berita", *words]
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(_Stream(n)) for n in range(3))
    code = main(words)
    sys.stdout.flush()
    return code


class _Stream(io.RawIOBase):
    """A standard stream whose writes are seen."""

    def __init__(self, number: int) -> None:
        self._number = number

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return os.write(self._number, data)


def exported(folder: Path) -> list[object]:
    path = folder / "berita.json"
    if not path.exists():
        return []
    articles = decode_image(path.read_bytes(), path.name).articles
    return [articles[id] for id in sorted(articles)]


def temp_files(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if ".tmp-" in p.name]


def check(folder: Path, old: list[object], new: list[object], ended: Run) -> None:
    """Only the old or the new state; exit 0 only with the new; stock TinyDB sees the same."""
    found = exported(folder)
    assert found in (old, new)
    assert ended.exit != 0 or found == new
    with TinyDB(folder / "berita.json") as db:
        titles = [row["title"] for row in db.table("articles").all()]
    assert sorted(titles) == sorted(article.title for article in found)


def go_on(folder: Path) -> None:
    """The next command finds nothing in its way, and sweeps up."""
    words = ["--db", str(folder / "berita.json"), "add", "Terus"]
    assert run(folder, lambda: quietly(words)).exit == 0
    assert temp_files(folder) == []
    findings = disk_store(folder / "berita.json").keeper(folder).examine()
    assert [f.message for f in findings if f.level == "error"] == []
    assert len(list(disk_store(folder / "berita.json").read().history())) > 0


@pytest.mark.parametrize(("name", "fault"), FAULTY)
def test_a_fault_at_any_call_leaves_the_old_state_or_the_new_one(name, fault, attempt) -> None:
    """Invariant: KILL, EIO or ENOSPC at any syscall: the old or the new; ENOSPC: all bytes."""
    done, whole = attempt(name)
    assert whole.exit == 0
    new = exported(done)
    counted = [call for call in whole.calls if call.path != "stdout"]
    assert len(counted) > 8
    for at, call in enumerate(counted):
        if fault == HALF and call.name != "write":
            continue
        copy, ended = attempt(name, at, fault)
        before = original(name, copy)
        check(copy, exported_of(before), new, ended)
        if fault == "ENOSPC" and not is_after_the_commit(whole.calls, at):
            assert ended.exit == 74
            assert kept_files(copy) == before
        if fault in (KILL, HALF):
            assert ended.exit is None
        go_on(copy)
        shutil.rmtree(copy)


def original(name: str, copy: Path) -> dict[str, bytes]:
    """The files as they were before the command."""
    folder = copy.parent / "toko"
    files = kept_files(folder)
    if name == "outside":
        files["berita.json"] = files["berita.json"].replace(b"Judul 7", b"Judul 8 lagi")
    return files


def exported_of(files: dict[str, bytes]) -> list[object]:
    articles = decode_image(files["berita.json"], "berita.json").articles
    return [articles[id] for id in sorted(articles)]


def is_after_the_commit(calls: list[Call], at: int) -> bool:
    """Whether the store has its new content already, so that an error can only be told."""
    names = [(call.name, Path(call.other).name) for call in calls]
    return at > names.index(("rename", "berita.json"))


@pytest.mark.slow
@pytest.mark.parametrize("fault", [KILL, *FAULTS])
def test_a_fault_in_the_very_first_write_leaves_nothing_or_a_store(
    tmp_path, fault, monkeypatch
) -> None:
    def first(at: int = -1, fault: str = "") -> tuple[Path, Run]:
        copy = tmp_path / f"baru-{at}"
        copy.mkdir()
        monkeypatch.chdir(copy)
        return copy, run(copy, lambda: quietly(["--db", "berita.json", "add", "Satu"]), at, fault)

    _, whole = first()
    for at in range(len([call for call in whole.calls if call.path != "stdout"])):
        copy, ended = first(at, fault)
        titles = [article.title for article in exported(copy)]
        assert titles in ([], ["Satu"])
        assert ended.exit != 0 or titles == ["Satu"]
        if fault == "ENOSPC" and not is_after_the_commit(whole.calls, at):
            assert kept_files(copy) == {}
        go_on(copy)


def test_the_calls_of_a_write_come_in_the_order_that_keeps_it(attempt) -> None:
    """Invariant: stdout comes after the last fsync."""
    _, done = attempt("add")
    order = [(call.name, Path(call.other or call.path).name) for call in done.calls]
    temp = next(name for kind, name in order if kind == "create" and ".tmp-" in name)
    log = "berita.history.jsonl"
    folder = Path(done.calls[0].path).parent.name
    wanted = [
        ("fsync", temp), ("write", log), ("fsync", log), ("rename", "berita.json"), ("fsync", folder),
        ("write", "stdout"),
    ]  # fmt: skip
    places = [order.index(step) for step in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("name", SWEPT)
def test_what_exited_0_survives_a_loss_of_power(name, attempt, folder, tmp_path) -> None:
    """Invariant: exit 0 means it survives dropping all unsynced bytes."""
    done, whole = attempt(name)
    new = exported(done)
    assert whole.exit == 0
    start = tmp_path / "awal"
    start.mkdir()
    for file, data in original(name, done).items():
        (start / file).write_bytes(data)
    old = exported(start)
    for index in start.glob("*.index.*"):
        index.unlink()
    disk, said = Disk(start), False
    moved = [_moved(call, done, start) for call in whole.calls]
    seen: set[bytes] = set()
    for call in moved:
        disk.do(call)
        said = said or call.path == "stdout"
        for state in disk.states():
            key = repr(sorted(state.items())).encode() + bytes([said])
            if key in seen:
                continue
            seen.add(key)
            after = tmp_path / "sesudah"
            after.mkdir()
            for path, data in state.items():
                (after / Path(path).name).write_bytes(data)
            found = exported(after)
            assert found == new if said else found in (old, new)
            go_on(after)
            shutil.rmtree(after)
    assert all(_exported(state) == new for state in disk.states())


def _exported(state: dict[str, bytes]) -> list[object]:
    return exported_of({Path(path).name: data for path, data in state.items()})


def _moved(call: Call, source: Path, target: Path) -> Call:
    paths = [path.replace(str(source), str(target), 1) for path in (call.path, call.other)]
    return Call(call.name, paths[0], call.data, call.at, paths[1])


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_kernel_sees_the_syncs_before_the_rename_and_stdout_last(folder, tmp_path) -> None:
    """Invariant: stdout comes after the last fsync, as the kernel saw it."""
    trace = tmp_path / "strace.txt"
    calls = "trace=openat,fsync,rename,renameat,renameat2,write"
    done = subprocess.run(
        ["strace", "-f", "-y", "-o", str(trace), "-e", calls, sys.executable, "-m", "beritacli", "add", "X"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    if done.returncode != 0 and b"ptrace" in done.stderr:
        pytest.skip("this system lets nobody trace")
    assert done.returncode == 0
    lines = trace.read_text(errors="replace").splitlines()

    def place(pattern: str) -> int:
        return next(n for n, line in enumerate(lines) if re.search(pattern, line))

    order = [
        place(r"fsync\(\d+<.*/berita\.json\.tmp-"),
        place(r"fsync\(\d+<.*/berita\.history\.jsonl>"),
        place(r"rename.*berita\.json\.tmp-.*berita\.json\""),
        place(rf"fsync\(\d+<{re.escape(str(folder))}>"),
        place(r"write\(1<"),
    ]
    assert order == sorted(order)
    assert not any("fsync" in line and ".index." not in line for line in lines[order[-1] :])


def test_stock_tinydb_parses_the_file_at_every_instant_and_it_equals_the_export(attempt) -> None:
    """Invariant: at every instant stock TinyDB parses `berita.json`, and it equals `export`."""
    _, whole = attempt("bulk tag")
    for at in range(len([call for call in whole.calls if call.path != "stdout"])):
        copy, _ = attempt("bulk tag", at, KILL)
        with TinyDB(copy / "berita.json") as db:
            rows = {row.doc_id: row["tags"] for row in db.table("articles").all()}
        assert rows == {article.id: list(article.tags) for article in exported(copy)}


@pytest.mark.slow
def test_a_fault_in_a_backup_or_a_repair_loses_nothing(folder, tmp_path, monkeypatch) -> None:
    before = exported(folder)
    broken = (folder / "berita.json").read_bytes()[:2000]
    for name, words in {
        "cadang": ["backup"],
        "pulih": ["doctor", "--repair", "--yes"],
    }.items():
        at = 0
        while True:
            copy = tmp_path / f"{name}-{at}"
            shutil.copytree(folder, copy)
            monkeypatch.chdir(copy)
            if name == "pulih":
                (copy / "berita.json").write_bytes(broken)
            ended = run(copy, lambda words=words: quietly(words), at, KILL)
            if ended.exit == 0:
                break
            if name == "pulih":
                assert run(copy, lambda words=words: quietly(words)).exit == 0
                kept = [p.read_bytes() for p in copy.iterdir() if ".damaged-" in p.name]
                assert broken in kept
            assert exported(copy) == before
            go_on(copy)
            shutil.rmtree(copy)
            at += 1
        assert at > 3


def test_a_held_lock_is_exit_5_and_names_process_and_host(folder, program) -> None:
    code = (
        "import sys; from pathlib import Path; from beritacli.storage.lock import hold\n"
        "from beritacli.storage.paths import Paths\n"
        "with hold(Paths(Path(sys.argv[1])), 1): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder / "berita.json")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as holder:  # fmt: skip
        assert holder.stdout.readline() == b"held\n"
        waited = program("add", "Menunggu", exit=5, BERITA_LOCK_TIMEOUT="0.2")
        assert f"process {holder.pid} on {os.uname().nodename}" in waited.err
        assert program("list", "--ids").out.count("\n") == 12
        holder.kill()
        holder.wait()
    program("add", "Tidak terhalang", BERITA_LOCK_TIMEOUT="0.2")


def test_after_a_git_checkout_the_records_are_those_of_the_file(folder, berita) -> None:
    """Invariant: after any `git checkout`, `list` shows the file's records; nothing is replayed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*words: str) -> None:
        own = ["-c", "user.name=Penguji", "-c", "user.email=penguji@contoh.invalid"]
        subprocess.run(["git", *own, *words], check=True, capture_output=True, cwd=folder)

    git("init")
    git("add", "berita.json")
    git("commit", "-m", "satu")
    berita("add", "Kebun Belimbing", "--body", "belimbing")
    berita("edit", "1", "--title", "Kebun Rambutan")
    git("commit", "-am", "dua")
    for turn in range(4):
        git("checkout", "-q", "HEAD~1" if turn % 2 == 0 else "-")
        found = [berita("search", word, "--ids").out for word in ("belimbing", "rambutan")]
        assert found == (["", ""] if turn % 2 == 0 else ["13\n", "1\n"])
        assert len(berita("list", "--ids").out.split()) == (12 if turn % 2 == 0 else 13)
    git("checkout", "-q", "HEAD~1")
    assert berita("add", "Sesudah", "--ids").out == "14\n"
    assert [row["kind"] for row in json.loads(berita("log", "--json", "-n", "2").out)] == [
        "change",
        "outside",
    ]
    berita("undo")
    berita("undo", "--yes")
    assert len(berita("list", "--ids").out.split()) == 13


@pytest.mark.parametrize(
    "change", ["delete", "checkout", "restore", "rotation", "index", "undo", "purge"]
)
def test_ids_never_repeat(folder, berita, change, monkeypatch) -> None:
    """Invariant: ids never repeat: after delete, checkout, restore, rotation, a deleted index."""
    monkeypatch.setattr(log_writer, "SEGMENT", 3000 if change == "rotation" else 1 << 22)
    path = folder / "berita.json"
    old = path.read_bytes()
    berita("backup")
    last = int(berita("add", "Terakhir", "--ids").out)
    if change == "delete":
        berita("delete", str(last))
    elif change in ("checkout", "rotation", "index"):
        path.write_bytes(old)
    elif change == "restore":
        berita("backup", "restore", "@last")
    elif change == "undo":
        berita("undo")
    else:
        berita("purge", str(last), "--yes")
    if change == "index":
        for index in folder.glob("*.index.*"):
            index.unlink()
    assert int(berita("add", "Berikutnya", "--ids").out) == last + 1


def test_a_read_only_folder_is_exit_74_and_byte_for_byte_the_same(folder, berita) -> None:
    before = kept_files(folder)
    folder.chmod(0o555)
    log = ["views", "import", str(ROOT / "examples" / "akses.log")]
    try:
        for words in (["add", "X"], ["edit", "1", "--section", "X"], ["undo"], ["backup"], log):
            assert "read-only" in berita(*words, exit=74).err
    finally:
        folder.chmod(0o755)
    assert kept_files(folder) == before


def damaged_stores(whole: bytes) -> dict[str, bytes]:
    """Files that are no store of ours, or none any more."""
    return {
        "empty": b"",
        "an array": b"[]",
        "stock TinyDB": b'{"_default": {"1": {"title": "x"}}}',
        "another table": b'{"meta": {"1": {}}, "articles": {}}',
        "NaN": whole.replace(b'"views": 0', b'"views": NaN', 1),
        "Infinity": whole.replace(b'"views": 0', b'"views": Infinity', 1),
        "a duplicate key": whole.replace(b'"views": 0', b'"views": 0, "views": 1', 1),
        "a duplicate document": whole.replace(b'"2": {"id": 2', b'"1": {"id": 1', 1),
        "deep nesting": whole.replace(b'"views": 0', b'"x": ' + b"[" * 50_000 + b"]" * 50_000, 1),
        "a lone surrogate": whole.replace(b"Judul 3", b"Judul \\ud800", 1),
        "no UTF-8": whole.replace(b"Judul 3", b"Judul \xff", 1),
        "5,000 digits": whole.replace(b'"views": 0', b'"views": ' + b"9" * 5000, 1),
        "merge marks": whole.replace(b"\n", b"\n<<<<<<< HEAD\n", 3),
        "a newer schema": whole.replace(b'"schema": 1', b'"schema": 99', 1),
        "bytes behind": whole + b"x",
        "twice": whole + whole,
        "NUL": whole.replace(b"\n", b"\0\n", 1),
    }  # fmt: skip


def test_damage_is_exit_6_and_identical_bytes(folder, berita) -> None:
    """Invariant: damage means exit 6 and identical bytes."""
    path = folder / "berita.json"
    whole = path.read_bytes()
    for name, data in damaged_stores(whole).items():
        assert data != whole, name
        path.write_bytes(data)
        before = kept_files(folder)
        for words in (
            ["list"],
            ["add", "X"],
            ["search", "judul"],
            ["undo"],
            ["doctor"],
            ["backup"],
        ):
            result = berita(*words, exit=6)
            assert "Hint:" in result.err, (name, words)
        assert kept_files(folder) == before, name
    path.write_bytes(whole)
    assert len(berita("list", "--ids").out.split()) == 12


@pytest.mark.skipif(not SUITE, reason="BERITA_JSONTESTSUITE names no folder of JSON files")
def test_every_file_of_jsontestsuite_as_the_store_is_refused_and_left_alone(folder, berita) -> None:
    paths = sorted(Path(SUITE).rglob("*.json"))
    assert len(paths) > 100
    for source in paths:
        data = source.read_bytes()
        (folder / "berita.json").write_bytes(data)
        for words in (["list"], ["add", "X"]):
            berita(*words, exit=6)
        assert (folder / "berita.json").read_bytes() == data


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_whoever_may_write_the_store_may_write_what_is_made_beside_it(
    umask, folder, program
) -> None:
    for path in folder.glob("berita.*"):
        if path.suffix == ".json":
            path.chmod(0o660)
        else:
            path.unlink()
    before = os.umask(umask)
    try:
        program("edit", "1", "--caption", "Kebun", BERITA_HOOKS_POST_CHANGE="false")
        program("backup")
        program("views", "import", str(ROOT / "examples" / "akses.log"))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("berita*")}
    assert modes.pop("berita.backups") == 0o770
    assert len(modes) == 8
    assert set(modes.values()) == {0o660}
