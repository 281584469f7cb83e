"""What the output flags ask for, and what they may not ask for together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.errors import UsageError
from beritacli.render.json import error_json
from beritacli.render.output import FORMATS, Output, Place, choose, color_wanted, field_help
from beritacli.render.template import parse_template

PIPE, TERMINAL = Place(), Place(terminal=True)


def test_without_flags_the_place_decides():
    assert choose(TERMINAL).for_people
    assert not choose(PIPE).for_people


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_asked_for(name):
    assert choose(PIPE, format=name).format == name


def test_json_alone_takes_every_field():
    assert choose(PIPE, json="") == Output(PIPE, "json")


def test_json_picks_fields_in_the_order_given():
    assert choose(PIPE, json="title, id,title").columns == ("title", "id")


def test_json_and_format_json_agree():
    assert choose(PIPE, json="", format="json").format == "json"


def test_columns_pick_the_fields_of_a_format():
    assert choose(PIPE, format="csv", columns="id,photo.caption").columns == ("id", "photo.caption")


@pytest.mark.parametrize(("place", "format"), [(PIPE, "tsv"), (TERMINAL, "table")])
def test_columns_alone_ask_for_records_instead_of_a_page(place, format):
    chosen = choose(place, columns="id,title")
    assert (chosen.format, chosen.for_people) == (format, False)


def test_a_table_is_read_on_a_screen_and_json_is_not():
    assert choose(TERMINAL, format="table").on_screen
    assert not choose(TERMINAL, json="").on_screen


def test_nul_alone_means_tab_separated_records():
    chosen = choose(TERMINAL, null=True)
    assert (chosen.format, chosen.end) == ("tsv", "\0")


@pytest.mark.parametrize(
    "flags",
    [
        {"json": "", "ids": True},
        {"json": "", "format": "csv"},
        {"ids": True, "format": "jsonl"},
        {"template": "{id}", "json": ""},
        {"template": "{id}", "columns": "id"},
        {"ids": True, "columns": "id"},
        {"json": "id", "columns": "id"},
        {"json": "", "null": True},
        {"format": "table", "null": True},
    ],
)
def test_flags_that_contradict_each_other_are_refused(flags):
    with pytest.raises(UsageError):
        choose(PIPE, **flags)


@pytest.mark.parametrize(
    ("flags", "suggestion"),
    [
        ({"json": "titel"}, "title"),
        ({"columns": "id,date"}, "published_at"),
        ({"json": "scor"}, "score"),
        ({"format": "jsn"}, "json"),
        ({"template": "{viewz}"}, "views"),
    ],
)
def test_an_unknown_name_is_refused_with_a_suggestion(flags, suggestion):
    with pytest.raises(UsageError) as refused:
        choose(PIPE, **flags, extras=("score",))
    assert suggestion in refused.value.hint


@pytest.mark.parametrize("fields", [",", " ", "id,,nama", "x" * 100_000])
def test_fields_that_name_nothing_known_are_refused(fields):
    with pytest.raises(UsageError):
        choose(PIPE, json=fields)


def test_help_lists_the_fields_with_those_of_the_command():
    lines = field_help(extras=("score", "views")).splitlines()
    assert {"id", "photo.caption", "score"} <= set(lines)
    assert lines.count("views") == 1


def test_json_help_asks_for_the_list_of_fields():
    assert choose(PIPE, json="help").help


@pytest.mark.parametrize(
    "template", ["{", "}", "{title", "{}", "{title.upper}", "{title!r}", "{views:>9}", "{0}"]
)
def test_a_template_holds_fields_only(template):
    with pytest.raises(UsageError):
        parse_template(template)


@given(st.text("{}ab ") | st.text())
def test_no_template_fails_in_another_way(template):
    try:
        pieces = parse_template(template).pieces
    except UsageError:
        return
    assert len(pieces) % 2 == 1


@pytest.mark.parametrize(
    ("mode", "terminal", "environ", "wanted"),
    [
        ("auto", True, {"TERM": "xterm"}, True),
        ("auto", False, {"TERM": "xterm"}, False),
        ("auto", True, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ("auto", True, {"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, False),
        ("always", True, {"NO_COLOR": "1"}, True),
        ("never", True, {"TERM": "xterm", "FORCE_COLOR": "1"}, False),
    ],
)
def test_the_flag_decides_on_colour_then_the_environment(mode, terminal, environ, wanted):
    assert color_wanted(mode, terminal, environ) is wanted


def test_an_unknown_colour_mode_is_refused():
    with pytest.raises(UsageError, match="merah"):
        color_wanted("merah", terminal=True, environ={})


def test_an_error_has_its_envelope():
    expected = '{"error": {"code": "usage", "exit": 2, "message": "salah \\u009b", "hint": ""}}\n'
    assert error_json("usage", 2, "salah \x9b", "") == expected
