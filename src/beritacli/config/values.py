"""The settings of one invocation: where each value comes from, and where the store is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from beritacli.config.settings import QUERIES, SETTINGS, Setting, check
from beritacli.errors import UsageError
from beritacli.values import Value

STORE_NAME = "berita.json"
_LOG_NAME = "berita.history.jsonl"  # alone, it tells of a store that was lost
PROFILES = "profiles."


class Config(Value):
    """The settings of one invocation, by name; `origins` says where each comes from.

    `queries` are the saved queries, by name.
    """

    values: Mapping[str, str]
    origins: Mapping[str, str]
    queries: Mapping[str, str] = MappingProxyType({})

    def __getitem__(self, name: str) -> str:
        return self.values[name]


def load(environ: Mapping[str, str], profile: str | None = None) -> Config:
    """The settings of the environment, the file and the defaults.

    `profile` is the one that a flag names. Raises UsageError that names the
    place of an unknown setting, a bad value or an unknown profile.
    """
    path = config_path(environ)
    table = read_file(path)
    chosen, named_by = _profile(environ, path, table, profile)
    own = {
        name.removeprefix(f"{PROFILES}{chosen}."): value
        for name, value in table.items()
        if chosen and name.startswith(f"{PROFILES}{chosen}.")
    }
    if chosen and not own:
        raise _unknown_profile(chosen, named_by, table)
    shared = {name: value for name, value in table.items() if not name.startswith(PROFILES)}
    places = ((f"{path}, profile {chosen}", own), (str(path), shared))  # the first one counts
    for place, given in reversed(places):
        for name, value in given.items():
            _check_at(place, name, value)
    values, origins = {}, {}
    for setting in SETTINGS:
        values[setting.name], origins[setting.name] = _value(setting, environ, places)
    values["profile"], origins["profile"] = chosen, named_by
    queries = {}
    for place, given in reversed(places):
        for name, value in given.items():
            if name.startswith(QUERIES):
                queries[name.removeprefix(QUERIES)] = value
                values[name], origins[name] = value, place
    return Config(values, origins, queries)


def config_path(environ: Mapping[str, str]) -> Path:
    """Where the settings file is, whether it exists or not."""
    if environ.get("BERITA_CONFIG"):
        return Path(environ["BERITA_CONFIG"])
    return user_folder(environ, "XDG_CONFIG_HOME", ".config") / "config.toml"


def store_path(environ: Mapping[str, str], config: Config, flag: str | None) -> Path:
    """The store: the flag, else the setting, else the nearest one, else the user's data folder."""
    given = flag or config["db"]
    if given:
        return Path(given).expanduser() if given.startswith("~") else Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / STORE_NAME).exists() or (folder / _LOG_NAME).exists():
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


def read_file(path: Path) -> dict[str, str]:
    """The settings that stand in a file, by dotted name; UsageError for a bad one."""
    if not path.exists():
        return {}
    import tomllib  # noqa: PLC0415 - loaded only when there is a file

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{path}: {reason}", "mend the file, or name another: BERITA_CONFIG"
        ) from None
    return dict(_flatten(table, "", path))


def _flatten(table: Mapping[str, Any], prefix: str, path: Path) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows += _flatten(value, f"{prefix}{key}.", path)
        elif isinstance(value, list):
            raise UsageError(f"{path}: {prefix}{key} wants one value, not a list")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            rows.append((f"{prefix}{key}", text))
    return rows


def _profile(
    environ: Mapping[str, str], path: Path, table: Mapping[str, str], flag: str | None
) -> tuple[str, str]:
    """The profile that counts and who names it."""
    if flag is not None:
        return flag, "--profile"
    if environ.get("BERITA_PROFILE"):
        return environ["BERITA_PROFILE"], "BERITA_PROFILE"
    return (table["profile"], str(path)) if table.get("profile") else ("", "default")


def _unknown_profile(name: str, named_by: str, table: Mapping[str, str]) -> UsageError:
    known = {
        key.removeprefix(PROFILES).partition(".")[0] for key in table if key.startswith(PROFILES)
    }
    hint = f"there are {', '.join(sorted(known))}" if known else ""
    hint = hint or f"berita config set profiles.{name}.desk.user NAME makes one"
    return UsageError(f"no profile '{name[:40]}' ({named_by})", hint)


def _value(
    setting: Setting, environ: Mapping[str, str], places: Iterable[tuple[str, Mapping[str, str]]]
) -> tuple[str, str]:
    """The value of a setting and where it comes from."""
    name = setting.name
    if environ.get(setting.variable):
        value = environ[setting.variable]
        _check_at(setting.variable, name, value)
        return value, setting.variable
    for place, given in places:
        if name in given:
            return given[name], place
    return setting.default, "default"


def _check_at(place: str, name: str, value: str) -> None:
    try:
        check(name, value)
    except UsageError as error:
        raise UsageError(f"{place}: {error.message}", error.hint) from None
