"""Dates as readers of a page see them."""

from __future__ import annotations

from datetime import datetime, timedelta

from beritacli.indonesian.date_words import DAYS, MONTHS
from beritacli.indonesian.zones import ZONES


def format_date(moment: datetime) -> str:
    """`Kamis, 11 Juli 2024`, in the moment's own zone; the day has two digits."""
    return f"{DAYS[moment.weekday()]}, {moment.day:02} {MONTHS[moment.month - 1]} {moment.year}"


def format_datetime(moment: datetime) -> str:
    """`Kamis, 11 Juli 2024 14.50 WIB`."""
    return f"{format_date(moment)} {moment:%H.%M} {_zone_name(moment)}"


def format_plain(moment: datetime, now: datetime) -> str:
    """`2024-07-11 14:50`, in the zone of `now`: what can be typed again without a zone."""
    return f"{moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def format_short(moment: datetime) -> str:
    """`Kam 11/7 14.50`: enough for a day or two."""
    return f"{DAYS[moment.weekday()][:3]} {moment.day}/{moment.month} {moment:%H.%M}"


def format_relative(moment: datetime, now: datetime) -> str:
    """`2 jam lalu`, `kemarin 14.50`, `3 hari lagi`; beyond a week the date."""
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    minutes = round((now - moment).total_seconds() / 60)
    word = "lalu" if minutes >= 0 else "lagi"
    if not (local.hour or local.minute) and abs(days) <= 1:  # a day, not a time of day
        return ("kemarin", "hari ini", "besok")[days + 1]
    if minutes == 0:
        return "baru saja"
    if abs(minutes) < 60:
        return f"{abs(minutes)} menit {word}"
    if days == 0:
        return f"{abs(minutes) // 60} jam {word}"
    if abs(days) == 1:
        return f"{'kemarin' if days < 0 else 'besok'} {local:%H.%M}"
    return f"{abs(days)} hari {word}" if abs(days) <= 7 else format_date(local)


def _zone_name(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    for name in ("wib", "wita", "wit"):
        if ZONES[name].utcoffset(None) == offset:
            return name.upper()
    return moment.isoformat()[-6:] if offset else "UTC"
