"""Formats: every one that is written reads back the same, and bad input is refused with its place."""

from __future__ import annotations

import errno
import gzip
import io
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import STATUSES, Article, Correction, Photo
from beritacli.domain.changes import Plan
from beritacli.errors import BeritaError, NotFoundError, UsageError, ValidationError
from beritacli.formats import FORMATS, Row, Source, format_named, read_stream
from beritacli.formats.files import limited_memory, open_input, write_output
from beritacli.formats.markdown import document, parse_document
from beritacli.formats.table import detect
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.importing import import_entries
from conftest import NOW, WIB, memory_repository

WRITTEN = [name for name, one in FORMATS.items() if one.write]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
hostile = st.sampled_from(
    ["---", "--- # berita", "- x", "=1+1", "@a", "'=1", "''", "no", "~", "null", "a: b", "#x", "\r\n", "\r",
     "\x00", "\x1b[31m", "\u202e", "\u2028", "\ufeff", "\ufffe", " spasi ", "\n\n", "a\n---\nb", '"', "\\", "1e3"]
)  # fmt: skip
values = texts | hostile
filled = values.filter(lambda text: text != "")
times = st.none() | st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2099, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([WIB, timezone(timedelta(hours=9))]),
).map(lambda time: time.replace(microsecond=0))
tags = st.lists(
    st.sampled_from(["banjir", "kota tua", "Jum'at", "=a", "no"]), unique=True, max_size=3
)


@st.composite
def articles(draw) -> list[Article]:
    count = draw(st.integers(0, 3))
    return [
        Article(
            id=id,
            slug=f"judul-{id}x",
            title=draw(values.filter(str.strip)),
            status=draw(st.sampled_from([s for s in STATUSES if s != "scheduled"])),
            section=draw(st.none() | filled),
            tags=tuple(draw(tags)),
            reporter=draw(st.none() | filled),
            published_at=draw(times),
            created_at=draw(times),
            updated_at=draw(times),
            revision=draw(st.integers(1, 9)),
            views=draw(st.integers(0, 10**12)),
            quote=draw(st.none() | filled),
            body=draw(st.none() | filled),
            photo=draw(
                st.builds(Photo, st.none() | filled, st.none() | filled, st.none() | filled)
            ),
            related=tuple(draw(st.lists(st.integers(1, 3), unique=True, max_size=2))),
            source=draw(st.none() | filled.map(lambda text, id=id: f"{text}{id}")),
            embargo_until=draw(times),
            corrections=tuple(
                draw(
                    st.lists(
                        st.builds(Correction, times.filter(bool), filled.filter(str.strip)),
                        max_size=2,
                    )
                )
            ),
        )
        for id in range(1, count + 1)
    ]


def source(notices: list[str] | None = None, name: str = "uji") -> Source:
    return Source(name, NOW, (notices if notices is not None else []).append)


def read(
    data: bytes | str,
    format: str | None = None,
    notices: list[str] | None = None,
    name: str = "uji",
):
    raw = data.encode() if isinstance(data, str) else data
    return list(read_stream(io.BufferedReader(io.BytesIO(raw)), source(notices, name), format))


def written(items: list[Article], format: str) -> str:
    out = io.StringIO(newline="")
    FORMATS[format].write(items, out)
    return out.getvalue()


# -- round trips ------------------------------------------------------------


@pytest.mark.parametrize("format", WRITTEN)
@given(items=articles())
def test_export_import_into_an_empty_store_and_export_give_the_same_bytes(format, items) -> None:
    first = written(items, format)
    repository = memory_repository()
    import_entries(Desk(repository, NOW), read(first, format))
    assert written(list(repository.read()), format) == first


@given(items=articles().filter(bool))
def test_the_document_of_an_editor_reads_back_as_it_was(items) -> None:
    fields = parse_document(document(items[0]), source()).fields
    for name in ("title", "section", "body", "quote", "views", "slug", "status"):
        default = 0 if name == "views" else None
        assert fields.get(name, default) == getattr(items[0], name)


