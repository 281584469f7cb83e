"""Days at the desk: whole sessions as an editor or a script would type them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB

from conftest import EXAMPLE, kept_files


def test_a_page_becomes_nine_articles_and_its_lists(berita) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    popular = berita("popular", "-n", "5").out.splitlines()
    assert [line.split("\t")[2] for line in popular] == [
        "214530",
        "187204",
        "142911",
        "98640",
        "76385",
    ]
    related = berita("related", "1", "--json=title,pinned").out
    assert [item["title"] for item in json.loads(related)] == [
        "Warga Rusun Cakung Terima 300 Bibit Sayur",
        "Pelatihan Kompos Diikuti 40 Kelompok Tani Kota",
        "Siswa Duren Sawit Panen Kebun Atap Sekolah",
    ]
    assert len(berita("list").out.splitlines()) == 9


def test_the_related_three_rank_above_the_popular_five_without_pins(berita) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("edit", "1", "--clear", "related")
    ids = berita("related", "1", "-n", "8", "--ids").out.split()
    assert set(ids[:3]) == {"2", "3", "4"}


def test_pins_may_be_listed_with_commas(berita) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("related", "1", "--pin", "8,9", "--unpin", "2", "--unpin", "3")
    assert json.loads(berita("show", "1", "--json=related").out) == {"related": [4, 8, 9]}


def test_importing_the_page_again_with_upsert_changes_nothing(berita) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    again = berita("import", str(EXAMPLE), "--upsert")
    assert "0 new, 0 changed, 9 unchanged, 0 failed" in again.err


def test_show_prints_the_page(berita) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    page = berita("show", "1").out
    for text in (
        "Selasa, 14 Mei 2024",
        "Reporter Rani Wulandari",
        "BERITA TERKAIT",
        "BERITA POPULER",
        "214.530",
    ):
        assert text in page
    assert max(map(len, page.splitlines())) <= 80


def test_an_article_from_draft_to_page(berita) -> None:
    id = berita("add", "Air Surut di Muara", "--section", "Lingkungan", "--ids").out.strip()
    assert "body, reporter, editor missing" in berita("publish", id, exit=3).err
    berita(
        "edit",
        id,
        "--body-file",
        "-",
        "--reporter",
        "Rani",
        "--editor",
        "Dodi",
        stdin="Air surut.\n",
    )
    berita("tag", id, "+banjir", "+rob")
    assert (
        berita("publish", id).out
        == f"{id}\tstatus\tdraft\tpublished\n{id}\tpublished_at\t\t2026-03-02T09:30:00+07:00\n"
    )
    record = json.loads(berita("show", "air-surut", "--json").out)
    assert (record["body"], record["tags"], record["revision"]) == (
        "Air surut.",
        ["banjir", "rob"],
        4,
    )


def test_scheduled_articles_go_out_when_cron_comes(berita, monkeypatch) -> None:
    berita("add", "Jadwal", "--body", "Isi", "--reporter", "Rani", "--editor", "Dodi")
    berita("publish", "1", "--at", "besok 06.00")
    assert berita("publish", "--due").out == ""
    monkeypatch.setenv("BERITA_NOW", "2026-03-03T08:15:00+07:00")
    due = berita("publish", "--due")
    assert "published_at\t\t2026-03-03T06:00:00+07:00" in due.out
    assert "#1 went out 2 h 15 min late" in due.err
    assert berita("publish", "--due").out == ""


def test_stdin_names_the_target(berita) -> None:
    for title in ("Satu", "Dua", "Tiga"):
        berita("add", title)
    listed = berita("list").out
    berita("tag", "-", "+semua", stdin=listed)
    assert berita("tag", "--list").out == "semua\t3\n"


def test_a_tag_that_begins_with_a_letter_of_an_option_is_a_tag(berita) -> None:
    berita("add", "Satu", "--tag", "nasional,qatar")
    assert berita("tag", "1", "-nasional", "-qatar").out == "1\ttags\tnasional;qatar\t\n"


def test_a_misspelt_option_of_tag_is_no_tag(berita) -> None:
    berita("add", "Satu")
    assert "did you mean --dry-run?" in berita("tag", "1", "+x", "--dry-rn", exit=2).err


def test_the_reason_of_a_forced_publication_is_in_the_log(berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Kilat")
    berita("publish", "1", "--force", "berita kilat")
    assert "berita kilat" in (desk_folder / "berita.history.jsonl").read_text()


# -- which store ------------------------------------------------------------


def test_the_nearest_store_above_is_found(berita, desk_folder, monkeypatch) -> None:
    berita("--db", "berita.json", "add", "Satu")
    below = desk_folder / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert berita("list", "--ids").out == "1\n"


def test_without_any_store_the_users_own_folder_is_used(berita, tmp_path) -> None:
    berita("add", "Satu")
    assert (tmp_path / "rumah/.local/share/berita/berita.json").exists()


@pytest.mark.parametrize(
    "words", [["tag", "1", "+x"], ["publish", "1"], ["publish", "--due"], ["delete", "1"]]
)
def test_a_verb_that_finds_nothing_makes_no_store(words, berita, desk_folder, tmp_path) -> None:
    result = berita(*words, exit=0 if "--due" in words else 4)
    assert "there is no store" in result.err
    assert list(desk_folder.iterdir()) == []
    assert not (tmp_path / "rumah").exists()


def test_the_environment_names_a_store_and_a_flag_wins(berita, monkeypatch) -> None:
    monkeypatch.setenv("BERITA_DB", "lain.json")
    berita("add", "Lain")
    berita("--db", "ini.json", "add", "Ini")
    assert berita("list", "--template", "{title}").out == "Lain\n"
    assert berita("list", "--template", "{title}", "--db", "ini.json").out == "Ini\n"


# -- add at a terminal and in an editor --------------------------------------


def test_add_without_words_and_without_terminal_is_exit_7(berita) -> None:
    assert "nobody can be asked" in berita("add", exit=7).err


def test_edit_without_editor_and_without_terminal_is_exit_7(berita) -> None:
    berita("add", "Satu")
    assert "no editor is set" in berita("edit", "1", exit=7).err


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Set an editor: Python code that changes `text`."""

    def set_to(code: str) -> None:
        script = tmp_path / "penyunting kita.py"
        script.write_text(
            "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n"
            f"text = path.read_text(encoding='utf-8')\n{code}\npath.write_text(text, encoding='utf-8')\n"
        )
        monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}' --tunggu")

    return set_to


