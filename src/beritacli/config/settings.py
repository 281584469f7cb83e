"""The table of settings, and the check of a name and its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time

from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.patterns import pattern
from beritacli.values import Value

QUERIES = "queries."  # a table that is open: every name in it is a saved query
HOOKS = ("pre_publish", "post_publish", "post_change")  # settings hooks.NAME, each a program
RESERVED = ("last",)  # @last is a reference
_NAME = pattern(r"[^\W\d][\w-]*")


class Setting(Value):
    """One setting: its dotted name, environment variable, default and what it does.

    `wrong` says what is wrong with a value, '' if nothing.
    """

    name: str
    variable: str
    default: str
    help: str
    wrong: Callable[[str], str] = lambda _: ""


def _between(least: float, most: float, unit: str, example: int) -> Callable[[str], str]:
    def wrong(value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return f"wants {unit}, such as {example}"
        right = least <= number <= most  # NaN is neither
        return "" if right else f"wants {unit} from {least:g} to {most:,.0f}"

    return wrong


def _filled(value: str) -> str:
    return "" if value.strip() else "cannot be empty"


def _count(value: str) -> str:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    return "" if number else "wants a whole number from 1"


def _zone(value: str) -> str:
    if value in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        return ""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - loaded only to check a new value

    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        return "wants the name of a time zone, such as Asia/Jakarta"
    return ""


def _abbreviations(value: str) -> str:
    parts = [part.partition("=") for part in value.split(";") if part.strip()]
    if all(short.strip() and form.strip() for short, _, form in parts):
        return ""
    return "wants 'short = long form; short = long form'"


def _one_of(*names: str) -> Callable[[str], str]:
    return lambda value: "" if value in names else f"is one of {', '.join(names)}"


def _command(value: str) -> str:
    import shlex  # noqa: PLC0415 - loaded only to check a value

    if not value:
        return ""
    try:
        return "" if shlex.split(value) else "wants a program and its arguments"
    except ValueError:
        return "has a quotation mark without its other half"


def times_of_day(value: str) -> list[time]:
    """The times of `06.00 14.00`; ValueError for one that is none."""
    return [time.fromisoformat(part.replace(".", ":")) for part in value.split()]


def _times(value: str) -> str:
    try:
        return "" if times_of_day(value) else "wants times of day, such as 06.00 14.00"
    except ValueError:
        return "wants times of day, such as 06.00 14.00"


def _address(value: str) -> str:
    is_one = not value or re.fullmatch(r"https?://[^\s/]\S*", value)
    return "" if is_one else "wants an address, such as https://berita.example/read"


def _whole(value: str) -> str:
    return "" if re.fullmatch("[1-9][0-9]{0,5}", value) else "wants a whole number, such as 110"


def _pairs(value: str) -> str:
    entries = [entry for entry in value.split(",") if entry.strip()]
    if all(re.fullmatch(r"\s*[^\s=]+\s*=\s*[^\s=][^=]*", entry) for entry in entries):
        return ""
    return "wants pairs of a word and its spelling, such as 'apotik = apotek, praktek = praktik'"


def _profile(value: str) -> str:
    return "" if not value or _NAME.fullmatch(value) else "wants a name of letters and digits"


SETTINGS: tuple[Setting, ...] = (
    Setting("profile", "BERITA_PROFILE", "", "which table of `profiles` counts", _profile),
    Setting("db", "BERITA_DB", "", "path of the store; else the nearest berita.json"),
    Setting(
        "desk.timezone",
        "BERITA_TIMEZONE",
        "Asia/Jakarta",
        "zone of times written without one",
        _zone,
    ),
    Setting("desk.user", "BERITA_USER", "", "who the log names; else the login name"),
    Setting(
        "site.url",
        "BERITA_SITE_URL",
        "",
        "address before a slug, for articles without a source",
        _address,
    ),
    Setting(
        "desk.shifts",
        "BERITA_SHIFTS",
        "06.00 14.00 22.00",
        "times of day at which a shift begins",
        _times,
    ),
    Setting(
        "hooks.pre_publish",
        "BERITA_HOOKS_PRE_PUBLISH",
        "",
        "program asked before an article goes out; it can hold it back",
        _command,
    ),
    Setting(
        "hooks.post_publish",
        "BERITA_HOOKS_POST_PUBLISH",
        "",
        "program told after articles went out",
        _command,
    ),
    Setting(
        "hooks.post_change",
        "BERITA_HOOKS_POST_CHANGE",
        "",
        "program told after every change of the store",
        _command,
    ),
    Setting(
        "hooks.timeout",
        "BERITA_HOOKS_TIMEOUT",
        "30",
        "seconds after which a hook is ended",
        _between(0.1, 86_400, "seconds", 30),
    ),
    Setting(
        "write.lock_timeout",
        "BERITA_LOCK_TIMEOUT",
        "10",
        "seconds to wait for another writer",
        _between(0, 86_400, "seconds", 10),
    ),
    Setting("backup.keep", "BERITA_BACKUP_KEEP", "10", "how many backups are kept", _count),
    Setting(
        "search.abbreviations",
        "BERITA_ABBREVIATIONS",
        "",
        "the desk's own, beside the built-in ones: 'short = long form; …'",
        _abbreviations,
    ),
    Setting(
        "output.color",
        "BERITA_COLOR",
        "auto",
        "auto, always or never",
        _one_of("auto", "always", "never"),
    ),
    Setting(
        "output.pager",
        "BERITA_PAGER",
        "auto",
        "program for long pages; auto is PAGER, else less; never for none",
        _command,
    ),
    Setting(
        "views.pattern",
        "BERITA_VIEWS_PATTERN",
        "/read/<id>/<slug>",
        "the addresses of article pages, parted by commas, for `views import`",
        _filled,
    ),
    Setting(
        "popular.half_life",
        "BERITA_HALF_LIFE",
        "24",
        "hours after which a view weighs half as much in a trending list",
        _between(0.1, 8_760, "hours", 24),
    ),
    Setting(
        "popular.evergreen",
        "BERITA_EVERGREEN",
        "evergreen",
        "the tag of articles that --skip-evergreen leaves out",
        _filled,
    ),
    Setting(
        "output.links",
        "BERITA_LINKS",
        "auto",
        "addresses that a terminal opens: auto, always or never",
        _one_of("auto", "always", "never"),
    ),
    Setting(
        "checks.error", "BERITA_CHECKS_ERROR", "", "rules that hold publish back: 'weekday, …'"
    ),
    Setting("checks.warning", "BERITA_CHECKS_WARNING", "", "rules that only warn"),
    Setting("checks.note", "BERITA_CHECKS_NOTE", "", "rules that only note"),
    Setting("checks.off", "BERITA_CHECKS_OFF", "", "rules that are not run"),
    Setting(
        "checks.headline_length",
        "BERITA_CHECKS_HEADLINE_LENGTH",
        "110",
        "characters of a headline, at most",
        _whole,
    ),
    Setting("checks.words", "BERITA_CHECKS_WORDS", "", "words and names that are right here"),
    Setting(
        "checks.spellings",
        "BERITA_CHECKS_SPELLINGS",
        "",
        "wrong and right, beside the program's own: 'kalo = kalau, …'",
        _pairs,
    ),
)
NAMES = tuple(setting.name for setting in SETTINGS)


def check(name: str, value: str | None = None) -> None:
    """Raise UsageError for an unknown setting or, with a value, for one that it cannot have."""
    if name.startswith(QUERIES):
        _check_query_name(name.removeprefix(QUERIES))
        return
    setting = next((one for one in SETTINGS if one.name == name), None)
    if setting is None:
        raise UsageError(
            f"unknown setting '{cut(name)}'", suggestion(name, (*NAMES, "queries.NAME"))
        )
    wrong = _wrong(setting, value) if value is not None else ""
    if wrong:
        import shlex  # noqa: PLC0415 - only for errors

        raise UsageError(
            f"{name} {wrong}, not '{value}'"[:200],
            f"berita config set {name} {shlex.quote(setting.default or 'VALUE')}",
        )


def _wrong(setting: Setting, value: str) -> str:
    """What is wrong with a value; no path and no argument of a program can hold a NUL."""
    return "cannot hold a NUL" if "\0" in value else setting.wrong(value)


def _check_query_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise UsageError(
            f"'{name[:40]}' cannot name a saved query",
            "letters, digits and hyphens, such as queries.rapat-pagi; last is taken",
        )
