"""python-dateutil's parser with Indonesian words, day first. Imported only when a date needs it."""

from __future__ import annotations

from typing import Any

from dateutil.parser import parser, parserinfo

from beritacli.indonesian.date_words import DAY_NUMBERS, MONTH_NUMBERS

_PIVOT = 70  # 69 is 2069 and 70 is 1970, as POSIX has it


def _spellings(numbers: dict[str, int], first: int, last: int) -> list[tuple[str, ...]]:
    return [
        tuple(word for word, number in numbers.items() if number == wanted)
        for wanted in range(first, last + 1)
    ]


class IndonesianParserInfo(parserinfo):
    """The words of Indonesian and English dates, and no others: no `am`, no `T`, no zones."""

    # Typed loosely: the stubs fix the number of spellings of a word.
    JUMP: Any = (" ", ",", "-", "/", ".")
    WEEKDAYS: Any = _spellings(DAY_NUMBERS, 0, 6)
    MONTHS: Any = _spellings(MONTH_NUMBERS, 1, 12)
    HMS: Any = ()
    AMPM: Any = ()
    UTCZONE: Any = ()
    PERTAIN: Any = ()

    def __init__(self) -> None:
        super().__init__(dayfirst=True)

    def convertyear(self, year: int, century_specified: bool = False) -> int:  # noqa: FBT001, FBT002 - dateutil's signature
        """Years of two digits by a fixed pivot, not by the clock of this machine."""
        if year >= 100 or century_specified:
            return year
        return year + (2000 if year < _PIVOT else 1900)


PARSER = parser(IndonesianParserInfo())
