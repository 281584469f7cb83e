"""What every command keeps to: no terminal, empty store, missing id, pipes, colours, dry runs, help."""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from beritacli.cli.start import answer
from beritacli.cli.table import COMMANDS, load
from conftest import EXAMPLE, ROOT, kept_files

SCHEMA = json.loads((ROOT / "docs/reference/schema.json").read_text(encoding="utf-8"))

# One working call of every command on the store of the example page.
CALLS: dict[str, list[str]] = {
    "add": ["add", "Judul Baru", "--reporter", "Rani"],
    "edit": ["edit", "1", "--section", "Kota"],
    "tag": ["tag", "1", "+kebun", "-banjir"],
    "publish": ["publish", "1", "2"],
    "list": ["list"],
    "related": ["related", "1"],
    "popular": ["popular"],
    "show": ["show", "1"],
    "search": ["search", "kebun"],
    "share": ["share", "1"],
    "sections": ["sections"],
    "check": ["check", "1"],
    "review": ["review", "10"],
    "ready": ["ready", "10"],
    "schedule": ["schedule", "11", "--at", "besok 06.00"],
    "unpublish": ["unpublish", "1"],
    "archive": ["archive", "1"],
    "delete": ["delete", "1"],
    "restore": ["restore", "1"],
    "log": ["log"],
    "undo": ["undo"],
    "redo": ["redo"],
    "backup": ["backup"],
    "doctor": ["doctor"],
    "purge": ["purge", "1", "--yes"],
    "import": ["import", str(EXAMPLE)],
    "export": ["export"],
    "views": ["views", "add", "1", "3"],
    "config": ["config", "show"],
    "completion": ["completion", "show", "bash"],
    "stats": ["stats", "--shift"],
    "hooks": ["hooks"],
    "help": ["help", "tag"],
}
AT = ["--at", "besok 06.00"]  # schedule asks for a time
WRITES = {
    "add", "edit", "tag", "publish", "review", "ready", "schedule", "unpublish", "archive", "delete", "restore",
    "import", "views", "undo", "redo", "backup", "purge",
}  # fmt: skip
ASKS = sorted(COMMANDS)
ONE_REF = [
    "edit",
    "tag",
    "publish",
    "related",
    "show",
    "share",
    "check",
    "review",
    "ready",
    "schedule",
    "unpublish",
    "archive",
    "delete",
    "restore",
    "purge",
]


@pytest.fixture
def store(berita, desk_folder) -> Path:
    """A store with the example page, a draft, number 10, and one that could go out, 11."""
    berita("--db", "berita.json", "import", str(EXAMPLE))
    berita("add", "Naskah Uji")
    berita("add", "Siap", "--body", "Isi.", "--reporter", "Rani", "--editor", "Dodi")
    return desk_folder / "berita.json"


def all_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, the index and the lock too."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_json(name: str) -> list[str]:
    return ["--format", "json"] if name == "export" else ["--json"]


def check(place: str, value: object) -> None:
    """Hold `value` against a part of the published schema."""
    jsonschema.Draft202012Validator({**SCHEMA, "$ref": place}).validate(value)


