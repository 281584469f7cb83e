"""Dates in the text against the calendar, and against the date of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject
from beritacli.indonesian.date_words import DAY_NUMBERS, DAYS, MONTH_NUMBERS, MONTHS
from beritacli.values import Value

_NAMES = "Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad"
_DAY = rf"(?P<name>{_NAMES})"
_TIME = r"(?:\s+(?:pagi|siang|sore|petang|malam|dini hari|subuh))?(?:\s+(?:lalu|kemarin|ini))?"
_MONTH = "|".join(sorted({*MONTHS, "Nopember", "Pebruari", "Agt", "Agu", "Nop", "Okt", "Des"}))
_BEGIN = re.compile(rf"\b(?:{_NAMES})")
# `Kamis (10/7)`, `Kamis, 10/7/2024`; the year is the reader's guess where it is left out.
_FIGURES = re.compile(
    rf"\b{_DAY}{_TIME},?\s*(?P<open>\()?\s*(?P<day>\d{{1,2}})\s?/\s?(?P<month>\d{{1,2}})"
    r"(?:\s?[/-]\s?(?P<year>\d{4}|\d{2}))?(?![\d/-])(?(open)\s*\)|(?!\)|\s*[A-Z]))"
)
# `Kamis, 10 Juli 2024`, `Kamis (10 Juli)`.
_WORDS = re.compile(
    rf"\b{_DAY}{_TIME},?\s*(?P<open>\()?(?:tanggal\s+)?(?P<day>\d{{1,2}})\s+(?P<month>(?i:{_MONTH}))\b\.?"
    r"(?:,?\s+(?P<year>\d{4})\b)?(?(open)(?:\s*\))?)"
)
# Behind one of these a date may be that of another day: `Sabtu dan Minggu (14/9)`.
_RANGE = re.compile(rf"\b(?:{_NAMES})\s*(?:[-–/&,]|dan|atau|hingga|sampai(?:\s+dengan)?|s/d)\s*$")
_NEAR = timedelta(days=120)  # without a year, a date is meant to be near the article
# Behind a quotation: who said it, up to the day. `jelas` elsewhere is an adjective.
_SPOKE = re.compile(
    r"[,.!?\"”’']\s?(?:kata|ujar|ucap|tutur|jelas|ungkap|tegas|tandas|imbuh|papar|terang|tambah)"
    r"(?:nya)?\b[^.?!\n\"“”]{0,120}$"
)
_UNTIL = re.compile(r"\b(?:hingga|sampai|untuk|mulai|sejak|menjelang|sebelum)\s*$")
_MOST_LATER = timedelta(days=60)  # later than that it is a slip of another kind


class Said(Value):
    """A weekday with a date as the text has it: `dates` are the days that it can be."""

    field: str
    text: str
    span: Span
    name: Span
    weekday: int
    dates: tuple[date, ...]
    ends_range: bool


def weekday(subject: Subject) -> Iterator[Hit]:
    """Weekday and date disagree."""
    for said in _dates(subject):
        if (
            not said.dates
            or said.ends_range
            or any(d.weekday() == said.weekday for d in said.dates)
        ):
            continue
        meant = said.dates[0]
        right = DAYS[meant.weekday()]
        start, end = (place - said.span[0] for place in said.name)
        other = min(
            (meant + timedelta(days=n) for n in range(-3, 4)),
            key=lambda day: (day.weekday() != said.weekday, abs(day - meant)),
        )
        yield Hit(
            said.field,
            f"{_long(meant)} is {right}, not {DAYS[said.weekday]}; "
            f"{DAYS[said.weekday]} is {_long(other)}",
            said.span,
            said.text[:start] + right + said.text[end:],
        )


def impossible(subject: Subject) -> Iterator[Hit]:
    """The calendar has no such date."""
    for said in _dates(subject):
        if not said.dates:
            yield Hit(said.field, "there is no such date", said.span)


def future(subject: Subject) -> Iterator[Hit]:
    """The article is out, and dated later than now."""
    article = subject.article
    time = article.published_at
    if article.status == "published" and time is not None and time > subject.now:
        place = (0, len(subject.text("published_at")))
        yield Hit("published_at", "published, and dated in the future", place)


def before_event(subject: Subject) -> Iterator[Hit]:
    """Somebody spoke on a day that comes after the date of the article."""
    published = subject.article.published_at
    if published is None:
        return
    for said in _dates(subject):
        if said.field != "body" or len(said.dates) != 1:
            continue
        day = said.dates[0]
        late = day - published.date()
        if timedelta(0) < late < _MOST_LATER and day.weekday() == said.weekday:
            before = subject.text("body")[max(0, said.span[0] - 160) : said.span[0]]
            if _SPOKE.search(before) and not _UNTIL.search(before):
                yield Hit(
                    "body",
                    f"the article is dated {_long(published.date())}, before {_long(day)}",
                    said.span,
                )


def _dates(subject: Subject) -> list[Said]:
    """Every weekday with a date that can be told; read once for all rules."""
    return subject.kept("dates", lambda: list(_read(subject)))


def _read(subject: Subject) -> Iterator[Said]:
    for field, text in subject.prose():
        for begin in _BEGIN.finditer(text):
            for pattern in (_FIGURES, _WORDS):
                match = pattern.match(text, begin.start())
                if match:
                    yield from _said(subject, field, text, match)


def _said(subject: Subject, field: str, text: str, match: re.Match[str]) -> Iterator[Said]:
    dates = _meant(match, subject.day)
    certain = match["year"] or match.re is _WORDS or match["open"]
    if dates or (dates is not None and certain):  # `3/16` alone may be a score
        yield Said(
            field,
            match[0],
            match.span(),
            match.span("name"),
            DAY_NUMBERS[match["name"].replace("’", "'").lower()],
            dates,
            bool(_RANGE.search(text[max(0, match.start() - 20) : match.start()])),
        )


def _meant(match: re.Match[str], near: date | None) -> tuple[date, ...] | None:
    """The days that a date can be, the likeliest first; none for an impossible one.

    None where it has no year and nothing tells one.
    """
    day, word = int(match["day"]), match["month"]
    month = int(word) if word.isdigit() else MONTH_NUMBERS[word.lower()]
    if match["year"]:
        year = int(match["year"])
        found = _on(year if year > 99 else 2000 + year, month, day)
        return (found,) if found else ()
    if near is None:
        return None if _on(2000, month, day) else ()
    around = [_on(year, month, day) for year in (near.year, near.year - 1, near.year + 1)]
    days = sorted((d for d in around if d), key=lambda d: abs(d - near))
    if days and abs(days[0] - near) <= _NEAR:
        return (days[0],)
    return tuple(days) if days or not _on(2000, month, day) else None


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
