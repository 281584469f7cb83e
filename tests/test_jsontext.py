"""JSON that is safe to show and strict to read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.jsontext import JsonTextError, array_items, documents, dumps, loads, pieces

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: (
        st.lists(children)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), children)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_written_reads_back(value) -> None:
    assert loads(dumps(value)) == value
    assert json.loads(dumps(value)) == value


@given(values)
def test_pieces_are_the_text_cut_up(value) -> None:
    assert "".join(pieces(value, 2)) == dumps(value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_control_or_bidi_character_stands_in_what_is_written(text) -> None:
    written = dumps({"teks": text})
    assert not [
        c for c in written if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b"
    ]


def test_letters_stay_readable() -> None:
    assert dumps("Jum’at di Café – “pasar”") == '"Jum’at di Café – “pasar”"'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ("NaN", "NaN is not"),
        ("-Infinity", "Infinity is not"),
        ("1e999", "too large"),
        ("9" * 5000, "5000 digits"),
        ('"\\ud800"', "lone surrogate"),
        ('"Kabar kota yang panjang \\udfff"', "lone surrogate"),
        ('{"\\ud800": 1}', "lone surrogate"),
        ("[" * 100_000, "nested too deeply"),
        ("", "not JSON"),
        ("{} x", "not JSON"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_other_readers_would_take_differently_is_refused(text, reason) -> None:
    with pytest.raises(JsonTextError, match=reason):
        loads(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "a comma too many"),
        ("[1, ]", "a comma too many"),
        ('{"a": 1 "b": 2}', "a comma is missing at column 9"),
        ('{"a" 1}', "a colon is missing"),
        ('{"a": "Pasar', "no end of the text that begins at column 7"),
        ('{"a": "Pasar\n"}', "the line ends within a text"),
        ('{"a": [1', "it ends too early"),
        ("{} {}", "something follows the end"),
        ("{a: 1}", "a name in double quotes is missing"),
        ("halo", "a value is missing or wrong"),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(text, said) -> None:
    with pytest.raises(JsonTextError, match=f"not JSON: {said}"):
        loads(text)


@given(st.lists(values, min_size=1, max_size=4), st.sampled_from(["", " ", "\n"]))
def test_values_behind_each_other_are_read_one_by_one(items, space) -> None:
    text = space + "\n".join(map(dumps, items)) + space
    assert list(documents(text)) == items


def test_the_line_of_a_fault_is_known() -> None:
    with pytest.raises(JsonTextError) as error:
        loads('{\n "a": 1,\n b}')
    assert error.value.line == 3


@given(st.lists(values, max_size=5), st.sampled_from(["", " ", "\n\t "]))
def test_an_array_is_read_item_by_item(items, space) -> None:
    text = f"{space}[{space}{f'{space},{space}'.join(map(dumps, items))}{space}]{space}"
    assert list(array_items(text)) == items


@pytest.mark.parametrize(
    "text", ["[1", "[1,]", "[,1]", "[1 2]", "[1] x", "[1]]", "[", '["\\ud800"]']
)
def test_an_array_that_does_not_end_as_it_should_is_refused(text) -> None:
    with pytest.raises(JsonTextError):
        list(array_items(text))


def test_a_byte_order_mark_is_no_fault() -> None:
    assert loads(b"\xef\xbb\xbf[1]") == [1]
