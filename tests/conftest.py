"""Shared fixtures. All names and texts in these tests are fiction."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from beritacli.cli import streams
from beritacli.domain.article import Article
from beritacli.domain.changes import Note
from beritacli.index.sqlite_index import SQLiteIndex
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.targets import Target
from beritacli.storage.memory import MemoryRepository
from beritacli.storage.tinydb_store import TinyDBStore

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=WIB)
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "halaman.txt"
FREE = Approval(yes=True, allow_mass=True)

# `--hypothesis-profile=long` looks further; .ci/run asks for it where texts are parsed and
# where stores are written again and again.
for profile, examples in (("berita", 40), ("long", 500)):
    settings.register_profile(
        profile,
        deadline=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
settings.load_profile("berita")


def a_third() -> settings:
    """For a test whose examples each write many stores: fewer of them, in any profile."""
    return settings(max_examples=settings().max_examples // 3)


@dataclass(frozen=True)
class Result:
    """What one run of the program gave back."""

    exit: int
    out: str
    err: str


def disk_store(path: Path, **options: float) -> TinyDBStore:
    """A store at `path` with its index."""
    return TinyDBStore(path, SQLiteIndex(Path(os.path.realpath(path))), **options)


def kept_files(folder: Path) -> dict[str, bytes]:
    """What must not be lost: the index can be made anew, and the lock says nothing."""
    derived = (".lock", ".sqlite", ".sqlite-wal", ".sqlite-shm")
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.endswith(derived)}


def memory_repository(articles: Iterable[Article] = ()) -> MemoryRepository:
    """A store without files."""
    return MemoryRepository(SQLiteIndex(), articles)


def log_of(path: Path) -> Path:
    """The log of the store at `path`."""
    return path.with_name("berita.history.jsonl")


def ref(*words: object) -> Target:
    """The articles of ids, slugs or terms of a query."""
    return Target(tuple(map(str, words)))


def state(desk: Desk) -> list[object]:
    """Every article of a desk with what was counted of it."""
    snapshot = desk.repository.read()
    return [(article, snapshot.counts(article.id)) for article in snapshot]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store can be, in a folder of its own."""
    folder = tmp_path / "toko"
    folder.mkdir()
    return folder / "berita.json"


@pytest.fixture
def note() -> Note:
    return Note("test", "penguji@meja", NOW)


@pytest.fixture
def article() -> Callable[..., Article]:
    """A maker of valid records: `article(3, title=…)`."""

    def make(id: int = 1, **values: object) -> Article:
        defaults: dict[str, object] = {"slug": f"artikel-uji-{id}", "title": f"Artikel Uji {id}"}
        return Article(id=id, **{**defaults, **values})  # type: ignore[arg-type]

    return make


@pytest.fixture(autouse=True)
def desk_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every test has a folder, a home and a terminal's last line of its own, and a fixed clock."""
    folder = tmp_path / "meja"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith(("BERITA_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    monkeypatch.setenv("USER", "penguji")
    monkeypatch.setenv("BERITA_NOW", NOW.isoformat())
    monkeypatch.chdir(folder)
    monkeypatch.setattr(streams, "_status", [])
    return folder


@pytest.fixture
def berita(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Result]]:
    """The program inside this process, as a script would run it: no terminal, pipes."""
    source = tmp_path / "stdin"
    with source.open("w+", encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        yield functools.partial(_run, monkeypatch, capfd, typed)


def _run(monkeypatch, capfd, typed, *words: str, stdin: str = "", exit: int | None = 0) -> Result:
    from beritacli.cli.main import main

    monkeypatch.setattr(sys, "argv", ["berita", *words])
    os.ftruncate(typed.fileno(), 0)
    os.pwrite(typed.fileno(), stdin.encode(), 0)
    typed.seek(0)
    capfd.readouterr()
    code = main(list(words))
    sys.stdout.flush()
    out, err = capfd.readouterr()
    result = Result(code, out, err)
    assert exit is None or code == exit, f"{words}: {result}"
    assert "Traceback" not in err
    return result


@pytest.fixture
def program() -> Callable[..., Result]:
    """The program as a process of its own."""

    def run(*words: str, stdin: str = "", exit: int | None = 0, **environment: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "beritacli", *words],
            input=stdin.encode(),
            capture_output=True,
            env={**os.environ, **environment},
            check=False,
            timeout=60,
        )
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert exit is None or result.exit == exit, f"{words}: {result}"
        assert "Traceback" not in result.err
        return result

    return run