def test_every_command_is_called_here() -> None:
    assert sorted(CALLS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", ASKS)
def test_a_working_call_exits_0_and_prints_no_escape(name, store, berita) -> None:
    result = berita(*CALLS[name])
    assert "\x1b" not in result.out + result.err


@pytest.mark.parametrize("name", ASKS)
def test_json_is_valid_and_nothing_else_stands_on_stdout(name, store, berita) -> None:
    value = json.loads(berita(*CALLS[name], *as_json(name)).out)
    assert isinstance(value, dict if name in ("add", "edit", "show") else list)


@pytest.mark.parametrize("name", ASKS)
def test_json_is_what_the_schema_says(name, store, berita) -> None:
    check(f"#/$defs/{name}", json.loads(berita(*CALLS[name], *as_json(name)).out))


def test_the_list_of_tags_and_an_edit_of_many_are_in_the_schema_too(store, berita) -> None:
    berita("tag", "1", "+panen")
    check("#/$defs/tag", json.loads(berita("tag", "--list", "--json").out))
    check("#/$defs/edit", json.loads(berita("edit", "1", "2", "--section", "Kota", "--json").out))


@pytest.mark.parametrize("name", ["list", "popular", "search", "export"])
def test_an_empty_answer_is_what_the_schema_says(name, berita) -> None:
    check(f"#/$defs/{name}", json.loads(berita(*CALLS[name], *as_json(name)).out))


@pytest.mark.parametrize("name", sorted(WRITES))
def test_a_dry_run_leaves_every_byte(name, store, berita) -> None:
    before = all_files(store.parent)
    result = berita(*CALLS[name], "--dry-run")
    assert all_files(store.parent) == before
    assert "dry run" in result.err


@pytest.mark.parametrize(
    "words",
    [
        ["tag", '"kebun atap"', "+x"],
        ["tag", "1", "+x"],
        ["check", "1", "--fix"],
        ["related", "1", "--pin", "5"],
    ],
    ids=" ".join,
)
def test_a_dry_run_as_the_first_thing_asked_of_a_new_store_leaves_the_index_too(
    words, berita, desk_folder
) -> None:
    berita("--db", "berita.json", "import", str(EXAMPLE))
    before = all_files(desk_folder)
    berita(*words, "--dry-run")
    assert all_files(desk_folder) == before


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        (("tag", "--all", "+x"), "--yes"),
        (("delete", "--all"), "--yes --allow-mass"),
        (("delete", "--all", "--yes"), "--yes --allow-mass"),
        (("undo", "--to", "2026-01-01"), "--yes --allow-mass"),
        (("tag", "--all", "+x", "--yes"), ""),
        (("tag", "1", "+x"), ""),
        (("import", "baru.jsonl"), ""),
    ],
)
def test_a_dry_run_tells_what_the_real_run_asks_for(words, needs, berita) -> None:
    rows = "".join(f'{{"title": "Artikel {number}"}}\n' for number in range(12))
    Path("baru.jsonl").write_text(rows)
    berita("--db", "berita.json", "add", "Pertama")
    berita("import", "baru.jsonl")
    asks = f"; the real run asks first, or takes {needs}" if needs else ""
    said = berita(*words, "--dry-run").err
    assert f"dry run: nothing was written{asks}\n" in said
    berita(*words, exit=7 if needs else 0)


@pytest.mark.parametrize(
    "words",
    [
        *(CALLS[name] for name in sorted(WRITES)),
        ["related", "1", "--pin", "5"],
        ["check", "1", "--fix"],
        ["views", "set", "1", "9"],
        ["hooks", "retry"],
        ["config", "set", "desk.user", "Meja"],
        ["completion", "install", "bash"],
        ["doctor", "--repair"],
    ],
    ids=" ".join,
)
def test_every_call_that_writes_takes_yes_and_dry_run(words, store, berita) -> None:
    before = kept_files(store.parent)
    berita(*words, "--yes", "--dry-run", exit=0)
    assert kept_files(store.parent) == before


@pytest.mark.parametrize(
    "name", sorted(WRITES - {"add", "import", "views", "undo", "redo", "backup"})
)
def test_a_write_without_target_is_refused(name, store, berita) -> None:
    flags = {"edit": ["--section", "x"], "tag": ["+x"], "schedule": AT}.get(name, [])
    assert "no target" in berita(name, *flags, exit=2).err


@pytest.mark.parametrize(
    "name", ["edit", "tag", "publish", "review", "archive", "delete", "restore", "purge"]
)
def test_a_query_that_finds_nothing_is_done_and_says_so(name, store, berita) -> None:
    flags = {"edit": ["--section", "x"], "tag": ["+x"]}.get(name, [])
    result = berita(name, "title:tiada", *flags)
    assert (result.out, result.err) == ("", "no article to change\n")


def test_publish_due_with_nothing_due_says_nothing_to_cron(store, berita) -> None:
    result = berita("publish", "--due")
    assert (result.out, result.err) == ("", "")


