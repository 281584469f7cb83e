"""Hooks: asked before a publication, told after it, never in the way of the store. All fiction."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from beritacli.domain.hooks import Event, Failure
from beritacli.errors import ConflictError
from beritacli.hooks import journal as journals
from beritacli.hooks import process, programs
from beritacli.hooks.journal import Journal
from beritacli.hooks.process import run as run_program
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.publishing import publish
from beritacli.newsroom.tagging import tag
from beritacli.newsroom.targets import Target
from beritacli.storage.memory import MemoryRepository
from conftest import NOW, kept_files, memory_repository

READY = ("--body", "Isi.", "--reporter", "Rani", "--editor", "Dodi")
Hook = Callable[..., Path]


@pytest.fixture
def hook(desk_folder, monkeypatch) -> Hook:
    """Set a hook: a shell script that finds its event in the file `peristiwa`, a line each."""

    def set_to(name: str, script: str = "") -> Path:
        program = desk_folder / f"{name} kita.sh"
        program.write_text(f"#!/bin/sh\ncat >> '{desk_folder}/peristiwa'\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv(f"BERITA_HOOKS_{name.upper()}", f"'{program}' satu")
        return program

    return set_to


@pytest.fixture
def draft(berita) -> None:
    berita("--db", "berita.json", "add", "Kebun Atap", *READY)


def events(folder: Path) -> list[dict]:
    path = folder / "peristiwa"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def status(berita, ref: str = "1") -> str:
    return json.loads(berita("show", ref, "--json=status").out)["status"]


# -- what a hook is told ---------------------------------------------------------


def test_an_event_is_one_line_with_the_articles_as_they_are_then(
    draft, hook, berita, desk_folder
) -> None:
    hook("post_publish")
    berita("publish", "1")
    (event,) = events(desk_folder)
    assert event["event"] == "post_publish"
    assert event["who"].startswith("penguji@")
    assert (event["schema"], event["sequence"], event["attempt"]) == (1, 2, 1)
    assert event["time"] == "2026-03-02T09:30:00+07:00"
    assert event["changes"] == [{"id": 1, "fields": ["status", "published_at"], "created": False}]
    (article,) = event["articles"]
    assert article == json.loads(berita("show", "1", "--json").out)


def test_a_hook_finds_the_store_in_its_environment(draft, hook, berita, desk_folder) -> None:
    hook(
        "post_change",
        'echo "$BERITA_HOOK|$BERITA_DB|$BERITA_IDS|$BERITA_SEQUENCE|$BERITA_NO_INPUT|$1" > lingkungan',
    )
    berita("tag", "1", "+kebun")
    told = (desk_folder / "lingkungan").read_text().strip()
    assert told == f"post_change|{desk_folder}/berita.json|1|2|1|satu"


def test_a_command_is_split_as_a_shell_does_and_no_shell_runs_it(tmp_path) -> None:
    command = (
        f"""'{sys.executable}' -c "import sys; sys.exit(' '.join(sys.argv[1:]))" $HOME 'a b'; x"""
    )
    assert run_program(command, "", tmp_path, {}, 10) == "exit 1: $HOME a b; x"


def test_a_program_may_stand_in_the_home_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "kait").write_text("#!/bin/sh\nexit 4\n")
    (tmp_path / "kait").chmod(0o755)
    assert run_program("~/kait", "", Path("/"), {}, 10) == "exit 4"


@pytest.mark.parametrize(
    ("command", "message"),
    [("./tiada x", "could not run ./tiada x: No such"), ("'x", "could not run 'x: No closing")],
)
def test_a_program_that_cannot_run_is_told(command, message, tmp_path) -> None:
    assert run_program(command, "", tmp_path, {}, 10).startswith(message)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo\n", "it has no first line such as #!/bin/sh"),
        ("#!/bin/sh\r\necho\r\n", "its first line names a program that is not there"),
    ],
)
def test_a_script_with_a_wrong_first_line_is_told_what_is_wrong_with_it(
    text, reason, tmp_path
) -> None:
    (tmp_path / "kait").write_bytes(text.encode())
    (tmp_path / "kait").chmod(0o755)
    assert run_program("./kait", "", tmp_path, {}, 10) == f"could not run ./kait: {reason}"


def test_a_change_stands_and_its_hooks_wait_where_there_is_no_room_for_their_event(
    draft, hook, berita, monkeypatch
) -> None:
    hook("post_publish")

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(process.tempfile, "TemporaryFile", full)
    told = berita("publish", "1")
    assert "No space left on device; berita hooks retry runs it again" in told.err
    assert status(berita) == "published"
    assert "\tfailed\t" in berita("hooks", "failed").out


def test_a_command_with_half_a_quotation_mark_is_no_setting(berita) -> None:
    assert "quotation mark" in berita("config", "set", "hooks.post_change", "'x", exit=2).err


# -- time limits -----------------------------------------------------------------


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path) -> None:
    begun = time.monotonic()
    script = "sh -c 'sleep 60 & echo $! > anak; echo lambat; wait'"
    assert run_program(script, "", tmp_path, {}, 0.3) == "no answer within 0.3 s: lambat"
    assert time.monotonic() - begun < 5
    _wait_for_the_end_of(_numbers(tmp_path / "anak"))


def test_a_program_that_leaves_a_child_behind_does_not_hold_us_up(tmp_path) -> None:
    begun = time.monotonic()
    assert run_program("sh -c 'sleep 5 & exit 0'", "x" * 300_000, tmp_path, {}, 10) is None
    assert time.monotonic() - begun < 3


def test_a_program_that_says_too_much_does_not_fill_the_disk(tmp_path, monkeypatch) -> None:
    path = tmp_path / "kata"
    monkeypatch.setattr(process.tempfile, "TemporaryFile", lambda: path.open("w+b"))
    script = "sh -c 'echo kepala; head -c 5000000 /dev/zero; sleep 0.5; echo ekor; exit 1'"
    assert (run_program(script, "", tmp_path, {}, 10) or "").startswith("exit 1: kepala")
    assert path.stat().st_blocks * 512 < 1_000_000


def test_ctrl_c_ends_the_hook_and_leaves_the_publication(draft, hook, berita, desk_folder) -> None:
    hook("post_publish", "sleep 60 & echo $$ $! > nomor; wait")
    running = _publishing()
    numbers = _numbers(desk_folder / "nomor")
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    _wait_for_the_end_of(numbers)
    (row,) = json.loads(berita("hooks", "failed", "--json").out)
    assert row["message"] == "interrupted"
    assert status(berita) == "published"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("name", ["pre_publish", "post_publish"])
def test_what_ends_berita_ends_its_hook_and_the_children_of_that(
    name, ending, draft, hook, berita, desk_folder
) -> None:
    before = signal.getsignal(ending)
    hook(name, "sleep 60 & echo $$ $! > nomor; wait")
    running = _publishing()
    numbers = _numbers(desk_folder / "nomor")
    running.send_signal(ending)
    assert running.wait(60) == -ending
    _wait_for_the_end_of(numbers)
    waiting = [row["hook"] for row in json.loads(berita("hooks", "failed", "--json").out)]
    assert waiting == ([name] if name == "post_publish" else [])
    assert signal.getsignal(ending) is before


def test_a_program_that_does_not_heed_the_request_is_killed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(process, "_GRACE", 0.2)
    begun = time.monotonic()
    script = "sh -c 'trap \"\" TERM; echo $$ > nomor; sleep 30'"
    assert run_program(script, "", tmp_path, {}, 0.5) == "no answer within 0.5 s"
    assert time.monotonic() - begun < 10
    assert not any(map(_lives, _numbers(tmp_path / "nomor")))


def test_a_signal_while_the_program_is_being_begun_ends_it_too(tmp_path) -> None:
    code = (
        "import os, signal, subprocess; from pathlib import Path; from beritacli.hooks import process\n"
        "popen = subprocess.Popen\n"
        "def begin(*words, **options):\n"
        "    begun = popen(*words, **options)\n"
        "    Path('nomor').write_text(f'{begun.pid}\\n')\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return begun\n"
        "process.subprocess.Popen = begin\n"
        "process.run('sleep 30', '', Path(), {}, 20)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path, timeout=15)
    assert done.returncode == -signal.SIGTERM
    assert not any(map(_lives, _numbers(tmp_path / "nomor")))


def test_a_second_signal_does_not_leave_the_hook_behind(draft, hook, desk_folder) -> None:
    hook("pre_publish", "trap '' TERM; echo $$ > nomor; sleep 30")
    running = _publishing()
    numbers = _numbers(desk_folder / "nomor")
    running.send_signal(signal.SIGTERM)
    time.sleep(0.5)  # within the grace of two seconds
    running.send_signal(signal.SIGTERM)
    assert running.wait(60) == -signal.SIGTERM
    assert not any(map(_lives, numbers))


@pytest.mark.parametrize(("length", "shown"), [(500, "x" * 500), (501, "x" * 499 + "…")])
def test_only_the_beginning_of_a_long_message_is_told(length, shown, tmp_path) -> None:
    script = f"'{sys.executable}' -c 'import sys; sys.exit({length} * \"x\")'"
    assert run_program(script, "", tmp_path, {}, 10) == f"exit 1: {shown}"


def test_a_signal_that_was_ignored_stays_so_while_a_hook_runs(tmp_path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        assert run_program("sh -c 'kill -HUP $PPID'", "", tmp_path, {}, 10) is None
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def _publishing() -> subprocess.Popen[bytes]:
    """Publishes article 1 in a process that heeds signals, also those that we were told to ignore."""
    code = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from beritacli.cli.start import run; run()"
    )
    return subprocess.Popen([sys.executable, "-c", code, "publish", "1"])


def _numbers(path: Path) -> list[int]:
    """The numbers that a hook leaves in a file, once the line is whole."""
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return [int(word) for word in path.read_text().split()]


def _wait_for_the_end_of(numbers: Sequence[int]) -> None:
    deadline = time.monotonic() + 30
    while any(map(_lives, numbers)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


# -- before a publication ----------------------------------------------------------


def test_a_veto_is_exit_3_with_its_message_and_leaves_every_byte(
    draft, hook, berita, desk_folder
) -> None:
    hook("pre_publish", "echo 'Foto belum ada' >&2; exit 1")
    before = kept_files(desk_folder)
    result = berita("publish", "1", exit=3)
    assert "hooks.pre_publish holds article 1 back: exit 1: Foto belum ada" in result.err
    after = kept_files(desk_folder)
    after.pop("peristiwa")
    assert after == before
    error = json.loads(berita("publish", "1", "--json", exit=3).err)["error"]
    assert error["code"] == "vetoed"


def test_the_hook_sees_each_article_as_it_would_go_out(draft, hook, berita, desk_folder) -> None:
    berita("add", "Kedua", *READY)
    hook("pre_publish")
    berita("publish", "1", "2", "--force", "editor setuju")
    told = events(desk_folder)
    assert [(e["articles"][0]["id"], e["articles"][0]["status"]) for e in told] == [
        (1, "published"), (2, "published"),
    ]  # fmt: skip
    assert {(e["reason"], e["sequence"]) for e in told} == {("editor setuju", None)}


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["add", "Lain", *READY, "--publish"], 1),
        (["edit", "1", "--status", "published"], 1),
        (["publish", "1", "--dry-run"], 0),
        (["publish", "1", "--at", "besok"], 0),
        (["ready", "1"], 0),
        (["import", "-"], 0),
    ],
)
def test_only_a_publication_by_a_verb_is_asked_about(
    words, asked, draft, hook, berita, desk_folder
) -> None:
    hook("pre_publish")
    row = json.dumps({"title": "Arsip", "status": "published"})
    berita(*words, stdin=row)
    assert len(events(desk_folder)) == asked


def test_what_is_published_already_is_not_asked_about(draft, hook, berita, desk_folder) -> None:
    berita("publish", "1")
    hook("pre_publish")
    berita("publish", "1")
    berita("edit", "1", "--section", "Kota")
    assert events(desk_folder) == []


def test_what_comes_back_from_the_bin_is_asked_about_where_it_goes_out_again(
    draft, hook, berita, desk_folder
) -> None:
    berita("publish", "1")
    berita("add", "Masih Konsep")
    berita("delete", "1", "2")
    before = kept_files(desk_folder)
    hook("pre_publish", "echo 'narasumber menarik ucapannya' >&2; exit 1")
    assert "holds article 1 back" in berita("restore", "1", "2", exit=3).err
    assert {name: kept_files(desk_folder)[name] for name in before} == before
    hook("pre_publish")
    hook("post_publish")
    berita("restore", "1", "2")
    told = [(e["event"], [a["id"] for a in e["articles"]]) for e in events(desk_folder)]
    assert told == [("pre_publish", [1]), ("pre_publish", [1]), ("post_publish", [1])]


def test_a_program_that_is_missing_holds_back(draft, berita, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_HOOKS_PRE_PUBLISH", "./tiada")
    assert "could not run" in berita("publish", "1", exit=3).err


class Meddler:
    """Hooks that change the article they are asked about, `times` over."""

    def __init__(self, repository: MemoryRepository, times: int) -> None:
        self._desk = Desk(repository, NOW)
        self._times = times
        self.seen: list[tuple[str, ...]] = []

    def wants(self, hook: str) -> bool:
        return hook == "pre_publish"

    def ask(self, event: Event) -> str | None:
        self.seen.append(event.articles[0].tags)
        if len(self.seen) <= self._times:
            tag(self._desk, Target(("1",)), add=[f"ke-{len(self.seen)}"])
        return None

    def tell(self, events: Sequence[Event]) -> list[str]:
        return []


@pytest.fixture
def meddled(article) -> Callable[[int], tuple[Desk, Meddler]]:
    def make(times: int) -> tuple[Desk, Meddler]:
        repository = memory_repository([article(1, body="Isi.", reporter="Rani", editor="Dodi")])
        hooks = Meddler(repository, times)
        return Desk(repository, NOW, hooks=hooks), hooks

    return make


def test_an_article_that_changes_meanwhile_is_looked_at_again(meddled) -> None:
    desk, hooks = meddled(2)
    publish(desk, Target(("1",)))
    out = desk.repository.read().get(1)
    assert hooks.seen == [(), ("ke-1",), ("ke-1", "ke-2")]
    assert (out.status, out.tags) == ("published", ("ke-1", "ke-2"))


def test_an_article_that_never_stops_changing_is_a_conflict(meddled) -> None:
    desk, _ = meddled(99)
    with pytest.raises(ConflictError, match="keeps changing"):
        publish(desk, Target(("1",)))
    assert desk.repository.read().get(1).status == "draft"


# -- what is due ---------------------------------------------------------------------


@pytest.fixture
def due(berita, monkeypatch) -> None:
    for title in ("Satu", "Dua", "Tiga"):
        berita("--db", "berita.json", "add", title, *READY)
    berita("publish", "1", "2", "3", "--at", "besok 06.00")
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T06:01:00+07:00")


def test_what_a_hook_holds_back_does_not_hold_the_others(due, hook, berita) -> None:
    hook("pre_publish", "if [ \"$BERITA_IDS\" = 2 ]; then echo 'tunggu'; exit 9; fi")
    result = berita("publish", "--due")
    assert "article 2 is held back: exit 9: tunggu" in result.err
    assert [status(berita, ref) for ref in "123"] == ["published", "scheduled", "published"]


def test_two_at_once_publish_and_tell_each_article_once(due, hook, desk_folder) -> None:
    hook("pre_publish", "sleep 0.2")
    hook("post_publish", "echo $BERITA_IDS >> keluar")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "beritacli", "publish", "--due"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    ended = [(run.wait(), *run.communicate()) for run in runs]
    assert [code for code, _, _ in ended] == [0, 0], ended
    assert (desk_folder / "keluar").read_text().split() == ["1", "2", "3"]
    log = (desk_folder / "berita.history.jsonl").read_text()
    assert log.count('"publish --due"') == 1


# -- after a change --------------------------------------------------------------------


def test_an_import_is_a_change_and_no_publication(hook, berita, desk_folder) -> None:
    hook("post_publish")
    hook("post_change", "echo $BERITA_IDS > ids")
    rows = "".join(f'{{"title": "Arsip {n}", "status": "published"}}\n' for n in range(1001))
    berita("--db", "berita.json", "import", "-", "--format", "jsonl", stdin=rows)
    (event,) = events(desk_folder)
    assert event["event"] == "post_change"
    assert (len(event["changes"]), len(event["articles"])) == (1001, 1000)
    assert len((desk_folder / "ids").read_text().split()) == 1000
    assert event["changes"][0] == {"id": 1, "fields": [], "created": True}


def test_a_failing_hook_takes_nothing_back_and_can_be_run_again(
    draft, hook, berita, desk_folder
) -> None:
    hook("post_publish", "test -e beres || { echo 'server mati' >&2; exit 7; }")
    result = berita("publish", "1")
    assert (
        "Warning: hooks.post_publish failed: exit 7: server mati; berita hooks retry" in result.err
    )
    assert status(berita) == "published"
    (row,) = json.loads(berita("hooks", "failed", "--json").out)
    assert (row["id"], row["ids"], row["attempts"]) == ("2-post_publish", [1], 1)
    assert "1 of 1 hook failed again" in berita("hooks", "retry", exit=1).err
    berita("tag", "1", "+sesudah")
    (desk_folder / "beres").touch()
    (row,) = json.loads(berita("hooks", "retry", "2-post_publish", "--json").out)
    assert (row["state"], row["message"]) == ("done", "")
    assert berita("hooks", "failed").out == ""
    told = events(desk_folder)[-1]
    assert (told["attempt"], told["sequence"]) == (3, 2)
    assert told["articles"][0]["tags"] == ["sesudah"]


def test_the_lock_is_free_while_a_hook_runs_and_hooks_do_not_call_hooks(
    draft, hook, berita, monkeypatch, desk_folder
) -> None:
    monkeypatch.setenv("BERITA_LOCK_TIMEOUT", "2")
    hook("post_change", f"'{sys.executable}' -m beritacli tag 1 +dari-kait")
    assert "Warning" not in berita("edit", "1", "--section", "Kota").err
    assert json.loads(berita("show", "1", "--json=tags").out) == {"tags": ["dari-kait"]}
    assert len(events(desk_folder)) == 1


def test_the_record_of_hooks_holds_no_text_and_has_the_mode_of_the_store(
    draft, hook, berita, desk_folder
) -> None:
    (desk_folder / "berita.json").chmod(0o640)
    hook("post_change", "exit 1")
    berita("edit", "1", "--body", "Rahasia dapur.")
    path = desk_folder / "berita.hooks.jsonl"
    assert "Rahasia" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_berita_that_is_killed_meanwhile_leaves_its_hooks_to_a_retry(
    draft, hook, berita, desk_folder
) -> None:
    hook("post_publish", "echo $$ > nomor; test -e lanjut || sleep 30")
    hook("post_change", "touch $BERITA_HOOK")
    running = _publishing()
    (number,) = _numbers(desk_folder / "nomor")
    (row,) = json.loads(berita("hooks", "retry", "2-post_publish", "--json").out)
    assert (row["state"], row["message"]) == ("running", "it is still running")
    running.send_signal(signal.SIGKILL)
    running.wait()
    os.killpg(number, signal.SIGKILL)
    rows = json.loads(berita("hooks", "failed", "--json").out)
    assert [row["id"] for row in rows] == ["2-post_publish", "2-post_change"]
    (desk_folder / "lanjut").touch()
    berita("hooks", "retry")
    assert (desk_folder / "post_change").exists()


def test_an_interruption_ends_the_hooks_and_not_the_command(
    draft, hook, berita, monkeypatch
) -> None:
    hook("post_publish")
    hook("post_change")

    begun: list[object] = []

    def interrupted(*words: object) -> str:
        begun.append(words[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(programs, "run", interrupted)
    result = berita("publish", "1")
    assert len(begun) == 1  # the second is not begun
    assert "hooks.post_publish failed: interrupted; berita hooks retry" in result.err
    assert status(berita) == "published"
    rows = json.loads(berita("hooks", "failed", "--json").out)
    assert [(row["hook"], row["message"]) for row in rows] == [
        ("post_publish", "interrupted"), ("post_change", "interrupted"),
    ]  # fmt: skip


def test_what_is_given_up_is_not_run_again(draft, hook, berita) -> None:
    hook("post_publish", "exit 1")
    berita("publish", "1")
    assert "1 hook failed" in berita("hooks").err
    berita("hooks", "drop", "2-post_publish")
    assert "nothing waits" in berita("hooks", "retry").err


def test_a_retry_without_its_program_leaves_it_waiting(draft, hook, berita, monkeypatch) -> None:
    hook("post_publish", "exit 1")
    berita("publish", "1")
    monkeypatch.delenv("BERITA_HOOKS_POST_PUBLISH")
    rows = berita("hooks", "retry", exit=1).out
    assert "hooks.post_publish is not set" in rows
    assert json.loads(berita("hooks", "failed", "--json=attempts").out) == [{"attempts": 1}]


@pytest.mark.parametrize(
    "words",
    [
        ["hooks", "retyr"], ["hooks", "list", "x"], ["hooks", "drop"], ["hooks", "--json=x"],
        ["hooks", "failed", "x"],
    ],
)  # fmt: skip
def test_hooks_refuse_what_they_do_not_know(words, berita) -> None:
    berita(*words, exit=2)


def test_a_dry_retry_runs_nothing(draft, hook, berita, desk_folder) -> None:
    hook("post_publish", "exit 1")
    berita("publish", "1")
    before = (desk_folder / "berita.hooks.jsonl").read_bytes()
    assert "2-post_publish" in berita("hooks", "retry", "--dry-run").out
    assert (desk_folder / "berita.hooks.jsonl").read_bytes() == before
    assert len(events(desk_folder)) == 1


# -- the journal -----------------------------------------------------------------------


@pytest.fixture
def journal(tmp_path) -> Journal:
    store = tmp_path / "x.json"
    store.touch()
    return Journal(tmp_path / "x.hooks.jsonl", store)


def failure(number: int) -> Failure:
    return Failure(f"{number}-post_change", "post_change", number, "2026", "penguji", ({"id": 1},))


@pytest.mark.parametrize("cut", range(1, 40, 7))
def test_a_line_that_was_cut_off_hides_no_other(cut, journal, tmp_path) -> None:
    path = tmp_path / "x.hooks.jsonl"
    journal.begin([failure(1)])
    journal.end("1-post_change", "exit 1")
    whole = path.read_bytes()
    journal.begin([failure(2)])
    path.write_bytes(path.read_bytes()[: len(whole) + cut])
    journal.begin([failure(3)])
    assert [one.sequence for one in journal.open_entries()] == [1, 3]


@pytest.mark.parametrize(
    "line",
    [
        b"[1]", b"7", b"\xff", b'{"id": "1-post_change"}', b"[" * 100_000,
        b'{"id": "1-post_change", "state": "done"}',
        b'{"id": "2-post_change", "hook": "post_change", "state": "failed"}',
        (b'{"id": "2-post_change", "hook": "post_change", "sequence": "x", "time": "", "who": "",'
        b' "changes": [], "attempt": 1, "state": "failed"}'),
        (b'{"id": "2-post_change", "hook": "post_change", "sequence": 2, "time": "", "who": "",'
        b' "changes": [5], "attempt": 1, "state": "failed"}'),
    ],
)  # fmt: skip
def test_a_line_that_is_none_of_ours_says_nothing(line, journal, tmp_path) -> None:
    journal.begin([failure(1)])
    with (tmp_path / "x.hooks.jsonl").open("ab") as file:
        file.write(line + b"\n")
    journal.begin([failure(3)])
    assert [one.sequence for one in journal.open_entries()] == [1, 3]


def test_a_line_is_on_disk_before_a_hook_runs(journal, monkeypatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(journals.os, "fsync", synced.append)
    journal.begin([failure(1)])
    assert len(synced) == 1


def test_a_journal_that_is_a_link_is_not_followed(journal, tmp_path) -> None:
    (tmp_path / "x.hooks.jsonl").symlink_to(tmp_path / "lain")
    with pytest.raises(OSError, match="symbolic link"):
        journal.begin([failure(1)])
    assert not (tmp_path / "lain").exists()


def test_two_do_not_write_at_once(journal, tmp_path) -> None:
    journal.begin([failure(1)])
    writer = threading.Thread(target=journal.end, args=("1-post_change", None))
    with (tmp_path / "x.hooks.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
    writer.join(10)
    assert journal.open_entries() == []


def test_only_another_process_that_lives_here_is_still_running(journal, monkeypatch) -> None:
    journal.begin([failure(1)])
    (one,) = journal.open_entries()
    assert not one.running  # this process itself is at something else by now
    monkeypatch.setattr(journals.os, "getpid", lambda: -1)

    def belongs_to_another(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(journals.os, "kill", belongs_to_another)
    (one,) = journal.open_entries()
    assert one.running
    node = os.uname()
    monkeypatch.setattr(journals.os, "uname", lambda: SimpleNamespace(nodename=f"{node}-lain"))
    (one,) = journal.open_entries()
    assert not one.running


def test_a_process_that_has_the_number_of_one_that_is_gone_is_not_taken_for_it(
    journal, monkeypatch
) -> None:
    monkeypatch.setattr(journals, "_birth", lambda _: "1234")
    journal.begin([failure(1)])
    monkeypatch.undo()
    monkeypatch.setattr(journals.os, "getpid", lambda: -1)
    (one,) = journal.open_entries()
    assert not one.running


def test_what_another_has_done_meanwhile_is_no_failure(tmp_path, journal) -> None:
    journal.begin([failure(1)])
    journal.end("1-post_change", None)
    hooks = programs.Programs(tmp_path / "x.json", {"post_change": "false"}, 10)
    event = Event("post_change", "2026", "penguji", (), (), sequence=1)
    assert hooks.retry(event, failure(1)) is None


def test_a_failure_whose_journal_is_gone_is_not_run_again(journal, tmp_path) -> None:
    journal.begin([failure(1)])
    (tmp_path / "x.hooks.jsonl").unlink()
    assert journal.claim(failure(1)) == "done"


def test_a_journal_is_emptied_only_when_nothing_waits(journal, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(journals, "_MOST", 100)
    path = tmp_path / "x.hooks.jsonl"
    journal.begin([failure(1)])
    journal.begin([failure(2)])
    journal.end("2-post_change", None)
    assert [one.sequence for one in journal.open_entries()] == [1]
    journal.end("1-post_change", None)
    journal.begin([failure(3)])
    assert path.read_text().count("\n") == 1


def test_a_failure_that_nobody_runs_again_does_not_let_the_journal_grow(
    journal, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(journals, "_MOST", 2000)
    path = tmp_path / "x.hooks.jsonl"
    (tmp_path / "x.json").chmod(0o640)
    for number in range(1, 100):
        journal.begin([failure(number)])
        journal.end(f"{number}-post_change", "exit 1" if number < 3 else None)
    assert path.stat().st_size < 4000
    assert [(one.sequence, one.message) for one in journal.open_entries()] == [
        (1, "exit 1"),
        (2, "exit 1"),
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_who_waits_for_a_journal_that_is_replaced_writes_into_the_new_one(
    journal, tmp_path
) -> None:
    journal.begin([failure(1)])
    path = tmp_path / "x.hooks.jsonl"
    writer = threading.Thread(target=journal.begin, args=([failure(2)],))
    with path.open("rb") as old:
        fcntl.flock(old, fcntl.LOCK_EX)
        writer.start()
        writer.join(0.3)
        journal._replace([])
    writer.join(10)
    assert [one.sequence for one in journal.open_entries()] == [2]


def test_a_failure_is_claimed_by_one_only(journal, monkeypatch) -> None:
    journal.begin([failure(1)])
    journal.end("1-post_change", "exit 1")
    monkeypatch.setattr(os, "getpid", lambda: 1)  # another process that lives
    assert journal.claim(failure(1)) == "failed"
    monkeypatch.undo()
    assert journal.claim(failure(1)) == "running"
    journal.end("1-post_change", None)
    assert journal.claim(failure(1)) == "done"
