"""What an error says: what is wrong, and one thing that can be done about it."""

from __future__ import annotations

import errno
import json

import pytest

from beritacli.cli.main import main
from beritacli.errors import (
    BeritaError,
    ConflictError,
    DamagedError,
    NeedsTerminalError,
    NotFoundError,
    UsageError,
    ValidationError,
    WriteFailedError,
)

KINDS = [
    BeritaError, UsageError, ValidationError, NotFoundError, ConflictError, DamagedError,
    NeedsTerminalError, WriteFailedError,
]  # fmt: skip

REFUSED = {
    "halaman.txt": b"Hanya satu baris\n",
    "bukan-utf8.json": b'[{"title": "\xff"}]',
    "bukan-utf8.csv": b"title\n\xff\n",
    "kunci-ganda.json": b'[{"title": "A", "title": "B"}]',
    "nan.jsonl": b'{"title": "A", "views": NaN}\n',
    "angka.json": b'[{"title": 5}]',
    "separuh.json": b'[{"title": "\\ud800"}]',
    "kutip.csv": b'title,body\nA,"tidak ditutup\n',
    "tanpa-judul.json": b'[{"body": "x"}]',
    "terpotong.json": b'[{"title": "A"}',
    "kosong.json": b"",
    "tag.json": b'[{"title": "A", "tags": 5}]',
    "rusak.gz": b"\x1f\x8b\x00",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_comes_with_a_hint(kind, monkeypatch, capfd) -> None:
    def fail(*_words: object, **_options: object) -> None:
        raise kind("uji")

    monkeypatch.setattr("typer.main.get_command", lambda _app: type("Uji", (), {"main": fail})())
    assert main(["list"]) == kind.exit_code
    assert capfd.readouterr().err.startswith("Error: uji\nHint: ")


@pytest.mark.parametrize(
    ("error", "message", "hint", "exit"),
    [
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files", "ulimit -n", 74),
        (MemoryError(), "there is not enough memory", "ulimit -v", 1),
        (RecursionError(), "the input is nested too deeply", "berita list --help", 1),
    ],
)
def test_a_limit_of_the_machine_is_named(error, message, hint, exit, monkeypatch, capfd) -> None:
    def fail(*_words: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("typer.main.get_command", lambda _app: type("Uji", (), {"main": fail})())
    assert main(["list"]) == exit
    assert capfd.readouterr().err.startswith(f"Error: {message}\nHint: {hint}")


def test_a_folder_that_is_gone_is_told_as_what_it_is(berita, tmp_path, monkeypatch) -> None:
    gone = tmp_path / "hilang"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert berita("list", exit=1).err.startswith("Error: the current folder is gone\nHint: cd ")


def test_a_folder_in_the_place_of_the_settings_is_named_once(berita, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_CONFIG", str(tmp_path))
    error = berita("list", exit=2).err
    assert error.startswith(f"Error: {tmp_path}: Is a directory\n")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refused_file_is_named_with_a_hint(name, berita, desk_folder) -> None:
    (desk_folder / name).write_bytes(REFUSED[name])
    error = berita("--db", "berita.json", "import", name, exit=3).err
    assert error.startswith(f"Error: {name}")
    assert "\nHint: " in error


@pytest.mark.parametrize(
    ("words", "exit"),
    [
        (["show", "99"], 4),
        (["tag", "99", "+x"], 4),
        (["list", "judul:x"], 2),
        (["add", "X", "--date", "Rabu, 11 Juli 2024", "--related", "99"], 4),
    ],
)
def test_an_error_in_json_stands_alone_on_stderr(words, exit, berita) -> None:
    result = berita("--db", "tiada.json", *words, "--json", exit=exit)
    assert json.loads(result.err)["error"]["exit"] == exit
    assert result.out == ""


def test_a_new_article_that_cannot_go_out_is_told_the_flags_that_it_lacks(berita) -> None:
    error = berita("--db", "b.json", "add", "Kilat", "--editor", "D", "--publish", exit=3).err
    assert "a new article cannot be published: body, reporter missing" in error
    assert "Hint: give --body … --reporter … too" in error


def test_every_row_and_file_with_a_fault_is_told_and_nothing_is_taken(berita, desk_folder) -> None:
    rows = ['{"title": "A"}', '{"title": 5}', '{"title": "B', '{"title": "C", "date": "entah"}']
    (desk_folder / "arsip.jsonl").write_text("\n".join(rows) + "\n")
    (desk_folder / "tabel.csv").write_text("title,views\nA,banyak\nB,1\nC\n")
    (desk_folder / "naskah.md").write_text("tanpa kepala\n")
    found = berita("import", "arsip.jsonl", "tabel.csv", "naskah.md", exit=3)
    assert found.err.splitlines()[:-2] == [
        "arsip.jsonl, line 2: title: must be text, not '5'",
        "arsip.jsonl, line 3: not JSON: the line ends within a text at column 13",
        "arsip.jsonl, line 4: date: 'entah' is not a date",
        "tabel.csv, line 2: views: 'banyak' is not a whole number",
        "tabel.csv, line 4: 1 cell under 2 columns",
        "naskah.md, line 1: the document must begin with ---",
    ]
    assert "Error: 6 rows or files break a rule, the first: arsip.jsonl, line 2" in found.err
    assert not (desk_folder / "berita.json").exists()


def test_of_many_faults_the_first_twenty_are_told(berita, desk_folder) -> None:
    (desk_folder / "tabel.csv").write_text("title,views\n" + "A,banyak\n" * 3000)
    found = berita("import", "tabel.csv", exit=3)
    assert len(found.err.splitlines()) == 22
    assert "Error: 3.000 rows or files break a rule" in found.err


def test_a_source_that_stands_twice_in_a_file_is_told_with_both_places(berita, desk_folder) -> None:
    (desk_folder / "a.csv").write_text("title,url\nA,https://kota.example/1\n")
    (desk_folder / "b.csv").write_text("title,url\nB,x\nC,https://kota.example/1\n")
    found = berita("import", "a.csv", "b.csv", exit=5)
    assert "b.csv, line 3: the source https://kota.example/1 stands already in a.csv, line 2" in (
        found.err
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "arsip.xlsx"), "written to arsip.xlsx as json"),
        (("-o", "arsip.json.gz"), "written to arsip.json.gz"),
        (("-o", "arsip.txt", "--format", "csv"), "written to arsip.txt as csv"),
        (("-o", "arsip"), "written to arsip"),
    ],
)
def test_an_export_says_its_format_where_the_name_of_the_file_says_another(
    berita, desk_folder, words, told
) -> None:
    berita("add", "Satu")
    assert berita("export", *words).err.splitlines() == [f"1 article {told}"]


def test_the_format_of_a_file_to_import_does_not_make_its_error_json(berita) -> None:
    done = berita("--db", "b.json", "import", "-", "--format", "json", stdin="{", exit=3)
    assert done.err.startswith("Error: stdin")


def test_what_a_command_says_beside_its_json_is_told_when_it_ends_well(berita) -> None:
    result = berita("--db", "berita.json", "add", "X", "--date", "Rabu, 11 Juli 2024", "--json")
    assert result.err.startswith("Warning: 2024-07-11 is a Kamis")


def test_a_word_among_references_is_told_how_to_be_a_word(berita) -> None:
    berita("--db", "berita.json", "add", "X")
    result = berita("tag", "banjir", "status:draft", "+x", exit=2)
    assert """'"banjir"'""" in result.err


@pytest.mark.parametrize("flag", ["-n", "--offset"])
@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["search", "naskah"],
        ["popular"],
        ["related", "1"],
        ["related", "--audit"],
        ["log"],
    ],
)
def test_a_count_that_no_database_holds_is_only_a_large_one(words, flag, berita) -> None:
    berita("--db", "berita.json", "add", "Naskah")
    berita(*words, flag, "9" * 30, exit=0)
