"""Many records in one text, in every format."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import beritacli
from beritacli.domain.article import FIELDS, Article, Photo
from beritacli.domain.document import COLUMNS
from beritacli.render.listing import listing
from beritacli.render.output import FORMATS, Place, choose
from beritacli.render.rows import plain_rows

PIPE = Place()
WITA = timezone(timedelta(hours=8))
HOSTILE = st.text(
    st.one_of(st.sampled_from("\x1b\x9b\u202e\u2028\ud800\n\r\t[]{}|;,\"'="), st.characters())
)

PASAR = Article(
    12,
    "pasar-tegalrejo-dibuka",
    "Pasar Tegalrejo Dibuka [foto] :fire: [/b]",
    "published",
    "Ekonomi",
    ("pasar", "renovasi kota"),
    published_at=datetime(2024, 7, 11, 9, 0, tzinfo=WITA),
    views=468907,
    body="Alinea satu.\n\nAlinea dua.",
    photo=Photo(caption="Kios baru"),
)
DRAF = Article(13, "draf", "Judul\tdengan tab")


def printed(articles, place=PIPE, own=("id", "views", "title"), **flags):
    """The text of `articles`; `own` are the columns of the command itself."""
    return listing(plain_rows(articles), choose(place, **flags), own)


def test_a_pipe_gets_one_record_a_line_without_a_header():
    lines = printed([PASAR, DRAF]).splitlines()
    assert lines == [
        "12\t468907\tPasar Tegalrejo Dibuka [foto] :fire: [/b]",
        "13\t0\tJudul␉dengan tab",
    ]


def test_a_pipe_gets_iso_dates_with_the_offset_as_written():
    assert printed([PASAR], own=("published_at",)) == "2024-07-11T09:00:00+08:00\n"


def test_a_pipe_gets_the_whole_text_on_one_line():
    assert printed([PASAR], own=("body",)) == "Alinea satu.␊␊Alinea dua.\n"


def test_json_is_an_array_with_a_record_a_line():
    text = printed([PASAR, DRAF], json="")
    assert [item["id"] for item in json.loads(text)] == [12, 13]
    assert text.count("\n") == 4


@pytest.mark.parametrize("articles", [[], [PASAR]])
def test_json_is_an_array_even_of_none_or_one(articles):
    assert len(json.loads(printed(articles, json=""))) == len(articles)


def test_json_of_a_single_record_is_an_object():
    text = listing(plain_rows([PASAR]), choose(PIPE, json=""), single=True)
    assert list(json.loads(text)) == list(FIELDS)


def test_extras_stand_in_json_and_in_place_of_a_key():
    row = (PASAR, {"views": 7, "views_total": 468907})
    text = listing(
        [row], choose(PIPE, json="views,views_total,photo.caption", extras=("views_total",))
    )
    assert json.loads(text) == [{"views": 7, "views_total": 468907, "photo.caption": "Kios baru"}]


def test_jsonl_is_a_record_a_line():
    lines = printed([PASAR, DRAF], format="jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [12, 13]


def test_csv_has_a_header_and_every_column():
    header, row = csv.reader(io.StringIO(printed([PASAR], format="csv"), newline=""))
    values = dict(zip(header, row, strict=True))
    assert tuple(header) == COLUMNS
    assert (values["tags"], values["photo.caption"], values["editor"]) == (
        "pasar;renovasi kota",
        "Kios baru",
        "",
    )


def test_csv_keeps_the_lines_of_a_body():
    _, row = csv.reader(io.StringIO(printed([PASAR], format="csv", columns="body"), newline=""))
    assert row == ["Alinea satu.\n\nAlinea dua."]


def test_csv_gives_a_spreadsheet_nothing_to_run():
    article = Article(1, "a", "=HYPERLINK(1)")
    assert printed([article], format="csv", columns="title") == "title\r\n'=HYPERLINK(1)\r\n"


def test_ids_can_end_with_nul():
    assert printed([PASAR, DRAF], ids=True, null=True) == "12\x0013\x00"


def test_a_template_is_filled_with_raw_values():
    text = printed([PASAR], template="{{{id}}} {views} {tags} {editor}|")
    assert text == "{12} 468907 pasar;renovasi kota |\n"


def test_markdown_is_a_table_whose_cells_stay_cells():
    text = printed([Article(1, "a", "Satu | *dua*")], format="markdown")
    assert text == "| id | views | title |\n| --- | --- | --- |\n| 1 | 0 | Satu \\| \\*dua\\* |\n"


@pytest.mark.parametrize("name", ["table", "tsv", "ids", "jsonl", "markdown"])
def test_nothing_found_prints_nothing(name):
    assert printed([], format=name) == ""


@pytest.mark.parametrize("name", FORMATS)
@given(text=HOSTILE)
def test_no_format_prints_an_escape_character_in_a_pipe(name, text):
    article = Article(1, "a", text, body=text, tags=(text,), photo=Photo(caption=text))
    columns = None if name == "ids" else "title,body,tags,photo,photo.caption"
    shown = printed([article], format=name, columns=columns)
    assert not set(shown) & set("\x1b\x9b\u202e\u2028\x00\x07")


@given(st.lists(HOSTILE, max_size=4))
def test_whatever_the_text_a_record_is_one_line_with_its_cells(texts):
    articles = [Article(n, "a", text, section=text) for n, text in enumerate(texts, 1)]
    lines = printed(articles, own=("id", "section", "title")).split("\n")
    assert [line.count("\t") for line in lines] == [2] * len(texts) + [0]


def test_a_pipe_is_served_without_loading_rich():
    code = "import sys, beritacli.render.listing; print('rich' in sys.modules)"
    source = str(Path(beritacli.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert run.stdout == "False\n"


@pytest.mark.parametrize("width", range(20, 201, 6))
def test_a_table_fits_its_terminal(width):
    articles = [PASAR, DRAF, Article(104, "x", "Warga Kampung Baru Gotong Royong " * 4)]
    place = Place(terminal=True, width=width)
    text = listing(plain_rows(articles), choose(place))
    assert max(map(len, text.splitlines())) <= width


def test_a_table_keeps_headlines_whole_and_what_looks_like_markup():
    text = printed([PASAR], Place(terminal=True, width=60), format="table")
    assert "Pasar Tegalrejo Dibuka [foto] :fire: [/b]" in " ".join(text.split())


def test_a_table_groups_numbers_and_sets_them_right():
    place = Place(terminal=True, width=80)
    lines = listing(plain_rows([PASAR, DRAF]), choose(place, columns="title,views")).splitlines()
    assert lines[1].endswith(" 468.907")
    assert lines[2].endswith("      0")
    assert len(lines[1]) == len(lines[2])


def test_a_narrow_table_lets_other_columns_go_before_the_headline():
    header = listing(plain_rows([PASAR]), choose(Place(terminal=True, width=60))).split("\n")[0]
    assert header.split() == ["ID", "STATUS", "PUBLISHED", "TITLE"]


def test_columns_that_were_asked_for_stay_in_a_narrow_table():
    chosen = choose(Place(terminal=True, width=40), columns="id,section,title,views")
    header = listing(plain_rows([PASAR]), chosen).split("\n")[0]
    assert header.split() == ["ID", "SECTION", "TITLE", "VIEWS"]


def test_a_table_tells_recent_times_from_where_the_reader_stands() -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=WITA)
    times = [now - timedelta(hours=2), now - timedelta(days=1), now - timedelta(days=30)]
    rows = plain_rows(
        Article(n, f"artikel-uji-{n}", f"Uji {n}", published_at=time)
        for n, time in enumerate(times, 1)
    )
    shown = listing(rows, choose(Place(terminal=True, width=80, now=now)), ("id", "published_at"))
    assert [line.split("  ", 1)[1].strip() for line in shown.splitlines()[1:]] == [
        "2 jam lalu",
        "kemarin 09.30",
        "2026-01-31",
    ]