def test_edit_opens_the_article_with_its_fields_on_top(berita, editor) -> None:
    berita("add", "Satu", "--section", "Kota", "--body", "Lama.")
    editor(
        "assert 'section: Kota' in text; text = text.replace('Lama.', 'Baru.').replace('Kota', '')"
    )
    berita("edit", "1")
    record = json.loads(berita("show", "1", "--json").out)
    assert (record["body"], record["section"], record["title"]) == ("Baru.", None, "Satu")


def test_an_unchanged_document_is_no_change(berita, editor) -> None:
    berita("add", "Satu")
    editor("pass")
    assert "unchanged" in berita("edit", "1").err
    assert json.loads(berita("show", "1", "--json").out)["revision"] == 1


def kept(err: str) -> str:
    return Path(err.split("kept: ")[1].strip()).read_text(encoding="utf-8")


def test_a_document_that_is_wrong_is_kept_as_a_draft(berita, editor) -> None:
    berita("add", "Satu")
    editor("text = text.replace('views: 0', 'views: banyak') + 'Naskah panjang.'")
    result = berita("edit", "1", exit=3)
    assert "line 17: views: 'banyak'" in result.err
    assert "Naskah panjang." in kept(result.err)


def test_a_record_that_changed_meanwhile_is_exit_5_and_the_draft_kept(
    berita, editor, desk_folder
) -> None:
    berita("--db", "berita.json", "add", "Satu")
    editor(
        "import subprocess; subprocess.run([sys.executable, '-m', 'beritacli', 'tag', '1', '+lain'], check=True);"
        "text += 'Naskah panjang.'"
    )
    result = berita("edit", "1", exit=5)
    assert "Naskah panjang." in kept(result.err)
    assert json.loads(berita("show", "1", "--json").out)["tags"] == ["lain"]


