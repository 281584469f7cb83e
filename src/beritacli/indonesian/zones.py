"""Time zones: Indonesia's three, which need no data, and those of the IANA database."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo

from beritacli.errors import UsageError

ZONES = {
    "wib": timezone(timedelta(hours=7), "WIB"),
    "wita": timezone(timedelta(hours=8), "WITA"),
    "wit": timezone(timedelta(hours=9), "WIT"),
    "utc": timezone.utc,  # noqa: UP017 - a table of zones reads better alike
    "gmt": timezone.utc,  # noqa: UP017 - the same
}
_FIXED = {
    "Asia/Jakarta": "wib",
    "Asia/Pontianak": "wib",
    "Asia/Makassar": "wita",
    "Asia/Jayapura": "wit",
    "UTC": "utc",
}


def zone(name: str) -> tzinfo:
    """The zone of an IANA name; raises UsageError for an unknown one."""
    if name in _FIXED:
        return ZONES[_FIXED[name]]
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - Indonesia's zones need no data

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise UsageError(f"unknown time zone '{name[:60]}'", "such as Asia/Jakarta") from None
