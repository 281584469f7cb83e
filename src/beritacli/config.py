"""Settings: one table, from which values, validation and docs come.

A value comes from the flag, else the environment, else the file, else the
default. The file is TOML, `$BERITA_CONFIG` or `berita/config.toml` in the
user's configuration folder; dots in a name are tables in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beritacli.errors import UsageError

STORE_NAME = "berita.json"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its dotted name, environment variable, default and what it does."""

    name: str
    variable: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("db", "BERITA_DB", "", "path of the store; else the nearest berita.json"),
    Setting(
        "desk.timezone", "BERITA_TIMEZONE", "Asia/Jakarta", "zone of times written without one"
    ),
    Setting("desk.user", "BERITA_USER", "", "who the log names; else the login name"),
    Setting(
        "write.lock_timeout", "BERITA_LOCK_TIMEOUT", "10", "seconds to wait for another writer"
    ),
    Setting("output.color", "BERITA_COLOR", "auto", "auto, always or never"),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one invocation, by name; `origins` says where each comes from."""

    values: Mapping[str, str]
    origins: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]


def load(environ: Mapping[str, str]) -> Config:
    """The settings of the environment, the file and the defaults; UsageError for a bad file."""
    path = config_path(environ)
    from_file = _read_file(path) if path.exists() else {}
    values, origins = {}, {}
    for setting in SETTINGS:
        if environ.get(setting.variable):
            values[setting.name], origins[setting.name] = (
                environ[setting.variable],
                setting.variable,
            )
        elif setting.name in from_file:
            values[setting.name], origins[setting.name] = from_file[setting.name], str(path)
        else:
            values[setting.name], origins[setting.name] = setting.default, "default"
    return Config(values, origins)


def config_path(environ: Mapping[str, str]) -> Path:
    """Where the settings file is, whether it exists or not."""
    if environ.get("BERITA_CONFIG"):
        return Path(environ["BERITA_CONFIG"])
    return user_folder(environ, "XDG_CONFIG_HOME", ".config") / "config.toml"


def store_path(environ: Mapping[str, str], config: Config, flag: str | None) -> Path:
    """The store: the flag, else the setting, else the nearest one, else the user's data folder."""
    given = flag or config["db"]
    if given:
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / STORE_NAME).exists():
            return folder / STORE_NAME
    return user_folder(environ, "XDG_DATA_HOME", ".local/share") / STORE_NAME


def user_folder(environ: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Berita's folder of one kind (see the XDG Base Directory Specification).

    Without a home folder it is the current one.
    """
    base = environ.get(variable, "")
    if base and Path(base).is_absolute():
        return Path(base) / "berita"
    try:
        home = Path.home()
    except RuntimeError:  # no HOME and no entry for this user
        home = Path()
    return home / fallback / "berita"


def _read_file(path: Path) -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - loaded only when there is a file

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path}: {error}", "mend the file, or name another: BERITA_CONFIG"
        ) from None
    known = {setting.name for setting in SETTINGS}
    flat = dict(_flatten(table, ""))
    for name in flat:
        if name not in known:
            raise UsageError(
                f"{path}: unknown setting '{name}'", f"one of {', '.join(sorted(known))}"
            )
    return flat


def _flatten(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows += _flatten(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", str(value)))
    return rows
