"""The words of dates: months, weekdays, relative days, units, in Indonesian and English."""

from __future__ import annotations

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

# Spellings that are not simply the first three letters or the whole name.
_MONTH_SPELLINGS = {
    "pebruari": 2, "peb": 2, "february": 2, "january": 1, "march": 3, "mar": 3, "may": 5,
    "june": 6, "july": 7, "august": 8, "aug": 8, "agt": 8, "ags": 8, "agu": 8, "agust": 8,
    "sept": 9, "october": 10, "oct": 10, "nopember": 11, "nop": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
_DAY_SPELLINGS = {
    "jum'at": 4, "ahad": 6, "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "wednesday": 2,
    "wed": 2, "thursday": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6,
    "sun": 6,
}  # fmt: skip
MONTH_NUMBERS = (
    {name.lower(): number for number, name in enumerate(MONTHS, 1)}
    | {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
    | _MONTH_SPELLINGS
)
DAY_NUMBERS = (
    {name.lower(): number for number, name in enumerate(DAYS)}
    | {name[:3].lower(): number for number, name in enumerate(DAYS)}
    | _DAY_SPELLINGS
)

RELATIVE_DAYS = {
    "hari ini": 0,
    "today": 0,
    "kemarin": -1,
    "yesterday": -1,
    "kemarin lusa": -2,
    "day before yesterday": -2,
    "besok": 1,
    "esok": 1,
    "tomorrow": 1,
    "lusa": 2,
    "day after tomorrow": 2,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}

# Which one of its kind: the last, this one, the next.
WHICH = {"lalu": -1, "ini": 0, "depan": 1}
WHICH_ENGLISH = {"last": "lalu", "this": "ini", "next": "depan"}
PERIODS = {
    "pekan": "week", "minggu": "week", "week": "week", "bulan": "month", "month": "month",
    "tahun": "year", "year": "year",
}  # fmt: skip

_NUMBER_NAMES = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
_ENGLISH_NAMES = "one two three four five six seven eight nine ten eleven twelve".split()
NUMBER_WORDS = (
    {name: number for number, name in enumerate(_NUMBER_NAMES)}
    | {f"{_NUMBER_NAMES[n]} belas": 10 + n for n in range(2, 10)}
    | {"dua puluh": 20, "a": 1, "an": 1}
    | {name: number for number, name in enumerate(_ENGLISH_NAMES, 1)}
)

# Word -> the unit of time that it names.
UNITS = {
    "menit": "minute", "minute": "minute", "minutes": "minute", "jam": "hour", "hour": "hour",
    "hours": "hour", "hari": "day", "day": "day", "days": "day", "pekan": "week",
    "minggu": "week", "week": "week", "weeks": "week", "bulan": "month", "month": "month",
    "months": "month", "tahun": "year", "year": "year", "years": "year",
}  # fmt: skip
