"""Completion: what is offered, in which order, and in real shells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from beritacli.cli.completing import Completer, answer
from beritacli.cli.table import COMMANDS
from conftest import NOW

SCRIPTS = Path(__file__).parent.parent / "src" / "beritacli" / "cli" / "scripts"


@pytest.fixture
def store(berita, desk_folder) -> Path:
    """Three articles; one tag is used twice."""
    berita(
        "--db",
        "berita.json",
        "add",
        "Pasar Ikan Dibuka",
        "--section",
        "Balai Kota",
        "--tag",
        "pasar",
    )
    berita("add", "Pasar Malam Ramai", "--section", "Ekonomi", "--tag", "pasar", "--tag", "kuliner")
    berita("add", "Banjir Surut", "--reporter", "Rani Wulandari", "--tag", "banjir rob")
    berita("config", "set", "queries.rapat", "status:review")
    return desk_folder / "berita.json"


def offered(*words: str) -> list[str]:
    return [value for value, _ in Completer().complete(words)]


def test_the_first_word_is_a_command_with_its_summary() -> None:
    assert Completer().complete(["pop"]) == [("popular", COMMANDS["popular"].summary)]
    assert offered("") == list(COMMANDS)
    assert offered("help", "unp") == ["unpublish"]


def test_an_article_is_offered_by_id_with_its_headline_the_newest_first(store) -> None:
    assert Completer().complete(["show", ""]) == [
        ("3", "Banjir Surut"),
        ("2", "Pasar Malam Ramai"),
        ("1", "Pasar Ikan Dibuka"),
    ]
    assert offered("edit", "#2") == ["#2"]
    assert offered("related", "1", "--pin", "2") == ["2"]


def test_letters_complete_to_slugs(store) -> None:
    assert offered("publish", "pasar-") == ["pasar-malam-ramai", "pasar-ikan-dibuka"]


def test_tags_come_by_how_often_they_are_used(store) -> None:
    assert offered("tag", "1", "+") == ["+pasar", "+banjir rob", "+kuliner"]
    assert offered("tag", "1", "-ba") == ["-banjir rob"]
    assert offered("list", "--tag", "") == ["pasar", "banjir rob", "kuliner"]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["list", "sec"], ["section:"]),
        (["list", "^sec"], ["^section:"]),
        (["list", "section:ba"], ["section:Balai Kota"]),
        (["list", "section:Ekonomi,B"], ["section:Ekonomi,Balai Kota"]),
        (["list", "not:tag:kul"], ["not:tag:kuliner"]),
        (["list", "status:pub"], ["status:published"]),
        (["list", "published:pe"], ["published:pekan-ini"]),
        (["list", "+pa"], ["+pasar"]),
        (["list", "@ra"], ["@rapat"]),
        (["search", "@la"], ["@last"]),
        (["list", "--reporter", "rani"], ["Rani Wulandari"]),
        (["list", "--reporter=rani"], ["--reporter=Rani Wulandari"]),
        (["list", "--stat"], ["--status"]),
        (["list", "--status", "dra"], ["draft"]),
        (["list", "--format", "m"], ["markdown"]),
        (["list", "--json=id,titl"], ["--json=id,title"]),
        (["list", "--columns", "photo.c"], ["photo.caption", "photo.credit"]),
        (["list", "--sort", "-publ"], ["-published_at"]),
        (["edit", "1", "--clear", "quo"], ["quote"]),
        (["config", "get", "desk.u"], ["desk.user"]),
        (["config", "set", "queries.r"], ["queries.rapat"]),
        (["completion", "install", "f"], ["fish"]),
        (["completion", "install", "zsh", "f"], []),
        (["hooks", "re"], ["retry"]),
        (["hooks", "retry", "1"], []),
        (["backup", "v"], ["verify"]),
        (["backup", "restore", "@"], ["@last"]),
        (["backup", "restore", "@last", "@"], []),
        (["backup", "list", "@"], []),
        (["backup", "verify", "@last", "@"], ["@last"]),
        (["share", "1", "--to", "w"], ["whatsapp"]),
        (["--db", "berita.json", "show", "1"], ["1"]),
        (["--db", ""], [""]),
        (["import", "hal"], [""]),
        (["add", "--body-file", "x"], [""]),
        (["nosuch", ""], []),
    ],
)
def test_what_is_offered_fits_the_place(words, values, store) -> None:
    assert offered(*words) == values


def test_a_mistake_on_the_line_says_nothing(store, monkeypatch, capfd) -> None:
    monkeypatch.setenv("BERITA_PROFILE", "tidak-ada")
    assert answer(["show", ""]) == 1
    assert capfd.readouterr() == ("", "")


def test_hidden_characters_of_a_headline_are_made_visible(store, berita, capfd) -> None:
    berita("add", "Judul\x1b[31m\tMerah")
    assert answer(["show", "4"]) == 0
    assert capfd.readouterr().out == "4\tJudul␛[31m␉Merah\n"


@pytest.mark.parametrize("line", ["show ", "list --", "list --sec", "tag 1 +", "list status:"])
def test_no_answer_to_a_shell_loads_what_it_does_not_need(line, store) -> None:
    code = (
        "import sys; from beritacli.cli.start import answer; answer(sys.argv[1:])\n"
        "print(sorted({'typer', 'rich', 'yaml'} & set(sys.modules)), file=sys.stderr)"
    )
    words = ["completion", "words", "--", *line.split(" ")]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_shown_as_it_would_be_installed(shell, berita) -> None:
    assert berita("completion", "show", shell).out == (SCRIPTS / f"berita.{shell}").read_text()


def test_the_shell_of_the_user_is_the_default(berita, monkeypatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert "#compdef berita" in berita("completion", "show").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    berita("completion", "show", exit=2)
    assert "did you mean fish?" in berita("completion", "show", "fsh", exit=2).err


def test_an_installation_is_idempotent_and_a_dry_run_writes_nothing(berita, tmp_path) -> None:
    start = tmp_path / "rumah" / ".zshrc"
    start.parent.mkdir()
    start.write_text("alias b=berita")
    berita("completion", "install", "zsh", "--dry-run")
    assert start.read_text() == "alias b=berita"
    berita("completion", "install", "zsh")
    berita("completion", "install", "zsh")
    assert start.read_text().count("berita.zsh") == 1
    assert start.read_text().startswith("alias b=berita\n")


def program(folder: Path) -> dict[str, str]:
    """An environment in which `berita` is this program."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "berita").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m beritacli \"$@\"\n")
    (tools / "berita").chmod(0o755)
    return {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("berita popu", ["popular"]),
        ("berita list section:ba", ["Balai\\ Kota"]),
        ("berita list --sec", ["--section"]),
        ("berita list --section=ek", ["Ekonomi"]),
        ("berita list --section 'bal", ["Balai Kota"]),
        ("berita show pasar-i", ["pasar-ikan-dibuka"]),
        ("berita tag 1 +ban", ["+banjir\\ rob"]),
        ("berita tag 1 -ban", ["-banjir\\ rob"]),
        ("berita list @ra", ["@rapat"]),
    ],
)
def test_bash_completes(line, replies, store, tmp_path) -> None:
    # What readline would set: bash parts words at colons and equals signs too.
    last = line.rpartition(" ")[2]
    parts = line.replace(":", " : ").replace("=", " = ").split(" ")
    script = f"""
        source '{SCRIPTS}/berita.bash'
        COMP_LINE={quoted(line)} COMP_POINT={len(line)}
        COMP_WORDS=({" ".join(map(quoted, parts))}) COMP_CWORD={len(parts) - 1}
        compopt() {{ :; }}
        _berita
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert last
    done = subprocess.run(
        ["bash", "-c", script], env=program(tmp_path), capture_output=True, text=True, check=True
    )
    assert (done.stdout.splitlines(), done.stderr) == (replies, "")


def in_bash(line: str, folder: Path, **variables: str) -> list[str]:
    """What bash is offered for a line without colons, and the options of completion it sets."""
    parts = line.split(" ")
    script = f"""
        source '{SCRIPTS}/berita.bash'
        COMP_LINE={quoted(line)} COMP_POINT={len(line)}
        COMP_WORDS=({" ".join(map(quoted, parts))}) COMP_CWORD={len(parts) - 1}
        compopt() {{ printf 'compopt %s\\n' "$*"; }}
        _berita
        [[ ${{#COMPREPLY[@]}} -eq 0 ]] || printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-c", script],
        env={**program(folder), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_bash_says_beside_several_articles_what_they_are(store, tmp_path) -> None:
    assert in_bash("berita show ", tmp_path, COMP_TYPE="9") == [
        "3  -- Banjir Surut",
        "2  -- Pasar Malam Ramai",
        "1  -- Pasar Ikan Dibuka",
    ]


def test_bash_cuts_what_is_beside_a_value_to_the_terminal(store, tmp_path) -> None:
    lines = in_bash("berita show pasar", tmp_path, COMP_TYPE="9", COLUMNS="30")
    assert lines == ["pasar-malam-ramai  -- Pasar M", "pasar-ikan-dibuka  -- Pasar I"]


def test_bash_puts_only_values_on_the_line(store, tmp_path) -> None:
    assert in_bash("berita show ", tmp_path, COMP_TYPE="37") == ["3", "2", "1"]


@pytest.mark.parametrize("line", ["berita import ", "berita add --body-file n", "berita --db b"])
def test_bash_offers_files_where_a_file_is_wanted(line, store, tmp_path) -> None:
    assert in_bash(line, tmp_path) == ["compopt -o default"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_offers_files_where_a_file_is_wanted(store, tmp_path) -> None:
    script = f"""
        compdef() {{ :; }}
        compadd() {{ print compadd }}
        _files() {{ print files }}
        words=(berita import '') CURRENT=3
        source '{SCRIPTS}/berita.zsh'
        _berita
    """
    done = subprocess.run(
        ["zsh", "-f", "-c", script],
        env=program(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "files\n"


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["popu"], ["popular"]),
        (["list", "section:ba"], ["section:Balai Kota"]),
        (["list", "sec"], ["section:"]),
        (["tag", "1", "+ban"], ["+banjir rob"]),
        (["show", "'#2'"], ["#2"]),
        (["list", "@ra"], ["@rapat"]),
    ],
)
def test_zsh_completes(words, values, store, tmp_path) -> None:
    # compadd works only inside a completion; a function of that name sees what it is given.
    script = f"""
        compdef() {{ :; }}
        compadd() {{ eval "print -l -- \\"\\${{${{@[-1]}}[@]}}\\"" }}
        words=(berita {" ".join(quoted(word) for word in words)}) CURRENT={len(words) + 1}
        source '{SCRIPTS}/berita.zsh'
        _berita
    """
    done = subprocess.run(
        ["zsh", "-f", "-c", script],
        env=program(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.splitlines(), done.stderr) == (values, "")


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes(store, tmp_path) -> None:
    script = f"source '{SCRIPTS}/berita.fish'; complete -C 'berita popu'"
    done = subprocess.run(
        ["fish", "-c", script], env=program(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("popular\t")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def test_the_backups_are_offered_the_newest_first(berita, monkeypatch) -> None:
    berita("--db", "berita.json", "add", "Satu")
    berita("backup")
    monkeypatch.setenv("BERITA_NOW", (NOW + timedelta(hours=1)).isoformat())
    berita("add", "Dua")
    berita("backup")
    rows = json.loads(berita("backup", "list", "--json").out)
    newest, oldest = sorted(rows, key=lambda row: row["time"], reverse=True)
    assert offered("backup", "restore", "") == ["@last", newest["name"], oldest["name"]]


@pytest.mark.parametrize("verb", [name for name, entry in COMMANDS.items() if entry.actions])
def test_a_command_knows_the_actions_that_are_offered_and_no_other(verb, berita) -> None:
    for action in COMMANDS[verb].actions:
        assert "unknown action" not in berita(verb, action, exit=None).err
    assert "Error: unknown action 'terbang'" in berita(verb, "terbang", exit=2).err