@pytest.mark.parametrize("name", ONE_REF)
def test_a_missing_article_is_exit_4_with_a_hint(name, store, berita) -> None:
    flags = {"edit": ["--section", "x"], "tag": ["+x"], "schedule": AT}.get(name, [])
    result = berita(name, "999", *flags, exit=4)
    assert result.out == ""
    assert result.err.startswith("Error: no article '999'\nHint: ")


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("name", ONE_REF)
def test_an_empty_name_is_exit_2(name, empty, store, berita) -> None:
    flags = {"edit": ["--section", "x"], "tag": ["+x"]}.get(name, [])
    assert "\nHint: " in berita(name, empty, *flags, exit=2).err


@pytest.mark.parametrize("name", ONE_REF)
def test_an_error_is_json_where_json_is_asked_for(name, store, berita) -> None:
    flags = {"edit": ["--section", "x"], "tag": ["+x"], "schedule": AT}.get(name, [])
    answer = json.loads(berita(name, "999", *flags, "--json", exit=4).err)
    check("#/$defs/error", answer)
    assert (answer["error"]["code"], answer["error"]["exit"]) == ("not_found", 4)


@pytest.mark.parametrize("name", ["list", "popular", "search", "export", "log", "undo", "redo"])
def test_a_reader_of_a_missing_store_prints_an_empty_result(name, berita, desk_folder) -> None:
    result = berita(*CALLS[name], exit=0)
    assert result.out == ("[]\n" if name == "export" else "")
    assert "no store" in result.err
    assert kept_files(desk_folder) == {}


@pytest.mark.parametrize(
    ("name", "own"),
    [("publish", "--at"), ("check", "--fix"), ("views", "--on"), ("edit", "--clear")],
)
def test_the_help_of_a_command_has_its_own_options_first(name, own, berita) -> None:
    options = re.findall(r"^  (?:-., )?(--[a-z-]+)", berita(name, "--help").out, re.MULTILINE)
    shared = options.index("--json")
    assert options.index(own) < shared < options.index("--dry-run") < options.index("--db")


@pytest.mark.parametrize("name", ASKS)
def test_help_has_a_summary_and_examples_before_the_options(name, berita) -> None:
    text = berita(name, "--help").out
    before, _, after = text.partition("Examples:")
    assert " ".join(load(name).help.split("\n\n")[0].split()) in " ".join(before.split())
    assert "Options:" in after


@pytest.mark.parametrize("name", ASKS)
def test_every_example_begins_with_a_command_of_ours(name) -> None:
    lines = [line.strip() for line in load(name).examples.strip().splitlines()]
    assert lines
    assert all(f"berita {name}" in line for line in lines)


@pytest.mark.parametrize("name", ASKS)
def test_a_wrong_option_is_exit_2_with_a_suggestion(name, store, berita) -> None:
    before = store.read_bytes()
    result = berita(*CALLS[name], "--no-imput", exit=2)
    assert "did you mean --no-input?" in result.err
    assert store.read_bytes() == before


@pytest.mark.parametrize("name", ASKS)
def test_no_option_may_be_abbreviated(name, store, berita) -> None:
    assert "no such option" in berita(*CALLS[name], "--quie", exit=2).err


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize(
    "environment",
    [
        {"FORCE_COLOR": "1"},
        {"NO_COLOR": "1", "FORCE_COLOR": "1"},
        {"COLUMNS": "20"},
        {"COLUMNS": "200", "LINES": "1"},
        {"TERM": "dumb", "PAGER": "false"},
    ],
)
def test_surroundings_put_no_escape_into_a_pipe(
    name, environment, store, berita, monkeypatch
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert "\x1b" not in berita(*CALLS[name]).out


def test_json_at_an_ascii_stdout_is_json_still(store, berita) -> None:
    berita("add", "Kafé “Rasa” 😀")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "beritacli", "--db", str(store), "show", "@last", "--json=title"],
        capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=True, timeout=30,
    )  # fmt: skip
    assert json.loads(done.stdout.decode("ascii")) == {"title": "Kafé “Rasa” 😀"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKS)
def test_poor_surroundings_are_no_obstacle(name, store) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
    }
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-m", "beritacli", "--db", str(store), *CALLS[name]],
        capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False, timeout=30,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout.isascii()


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize("shell", ["{} >&-", "{} 2>&-", "{} <&-", "{} | true", "{} >&- 2>&- <&-"])
def test_closed_streams_give_no_traceback_and_no_harm(name, shell, store) -> None:
    words = " ".join(f"'{word}'" for word in CALLS[name])
    command = shell.format(f"'{sys.executable}' -m beritacli {words}")
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=30)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    with store.open(encoding="utf-8") as file:
        assert json.load(file)["meta"]["1"]["schema"] == 1


