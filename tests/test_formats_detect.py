"""Which format a file has where its beginning could mislead, and small mercies of CSV."""

from __future__ import annotations

import io

import pytest

from beritacli.errors import ValidationError
from beritacli.formats import Page, Source, read_stream
from beritacli.formats.files import buffered
from beritacli.formats.table import detect
from conftest import NOW


def read(text: str, name: str = "uji", format: str | None = None) -> list:
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    return list(read_stream(stream, Source(name, NOW, print), format))


def test_a_headline_in_square_brackets_is_no_json() -> None:
    text = "[POPULER KOTA] Pasar Malam | Kanal\n\nKamis, 11 Juli 2024 Reporter: Rani\n\nIsi.\n"
    (page,) = read(text, "halaman.txt")
    assert isinstance(page, Page)
    assert page.article.fields["title"] == "[POPULER KOTA] Pasar Malam | Kanal"


@pytest.mark.parametrize(
    "head", ["[]", "[", "[\n", '[ {"title": "A"}]', "[[", '["A"]', "{}", "{\n"]
)
def test_an_array_or_an_object_is_json_whatever_the_suffix(head) -> None:
    assert detect("uji.txt", head.encode()).name == "json"


@pytest.mark.parametrize("name", ["uji.json", "uji.jsonl", "uji"])
def test_records_of_several_lines_behind_each_other_are_json_whatever_the_suffix(name) -> None:
    rows = read('{\n  "title": "A"\n}\n{\n  "title": "B"\n}\n', name)
    assert [row.fields["title"] for row in rows] == ["A", "B"]


def test_records_under_a_key_are_told_with_the_command_that_takes_them_out() -> None:
    with pytest.raises(ValidationError) as error:
        read('{"data": [{"title": "A"}], "total": 1}', "hasil kota.json")
    assert error.value.message == "hasil kota.json: the records stand under 'data'"
    assert error.value.hint == """jq '.["data"]' 'hasil kota.json' | berita import -"""


@pytest.mark.parametrize("begin", ["PK\x03\x04\x14", "%PDF-1.4\n", "{\\rtf1"])
@pytest.mark.parametrize("name", ["naskah.docx", "tabel.csv", "naskah"])
def test_a_document_of_an_office_program_is_told_as_such(begin, name) -> None:
    with pytest.raises(ValidationError, match=f"^{name}: an office document, PDF or zip archive"):
        read(begin, name)


@pytest.mark.parametrize("header", ["id,title\r\n", '"id","title"\n', "id, title \n", "title\n"])
def test_a_csv_without_suffix_is_known_by_its_header(header) -> None:
    assert detect("uji", f"{header}1,A\n".encode()).name == "csv"


def test_blank_lines_of_a_csv_are_no_records() -> None:
    rows = read("title,views\nA,1\n\nB,2\n\n\n", format="csv")
    assert [(row.fields["title"], row.place) for row in rows] == [
        ("A", "uji, line 2"),
        ("B", "uji, line 4"),
    ]


def test_a_pipe_that_gives_little_at_a_time_is_peeked_at_as_a_whole(tmp_path) -> None:
    class Drip(io.FileIO):
        def seekable(self) -> bool:
            return False

        def readinto(self, buffer) -> int:
            return super().readinto(memoryview(buffer)[:3])

    (tmp_path / "pipa").write_bytes(b"Pasar Ikan Dibuka\n\nKamis, 11 Juli 2024\n")
    with buffered(Drip(tmp_path / "pipa")) as stream:
        assert stream.peek(1) == (tmp_path / "pipa").read_bytes()
