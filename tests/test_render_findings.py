"""What the checks found, at a terminal: the line, and the mark under the place. All texts are fiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.checks.finding import shown
from beritacli.domain.article import Article
from beritacli.render import terminal
from beritacli.render.cells import cell_width
from beritacli.render.visible import visible
from test_render_page import HOSTILE, screen

PLACE = "disekitar"
WIDTHS = [20, 60, 80, 120]
BEFORE = {
    "nothing": "",
    "words": "Warga menanam padi ",
    "wide letters": "東京都知事 menanam ",
    "accents of their own": "Kafe\u0301 Ren\u0301e\u0301 di ",
    "tabs": "\tsatu\tdua ",
    "controls": "\x1b[31mmerah\x07 \u202ebalik ",
    "an emoji": "👩\u200d🌾 menanam ",
    "markup": "[bold]padi[/bold] :fire: ",
    "a long line": "menanam padi lagi " * 200,
}


def marked(text: str, span: tuple[int, int], width: int) -> str:
    """What stands above the mark, on a page of `width` columns."""
    line, mark = shown(text, span)
    said = {
        "code": "di-ke", "level": "warning", "field": "body", "line": 1, "message": "pesan",
        "suggestion": "di sekitar", "text": line, "mark": mark,
    }  # fmt: skip
    page = terminal.findings([(Article(1, "a", "Padi"), said)], screen(width)).split("\n")
    (number,) = [n for n, one in enumerate(page) if one.strip() and not one.strip(" ^")]
    assert max(map(cell_width, page[number - 1 : number + 1])) <= width
    start = len(page[number]) - len(page[number].lstrip())
    return columns(page[number - 1], start, page[number].count("^"))


def columns(line: str, start: int, size: int) -> str:
    """What stands in `size` columns of a line from column `start` on."""
    found, at = "", 0
    for letter in line:
        if start <= at - (cell_width(letter) == 0) and at < start + size + (not cell_width(letter)):
            found += letter
        at += cell_width(letter)
    return found


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_mark_stands_under_its_place(before, width) -> None:
    text = f"{before}{PLACE} rusun {'yang ramai ' * 40}"
    place = (len(before), len(before) + len(PLACE))
    above = marked(text, place, width)
    assert above == PLACE or (width == 20 and above.rstrip("…") in PLACE)


@given(before=HOSTILE, after=HOSTILE, width=st.sampled_from(WIDTHS))
def test_the_mark_stands_under_its_place_in_any_text(before, after, width) -> None:
    before = visible(before).replace("\n", " ")  # as wide as it is shown
    above = marked(f"{before}{PLACE}{after}", (len(before), len(before) + len(PLACE)), width)
    assert above.rstrip("…")[:4] == PLACE[:4]


def test_a_place_of_several_lines_is_marked_in_the_first() -> None:
    assert marked("a\nsatu  dua\ntiga", (2, 15), 60) == "satu  dua"


def test_a_suggestion_of_mere_space_is_not_shown() -> None:
    said = {
        "code": "double-space", "level": "note", "field": "body", "line": 1, "message": "pesan",
        "suggestion": " ", "text": "a  b", "mark": (1, 3),
    }  # fmt: skip
    page = terminal.findings([(Article(1, "a", "Padi"), said)], screen(80))
    assert page.rstrip().endswith("pesan")


def test_the_mark_is_as_wide_as_a_place_of_wide_letters() -> None:
    assert marked("Warga 東京  padi", (6, 8), 60) == "東京"


def test_the_example_of_several_spaces_shows_them() -> None:
    rule = {"code": "x", "level": "note", "about": "Spasi.", "example": "a  b", "better": "a b"}
    assert "a␣␣b → a b" in terminal.rules([rule | {"fixes": True}], screen(60))
