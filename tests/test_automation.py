"""The ready-made hooks, cron lines and timers, each against something real. All of it is fiction."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from conftest import ROOT

EXAMPLES = ROOT / "examples"
HOOKS = EXAMPLES / "hooks"
READY = ("--body", "Isi.", "--reporter", "Rani", "--editor", "Dodi")
BARE = {"HOME": "/nonexistent", "LOGNAME": "desk", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}


@pytest.fixture
def tools(desk_folder) -> Path:
    """A folder laid out as the examples have it: the store, and berita in `.venv/bin`."""
    program = desk_folder / ".venv" / "bin" / "berita"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m beritacli \"$@\"\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def due(tools, berita, desk_folder) -> Path:
    """A store whose first article is due, by any clock; its folder."""
    berita("--db", "berita.json", "add", "Jadwal Kapal Berubah", *READY)
    berita("publish", "1", "--at", "2024-03-02 06:00")
    return desk_folder


def as_cron(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as cron does: /bin/sh, hardly any environment, no terminal."""
    return subprocess.run(
        ["env", "-i", *(f"{k}={v}" for k, v in {**BARE, **environment}.items()), "sh", "-c", command],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def status(berita, ref: str = "1") -> str:
    return json.loads(berita("show", ref, "--json=status").out)["status"]


# -- hooks -------------------------------------------------------------------------


def test_an_article_with_a_caption_needs_a_credit(tools, berita, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_HOOKS_PRE_PUBLISH", str(HOOKS / "kredit-foto"))
    berita("--db", "berita.json", "add", "Pasar", *READY, "--caption", "Pengunjung pasar")
    assert "foto tanpa kredit" in berita("publish", "1", exit=3).err
    berita("edit", "1", "--credit", "Rani")
    berita("publish", "1")


@pytest.fixture
def repository(desk_folder, monkeypatch) -> None:
    """The store's folder as a git repository, whose hook commits every change."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)
    subprocess.run(["git", "init", "-q"], check=True)
    for name, value in (("user.name", "Meja Kota"), ("user.email", "meja@kota.example")):
        subprocess.run(["git", "config", name, value], check=True)
    monkeypatch.setenv("BERITA_HOOKS_POST_CHANGE", str(HOOKS / "git-commit"))


def test_every_change_is_a_commit(repository, berita, desk_folder) -> None:
    assert "Warning" not in berita("--db", "berita.json", "add", "Pasar", *READY).err
    berita("tag", "1", "+pasar")
    berita("publish", "1")
    log = subprocess.run(["git", "log", "--format=%s"], capture_output=True, text=True, check=True)
    assert log.stdout.splitlines() == [f"Change {n}: article 1" for n in (3, 2, 1)]
    kept = subprocess.run(["git", "show", "HEAD:berita.json"], capture_output=True, check=True)
    assert kept.stdout == (desk_folder / "berita.json").read_bytes()
    left = subprocess.run(["git", "diff", "--stat"], capture_output=True, check=True)
    assert left.stdout == b""


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed")
def test_changes_at_once_are_committed_one_after_the_other(repository, berita) -> None:
    berita("--db", "berita.json", "add", "Pasar", *READY)
    command = [sys.executable, "-m", "beritacli", "tag", "1"]
    runs = [subprocess.Popen([*command, f"+t{n}"], stderr=subprocess.PIPE) for n in range(4)]
    assert [b"Warning" in run.communicate()[1] for run in runs] == [False] * 4
    assert json.loads(berita("hooks", "failed", "--json").out) == []
    left = subprocess.run(["git", "diff", "--stat"], capture_output=True, check=True)
    assert left.stdout == b""


@pytest.mark.parametrize("path", ["/usr/bin:/bin", ""])
def test_a_hook_finds_berita_where_cron_does_not(path, due, tmp_path) -> None:
    command = cron_lines()[0].split(maxsplit=5)[5].replace("/srv/berita", str(due))
    hook = f"sh -c 'berita list --ids > {tmp_path}/ids'"
    done = as_cron(f"export PATH={path}; {command}", due, BERITA_HOOKS_POST_PUBLISH=hook)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ids").read_text() == "1\n"


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[str, dict]], list[int]]]:
    """A web server on this machine: its address, what it got, and the codes it is to answer."""
    got: list[tuple[str, dict]] = []
    codes: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["X-Berita-Event"], json.loads(body)))
            self.send_response(codes.pop(0) if codes else 204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/terbit", got, codes
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_is_posted_and_posted_again_after_a_failure(
    due, berita, receiver, monkeypatch
) -> None:
    address, got, codes = receiver
    codes.append(503)
    monkeypatch.setenv("BERITA_HOOKS_POST_PUBLISH", f"{HOOKS / 'webhook'} {address}")
    result = berita("publish", "--due")
    assert "hooks.post_publish failed: exit 1: " in result.err
    assert "503" in result.err
    assert status(berita) == "published"
    berita("hooks", "retry")
    assert [event for event, _ in got] == ["3-1", "3-1"]
    assert got[1][1] == {
        "id": 1, "slug": "jadwal-kapal-berubah", "title": "Jadwal Kapal Berubah",
        "section": None, "published_at": "2024-03-02T06:00:00+07:00",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
def test_what_is_published_is_copied_elsewhere(due, tmp_path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    command = cron_lines()[0].split(maxsplit=5)[5].replace("/srv/berita", str(due))
    done = as_cron(command, due, BERITA_HOOKS_POST_PUBLISH=f"{HOOKS / 'rsync'} {web}/")
    assert (done.returncode, done.stderr) == (0, "")
    (article,) = json.loads((web / "terbit.json").read_text())
    assert article["title"] == "Jadwal Kapal Berubah"


# -- cron and systemd ----------------------------------------------------------------


def cron_lines() -> list[str]:
    lines = (EXAMPLES / "automation" / "crontab").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_cron_line_runs_as_it_stands(due, berita) -> None:
    commands = [line.split(maxsplit=5)[5] for line in cron_lines()]
    assert len(commands) == 5
    for name in ("access.log", "access.log-20260301"):
        shutil.copy(EXAMPLES / "akses.log", due / name)
    for command in commands:
        here = command.replace("/srv/berita", str(due)).replace(r"\%", "%")
        here = here.replace("/var/log/nginx", str(due))
        done = as_cron(here, due)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), command
    assert status(berita) == "published"
    (archive,) = due.glob("arsip-*.jsonl")
    assert json.loads(archive.read_text())["id"] == 1
    assert len(list(due.glob("berita.backups/*.json"))) == 1


def test_a_retry_from_cron_speaks_up_only_when_it_fails(due, berita, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_HOOKS_POST_PUBLISH", "false")
    berita("publish", "--due")
    command = cron_lines()[1].split(maxsplit=5)[5].replace("/srv/berita", str(due))
    done = as_cron(command, due, BERITA_HOOKS_POST_PUBLISH="false")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: 1 of 1 hook failed again\n")


def unit(name: str, folder: Path) -> Path:
    """A unit of the examples, for the store in `folder`."""
    text = (EXAMPLES / "automation" / name).read_text(encoding="utf-8")
    path = folder / name
    path.write_text(text.replace("/srv/berita", str(folder)))
    return path


def test_the_service_of_the_timer_publishes_what_is_due(due, berita) -> None:
    lines = unit("berita-due.service", due).read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    done = subprocess.run(
        ["env", "-i", *shlex.split(values["ExecStart"])], cwd=values["WorkingDirectory"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert "#1 went out" in done.stderr  # for the journal
    assert status(berita) == "published"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_units_as_they_are(due) -> None:
    units = [str(unit(f"berita-due.{kind}", due)) for kind in ("service", "timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "berita-due" in line]
    assert ours == []


def test_a_whole_day_runs_without_terminal_home_or_locale(tools, desk_folder) -> None:
    berita = f"{tools} --db berita.json"
    hook = {"BERITA_HOOKS_POST_PUBLISH": "sh -c 'cat > terbit.json'"}

    def run(words: str, exit: int = 0) -> str:
        done = as_cron(f"{berita} {words}", desk_folder, **hook)
        assert done.returncode == exit, done
        assert "\x1b" not in done.stdout + done.stderr
        return done.stdout

    run(f"import {EXAMPLES / 'halaman.txt'}")
    assert run("tag title:panen +kebun") == "1\ttags\t\tkebun\n4\ttags\t\tkebun\n"
    run("add Kesepuluh --ids --body Isi. --reporter Rani --editor Dodi")
    run("tag --all +banyak", exit=7)
    run("publish 10 --at '2024-03-02 06:00'")
    assert run("publish --due --json=id,status") == '[\n{"id": 10, "status": "published"}\n]\n'
    assert json.loads((desk_folder / "terbit.json").read_text())["articles"][0]["id"] == 10
    assert run("hooks failed") == ""
    assert len(json.loads(run("export tag:kebun"))) == 2
