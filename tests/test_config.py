"""Settings: where a value comes from, how it is changed, profiles and saved queries."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from beritacli import config
from beritacli.config import SETTINGS, check
from beritacli.errors import UsageError
from conftest import kept_files


@pytest.fixture
def settings_file(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "pengaturan" / "config.toml"
    monkeypatch.setenv("BERITA_CONFIG", str(path))
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_file_every_value_is_the_default(berita) -> None:
    rows = json.loads(berita("config", "show", "--json").out)
    assert [row["name"] for row in rows] == [one.name for one in SETTINGS]
    assert {row["origin"] for row in rows} == {"default"}


def test_the_environment_wins_over_the_profile_and_that_over_the_file(
    settings_file, berita, monkeypatch
) -> None:
    write(settings_file, '[desk]\nuser = "umum"\n[profiles.utara.desk]\nuser = "utara"\n')
    assert berita("config", "get", "desk.user").out == "umum\n"
    assert berita("--profile", "utara", "config", "get", "desk.user").out == "utara\n"
    monkeypatch.setenv("BERITA_PROFILE", "utara")
    assert berita("config", "get", "desk.user").out == "utara\n"
    monkeypatch.setenv("BERITA_USER", "sendiri")
    assert berita("config", "get", "desk.user").out == "sendiri\n"


def test_every_value_names_its_origin(settings_file, berita, monkeypatch) -> None:
    write(
        settings_file, 'profile = "utara"\n[desk]\nuser = "umum"\n[profiles.utara]\ndb = "u.json"\n'
    )
    monkeypatch.setenv("BERITA_COLOR", "never")
    origins = {r["name"]: r["origin"] for r in json.loads(berita("config", "--json").out)}
    assert (
        origins.items()
        >= {
            "profile": str(settings_file),
            "db": f"{settings_file}, profile utara",
            "desk.timezone": "default",
            "desk.user": str(settings_file),
            "write.lock_timeout": "default",
            "output.color": "BERITA_COLOR",
        }.items()
    )


def test_a_profile_has_a_store_of_its_own(settings_file, berita, desk_folder) -> None:
    write(settings_file, f'[profiles.utara]\ndb = "{desk_folder}/utara.json"\n')
    berita("--profile", "utara", "add", "Dari Utara")
    assert berita("--profile", "utara", "list", "--columns", "title").out == "Dari Utara\n"
    assert berita("list").out == ""


def test_set_makes_the_file_and_keeps_its_comments(settings_file, berita) -> None:
    berita("config", "set", "desk.user", "Meja Kota")
    settings_file.write_text("# milik meja kota\n" + settings_file.read_text())
    berita("config", "set", "desk.timezone", "Asia/Makassar")
    berita("config", "set", "profiles.utara.desk.user", "Meja Utara")
    text = settings_file.read_text()
    assert text.startswith("# milik meja kota\n")
    assert berita("config", "get", "desk.timezone").out == "Asia/Makassar\n"
    assert berita("--profile", "utara", "config", "get", "desk.user").out == "Meja Utara\n"
    assert settings_file.stat().st_mode & 0o077 == 0


def test_a_linked_settings_file_stays_a_link(settings_file, berita, tmp_path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    settings_file.parent.mkdir()
    settings_file.symlink_to(real)
    berita("config", "set", "desk.user", "Meja")
    assert settings_file.is_symlink()
    assert "Meja" in real.read_text()


def test_a_dry_run_writes_no_settings(settings_file, berita) -> None:
    assert "dry run" in berita("config", "set", "desk.user", "Meja", "--dry-run").err
    assert not settings_file.exists()


def test_unset_takes_a_setting_away(settings_file, berita) -> None:
    berita("config", "set", "queries.rapat", "status:review")
    berita("config", "unset", "queries.rapat")
    assert "rapat" not in berita("config").out
    berita("config", "unset", "queries.rapat", exit=4)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["set", "desk.timezon", "Asia/Jakarta"], "did you mean desk.timezone?"),
        (["set", "desk.timezone", "Asia/Betawi"], "berita config set desk.timezone Asia/Jakarta"),
        (["set", "output.color", "ya"], "berita config set output.color auto"),
        (["set", "write.lock_timeout", "sebentar"], "berita config set write.lock_timeout 10"),
        (["set", "write.lock_timeout", "nan"], "berita config set write.lock_timeout 10"),
        (["set", "hooks.timeout", "0"], "berita config set hooks.timeout 30"),
        (["set", "queries.rapat", "status:revew"], "did you mean review?"),
        (["set", "queries.last", "banjir"], "last is taken"),
        (["set", "queries.dua kata", "banjir"], "letters, digits and hyphens"),
        (["set", "profiles.utara", "x"], "such as profiles.utara.desk.user"),
        (["set", "views.pattern", "x"], "such as '/read/<id>/<slug>'"),
        (["set", "desk.shifts", "25.00"], "config set desk.shifts '06.00 14.00 22.00'"),
        (["set", "desk.shifts", "6.00", "14.00"], "config set desk.shifts '6.00 14.00'"),
        (["get", "desk.usr"], "did you mean desk.user?"),
        (["set", "desk.user"], "--help"),
        (["get", "db", "profile"], "config get takes 1 word, not 2"),
        (["shw"], "did you mean show?"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_with_a_hint(words, hint, settings_file, berita) -> None:
    result = berita("config", *words, exit=2)
    assert hint in result.err
    assert not settings_file.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[desk", "Expected"),
        ('[desk]\nuser = ["a"]\n', "desk.user wants one value"),
        ('[desk]\nusr = "a"\n', "did you mean desk.user?"),
        ('[output]\ncolor = "ya"\n', "output.color is one of"),
        ('db = "arsip\\u0000.json"\n', "db cannot hold a NUL"),
        ('profile = "barat"\n[profiles.utara]\ndb = "x"\n', "there are utara"),
    ],
)
def test_a_bad_file_stops_every_command_and_names_the_place(
    text, said, settings_file, berita
) -> None:
    write(settings_file, text)
    result = berita("list", exit=2)
    assert said in result.err


@pytest.mark.parametrize("name", ["desk.user", "queries.rapat", "profiles.utara.desk.user"])
def test_a_value_that_is_not_utf8_is_refused(name, settings_file, berita) -> None:
    assert "not UTF-8" in berita("config", "set", name, "a\udcffb", exit=2).err
    assert not settings_file.exists()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_settings_file_that_cannot_be_written_is_as_it_was(
    call, settings_file, berita, monkeypatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(settings_file, '[desk]\nuser = "Rani"\n')
    before = kept_files(settings_file.parent)
    monkeypatch.setattr(os, call, full)
    berita("config", "set", "desk.user", "Dodi", exit=74)
    assert kept_files(settings_file.parent) == before


def test_a_bad_setting_can_be_put_right_by_config_itself(settings_file, berita) -> None:
    write(settings_file, '[output]\ncolor = "ya"\n')
    berita("list", exit=2)
    berita("config", "set", "output.color", "never")
    berita("list")


def test_an_unknown_profile_names_who_asked_for_it(berita, monkeypatch) -> None:
    assert "'barat' (--profile)" in berita("--profile", "barat", "list", exit=2).err
    monkeypatch.setenv("BERITA_PROFILE", "barat")
    assert "'barat' (BERITA_PROFILE)" in berita("list", exit=2).err


def test_a_saved_query_serves_every_verb(berita) -> None:
    berita("add", "Rapat Pagi", "--status", "review")
    berita("add", "Draf Lain")
    berita("config", "set", "queries.meja", "status:review")
    berita("config", "set", "queries.pagi", "@meja title:rapat")
    for words in (["list"], ["search"], ["export", "--format", "jsonl"]):
        out = berita(*words, "@pagi").out
        assert "Rapat Pagi" in out
        assert "Draf Lain" not in out
    assert berita("ready", "@pagi").out == "1\tstatus\treview\tready\n"


def test_every_setting_passes_its_own_check() -> None:
    for setting in SETTINGS:
        check(setting.name, setting.default)
    with pytest.raises(UsageError):
        check("tidak.ada")


def test_no_home_is_no_obstacle(monkeypatch) -> None:
    assert config.config_path({"BERITA_CONFIG": "x.toml"}) == Path("x.toml")
    assert config.config_path({"XDG_CONFIG_HOME": "/etc/xdg"}) == Path(
        "/etc/xdg/berita/config.toml"
    )


def test_a_saved_query_is_read_as_it_will_be_used(berita) -> None:
    berita("config", "set", "queries.pagi", "status:scheduled scheduled:hari-ini..besok")
    berita("--db", "berita.json", "add", "Naskah")
    assert berita("list", "@pagi").out == ""
    berita("config", "set", "queries.salah", "status:scheduled status:drft", exit=2)
