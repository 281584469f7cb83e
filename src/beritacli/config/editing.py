"""Change the settings file, its comments and order kept (tomlkit), the file replaced whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beritacli.config.settings import check
from beritacli.config.values import PROFILES
from beritacli.errors import UsageError, WriteFailedError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def check_name(name: str, value: str | None = None) -> None:
    """Raise UsageError unless `name` is a setting, also one of a profile, and takes `value`."""
    if name.startswith(PROFILES):
        profile, _, inner = name.removeprefix(PROFILES).partition(".")
        if not profile or not inner:
            raise UsageError(
                f"'{name[:60]}' names no setting of a profile", "such as profiles.utara.desk.user"
            )
        check("profile", profile)
        name = inner
    check(name, value)


def set_value(path: Path, name: str, value: str) -> str:
    """The text of the file at `path` with a setting in it; nothing is written yet.

    Raises UsageError where the file cannot be read, or has a value for a table, and
    for bytes that are no UTF-8.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"{name}: the value is not UTF-8", "the settings file is: write it in UTF-8"
        ) from None
    document = _read(path)
    table: Any = document
    *parts, last = name.split(".")
    for part in parts:
        if part not in table:
            table[part] = _new_table(is_super=part == "profiles")
        table = table[part]
        if not hasattr(table, "items"):
            raise UsageError(f"{path}: '{part}' is a value, not a table", "mend the file by hand")
    table[last] = value
    return document.as_string()


def unset_value(path: Path, name: str) -> str | None:
    """The text of the file without a setting; None where it has none."""
    document = _read(path)
    table: Any = document
    *parts, last = name.split(".")
    for part in parts:
        table = table.get(part)
        if not hasattr(table, "items"):
            return None
    if last not in table:
        return None
    del table[last]
    return document.as_string()


def write_file(path: Path, text: str) -> None:
    """Replace the file with `text`; a link stays a link.

    Raises WriteFailedError, with the file as it was and nothing beside it.
    """
    real = Path(os.path.realpath(path))
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        mode = real.stat().st_mode & 0o777 if real.exists() else 0o600
        descriptor, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        temp = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            temp.chmod(mode)
            temp.replace(real)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteFailedError(f"could not write {path}: {error.strerror}") from None


def _read(path: Path) -> TOMLDocument:
    import tomlkit  # noqa: PLC0415 - loaded only to change the file
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - the same

    if not path.exists():
        return tomlkit.document()
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError(f"{path}: {error}", "mend the file by hand") from None


def _new_table(*, is_super: bool) -> Any:
    import tomlkit  # noqa: PLC0415 - loaded only to change the file

    return tomlkit.table(is_super_table=is_super)
