"""Old and new of what a write changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article, Photo
from beritacli.domain.changes import Change, Plan
from beritacli.render import plain, terminal
from beritacli.render.output import Place
from beritacli.values import replace
from conftest import WIB

TIME = datetime(2024, 7, 11, 9, 0, tzinfo=WIB)
SCREEN = Place(terminal=True, width=80)
HOSTILE = st.text(st.one_of(st.sampled_from("\x1b\x9b\u202e\u2028\n\r\t[]/:"), st.characters()))

TAMAN = Article(
    4,
    "taman-cempaka-dibuka",
    "Taman Cempaka Dibuka untuk Warga",
    tags=("taman", "warga"),
    reporter="Sari Utami",
    body="Taman Cempaka di tepi kali kini punya jalur lari sepanjang satu kilometer.\n\n"
    "Warga boleh masuk mulai pukul 05.00.\n\nPagar lama dibongkar.",
    photo=Photo(caption="Warga di taman"),
)


def edited(**values):
    after = replace(TAMAN, revision=2, updated_at=TIME, **values)
    return Plan((Change(TAMAN, after),))


def test_a_pipe_gets_id_field_old_and_new():
    plan = edited(status="published", published_at=TIME, reporter=None)
    assert plain.changes(plan).splitlines() == [
        "4\tstatus\tdraft\tpublished",
        "4\treporter\tSari Utami\t",
        "4\tpublished_at\t\t2024-07-11T09:00:00+07:00",
    ]


def test_a_pipe_gets_long_texts_whole_and_on_one_line():
    (line,) = plain.changes(edited(body="Satu.\n\nDua.")).splitlines()
    assert line.startswith("4\tbody\tTaman Cempaka di tepi kali")
    assert line.endswith("\tSatu.␊␊Dua.")


def test_a_pipe_gets_parts_of_the_photo_apart():
    plan = edited(photo=Photo(caption="Warga berlari"))
    assert plain.changes(plan) == "4\tphoto.caption\tWarga di taman\tWarga berlari\n"


def test_a_new_record_has_nothing_as_old():
    lines = plain.changes(Plan((Change(None, Article(9, "rob", "Rob")),))).splitlines()
    assert "9\ttitle\t\tRob" in lines
    assert not [line for line in lines if line.endswith("\t")]


def test_nothing_changed_prints_nothing():
    plan = Plan(unchanged=(TAMAN,))
    assert (plain.changes(plan), terminal.changes(plan, SCREEN)) == ("", "")


def test_a_short_value_is_shown_old_to_new_on_one_line():
    text = terminal.changes(edited(status="published", published_at=TIME), SCREEN)
    assert "status        draft → published" in text
    assert "published_at  – → Kamis, 11 Juli 2024" in text


def test_tags_are_shown_as_added_and_removed():
    assert "tags          +kali, -warga" in terminal.changes(edited(tags=("taman", "kali")), SCREEN)


def test_tags_in_another_order_are_shown_whole():
    assert "now warga, taman" in terminal.changes(edited(tags=("warga", "taman")), SCREEN)


def test_of_a_long_text_only_what_differs_is_shown():
    body = (TAMAN.body or "").replace("satu kilometer", "dua kilometer")
    text = terminal.changes(edited(body=body), SCREEN)
    assert "- …kini punya jalur lari sepanjang satu kilometer." in text
    assert "+ …kini punya jalur lari sepanjang dua kilometer." in text
    assert "pukul 05.00" not in text


def test_an_added_paragraph_has_no_old_side():
    text = terminal.changes(edited(body=f"{TAMAN.body}\n\nParkir ada di timur."), SCREEN)
    assert text.splitlines()[-1].strip() == "+ Parkir ada di timur."


def test_a_text_of_many_paragraphs_is_summarised():
    body = "\n\n".join(f"Alinea {number}." for number in range(5000))
    assert "3 → 5000 paragraphs" in terminal.changes(edited(body=body), SCREEN)


def test_a_text_rewritten_all_over_shows_its_first_paragraphs():
    body = "\n\n".join(f"Alinea {number}." for number in range(50))
    assert "and 44 more paragraphs" in terminal.changes(edited(body=body), SCREEN)


def test_of_many_records_the_first_are_shown_and_the_others_counted():
    changes = [
        Change(replace(TAMAN, id=id), replace(TAMAN, id=id, status="ready")) for id in range(1, 31)
    ]
    text = terminal.changes(Plan(tuple(changes)), SCREEN)
    assert "#10  " in text
    assert "#11  " not in text
    assert "and 20 more articles: status 20" in text


def test_of_many_new_records_the_others_are_only_counted():
    changes = [Change(None, replace(TAMAN, id=id, slug=f"taman-{id}")) for id in range(1, 12)]
    last = terminal.changes(Plan(tuple(changes)), SCREEN).splitlines()[-1]
    assert last.strip() == "and 1 more article"


def test_views_are_grouped_as_on_a_page():
    assert "0 → 12.500" in terminal.changes(edited(views=12500), SCREEN)


def test_a_new_record_is_one_line():
    text = terminal.changes(Plan((Change(None, Article(12, "rob-surut", "Rob Surut")),)), SCREEN)
    assert text.strip() == "#12 draft  Rob Surut  (rob-surut)"


def test_a_purged_record_says_so():
    plan = Plan((Change(TAMAN, None),), kind="purge")
    assert "purged" in terminal.changes(plan, SCREEN)


def test_a_record_taken_out_by_undo_is_said_to_be_in_the_log():
    plan = Plan((Change(TAMAN, None),), kind="undo")
    assert "the log has it" in terminal.changes(plan, SCREEN)


@pytest.mark.parametrize("width", range(20, 201, 20))
def test_changes_fit_every_width(width):
    place = Place(terminal=True, width=width)
    plan = edited(title="Taman Cempaka Kini Terbuka untuk Semua Warga Kota", body="Baru. " * 90)
    lines = terminal.changes(plan, place).splitlines()
    assert max(map(len, lines)) <= width


@given(HOSTILE, HOSTILE)
def test_no_text_escapes_from_the_changes(old, new):
    fields = ("title", "section", "reporter", "quote", "body", "source")
    before = replace(TAMAN, tags=(old,), **dict.fromkeys(fields, old))
    after = replace(TAMAN, tags=(new,), **dict.fromkeys(fields, new))
    plan = Plan((Change(before, after), Change(None, after)))
    for shown in (plain.changes(plan), terminal.changes(plan, SCREEN)):
        assert not set(shown) & set("\x1b\x9b\u202e\u2028\r")
