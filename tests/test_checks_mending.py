"""Mending: what `--fix` changes, what it leaves alone, and that it ends. All texts are fiction."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.checks.policy import policy_of
from beritacli.checks.running import mended
from beritacli.checks.subject import Subject
from beritacli.domain.article import Article
from beritacli.domain.nothing import Nothing
from beritacli.values import replace
from test_checks import FOUND, NOW, checked, make


def fixed(article: Article, *codes: str) -> Article:
    policy = policy_of({})
    return mended(Subject(article, policy, Nothing(), NOW), codes or policy.codes())


def test_mending_changes_what_is_safe_and_nothing_else() -> None:
    article = make(
        title="4500  Warga Hadir.",
        body='Kamis (10/7)\u00a0disekitar rusun, Rp 5.000 "siap,” yang yang resiko bisa bisa.',
        caption="cafÃ©\u200b",
    )
    after = fixed(article)
    assert after.title == "4.500 Warga Hadir"
    assert after.body == 'Kamis (10/7) di sekitar rusun, Rp5.000 "siap," yang risiko bisa bisa.'
    assert after.photo.caption == "café"
    assert replace(after, title=article.title, body=article.body, photo=article.photo) == article


def test_mending_asks_only_the_rules_that_are_wanted() -> None:
    assert fixed(make(body="resiko disekitar rusun"), "di-ke").body == "resiko di sekitar rusun"


HIDDEN = [
    "`di berikan  4500 warga`",
    '```\nresiko  Rp 5.000\n“kode"\n```',
    '<a href="di berikan” title="resiko  lain">',
    '[rusun](https://x.example/disekitar/cafe\u0301 "Rp 5.000  lagi”)',
    "https://x.example/4500_warga/resiko/cafe\u0301/Ã©/a\u200bb",
    "rani.resiko@x.example",
]


NAMES = [
    'film "Dimana Kau Kini"',
    "lagu Dimana Kau",
    'program "1000 Rumah Layak"',
    "Gerakan 1000 Pohon",
]


@pytest.mark.parametrize("name", NAMES)
def test_mending_leaves_a_name_to_a_person(name) -> None:
    article = make(body=f"Warga ikut {name}.")
    assert fixed(article) == article
    assert [one.suggestion for one in checked(article)] in (["Di mana"], ["1.000"])


def test_mending_knows_a_quoted_name_in_a_headline() -> None:
    article = make(title="“1000 Rumah” dan 1000 Pohon Diatas Bukit")
    assert fixed(article).title == "“1000 Rumah” dan 1.000 Pohon Di atas Bukit"


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    assert fixed(make(body="Hujan. Diatas Bukit banjir")).body == "Hujan. Di atas Bukit banjir"
    assert fixed(make(body="Disekitar Bukit banjir")).body == "Di sekitar Bukit banjir"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_mending_leaves_code_tags_and_addresses_alone(hidden) -> None:
    after = fixed(make(body=f"Di di rusun.\n\n{hidden}\n\nresiko  lain"))
    assert after.body == f"Di rusun.\n\n{hidden}\n\nrisiko lain"


def test_a_block_of_code_that_is_never_closed_goes_to_the_end() -> None:
    body = "resiko\n~~~\nresiko\n```\nresiko"
    assert fixed(make(body=body)).body == "risiko\n~~~\nresiko\n```\nresiko"


def test_a_block_of_code_ends_with_a_fence_as_long_as_its_own() -> None:
    body = "````\nresiko\n```\nresiko\n````\nresiko"
    assert fixed(make(body=body)).body == body[:-6] + "risiko"


def test_code_within_a_line_opens_no_block() -> None:
    assert fixed(make(body="```kode``` satu\nresiko")).body == "```kode``` satu\nrisiko"


def test_a_control_character_that_parts_lines_becomes_the_end_of_a_line() -> None:
    after = fixed(make(body="satu\rdua\x0btiga\u2028empat\r\nlima", title="Satu\u2028Dua"))
    assert (after.body, after.title) == ("satu\ndua\ntiga\nempat\r\nlima", "Satu Dua")


def test_what_was_read_wrongly_twice_is_mended_whole() -> None:
    assert fixed(make(body="Ã¢â‚¬Å“Kamiâ€\x9d Ã\x83Â©")).body == "“Kami” é"


SEEDS = [
    *(text for fields in (f for _, f, _, _ in FOUND) for text in fields.values() if isinstance(text, str)),
    "\u00a0", "  ", "\u200b", "\n\n", '"', "”", "Rp ", "4500", " orang", "di ", "resiko", "Ã", "â€", "\x80",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(SEEDS), st.text(max_size=12)), max_size=8).map("".join)


@given(title=TEXTS, body=TEXTS, quote=TEXTS, caption=TEXTS)
def test_no_text_makes_a_rule_fail_and_every_mark_is_in_its_line(
    title, body, quote, caption
) -> None:
    article = make(title=title, body=body, quote=quote, caption=caption)
    for one in checked(article):
        assert one.line is None or one.line >= 1
        if one.mark is not None:
            start, end = one.mark
            assert 0 <= start <= end <= len(one.text)
            assert "\n" not in one.text


@given(title=TEXTS, body=TEXTS, quote=TEXTS, caption=TEXTS)
def test_what_is_mended_once_needs_no_mending_again(title, body, quote, caption) -> None:
    article = fixed(make(title=title, body=body, quote=quote, caption=caption))
    assert fixed(article) == article


# What stood behind a character in the wrong form is seen only when that is mended.
SOUND = [
    seed
    for seed in SEEDS
    if seed.isprintable()
    and unicodedata.is_normalized("NFC", seed)
    and not set("Ãâï‚\ufffd") & set(seed)
]
SOUND_TEXTS = st.lists(st.sampled_from([*SOUND, " ", "\n", "kata"]), max_size=8).map(" ".join)


@given(title=SOUND_TEXTS, body=SOUND_TEXTS, caption=SOUND_TEXTS)
def test_mending_brings_no_finding_that_was_not_there(title, body, caption) -> None:
    article = make(title=title, body=body, caption=caption)
    before = {one.code for one in checked(article, headline_length="9999")}
    assert {one.code for one in checked(fixed(article), headline_length="9999")} <= before


@given(text=st.text(alphabet="ab\n"), places=st.lists(st.integers(0, 40)))
def test_the_line_of_a_place_is_told_by_the_ends_of_lines_before_it(text, places) -> None:
    subject = Subject(make(body=text), policy_of({}), Nothing(), NOW)
    for place in places:
        assert subject.line("body", place) == text.count("\n", 0, place) + 1


@pytest.mark.parametrize(
    "piece", ['"\n', "”", "yang ", "di ", "@", "`", "](", "<a ", "Kamis (10/7) "]
)
def test_a_check_takes_time_in_proportion_to_the_text(piece) -> None:
    def taken(size: int) -> float:
        """The least of some times: a busy machine makes them longer, nothing shorter."""
        article = make(body=(piece * size)[:size])
        times = []
        for _ in range(3):
            began = time.process_time()
            checked(article)
            times.append(time.process_time() - began)
        return min(times)

    assert taken(24_000) < 10 * taken(6_000) + 0.2


def letters(text: str | None) -> str:
    """What a rule about spaces, marks and hidden characters must not touch."""
    return "".join(c for c in unicodedata.normalize("NFC", text or "") if c.isalnum())


@given(body=TEXTS)
def test_rules_about_marks_and_spaces_change_no_letter(body) -> None:
    body = body.replace("&nbsp;", "")
    after = fixed(make(body=body), "double-space", "nbsp", "quote-kinds", "nfc", "rupiah")
    assert letters(after.body) == letters(body)