def test_many_articles_in_one_markdown_file_stay_apart(article) -> None:
    items = [article(1, body="satu\n\n---\n\ndua"), article(2, body="--- # berita\nlain")]
    rows = read(written(items, "markdown"), "markdown")
    assert [row.fields["body"] for row in rows] == ["satu\n\n---\n\ndua", "--- # berita\nlain"]


def test_a_cell_that_looks_like_a_formula_is_made_text(article) -> None:
    assert "\n1,judul,'=HYPERLINK" not in written([article(1)], "csv")
    assert "'=1+1" in written([article(1, title="=1+1")], "csv")


# -- aliases, notices, types ------------------------------------------------


def test_aliases_and_the_url_that_wins_over_the_source() -> None:
    (row,) = read('[{"title": "A", "date": "2024-07-11", "url": "https://contoh.invalid/1", '
                  '"source": "Harian Contoh", "caption": "Warga", "credit": "Rani"}]')  # fmt: skip
    assert row.fields == {
        "title": "A",
        "published_at": datetime(2024, 7, 11, tzinfo=WIB),
        "source": "https://contoh.invalid/1",
        "photo": Photo(None, "Warga", "Rani"),
    }


@pytest.mark.parametrize("id", ['"tempo-1"', "null", "0", "-3", "1.5", "true"])
def test_an_id_that_is_no_integer_is_ignored(id) -> None:
    (row,) = read(f'[{{"title": "A", "id": {id}}}]')
    assert "id" not in row.fields


def test_unknown_keys_are_told_once() -> None:
    notices: list[str] = []
    read('{"title": "A", "cuaca": 1}\n{"title": "B", "cuaca": 2}\n', "jsonl", notices)
    assert len(notices) == 1
    assert "'cuaca'" in notices[0]


def test_front_matter_has_no_surprises() -> None:
    (row,) = read("---\ntitle: no\nsection: 1_000\nreporter: ~\ndate: 2024-07-11\n---\nIsi.\n")
    assert row.fields["title"] == "no"
    assert row.fields["section"] == "1_000"
    assert "reporter" not in row.fields
    assert row.fields["published_at"] == datetime(2024, 7, 11, tzinfo=WIB)


def test_a_tinydb_file_gives_its_rows() -> None:
    rows = read('{"_default": {"3": {"title": "Tiga"}}}')
    assert [row.fields for row in rows] == [{"title": "Tiga", "id": 3}]


# -- refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "data", "reason"),
    [
        ("json", b"\xff[]", "not UTF-8"),
        ("json", '[{"title": "A", "title": "B"}]', "stands twice"),
        ("json", '[{"title": "A", "views": NaN}]', "NaN"),
        ("json", '[{"title": 5}]', "record 1: title: must be text"),
        ("json", '[{"title": "\\ud800"}]', "surrogate"),
        ("json", "[1]", "record 1: a record must be a JSON object"),
        ("json", '[{"titel": "A"}]', "title is missing"),
        ("json", '[{"title": "A", "status": "terbit"}]', "'terbit' is no status"),
        ("json", '[{"title": "A", "date": "31 Februari 2024"}]', "date: "),
        ("json", "[" * 200_000, "nested too deeply"),
        ("jsonl", '{"title": "A"}\n{"title": 5}\n', "line 2"),
        ("csv", 'title,body\n"A,b\n', "line 2: a quotation mark is not closed"),
        ("csv", "title,body\nA\n", "line 2: 1 cell under 2 columns"),
        ("csv", "judul\nA\n", "no column 'title'"),
        ("csv", "title,title\nA,B\n", "twice"),
        ("csv", b"title\n\xff\n", "not UTF-8"),
        ("markdown", "---\ntitle: A\n", "that ends the fields"),
        ("markdown", "---\ntitle: &a A\nbody: *a\n---\n", "anchors"),
        ("markdown", "---\ntitle: !!python/none A\n---\n", "tags"),
        ("markdown", "---\ntitle: A\ntitle: B\n---\n", "stands twice"),
        ("markdown", "---\n- A\n---\n", "lines of 'key: value'"),
        ("markdown", "---\ntitle: [[[[[[A]]]]]]\n---\n", "nesting"),
        ("page", "Judul saja\n\nTanpa baris tanggal\n", "no headline with a date line"),
        ("page", b"Judul\n\xff", "line 2: not UTF-8"),
        ("html", "<html><body><p>x</p></body></html>", "no headline"),
    ],
)
def test_bad_input_is_refused_with_its_place(format, data, reason) -> None:
    with pytest.raises(ValidationError) as error:
        read(data, format)
    assert error.value.message.startswith("uji")
    assert reason in error.value.message