@pytest.mark.parametrize("name", ["list", "popular", "related", "show", "search", "check"])
@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "ids", "markdown"])
def test_every_format_serves_every_listing(name, format, store, berita) -> None:
    assert berita(*CALLS[name], "--format", format).out


@pytest.mark.parametrize("name", ["list", "popular", "related", "search"])
def test_every_listing_takes_the_same_options(name, store, berita) -> None:
    everything = json.loads(berita(*CALLS[name], "-n", "100", "--json").out)
    assert len(everything) > 1 or name == "search"
    for flags in (["--json=id,title"], ["--ids"], ["--ids", "-0"], ["--columns", "title"], ["-q"]):
        assert berita(*CALLS[name], "-n", "1", *flags).out
    assert berita(*CALLS[name], "--template", "{id}\t{title}", "-n", "1").out.count("\t") == 1
    later = json.loads(berita(*CALLS[name], "-n", "100", "--offset", "1", "--json").out)
    assert later == everything[1:]
    by_title = json.loads(berita(*CALLS[name], "-n", "100", "--sort", "-title", "--json").out)
    titles = [row["title"].casefold() for row in by_title]
    assert titles == sorted(titles, reverse=True)


@pytest.mark.parametrize(
    "name", sorted({*ONE_REF, "list", "popular", "search", "export"} - {"related", "show", "share"})
)
def test_every_verb_with_a_query_takes_the_same_terms(name, store, berita) -> None:
    berita("config", "set", "queries.taman", "title:panen views:..5000")
    flags = {"edit": ["--section", "Kota"], "tag": ["+x"], "schedule": AT}.get(name, [])
    dry = ["--dry-run"] if name in WRITES else []
    for terms in (
        ["@taman"],
        ["title:panen", "^status:draft"],
        ["published:2024.."],
        ["--since", "2020"],
    ):
        understood = berita(name, *terms, *flags, *dry, exit=None)
        assert understood.exit in (0, 3), understood  # 3: not from this status
    for wrong in (
        ["colour:red"],
        ["published:31-02-2024"],
        ["status:drft"],
        ["--until", "besoook"],
        ["@tamn"],
    ):
        error = berita(name, *wrong, *flags, *dry, exit=None if name == "search" else 2)
        assert name == "search" or "Hint:" in error.err


FILTERS = {
    "--status": "published", "--tag": "kebun", "--section": "Kota", "--reporter": "rani wulandari",
    "--editor": "dodi pranata", "--since": "2020", "--until": "besok",
}  # fmt: skip


@pytest.mark.parametrize("flag", sorted(FILTERS))
@pytest.mark.parametrize(
    "name", sorted({*ONE_REF, "list", "popular", "search", "export"} - {"related", "show", "share"})
)
def test_every_verb_with_a_query_takes_the_same_filters(name, flag, store, berita) -> None:
    if name == "edit" and flag not in ("--since", "--until"):
        pytest.skip("in edit these flags set the field; a query chooses by it")
    berita("edit", "1", "10", "--tag", "kebun", "--section", "Kota", "--editor", "Dodi Pranata")
    flags = {"edit": ["--quote", "x"], "tag": ["+x"], "schedule": AT}.get(name, [])
    dry = ["--dry-run"] if name in WRITES else []
    assert berita(name, flag, FILTERS[flag], *flags, *dry, exit=None).exit in (0, 3)
    if name not in ("list", "popular", "search", "export"):
        mixed = berita(name, "1", flag, FILTERS[flag], *flags, *dry, exit=2)
        assert "Hint:" in mixed.err
    empty = berita(name, flag, "", *flags, *dry, exit=2)
    assert flag in empty.err


@pytest.mark.parametrize("name", ASKS)
def test_a_store_without_articles_is_no_failure(name, berita, desk_folder) -> None:
    berita("--db", "berita.json", "add", "Sementara")
    text = (desk_folder / "berita.json").read_text(encoding="utf-8")
    (desk_folder / "berita.history.jsonl").unlink()
    kept = [line for line in text.splitlines() if not line.startswith('"1": {')]
    (desk_folder / "berita.json").write_text("\n".join(kept) + "\n", encoding="utf-8")
    result = berita(*CALLS[name], exit=None)
    assert result.exit == (4 if name in {*ONE_REF, "views"} else 0), result


