"""CSV as the spreadsheets of a newsroom write it."""

from __future__ import annotations

import io

import pytest

from beritacli.errors import ValidationError
from beritacli.formats import Source, read_stream
from conftest import NOW


def rows(data: str | bytes, name: str = "tabel.csv") -> list[dict[str, object]]:
    raw = data.encode() if isinstance(data, str) else data
    stream = io.BufferedReader(io.BytesIO(raw))
    return [dict(row.fields) for row in read_stream(stream, Source(name, NOW, lambda _: None))]


def refusal(data: str | bytes, name: str = "tabel.csv") -> ValidationError:
    with pytest.raises(ValidationError) as error:
        rows(data, name)
    return error.value


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_says_what_parts_the_cells(sign, end) -> None:
    lines = [("title", "views"), ("Pasar Ikan", "4.160"), ('"Dua, ""tiga""; empat"', "7")]
    text = "".join(sign.join(cells) + end for cells in lines)
    assert rows(text) == [
        {"title": "Pasar Ikan", "views": 4160},
        {"title": 'Dua, "tiga"; empat', "views": 7},
    ]


@pytest.mark.parametrize("name", ["stdin", "tabel.tsv"])
def test_a_table_with_tabs_is_told_by_its_first_line(name) -> None:
    assert rows("id\ttitle\n1\tPasar Ikan\n", name) == [{"id": 1, "title": "Pasar Ikan"}]


def test_a_line_that_speaks_to_the_spreadsheet_is_no_header() -> None:
    assert rows("sep=;\r\ntitle;views\r\nA;1\r\n") == [{"title": "A", "views": 1}]


def test_names_of_columns_may_have_capitals_and_spaces() -> None:
    assert rows("Title , Views\nA,3\n") == [{"title": "A", "views": 3}]


def test_empty_rows_and_columns_at_the_side_are_no_records() -> None:
    assert rows("title,views,,\nA,1,,\n,,,\n\nB,2,,,,\n,,,\n") == [
        {"title": "A", "views": 1},
        {"title": "B", "views": 2},
    ]


def test_a_cell_in_a_column_without_a_name_is_not_lost_in_silence() -> None:
    error = refusal("title,\nA,catatan\n")
    assert error.message == "tabel.csv, line 2: 'catatan' stands in a column without a name"


def test_a_column_that_stands_twice_is_named() -> None:
    assert refusal("title,Body,body\nA,b,c\n").message == (
        "tabel.csv: the column 'body' stands twice"
    )


def test_what_the_first_line_has_is_told_where_no_column_is_the_title() -> None:
    assert refusal("Judul;Tanggal\nA;B\n").message == (
        "tabel.csv: the first line names no column 'title': it has Judul;Tanggal"
    )


def test_a_quotation_mark_that_is_not_closed_is_told_where_its_row_begins() -> None:
    error = refusal('title;body\nA;x\n\nB;"y\nz\n')
    assert error.message == "tabel.csv, line 4: a quotation mark is not closed"


def test_a_fault_far_down_in_a_row_names_where_the_row_begins_too() -> None:
    error = refusal('title;body\nA;"x\n\ny" z\n')
    assert error.message.endswith(
        "line 4: ';' expected after '\"', in the row that begins in line 2"
    )


def test_a_wrong_value_is_told_with_the_line_in_which_its_row_begins() -> None:
    error = refusal('sep=,\ntitle,body,views\nA,"x\ny",banyak\n')
    assert error.message.startswith("tabel.csv, line 3: views: ")


def test_text_of_windows_is_refused_with_the_command_that_turns_it() -> None:
    error = refusal("title\nA\n“B”\n".encode("cp1252"), "tabel lama.csv")
    assert error.message == "tabel lama.csv, line 3: not UTF-8 (byte 0x93)"
    assert error.hint == "iconv -f WINDOWS-1252 -t UTF-8 'tabel lama.csv' | berita import -"


@pytest.mark.parametrize("name", ["unicode.txt", "unicode.csv", "unicode"])
def test_unicode_text_of_a_spreadsheet_is_refused_with_the_command_that_turns_it(name) -> None:
    error = refusal("title\tviews\nA\t1\n".encode("utf-16"), name)
    assert error.hint == f"iconv -f UTF-16 -t UTF-8 {name} | berita import -"