def test_an_editor_that_fails_changes_nothing_and_loses_nothing(berita, editor) -> None:
    berita("add", "Satu")
    editor("path.write_text(text + 'Naskah panjang.'); sys.exit(3)")
    result = berita("edit", "1", exit=1)
    assert "the editor ended with 3" in result.err
    assert "Naskah panjang." in kept(result.err)


def test_a_missing_editor_is_named(berita, monkeypatch) -> None:
    berita("add", "Satu")
    monkeypatch.setenv("EDITOR", "tiada-penyunting")
    assert "could not run the editor 'tiada-penyunting'" in berita("edit", "1", exit=1).err


def test_add_in_an_editor_takes_the_whole_document(berita, editor) -> None:
    editor("text = text.replace('title:', 'title: Dari Penyunting') + 'Isi berita.'")
    berita("add", "--edit")
    record = json.loads(berita("show", "1", "--json").out)
    assert (record["title"], record["body"], record["slug"]) == (
        "Dari Penyunting",
        "Isi berita.",
        "dari-penyunting",
    )


# -- hostile but legal ------------------------------------------------------

HOSTILE = [
    "[foto] [/b] :fire: [red]x[/red]",
    "\x1b[31mmerah\x1b[0m \x9b1m",
    "\u202ekanan\u2066 \u200bnol",
    '=HYPERLINK("x")',
    "tab\tbaris\nbaru\r",
    "x" * 100_000,
    "`$(rm -rf /)`; ' \" \\",
    "<FOCUS> @nama",
]


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_title_is_stored_as_it_is_and_shown_harmless(title, berita) -> None:
    berita("add", "--title", title)
    assert json.loads(berita("show", "1", "--json").out)["title"] == title
    for words in (
        ["list"],
        ["show", "1"],
        ["search", "x"],
        ["list", "--format", "csv"],
        ["list", "--format", "markdown"],
    ):
        out = berita(*words).out
        assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\u200b"} & set(out)
    (line,) = berita("list").out.splitlines()
    assert line.startswith("1\t")


def test_invalid_utf8_on_the_command_line_is_refused(program, desk_folder) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "beritacli", "add", b"jud\xfful"],
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 3
    assert b"not valid Unicode" in done.stderr


def test_what_is_no_utf8_beside_the_record_is_escaped_in_the_log(program, desk_folder) -> None:
    program("--db", "berita.json", "add", "Kilat")
    done = subprocess.run(
        [sys.executable, "-m", "beritacli", "publish", "1", "--force", b"ala\xffsan"],
        env={**os.environb, b"USER": b"pengu\xfeji"}, capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ala\\\\udcffsan" in (desk_folder / "berita.history.jsonl").read_text()


def test_a_full_stdout_is_exit_74(program) -> None:
    program("--db", "berita.json", "add", "Satu")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "beritacli", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=30,
        )
    assert done.returncode == 74
    assert b"could not write to stdout" in done.stderr


