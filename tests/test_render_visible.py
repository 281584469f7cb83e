"""Hidden characters are shown; ordinary text stays as it is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.csvcell import guard, unguard
from beritacli.render.cells import cell_width, wrap
from beritacli.render.visible import encodable, visible

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\x00\x07\x1b\x7f\x9b\u061c\u200b\u202e\u2028\u2066\ufeff\ud800\n\r\t ="),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mmerah", "␛[31mmerah"),
        ("nol\x00", "nol␀"),
        ("hapus\x7f", "hapus␡"),
        ("\x9b31m", "\\u009b31m"),
        ("\u202egnab", "\\u202egnab"),
        ("a\u200bb", "a\\u200bb"),
        ("separuh \ud800", "separuh \\ud800"),
        ("satu\ndua\ttiga\r", "satu␊dua␉tiga␍"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_a_hidden_character_is_shown(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    ["Café “Kénangan” – naïf", "日本語 нет عربي", "❤\ufe0f🎉", "Rp3,6\u00a0triliun", "[b] :fire:"],
)
def test_ordinary_text_stays_as_it_is(text):
    assert visible(text) == text


def test_a_text_of_lines_keeps_its_newlines_and_tabs():
    assert visible("satu\r\ndua\n\ttiga\x1b", lines=True) == "satu\ndua\n\ttiga␛"


@given(HOSTILE)
def test_no_text_keeps_anything_that_a_terminal_obeys(text):
    assert not [c for c in visible(text) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]


@given(HOSTILE)
def test_visible_text_is_left_alone_the_second_time(text):
    assert visible(visible(text)) == visible(text)


@given(HOSTILE, st.integers(1, 60))
def test_a_wrapped_line_is_wider_than_asked_only_for_a_single_word(text, width):
    lines = wrap(visible(text), width)
    assert all(cell_width(line) <= width or " " not in line for line in lines)


@given(HOSTILE, st.integers(1, 60))
def test_wrapping_loses_no_word(text, width):
    shown = visible(text)
    assert " ".join(wrap(shown, width)).split(" ") == [w for w in shown.split(" ") if w] or [""]


def test_east_asian_letters_take_two_columns_and_accents_none():
    assert (cell_width("日本"), cell_width("e\u0301"), cell_width("abc")) == (4, 1, 3)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@kota", "\tgeser", "\rawal", "'=1", "''@a"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Banjir", "'kutip'", "a=b", "Jum'at", "12"])
def test_an_ordinary_cell_gets_no_apostrophe(text):
    assert guard(text) == text


@given(st.text("'=+-@\t\ra "))
def test_unguard_undoes_guard(text):
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    ("letter", "escaped"), [("é", "\\u00e9"), ("—", "\\u2014"), ("😀", "\\ud83d\\ude00")]
)
def test_what_an_ascii_stdout_lacks_is_written_as_json_writes_it(letter, escaped):
    assert encodable(f"a{letter}b", "ascii") == f"a{escaped}b"


def test_what_an_encoding_has_stays():
    assert encodable("kafé — é", "latin-1") == "kafé \\u2014 é"


@given(st.text(), st.sampled_from(["ascii", "latin-1", "utf-8"]))
def test_json_stays_json_in_every_encoding(text, encoding):
    written = encodable(json.dumps(text, ensure_ascii=False), encoding)
    assert json.loads(written.encode(encoding).decode(encoding)) == text
