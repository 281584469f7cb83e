"""At a terminal: questions, the answer no, Ctrl-C, and pages. Run on a pseudo-terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import EXAMPLE
from test_commands import CALLS

_LAUNCH = (
    "import fcntl, os, signal, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL);"  # a test runner in the background ignores it
    "os.execv(sys.executable, [sys.executable, '-m', 'beritacli', *sys.argv[1:]])"
)


class Terminal:
    """One run of the program on a terminal, of 80 columns unless told."""

    def __init__(
        self, words: tuple[str, ...], environment: dict[str, str], width: int = 80
    ) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (40, width))
        # The size is the terminal's; a test runner may have set another in the environment.
        own = {name: os.environ[name] for name in os.environ.keys() - {"COLUMNS", "LINES"}}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, *words],
            stdin=slave, stdout=slave, stderr=slave, env={**own, "TERM": "xterm", "PAGER": "cat", **environment},
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def wait_for(self, text: str, seconds: float = 10) -> None:
        """Read until `text` has been printed."""
        deadline = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < deadline, f"{text!r} not in {self.seen!r}"
            self._read(0.1)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for a question that has not been seen yet and answer it."""
        self.wait_for(question)
        self.seen = self.seen.split(question, 1)[1]
        self.type(f"{text}\n")

    def end(self) -> int:
        """Read to the end, which must come within a minute; the exit code."""
        deadline = time.monotonic() + 60
        while self._process.poll() is None:
            if time.monotonic() > deadline:
                self._process.kill()
                raise AssertionError(f"it did not end: {self.seen!r}")
            self._read(0.05)
        self._read(0.05)
        os.close(self._master)
        return self._process.returncode

    def _read(self, seconds: float) -> None:
        if select.select([self._master], [], [], seconds)[0]:
            try:
                self.seen += os.read(self._master, 65536).decode()
            except OSError:  # the other end is closed
                return


@pytest.fixture
def terminal(program) -> Callable[..., Terminal]:
    program("--db", "berita.json", "import", str(EXAMPLE))
    return lambda *words, **environment: Terminal(words, environment)


def record(program, ref: str) -> dict[str, object]:
    return json.loads(program("show", ref, "--json").out)


def test_add_asks_field_by_field_and_offers_what_the_store_has(terminal, program) -> None:
    run = terminal("add")
    run.answer("Headline: ", "")
    run.answer("Headline: ", "Kebun Ketiga")
    run.answer("Section: ", "Kota")
    run.wait_for("1  Rani Wulandari")
    run.answer("Reporter: ", "1")
    run.answer("Editor: ", "Maya")
    run.answer("Juli 2024': ", "entah")
    run.wait_for("'entah' is not a date")
    run.answer("Juli 2024': ", "11 Juli 2024")
    for question in ("caption: ", "credit: "):
        run.answer(question, "")
    run.answer("quote: ", "“Kebun ini milik bersama”")
    run.answer("commas: ", "kebun, kota")
    run.answer("ends it):", "Paragraf satu.\n\nParagraf dua.\n.")
    assert run.end() == 0
    made = record(program, "10")
    assert (made["title"], made["section"], made["reporter"]) == (
        "Kebun Ketiga",
        "Kota",
        "Rani Wulandari",
    )
    assert (made["quote"], made["tags"]) == ("Kebun ini milik bersama", ["kebun", "kota"])
    assert made["body"] == "Paragraf satu.\n\nParagraf dua."
    assert made["published_at"] == "2024-07-11T00:00:00+07:00"


@pytest.mark.parametrize(("key", "name"), [("\x03", "Ctrl-C"), ("\x04", "Ctrl-D")])
def test_what_was_typed_is_kept_and_can_be_imported(terminal, program, key, name) -> None:
    run = terminal("add")
    run.answer("Headline: ", "Kebun Setengah Jadi")
    run.wait_for("Section: ")
    run.type(key)
    assert run.end() == 130
    draft = re.search(r"berita import (\S+\.md)", run.seen.replace("\r\n", ""))
    assert draft is not None
    program("import", draft[1])
    assert record(program, "kebun-setengah")["status"] == "draft"


def test_a_change_of_ten_is_asked_about_and_no_means_no(terminal, program) -> None:
    program("add", "Kesepuluh")
    run = terminal("tag", "--all", "+semua")
    run.wait_for("#10")
    run.answer("Go on? [y/N] ", "n")
    assert run.end() == 1
    assert program("tag", "--list").out == ""
    run = terminal("tag", "--all", "+semua")
    run.answer("Go on? [y/N] ", "y")
    assert run.end() == 0
    assert program("tag", "--list").out == "semua\t10\n"


@pytest.mark.parametrize(("key", "said"), [("\x03", "interrupted"), ("\x04", "nothing was")])
def test_an_unanswered_question_ends_its_own_line(terminal, program, key, said) -> None:
    program("add", "Kesepuluh")
    run = terminal("tag", "--all", "+semua")
    run.wait_for("[y/N] ")
    run.type(key)
    assert run.end() in (1, 130)
    assert f"\nError: {said}" in run.seen