def test_a_store_lost_beside_its_log_is_told_from_one_that_never_was(berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Satu")
    (desk_folder / "berita.json").unlink()
    assert "berita.json is missing beside its log" in berita("list").err
    assert "the store is missing" in berita("add", "Dua", exit=6).err
    assert not (desk_folder / "berita.json").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_is_cut_is_exit_74(program, unbuffered) -> None:
    program("--db", "berita.json", "add", "Satu", "--body", "x" * 3000)
    # -B: the limit would cut Python's cache of a module that is imported here for the first time.
    command = f"ulimit -f 1; '{sys.executable}' -B -m beritacli export > arsip.json"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 74
    assert b"could not write to stdout" in done.stderr


def test_a_store_that_is_a_pipe_is_refused_at_once(program, desk_folder) -> None:
    os.mkfifo(desk_folder / "pipa")
    assert "pipa is no file" in program("--db", "pipa", "list", exit=2).err


def test_a_file_size_limit_leaves_every_byte(program, desk_folder) -> None:
    program("--db", "berita.json", "add", "Satu", "--body", "x" * 3000)
    before = kept_files(desk_folder)
    command = (
        f"ulimit -f 1; '{sys.executable}' -B -m beritacli add Dua --body '{'y' * 3000}'"  # as above
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=30)
    assert done.returncode == 74, done.stderr
    assert kept_files(desk_folder) == before


# -- many at once -----------------------------------------------------------


@pytest.mark.slow
def test_eight_writers_lose_nothing_and_readers_never_fail(desk_folder) -> None:
    code = (
        "import sys; from beritacli.cli.main import main\n"
        "for n in range(100):\n"
        "    sys.argv = ['berita', 'add', f'Penulis {sys.argv[-1]}']\n"
        "    assert main(['--db', 'berita.json', 'add', f'Penulis {sys.argv[-1]} naskah {n}']) == 0\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(n)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "BERITA_LOCK_TIMEOUT": "120"},  # none of them is to give up
        )
        for n in range(8)
    ]
    failures = 0
    while any(writer.poll() is None for writer in writers):
        done = subprocess.run(
            [sys.executable, "-m", "beritacli", "list", "--db", "berita.json"],
            capture_output=True,
            check=False,
        )
        failures += done.returncode != 0
    assert [writer.wait() for writer in writers] == [0] * 8
    assert failures == 0
    with TinyDB(desk_folder / "berita.json") as db:
        ids = sorted(row.doc_id for row in db.table("articles"))
    assert ids == list(range(1, 801))


@pytest.mark.slow
def test_readers_see_whole_states_for_ten_seconds_of_writes(desk_folder, program) -> None:
    rows = [{"title": f"Pasar Pagi {n}", "section": "awal"} for n in range(20)]
    program("--db", "berita.json", "import", "-", "-q", stdin=json.dumps(rows))
    code = (
        "import sys, time; from beritacli.cli.main import main\n"
        "end, n = time.monotonic() + 10, 0\n"
        "while time.monotonic() < end:\n"
        "    n += 1\n"
        "    assert main(['edit', '--all', '--section', f'{sys.argv[1]} {n}', '--yes', '-q']) == 0\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, name], stdout=subprocess.DEVNULL)
        for name in ("Kota", "Desa")
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        listed = json.loads(program("list", "--json=section").out)
        found = json.loads(program("search", "pasar", "--json=section").out)
        shown = json.loads(program("show", "1", "--json=section").out)
        for many in (listed, found):  # one command wrote all twenty, so they are alike
            assert len(many) == 20
            assert len({row["section"] for row in many}) == 1
        seen |= {listed[0]["section"], found[0]["section"], shown["section"]}
    assert [writer.wait() for writer in writers] == [0, 0]
    assert {section.split()[0] for section in seen} >= {"Kota", "Desa"}
    program("doctor")


@pytest.mark.slow
def test_a_killed_writer_leaves_the_old_store_or_the_new_one(desk_folder, program) -> None:
    rows = "".join(
        json.dumps({"title": f"Judul {n}", "body": "isi " * 500}) + "\n" for n in range(2000)
    )
    Path("arsip.jsonl").write_text(rows)
    program("--db", "berita.json", "add", "Pertama")
    seen = set()
    for delay in range(0, 60, 4):
        process = subprocess.Popen(
            [sys.executable, "-m", "beritacli", "import", "arsip.jsonl"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(0.1 + delay / 50)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        seen.add(len(program("list", "--ids").out.split()) % 2000)
    assert seen == {1}
    program("add", "Terakhir")
    assert not list(desk_folder.glob("*.tmp-*"))


def test_an_audit_needs_no_query(desk_folder, program) -> None:
    program("--db", "berita.json", "add", "Naskah Sendiri")
    done = program("related", "--audit", "status:draft", "--json=id,finding")
    assert json.loads(done.out) == [{"id": 1, "finding": "nothing related"}]
    assert program("related", "--audit").out == ""
