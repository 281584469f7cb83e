"""What a person at a terminal gets beyond the text: a pager, progress, links, near dates."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from beritacli.cli import progress, streams
from beritacli.cli.paging import pager_command
from beritacli.cli.progress import Progress
from beritacli.index.sqlite_index import SQLiteIndex
from beritacli.indonesian.date_format import format_relative
from beritacli.render import plain, terminal
from beritacli.render.output import Place
from beritacli.render.rows import plain_rows
from beritacli.storage.memory import MemoryRepository
from conftest import NOW
from test_terminal import EXAMPLE, Terminal

ROOT = Path(__file__).parent.parent
MARK = "sed s/^/|/"  # a pager that leaves its mark and asks nothing


@pytest.mark.parametrize(
    ("setting", "environ", "command"),
    [
        ("auto", {"TERM": "xterm"}, "less"),
        ("auto", {"TERM": "xterm", "PAGER": "most -s"}, "most -s"),
        ("auto", {"TERM": "xterm", "PAGER": ""}, ""),
        ("auto", {"TERM": "xterm", "PAGER": "cat"}, ""),
        ("auto", {"TERM": "dumb", "PAGER": "less"}, ""),
        ("auto", {"PAGER": "less"}, ""),
        ("never", {"TERM": "xterm", "PAGER": "less"}, ""),
        ("bat -p", {"TERM": "xterm", "PAGER": "less"}, "bat -p"),
    ],
)
def test_the_pager_is_what_the_setting_or_the_surroundings_name(setting, environ, command) -> None:
    assert pager_command(setting, environ) == command


@pytest.fixture
def store(program) -> None:
    program("--db", "berita.json", "import", str(EXAMPLE))


def seen(*words: str, **environment: str) -> str:
    run = Terminal(words, {"PAGER": MARK, "NO_COLOR": "1", **environment})
    assert run.end() == 0, run.seen
    return run.seen


def test_a_page_beyond_the_screen_goes_through_the_pager(store) -> None:
    page = seen("show", "1")
    assert page.startswith("|  Warga Rusun Cakung")
    assert all(line.startswith("|") for line in page.splitlines())
    assert not seen("list").startswith("|")


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["--no-pager"], {}),
        (["--no-input"], {}),
        ([], {"BERITA_NO_INPUT": "1"}),
        ([], {"BERITA_PAGER": "never"}),
        ([], {"PAGER": "tiada-program"}),
        ([], {"PAGER": "sh -c 'exit 127'"}),
        ([], {"PAGER": "'"}),
        (["--json"], {}),
    ],
)
def test_there_is_no_pager_where_none_is_wanted_or_none_can_run(words, environment, store) -> None:
    page = seen("show", "1", *words, **environment)
    assert "Warga Rusun Cakung" in page
    assert "|" not in page


# -- progress --------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """A terminal on stderr, and a clock that stands still unless it is set."""
    now = [0.0]
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    return now


def test_nothing_is_said_in_the_first_half_second(clock, capsys) -> None:
    tell = Progress("Reading", quiet=False)
    clock[0] = 0.49
    tell(100, 1000)
    assert capsys.readouterr().err == ""
    clock[0] = 0.51
    tell(12_345, 100_000)
    assert capsys.readouterr().err == (
        "\r\x1b[KReading [##                  ] 12 %, 12.345 of 100.000 …"
    )
    tell(12_346, 100_000)
    assert capsys.readouterr().err == ""  # not at every article


def test_a_bar_is_full_at_most(clock, capsys) -> None:
    tell = Progress("Reading", quiet=False)
    clock[0] = 1
    tell(30, 20)  # stdin has no size of its own
    assert f"[{'#' * 20}] 100 %" in capsys.readouterr().err


@pytest.mark.parametrize("written", [streams.write_out, streams.write_note])
def test_what_is_written_next_takes_the_place_of_the_line(written, clock, capsys) -> None:
    tell = Progress("Reading", quiet=False)
    clock[0] = 1
    tell(5)
    capsys.readouterr()
    written("isi\n")
    assert capsys.readouterr().err.startswith("\r\x1b[K")
    written("isi\n")
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("quiet", [True, False])
def test_a_pipe_and_a_quiet_desk_are_told_nothing(quiet, monkeypatch, capsys) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: quiet)
    monkeypatch.setattr(progress, "PATIENCE", -1)
    assert list(Progress("Reading", quiet=quiet).each(range(200))) == list(range(200))
    assert capsys.readouterr().err == ""


def test_a_new_index_and_a_long_read_say_how_far_they_are(article) -> None:
    told: list[tuple[int, int]] = []
    index = SQLiteIndex(progress=lambda done, total: told.append((done, total)))
    snapshot = MemoryRepository(index, [article(id) for id in range(1, 251)]).read()
    assert told == [(0, 250), (100, 250), (200, 250)]
    told.clear()
    assert len(list(snapshot)) == 250
    assert told == [(99, 0), (199, 0)]


def test_rich_is_not_loaded_to_tell_how_far_it_is() -> None:
    source = Path(sys.modules[Progress.__module__].__file__ or "").read_text(encoding="utf-8")
    assert "rich" not in source


# -- links and dates ---------------------------------------------------------------------

OPENS = Place(True, 80, color=True, links=True)
LINK = re.compile(r"\x1b]8;id=\d+;(.*?)\x1b\\")


def test_a_source_opens_from_a_page_and_from_a_table(article) -> None:
    one = article(source="https://kota.example/1", body="Isi.")
    row = plain_rows([one])
    for text in (
        terminal.page(one, [], [], OPENS),
        terminal.table(row, ("id", "title"), OPENS),
        terminal.news_list("BERITA POPULER", row, OPENS),
    ):
        assert set(LINK.findall(text)) == {"https://kota.example/1"}


@pytest.mark.parametrize("source", ["kunci-7", "ftp://kota.example", "https://a\x1b\\b", None])
def test_what_is_no_address_is_no_link(source, article) -> None:
    one = article(source=source)
    assert "\x1b]8" not in terminal.page(one, [], [], OPENS)
    assert "\x1b]8" not in terminal.table(plain_rows([one]), ("id", "title"), OPENS)


def test_there_are_no_links_in_a_pipe_or_without_colour(article) -> None:
    one = article(source="https://kota.example/1")
    assert "\x1b" not in plain.page(one, [], [], Place())
    assert "\x1b" not in terminal.page(one, [], [], Place(True, 80, links=True))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW.replace(hour=0, minute=0), "hari ini"),
        (NOW.replace(hour=0, minute=0) - timedelta(days=1), "kemarin"),
        (NOW.replace(hour=0, minute=0) + timedelta(days=1), "besok"),
        (NOW.replace(hour=7, minute=30), "2 jam lalu"),
        (NOW.replace(hour=20, minute=5) - timedelta(days=1), "kemarin 20.05"),
    ],
)
def test_a_day_without_a_time_is_told_as_a_day(moment, said) -> None:
    assert format_relative(moment, NOW) == said


# -- help and pictures ---------------------------------------------------------------------


def test_the_help_of_the_program_begins_with_examples(berita) -> None:
    text = berita("--help").out
    assert text.index("Examples:") < text.index("Core:") < text.index("Options:")


def test_every_picture_is_shown_and_asks_nobody_for_anything() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        (page.parent / path).resolve()
        for page in pages
        for path in re.findall(r"\]\(([^)]+\.svg)\)", page.read_text(encoding="utf-8"))
    }
    assert shown == {path.resolve() for path in (ROOT / "docs" / "pictures").glob("*.svg")}
    for path in shown:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