def test_a_wrong_line_of_a_document_is_known_by_its_number() -> None:
    with pytest.raises(ValidationError) as error:
        parse_document("---\ntitle: A\nviews: banyak\n---\n", source())
    assert error.value.line == 3
    assert error.value.message == "uji, line 3: views: 'banyak' is not a whole number"


@given(
    data=st.binary(max_size=300) | texts.map(str.encode), format=st.sampled_from(sorted(FORMATS))
)
def test_any_bytes_are_read_or_refused(data, format) -> None:
    try:
        entries = read(data, format)
    except BeritaError as error:
        assert error.message
    else:
        assert isinstance(entries, list)


# -- which format -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.txt", b"<!DOCTYPE html><html>", "html"),
        ("a", b"\xef\xbb\xbf[{}]", "json"),
        ("a.json", b'{"title": "A"}', "json"),
        ("a.json", b'{"title": "A"}\n{"title": "B"}', "jsonl"),
        ("a.ndjson.gz", b'{"title": "A"}\n', "jsonl"),
        ("a", b"---\ntitle: A\n---\n", "markdown"),
        ("a.csv", b"judul;isi\n", "csv"),
        ("a", b"id,title\n1,A\n", "csv"),
        ("a", b"Judul\n\nKamis, 11 Juli 2024 Reporter: R\n", "page"),
    ],
)
def test_a_format_is_told_by_content_and_suffix(name, head, format) -> None:
    assert detect(name, head).name == format


def test_a_format_that_cannot_be_told_is_asked_for() -> None:
    with pytest.raises(ValidationError, match="cannot be told"):
        detect("a.bin", b"\x00\x01")


def test_a_format_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ValidationError, match="'yaml' cannot be imported"):
        format_named("yaml")
    with pytest.raises(UsageError, match="'html' cannot be exported"):
        format_named("html", writes=True)


# -- files ------------------------------------------------------------------


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "arsip.json.gz"
    path.write_bytes(gzip.compress(b'[{"title": "A"}]'))
    with open_input(str(path)) as stream:
        (row,) = read_stream(stream, source(name=str(path)))
    assert isinstance(row, Row)
    assert row.fields["title"] == "A"


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "arsip.json.gz"
    path.write_bytes(gzip.compress(b'[{"title": "A"}]' * 1000)[:-20])
    with pytest.raises(ValidationError, match="damaged gzip"), open_input(str(path)) as stream:
        list(read_stream(stream, source(), "json"))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        open_input(str(tmp_path / "tiada"))
    with pytest.raises(UsageError, match="is a folder"):
        open_input(str(tmp_path))


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "arsip.json"
    path.write_text("lama")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("beritacli.formats.files.os.fsync", full)
    with pytest.raises(BeritaError, match="No space left"):
        write_output(path, "baru")
    assert [p.read_text() for p in tmp_path.iterdir() if p.is_file()] == ["lama"]


def test_an_export_to_a_read_only_file_system_names_its_target(tmp_path: Path, monkeypatch) -> None:
    def read_only(*_: object, **_named: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(BeritaError, match=r"arsip\.json: Read-only file system"):
        write_output(tmp_path / "arsip.json", "baru")


def test_input_that_fills_the_memory_is_refused() -> None:
    with pytest.raises(ValidationError, match="of memory"), limited_memory():
        raise MemoryError


def test_an_import_plan_is_empty_for_no_entries() -> None:
    outcome = import_entries(Desk(memory_repository(), NOW), []).outcome
    assert outcome.plan == Plan()