def test_a_table_in_a_pipe_has_the_dates_themselves(store, berita) -> None:
    berita("edit", "1", "--date", "kemarin")
    assert "2026-03-01" in berita("list", "id:1", "--format", "table").out


@pytest.mark.parametrize("name", ["arsip.csv.gz", "arsip.json.gz", "arsip.md.gz"])
def test_an_export_into_a_packed_file_comes_back(name, store, berita) -> None:
    berita("export", "-o", name)
    assert (store.parent / name).read_bytes()[:2] == b"\x1f\x8b"
    berita("--db", "lain.json", "import", name)
    assert berita("--db", "lain.json", "export").out == berita("export").out


def test_an_export_takes_json_as_every_verb_does(store, berita) -> None:
    assert berita("export", "--json").out == berita("export").out
    berita("export", "--json=id", exit=2)
    berita("export", "--json", "--format", "csv", exit=2)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["export", "--format", "jsno"], "did you mean json?"),
        (["tag", "--rename", "kebum", "taman"], "did you mean kebun?"),
        (["add", "A", "--status", "drft"], "did you mean draft?"),
        (["edit", "1", "--status", "drft"], "did you mean draft?"),
        (["import", "x", "--status", "drft"], "did you mean draft?"),
        (["edit", "1", "--clear", "secton"], "did you mean section?"),
        (["add", "A", "--views", "banyak"], "write 468907"),
        (["list", "-n", "banyak"], "berita list --help"),
        (["publish", "1", "--force"], "berita publish --help"),
    ],
)
def test_a_wrong_value_is_exit_2_with_a_hint_and_nothing_happens(
    words, hint, store, berita
) -> None:
    berita("tag", "1", "+kebun")
    before = store.read_bytes()
    assert hint in berita(*words, exit=2).err
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "pins"),
    [
        (["--pin", "2", "3"], [2, 3]),
        (["--pin", "2,3", "4"], [2, 3, 4]),
        (["-n", "1", "--pin", "2", "--pin", "3"], [2, 3]),
    ],
)
def test_several_pins_may_stand_behind_one_option(words, pins, store, berita) -> None:
    berita("related", "5", *words)
    assert json.loads(berita("show", "5", "--json").out)["related"] == pins


def test_several_pins_may_be_taken_away_by_one_option(store, berita) -> None:
    berita("related", "5", "--pin", "2", "3", "4")
    berita("related", "5", "--unpin", "2", "4")
    assert json.loads(berita("show", "5", "--json").out)["related"] == [3]


def test_a_pin_that_is_in_the_bin_is_told_and_set_all_the_same(store, berita) -> None:
    berita("delete", "2")
    done = berita("related", "5", "--pin", "2", "3")
    assert done.err.splitlines() == ["Warning: article 2 is in the bin, so no list shows it"]
    assert json.loads(berita("show", "5", "--json").out)["related"] == [2, 3]


def test_a_word_before_the_option_is_no_pin(store, berita) -> None:
    berita("related", "--pin", "2", "5")
    assert json.loads(berita("show", "5", "--json").out)["related"] == [2]
    berita("related", "--pin", "2", "3", "5", exit=2)
    berita("related", "5", "2", "--pin", "3", exit=2)


OTHER_ANSWERS = [
    ["tag", "--list"],
    ["views", "show", "1"],
    ["views", "import", "akses.log"],
    ["check", "--rules"],
    ["stats"],
    ["hooks"],
    ["backup", "list"],
    ["doctor"],
    ["share", "1"],
    ["log"],
    ["config", "show"],
    ["completion", "show", "fish"],
    ["help", "tag"],
]


