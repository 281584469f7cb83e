"""What a person at a terminal gets beyond the text: a pager, progress, links, near dates."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from beritacli.cli import paging, progress, streams
from beritacli.cli.paging import pager_command
from beritacli.cli.progress import Progress
from beritacli.index.sqlite_index import SQLiteIndex
from beritacli.indonesian.date_format import format_relative
from beritacli.newsroom.auditing import audit
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.reading import Part
from beritacli.render import plain, terminal
from beritacli.render.output import Place
from beritacli.render.rows import plain_rows
from beritacli.storage.memory import MemoryRepository
from conftest import NOW, ROOT, memory_repository
from test_terminal import EXAMPLE, Terminal

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


def test_the_help_beyond_the_screen_goes_through_the_pager(store) -> None:
    page = seen("help", "add")
    assert page.startswith("|Usage: berita add")
    assert not seen("help", "add", "--no-pager").startswith("|")


def test_settings_that_cannot_be_read_keep_nobody_from_the_help(store) -> None:
    Path("rusak.toml").write_text("desk = [")
    assert seen("help", "add", BERITA_CONFIG="rusak.toml").startswith("Usage: berita add")


@pytest.mark.parametrize(("lines", "paged"), [(23, False), (24, True)])
def test_a_page_that_leaves_no_line_for_the_prompt_is_longer_than_the_screen(
    lines, paged, monkeypatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(paging, "_paged", lambda text, _: not given.append(text))
    paging.write_page("baris\n" * lines, Place(True, 80, height=24, pager="less"))
    assert bool(given) is paged


def test_less_ends_where_all_fits_unless_the_person_says_otherwise(store, monkeypatch) -> None:
    monkeypatch.delenv("LESS", raising=False)
    tell = "sh -c 'cat > /dev/null; echo =$LESS'"
    assert seen("show", "1", PAGER=tell).strip() == "=FRX"
    assert seen("show", "1", PAGER=tell, LESS="-S").strip() == "=-S"


def test_ctrl_c_in_the_pager_does_not_end_berita(store) -> None:
    assert "Warga Rusun" in seen("show", "1", PAGER="sh -c 'sleep 0.3; kill -INT $PPID; cat'")


def test_the_pager_gets_what_the_encoding_lacks_as_escapes(store, program) -> None:
    program("--db", "berita.json", "edit", "1", "--title", "Kafé Atap")
    assert "|  Kaf\\u00e9 Atap" in seen("show", "1", PYTHONIOENCODING="ascii")


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


def test_the_line_is_cut_where_the_terminal_ends(clock, monkeypatch, capsys) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    tell = Progress("Reading", quiet=False)
    clock[0] = 1
    tell(12_345, 100_000)
    assert capsys.readouterr().err == "\r\x1b[KReading [##"


def test_a_terminal_that_cannot_write_over_a_line_is_told_nothing(
    clock, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    tell = Progress("Reading", quiet=False)
    clock[0] = 1
    tell(5)
    assert capsys.readouterr().err == ""


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


@pytest.fixture
def alarm(clock, monkeypatch) -> Callable[[float], None]:
    """Let the clock show a time and the alarm ring; no real alarm is set."""
    progress._spoken[0] = 0.0
    monkeypatch.setattr(progress.signal, "setitimer", lambda *_: None)

    def ring(now: float) -> None:
        clock[0] = now
        signal.raise_signal(signal.SIGALRM)

    return ring


def test_what_is_not_counted_says_how_long_it_takes(alarm, capsys) -> None:
    with progress.waiting("Writing", quiet=False):
        alarm(0.4)
        assert capsys.readouterr().err == ""
        alarm(0.6)
        assert capsys.readouterr().err == "\r\x1b[KWriting …"
        alarm(2.0)
        assert capsys.readouterr().err == "\r\x1b[KWriting … 2 s"


def test_what_is_counted_goes_before_what_is_not(alarm, capsys) -> None:
    tell = Progress("Reading", quiet=False)
    with progress.waiting("Writing", quiet=False):
        alarm(0.9)
        tell(100)
        capsys.readouterr()
        alarm(1.3)
        assert capsys.readouterr().err == ""
        alarm(1.5)
        assert "Writing" in capsys.readouterr().err


def test_no_alarm_is_left_behind(clock) -> None:
    before = signal.getsignal(signal.SIGALRM)
    with suppress(KeyError), progress.waiting("Writing", quiet=False):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        raise KeyError
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


@pytest.mark.parametrize(("terminal", "quiet"), [(True, True), (False, False)])
def test_no_alarm_is_set_where_nobody_waits(terminal, quiet, monkeypatch) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: terminal)
    with progress.waiting("Writing", quiet=quiet):
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tag", "1", "+kebun"], "Writing, Telling the hooks"),
        (["publish", "1"], "Writing, Asking hooks.pre_publish, Writing, Telling the hooks"),
        (["tag", "1", "+kebun", "--dry-run"], "Planning"),
        (["undo"], "Writing, Asking hooks.pre_publish, Writing, Telling the hooks"),
        (["doctor"], "Examining"),
        (["backup"], "Copying"),
        (["backup", "verify"], "Verifying"),
        (["log"], "Reading"),
        (["purge", "1", "--yes"], "Writing, Telling the hooks, Writing"),  # what is left of it
    ],
)
def test_what_may_take_long_is_waited_for_by_a_person(words, said, berita, monkeypatch) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("unpublish", "1")
    monkeypatch.setenv("BERITA_HOOKS_PRE_PUBLISH", "true")
    monkeypatch.setenv("BERITA_HOOKS_POST_PUBLISH", "true")
    heard: list[str] = []

    def waiting(doing: str, *, quiet: bool) -> AbstractContextManager[None]:
        heard.append(doing)
        return nullcontext()

    monkeypatch.setattr(progress, "waiting", waiting)
    berita(*words)
    assert ", ".join(heard) == said


def test_an_audit_says_how_far_it_is(article) -> None:
    told: list[tuple[int, int]] = []
    articles = [article(id, status="published") for id in (1, 2)]
    desk = Desk(memory_repository(articles), NOW)
    audit(desk, (), Part(None, 0), lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]


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