def test_an_editor_comes_back_after_a_mistake(terminal, program, tmp_path) -> None:
    script = tmp_path / "penyunting.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
        "new = text.replace('views: banyak', 'views: 7') if 'banyak' in text else text.replace('views: 1964', 'views: banyak')\n"
        "path.write_text(new)\n"
    )
    run = terminal("edit", "1", EDITOR=f"{sys.executable} {script}")
    run.wait_for("views: 'banyak' is not a whole number")
    run.answer("Edit again? [Y/n] ", "y")
    assert run.end() == 0
    assert record(program, "1")["views"] == 7


@pytest.mark.parametrize(
    "words", [["list"], ["show", "1"], ["popular"], ["related", "1"], ["search", "kebun"]]
)
def test_pages_are_coloured_unless_nobody_wants_it(terminal, words) -> None:
    run = terminal(*words)
    assert run.end() == 0
    assert "\x1b[" in run.seen
    plain = terminal(*words, NO_COLOR="1", FORCE_COLOR="1")
    assert plain.end() == 0
    assert "\x1b" not in plain.seen


def test_markup_in_a_headline_is_not_eaten(terminal, program) -> None:
    program("add", "[foto] [/b] :fire: [red]Pasar[/red]")
    run = terminal("list", NO_COLOR="1")
    assert run.end() == 0
    assert "[foto] [/b] :fire: [red]Pasar[/red]" in run.seen


def test_a_long_list_says_how_to_see_all(terminal, program) -> None:
    rows = "".join(json.dumps({"title": f"Judul {n}"}) + "\n" for n in range(30))
    program("import", "-", "--format", "jsonl", stdin=rows)
    run = terminal("list")
    run.end()
    assert "20 of 39 articles; -n 39 shows all" in run.seen


@pytest.mark.slow
@pytest.mark.parametrize("width", [20, 40, 60, 120, 200])
@pytest.mark.parametrize("name", sorted(CALLS))
def test_every_command_fits_a_terminal_of_any_width(name, width, terminal, program) -> None:
    program("add", "Naskah Uji")
    program("add", "Siap", "--body", "Isi.", "--reporter", "Rani", "--editor", "Dodi")
    run = Terminal(tuple(CALLS[name]), {"NO_COLOR": "1"}, width)
    assert run.end() == 0, run.seen
    assert "Traceback" not in run.seen
    assert "\x1b" not in run.seen
    if name in ("list", "show", "popular", "related", "search"):
        longest = max(run.seen.splitlines(), key=len)
        # A line may be longer only where one word is: words are never broken.
        assert len(longest) <= width or len(longest.split()) <= 3, longest


@pytest.mark.parametrize(
    "words", ["list status:review", "popular status:draft", "stats status:review", "related 1 -n 0"]
)
def test_a_person_is_told_that_nothing_was_found(terminal, words) -> None:
    run = terminal(*words.split())
    assert run.end() == 0
    assert run.seen.splitlines() == ["nothing found"]


def test_a_page_can_be_pasted_at_a_terminal(terminal, program) -> None:
    run = terminal("import", "-")
    run.wait_for("Ctrl-D")
    run.type(
        "Pasar Ikan Dibuka Lagi\n\nKamis, 11 Juli 2024 Reporter: Rani Editor: Dodi 82\n\nIsi.\n\x04"
    )
    assert run.end() == 0
    made = record(program, "pasar-ikan")
    assert (made["reporter"], made["views"], made["body"]) == ("Rani", 82, "Isi.")


def test_a_list_of_backups_fits_a_terminal(terminal, program) -> None:
    program("backup")
    run = terminal("backup", "list", NO_COLOR="1")
    assert run.end() == 0
    head, line = run.seen.splitlines()
    assert head.split() == ["NAME", "TIME", "ENTRY", "BYTES"]
    assert len(head) == len(line) < 80


def test_settings_and_tags_have_columns_with_titles(terminal, program) -> None:
    program("tag", "1", "+panen")
    run = terminal("tag", "--list", NO_COLOR="1")
    assert run.end() == 0
    assert run.seen.splitlines() == ["TAG    COUNT", "panen      1"]
    run = terminal("config", "-q", NO_COLOR="1")
    assert run.end() == 0
    assert run.seen.splitlines()[0].split() == ["NAME", "VALUE", "ORIGIN"]


@pytest.mark.parametrize("format", ["json", "csv", "markdown"])
def test_an_export_at_a_terminal_shows_what_a_file_keeps(terminal, program, format) -> None:
    text = "\x1b]0;judul\x07 \u202ekebalik \x9b31m"
    program("add", "Naskah Titipan", "--body", text)
    run = terminal("export", "id:10", "--format", format)
    assert run.end() == 0
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(run.seen)
    assert "kebalik" in run.seen
    again = program("export", "id:10", "--format", format).out
    Path("titipan").write_bytes(again.encode())
    program("--db", "lain.json", "import", "titipan", "--format", format)
    (row,) = json.loads(program("--db", "lain.json", "list", "--json=body").out)
    assert row["body"] == text