@pytest.mark.parametrize("words", OTHER_ANSWERS, ids=" ".join)
def test_json_help_lists_the_fields_of_an_answer_and_json_picks_them(words, store, berita) -> None:
    (store.parent / "akses.log").write_text("rusak\n")
    berita("tag", "1", "+kebun")
    berita("backup")
    first = json.loads(berita(*words, "--json").out)[0]
    assert berita(*words, "--json=help").out.splitlines() == list(first)
    *_, last = first
    assert [*json.loads(berita(*words, f"--json={last}").out)[0]] == [last]
    assert "unknown field" in berita(*words, "--json=tiada", exit=2).err


def test_the_list_of_fields_is_asked_for_with_json_help(berita) -> None:
    assert berita("list", "--json=help").out.splitlines()[:3] == ["id", "slug", "title"]


SLOW = {"rich", "pydantic", "dateutil.parser", "jinja2", "yaml", "tinydb", "msgspec", "dataclasses"}


def loaded(words: list[str], modules: set[str]) -> str:
    """Which of `modules` a command has loaded when it ends."""
    code = (
        "import sys; before = set(sys.modules);"  # the measure of coverage loads some too
        "from beritacli.cli.main import main; code = main(sys.argv[1:]);"
        f"sys.stderr.write(repr(sorted({modules} & (set(sys.modules) - before)))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stderr


@pytest.mark.parametrize("name", ["list", "search", "popular", "show", "related"])
def test_slow_libraries_stay_out_of_a_piped_read(name, store, tmp_path) -> None:
    assert loaded(CALLS[name], SLOW) == "[]"


@pytest.mark.parametrize("name", ["list", "search", "show", "related"])
def test_a_read_loads_nothing_that_only_others_need(name, store, tmp_path) -> None:
    used = {"shlex", "hashlib", "encodings.utf_8_sig"}
    ours = "domain.ports domain.index_ports domain.history domain.nothing newsroom.baselines"
    ours += " newsroom.pinning newsroom.auditing index.totals index.spelling"
    modules = used | {f"beritacli.{module}" for module in ours.split()}
    assert loaded(CALLS[name], modules) == "[]"


@pytest.mark.parametrize("name", ["list", "search", "related"])
def test_a_read_of_an_index_in_step_loads_nothing_that_brings_it_there(
    name, store, berita, tmp_path
) -> None:
    berita("search", "kota")
    ours = "index.sync index.rows index.counted index.recounting storage.codec storage.scanning"
    ours += " domain.layout domain.ledger domain.counts"
    assert loaded(CALLS[name], {f"beritacli.{module}" for module in ours.split()}) == "[]"


@pytest.mark.parametrize(
    ("flags", "wants"),
    [
        (["--ids"], False),
        (["--json=id,score"], False),
        (["--template", "{title} {{snippet}}"], False),
        (["--json=id,snippet"], True),
        (["--template", "{snippet}"], True),
        (["--json"], True),
        ([], True),
    ],
)
def test_a_search_looks_for_pieces_of_text_only_where_they_are_printed(
    flags, wants, store, berita
) -> None:
    module = "beritacli.index.snippet"
    assert loaded(["search", "kebun", *flags], {module}) == repr([module] * wants)


def test_a_write_of_one_record_loads_no_openssl(store, tmp_path) -> None:
    assert loaded(["tag", "1", "+banjir"], {"hashlib"}) == "[]"


def test_without_a_store_its_readers_stay_out_too(tmp_path) -> None:
    modules = {*SLOW, "sqlite3", "beritacli.index.sync", "beritacli.storage.storefile"}
    none = str(tmp_path / "none.json")
    assert loaded(["--db", none, "--quiet", "list"], modules) == "[]"


def test_a_command_closes_what_it_opened(berita) -> None:
    berita("--db", "berita.json", "add", "Kabar", "--tag", "kota")
    berita("search", "kabar")
    assert answer(["completion", "words", "--", "list", "tag:"]) == 0
    gc.collect()  # the store's own file goes with the last question about it
    files = [str(file.resolve()) for file in Path("/proc/self/fd").iterdir()]
    assert not [file for file in files if "berita" in file]


def test_the_end_of_a_program_leaves_nothing_of_sqlite_open(tmp_path, program) -> None:
    store = tmp_path / "berita.json"
    program("--db", str(store), "add", "Kabar")
    program("--db", str(store), "search", "kabar")
    assert not [*tmp_path.glob("*-wal"), *tmp_path.glob("*-shm")]
