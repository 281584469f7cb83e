"""Dates: what an Indonesian newsroom writes, read strictly and written out again."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.errors import UsageError
from beritacli.indonesian.date_format import format_date, format_datetime, format_relative
from beritacli.indonesian.date_spans import parse_span
from beritacli.indonesian.dates import DateError, parse
from beritacli.indonesian.zones import zone

WIB = zone("Asia/Jakarta")
WITA = zone("Asia/Makassar")
WIT = zone("Asia/Jayapura")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=WIB)  # a Monday


def at(*parts: int, where=WIB) -> datetime:
    return datetime(*parts, tzinfo=where)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-11", at(2024, 7, 11)),
        ("2024-07-11T14:50", at(2024, 7, 11, 14, 50)),
        ("2024-07-11 14:50:30", at(2024, 7, 11, 14, 50, 30)),
        ("2024-07-11T14:50:00Z", at(2024, 7, 11, 14, 50, where=timezone.utc)),  # noqa: UP017
        ("2024-07-11T14:50:00+09:00", at(2024, 7, 11, 14, 50, where=WIT)),
        ("11/07/2024", at(2024, 7, 11)),
        ("08-10-2026", at(2026, 10, 8)),
        ("11.07.2024", at(2024, 7, 11)),
        ("Kamis, 11 Juli 2024", at(2024, 7, 11)),
        ("2024/07/11", at(2024, 7, 11)),
        ("2024-07-11 24:00", at(2024, 7, 12)),
        ("Kamis, 11 Juli 2024 | 14:50 WIB", at(2024, 7, 11, 14, 50)),
        ("11 Juli 2024 - 14.50", at(2024, 7, 11, 14, 50)),
        ("11 Juli 2024 / 14:50", at(2024, 7, 11, 14, 50)),
        ("Thu, 11 Jul 2024 14:50:00 +0900", at(2024, 7, 11, 14, 50, where=WIT)),
        ("11 Juli 2024 14.50 +09:00", at(2024, 7, 11, 14, 50, where=WIT)),
        ("Liputan6.com - 12/05/2024, 06:36 WIB", at(2024, 5, 12, 6, 36)),
        ("Diterbitkan pada: 11 Juli 2024", at(2024, 7, 11)),
        ("Kamis, 06 Februari 2025 14:50 WIB", at(2025, 2, 6, 14, 50)),
        ("Jumat, 10 Okt 2025 17:48 WIB", at(2025, 10, 10, 17, 48)),
        ("Jum'at, 10 Okt 2025", at(2025, 10, 10)),
        ("Jum\u2019at, 10 Okt 2025", at(2025, 10, 10)),
        ("Ahad, 1 Maret 2026", at(2026, 3, 1)),
        ("06 Agu 2019", at(2019, 8, 6)),
        ("6 Agt 2019", at(2019, 8, 6)),
        ("6 Ags. 2019", at(2019, 8, 6)),
        ("30 Des 2021", at(2021, 12, 30)),
        ("5 Nopember 2021", at(2021, 11, 5)),
        ("5 Pebruari 2021", at(2021, 2, 5)),
        ("10-Sep-19 23:04", at(2019, 9, 10, 23, 4)),
        ("Oktober 07, 2019", at(2019, 10, 7)),
        ("Kompas.com - Diperbarui 12/05/2024, 06:36 WIB", at(2024, 5, 12, 6, 36)),
        ("11 Juli 2024 pukul 06.00 WITA", at(2024, 7, 11, 6, where=WITA)),
        ("2024-07-11 10:00 WITA", at(2024, 7, 11, 10, where=WITA)),
        ("2024-07-11 10.00", at(2024, 7, 11, 10)),
        ("Kamis, 2024-07-11 pukul 10.00 WIB", at(2024, 7, 11, 10)),
        ("2024-11-07 24.00", at(2024, 11, 8)),
        ("11 Juli 2024 24.00 WIB", at(2024, 7, 12)),
        ("11 Juli 2024 01.32 WIB", at(2024, 7, 11, 1, 32)),
        ("11 Juli 2024 pukul 6 WIB", at(2024, 7, 11, 6)),
        ("Rabu, 10 Juli 2024 14.50.33", at(2024, 7, 10, 14, 50, 33)),
        ("Sept. 5, 2020", at(2020, 9, 5)),
        ("1 Mei 1998", at(1998, 5, 1)),
        ("31-Des-99", at(1999, 12, 31)),
    ],
)
def test_an_absolute_date_is_read(text, expected) -> None:
    assert parse(text, NOW).time == expected


def test_the_offset_stays_as_it_was_written() -> None:
    assert parse("11 Juli 2024 06.00 WIT", NOW).time.isoformat() == "2024-07-11T06:00:00+09:00"


def test_it_is_known_whether_a_time_was_given() -> None:
    assert parse("11 Juli 2024 00.00", NOW).has_time
    assert not parse("11 Juli 2024", NOW).has_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hari ini", at(2026, 3, 2)),
        ("hari-ini", at(2026, 3, 2)),
        ("today", at(2026, 3, 2)),
        ("sekarang", NOW),
        ("kemarin", at(2026, 3, 1)),
        ("kemarin lusa", at(2026, 2, 28)),
        ("besok", at(2026, 3, 3)),
        ("lusa", at(2026, 3, 4)),
        ("besok 06.00", at(2026, 3, 3, 6)),
        ("besok pukul 06.00", at(2026, 3, 3, 6)),
        ("hari ini 14:30", at(2026, 3, 2, 14, 30)),
        ("3 hari lalu", at(2026, 2, 27)),
        ("3-hari-lalu", at(2026, 2, 27)),
        ("3 days ago", at(2026, 2, 27)),
        ("2 pekan lalu", at(2026, 2, 16)),
        ("2 minggu lalu", at(2026, 2, 16)),
        ("satu bulan lalu", at(2026, 2, 2)),
        ("2 jam lagi", at(2026, 3, 2, 11, 30)),
        ("dua jam lagi", at(2026, 3, 2, 11, 30)),
        ("dua belas jam lagi", at(2026, 3, 2, 21, 30)),
        ("in 2 hours", at(2026, 3, 2, 11, 30)),
        ("30 menit lalu", at(2026, 3, 2, 9, 0)),
        ("Senin depan", at(2026, 3, 9)),
        ("Rabu depan", at(2026, 3, 4)),
        ("Rabu", at(2026, 3, 4)),
        ("next Monday", at(2026, 3, 9)),
        ("pekan ini", at(2026, 3, 2)),
        ("pekan depan", at(2026, 3, 9)),
        ("minggu lalu", at(2026, 2, 23)),
        ("minggu", at(2026, 3, 8)),
        ("sejam lagi", at(2026, 3, 2, 10, 30)),
        ("seminggu yang lalu", at(2026, 2, 23)),
        ("3 hari lagi pukul 06.00", at(2026, 3, 5, 6)),
        ("Senin pekan depan", at(2026, 3, 9)),
        ("Minggu minggu depan", at(2026, 3, 15)),
        ("Kamis lalu", at(2026, 2, 26)),
        ("last Monday", at(2026, 2, 23)),
        ("next week", at(2026, 3, 9)),
        ("this week", at(2026, 3, 2)),
        ("Friday next week", at(2026, 3, 13)),
        ("tomorrow at 6:00", at(2026, 3, 3, 6)),
        ("day after tomorrow", at(2026, 3, 4)),
        ("in three days", at(2026, 3, 5)),
        ("an hour ago", at(2026, 3, 2, 8, 30)),
        ("two hours from now", at(2026, 3, 2, 11, 30)),
        ("in ten days", at(2026, 3, 12)),
        ("the day after tomorrow", at(2026, 3, 4)),
        ("the day before yesterday", at(2026, 2, 28)),
        ("besok pukul 06.00 WIB", at(2026, 3, 3, 6)),
        ("besok 06.00 WIT", at(2026, 3, 3, 6, where=WIT)),
        ("Senin depan 10.00 WITA", at(2026, 3, 9, 10, where=WITA)),
        ("01.32 WIB", at(2026, 3, 2, 1, 32)),
        ("10.30 WITA", at(2026, 3, 2, 10, 30, where=WITA)),
        ("24.00 WIB", at(2026, 3, 3)),
        ("14:30", at(2026, 3, 2, 14, 30)),
        ("pukul 14", at(2026, 3, 2, 14)),
    ],
)
def test_a_relative_date_counts_from_now(text, expected) -> None:
    assert parse(text, NOW).time == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [("31 Desember", 2025), ("6/2", 2026), ("Jumat (6/2)", 2026), ("29 Februari", 2028)],
)
def test_a_date_without_year_is_the_nearest_one(text, year) -> None:
    assert parse(text, NOW).time.year == year


def test_a_weekday_that_disagrees_is_a_warning_with_the_right_one() -> None:
    found = parse("Kamis (10/7)", at(2024, 7, 11))
    assert found.time == at(2024, 7, 10)
    assert "Rabu" in found.warning


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Date not found.", "31 Februari 2024", "13/13/2024", "10-11-12", "32 Mei 2024",
        "12 Mei 2025 rubbish", "2024-13-01", "2024-07-11T25:00", "0001-01-01", "٣/٤/٢٠٢٤", "1e9",
        "99999999999999 hari lalu", "9999 tahun lagi", "x" * 101, "WIB", "10.30", "kemarin besok",
        "2/13", "32-12-99", "11 Juli 2024 24.30 WIB", "Senin tahun depan", "besok 6 pm", "pukul 25",
        "11/7 - 12/7", "11 Juli - 12 Juli 2024", "Kamis 11 - 12 Juli 2024", "2024/07-11",
        "11 Juli 2024 14:50 +25:00", "01/32", "1/99", "01.45", "32 Mei", "Mei 32", "30 Feb", "besok WIB", "pukul 25 WIB",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text) -> None:
    with pytest.raises(DateError) as error:
        parse(text, NOW)
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("31 Februari 2024", "day 31, month 2 (Februari), year 2024"),
        ("2/13", "day 2, month 13"),
        ("2024-13-01", "month must be in 1..12"),
        ("10-11-12", "10 November 2012 or 12 November 2010 or 11 Oktober 2012"),
        ("12 Mei 2025 malam", "'12 Mei 2025' alone would be Senin, 12 Mei 2025"),
        ("12 Mei 2025 " + "x" * 200, "'12 Mei 2025' alone would be Senin, 12 Mei 2025"),
    ],
)
def test_a_refusal_says_what_was_understood(text, understood) -> None:
    with pytest.raises(DateError) as error:
        parse(text, NOW)
    assert understood in error.value.message
    assert error.value.hint


def test_the_hint_of_one_date_names_no_span_and_that_of_a_query_does() -> None:
    with pytest.raises(DateError) as one:
        parse("kapan", NOW)
    with pytest.raises(DateError) as span:
        parse_span("kapan", NOW)
    assert ("7d" in one.value.hint, "7d" in span.value.hint) == (False, True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-07-11", at(2024, 7, 11), at(2024, 7, 12)),
        ("2024-07", at(2024, 7, 1), at(2024, 8, 1)),
        ("Juli 2024", at(2024, 7, 1), at(2024, 8, 1)),
        ("2024-12", at(2024, 12, 1), at(2025, 1, 1)),
        ("2024", at(2024, 1, 1), at(2025, 1, 1)),
        ("7d", at(2026, 2, 24), at(2026, 3, 3)),
        ("7hari", at(2026, 2, 24), at(2026, 3, 3)),
        ("3jam", at(2026, 3, 2, 6, 30), NOW + timedelta(seconds=1)),
        ("kemarin", at(2026, 3, 1), at(2026, 3, 2)),
        ("pekan-lalu", at(2026, 2, 23), at(2026, 3, 2)),
        ("bulan-ini", at(2026, 3, 1), at(2026, 4, 1)),
        ("next month", at(2026, 4, 1), at(2026, 5, 1)),
        ("last-week", at(2026, 2, 23), at(2026, 3, 2)),
        ("tahun-lalu", at(2025, 1, 1), at(2026, 1, 1)),
        ("juli-2024", at(2024, 7, 1), at(2024, 8, 1)),
        ("7 hari terakhir", at(2026, 2, 24), at(2026, 3, 3)),
        ("2024-07-01..2024-07-03", at(2024, 7, 1), at(2024, 7, 4)),
        ("2024-06..2024-07", at(2024, 6, 1), at(2024, 8, 1)),
        ("2024..", at(2024, 1, 1), None),
        ("..kemarin", None, at(2026, 3, 2)),
        ("11 Juli 2024 14.50", at(2024, 7, 11, 14, 50), at(2024, 7, 11, 14, 51)),
    ],
)
def test_a_span_covers_what_a_person_means(text, start, end) -> None:
    span = parse_span(text, NOW)
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize("text", ["..", "a..b", "2024-13", "2024..31 Februari 2024", "0000"])
def test_what_is_no_span_is_refused(text) -> None:
    with pytest.raises(DateError):
        parse_span(text, NOW)


moments = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2199, 12, 31),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([WIB, WITA, WIT]),
).map(lambda moment: moment.replace(second=0, microsecond=0))


@given(moments)
def test_a_date_that_was_written_reads_back(moment) -> None:
    now = NOW.astimezone(moment.tzinfo)
    assert parse(format_date(moment), now).time == moment.replace(hour=0, minute=0)


@given(
    st.integers(0, 99),
    st.integers(0, 99) | st.sampled_from(["Mei", "Feb", "Agt"]),
    st.sampled_from(["{}/{}", "{:02}.{}", "{}-{}", "{} {}", "Kamis ({}/{})"]),
)
def test_a_date_without_year_is_the_day_that_was_written_or_refused(day, month, shape) -> None:
    try:
        found = parse(shape.format(day, month), NOW).time
    except DateError:
        return
    number = {"Mei": 5, "Feb": 2, "Agt": 8}.get(month, month)
    assert (found.day, found.month) == (day, number)


@given(moments)
def test_iso_8601_reads_back(moment) -> None:
    assert parse(moment.isoformat(), NOW).time == moment


@given(st.timedeltas(timedelta(days=-7), timedelta(days=7)))
def test_a_relative_time_reads_back_to_the_day_or_closer(away) -> None:
    moment = (NOW + away).replace(second=0, microsecond=0)
    found = parse(format_relative(moment, NOW).replace("baru saja", "sekarang"), NOW)
    if found.has_time:
        assert abs(found.time - moment) < timedelta(hours=1)
    else:
        assert found.time.date() == moment.date()


@given(moments)
def test_a_time_that_was_written_reads_back(moment) -> None:
    found = parse(format_datetime(moment), NOW)
    assert found.time == moment
    assert found.warning == ""


PIECES = (
    "senin jum'at minggu 11 31 2024 99 juli peb mei - / . , : .. pukul 10.30 24.00 wib wit lalu lagi "
    "depan hari jam pekan tahun dua belas d h ( ) besok kemarin in ago z +07:00 t".split()
)
words = st.sampled_from(PIECES)
scraps = (
    st.text(max_size=30)
    | st.lists(words, max_size=7).map(" ".join)
    | st.lists(words, max_size=7).map("".join)
)


@given(scraps)
def test_any_text_is_a_date_or_refused(text) -> None:
    for read in (parse, parse_span):
        try:
            read(text, NOW)
        except DateError as error:
            assert error.message


@pytest.mark.slow
def test_three_hundred_thousand_texts_are_dates_or_refused() -> None:
    chance = random.Random(17)  # noqa: S311 - a fixed sequence of cases
    understood = 0
    for number in range(300_000):
        text = chance.choice(("", " ")).join(chance.choices(PIECES, k=chance.randrange(1, 8)))
        if number % 8 == 0:  # and some with a foreign character
            place = chance.randrange(len(text) + 1)
            text = f"{text[:place]}{chr(chance.randrange(0xD800))}{text[place:]}"
        read = parse_span if number % 3 == 0 else parse
        try:
            understood += read(text, NOW) is not None
        except DateError:
            continue
    assert understood > 1000


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW, "baru saja"),
        (NOW - timedelta(minutes=5), "5 menit lalu"),
        (NOW - timedelta(hours=2), "2 jam lalu"),
        (NOW + timedelta(hours=2), "2 jam lagi"),
        (NOW - timedelta(hours=12), "kemarin 21.30"),
        (NOW + timedelta(days=1), "besok 09.30"),
        (NOW - timedelta(days=3), "3 hari lalu"),
        (NOW - timedelta(days=30), "Sabtu, 31 Januari 2026"),
    ],
)
def test_a_moment_is_told_from_where_the_reader_stands(moment, expected) -> None:
    assert format_relative(moment, NOW) == expected


def test_indonesian_zones_are_fixed_and_others_are_looked_up() -> None:
    assert NOW.astimezone(zone("Asia/Tokyo")).utcoffset() == timedelta(hours=9)
    with pytest.raises(UsageError, match="unknown time zone"):
        zone("Asia/Betawi")
