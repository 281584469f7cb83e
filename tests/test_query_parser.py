"""From words of a command line to a query: the grammar, its errors, and back again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import FIELDS, MAX_INTEGER, STATUSES, Article
from beritacli.domain.document import COLUMNS
from beritacli.domain.query import (
    FIELD_NAMES,
    Between,
    Empty,
    Equals,
    Letters,
    Not,
    Phrase,
    Query,
    Says,
    Within,
    Words,
    matches,
)
from beritacli.domain.query_filters import from_filters
from beritacli.domain.query_parser import parse
from beritacli.domain.query_values import Known
from beritacli.errors import UsageError
from beritacli.hints import nearest
from beritacli.indonesian.date_spans import Span
from conftest import NOW, WIB, memory_repository


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=WIB)


def read(*args: str, **options) -> tuple:
    return parse(args, NOW, **options).terms


def refused(*args: str, **options) -> UsageError:
    with pytest.raises(UsageError) as error:
        parse(args, NOW, **options)
    return error.value


def filters(**flags) -> tuple:
    none = dict.fromkeys(("status", "tag", "section", "reporter", "editor"), ())
    times = {"since": None, "until": None}
    return from_filters(**{**none, **times, "now": NOW, **flags}).terms


# -- the grammar --------------------------------------------------------------


@pytest.mark.parametrize(
    ("arg", "term"),
    [
        ("banjir", Words("banjir")),
        ("42", Words("42")),
        ("covid-19", Words("covid-19")),
        ("https://kota.example/baca", Words("https://kota.example/baca")),
        ('"air laut"', Phrase("air laut")),
        ("“air laut”", Phrase("air laut")),
        ("title:rob", Says("title", ("rob",))),
        ("title:banjir rob", Says("title", ("banjir rob",))),
        ("title: rob ", Says("title", ("rob",))),
        ('body:"air laut",hujan', Says("body", ("air laut", "hujan"))),
        ("section:Balai Kota, Olahraga", Equals("section", ("Balai Kota", "Olahraga"))),
        ('section:"Seni, Budaya",Kota', Equals("section", ("Seni, Budaya", "Kota"))),
        ("STATUS:draft,review", Equals("status", ("draft", "review"))),
        ("tag:rob", Equals("tag", ("rob",))),
        ("+rob", Equals("tag", ("rob",))),
        ('+"banjir rob"', Equals("tag", ("banjir rob",))),
        ("source:https://kota.example/1", Equals("source", ("https://kota.example/1",))),
        ("id:42", Between("id", ((42, 42),))),
        ("id:#42,7", Between("id", ((42, 42), (7, 7)))),
        ("id:1..20,30..", Between("id", ((1, 20), (30, None)))),
        ("views:..99", Between("views", ((None, 99),))),
        ("views:1.000..468.907", Between("views", ((1000, 468907),))),
        ("title:~sar ik", Letters("title", "sar ik")),
        ('title:~"a, b"', Letters("title", "a, b")),
        ("editor:", Empty("editor")),
        ("^rob", Not(Words("rob"))),
        ("not:rob", Not(Words("rob"))),
        ("NOT:rob", Not(Words("rob"))),
        ("^not:rob", Words("rob")),
        ('^"air laut"', Not(Phrase("air laut"))),
        ("not:editor:", Not(Empty("editor"))),
        ("^title:banjir rob", Not(Says("title", ("banjir rob",)))),
        ("^+rob", Not(Equals("tag", ("rob",)))),
    ],
)
def test_one_argument_is_one_term(arg, term) -> None:
    assert read(arg) == (term,)


def test_no_words_are_every_article() -> None:
    assert parse([], NOW) == parse(["", "  "], NOW) == Query()


def test_an_argument_is_parted_at_spaces_outside_quotes() -> None:
    assert read('banjir  "air laut" section:"Balai Kota" ^rob') == (
        Words("banjir"),
        Phrase("air laut"),
        Equals("section", ("Balai Kota",)),
        Not(Words("rob")),
    )


def test_a_negated_word_takes_in_no_more_than_itself() -> None:
    assert read("not:banjir rob") == read("^banjir", "rob")


def test_several_arguments_are_all_of_them() -> None:
    assert read("status:draft", "+rob", "hujan") == (*read("status:draft"), *read("+rob hujan"))


@pytest.mark.parametrize("key", sorted({*FIELDS, *COLUMNS, *FIELD_NAMES}))
def test_every_key_of_the_record_is_a_field(key) -> None:
    (term,) = read(f"{key}:")
    assert term.field in FIELD_NAMES


def test_a_key_of_the_record_is_the_same_as_its_field() -> None:
    assert read("tags:rob", "published_at:2026") == read("tag:rob", "published:2026")


# -- dates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2026-02-14", day(2026, 2, 14), day(2026, 2, 15)),
        ("kemarin", day(2026, 3, 1), day(2026, 3, 2)),
        ("11 Juli 2024", day(2024, 7, 11), day(2024, 7, 12)),
        ('"Kamis, 11 Juli 2024"', day(2024, 7, 11), day(2024, 7, 12)),
        ("Kamis, 11 Juli 2024", day(2024, 7, 11), day(2024, 7, 12)),
        ("2024-07", day(2024, 7, 1), day(2024, 8, 1)),
        ("2024", day(2024, 1, 1), day(2025, 1, 1)),
        ("7d", day(2026, 2, 24), day(2026, 3, 3)),
        ("2024-07-11..2024-08", day(2024, 7, 11), day(2024, 9, 1)),
        ('"1 Juli 2024".."3 Juli 2024"', day(2024, 7, 1), day(2024, 7, 4)),
        ("2024-07..", day(2024, 7, 1), None),
        ("..2024-07", None, day(2024, 8, 1)),
    ],
)
def test_a_date_stands_for_the_whole_of_its_day_month_or_year(value, start, end) -> None:
    assert read(f"published:{value}") == (Within("published", (Span(start, end),)),)


def test_a_list_of_dates_is_any_of_them() -> None:
    first, second = Span(day(2024, 7, 11), day(2024, 7, 12)), Span(day(2026, 3, 1), day(2026, 3, 2))
    assert read('created:"Kamis, 11 Juli 2024",kemarin') == (Within("created", (first, second)),)


# -- errors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arg", "message"),
    [
        ("judul:rob", "unknown field 'judul' in 'judul:rob' at character 1"),
        ("covid-19:rob", "unknown field 'covid-19' in 'covid-19:rob' at character 1"),
        ("rob ^titel:hujan", "unknown field 'titel' in '^titel:hujan' at character 5"),
        ("status:terbit", "unknown status 'terbit' in 'status:terbit' at character 1"),
        ("^status:terbit", "unknown status 'terbit' in '^status:terbit' at character 1"),
        ("id:abc", "'abc' is not a whole number in 'id:abc' at character 1"),
        ("views:1.5", "'1.5' is not a whole number in 'views:1.5' at character 1"),
        ("views:-1", "'-1' is not a whole number in 'views:-1' at character 1"),
        ("views:..", "the range '..' has neither end in 'views:..' at character 1"),
        ("views:9..1", "the range 9..1 is empty in 'views:9..1' at character 1"),
        ("published:kapan", "'kapan' is not a date in 'published:kapan' at character 1"),
        ("published:2024-08..2024-07", "the dates end before they begin in"),
        ('air "laut', "a quotation mark is not closed in '\"laut' at character 5"),
        ('title:"laut', "a quotation mark is not closed in"),
        ('"air"laut', "a phrase must stand alone in"),
        ("title:?!", "there is no word to look for in"),
        ("title:~", "no letters stand behind the ~ in"),
        ("section:,", "a value is missing in"),
        ("rob +", "a value is missing in '+' at character 5"),
        ("^", "there is no word to look for in"),
        ("not:", "there is no word to look for in"),
        ("&", "there is no word to look for in"),
    ],
)
def test_an_error_names_the_value_the_term_and_the_place(arg, message) -> None:
    assert refused(arg).message.startswith(message)


def test_a_field_like_one_that_exists_is_suggested() -> None:
    assert refused("reportr:x").hint.startswith("did you mean reporter:?")
    assert refused("xyzzy:x").hint.startswith("fields: id, views")


def test_a_number_that_no_record_can_hold_is_refused() -> None:
    assert read(f"views:{MAX_INTEGER}") == (Between("views", ((MAX_INTEGER, MAX_INTEGER),)),)
    assert "not a whole number" in refused(f"views:{MAX_INTEGER + 1}").message


def test_a_long_term_is_cut_in_the_message() -> None:
    assert len(refused("judul:" + "x" * 5000).message) < 200


def test_the_nearest_of_many_thousand_names_is_found() -> None:
    names = [f"warga-rw-{n}-bersihkan-saluran-air" for n in range(20_000)] + ["pasar-ikan-dibuka"]
    assert nearest("pasar-ikan-dubuka", names) == "pasar-ikan-dibuka"
    assert not nearest("zzz", names)


# -- values that the store knows -----------------------------------------------------------


@pytest.fixture
def known(article) -> Known:
    return memory_repository(
        [
            article(1, section="Kesehatan", tags=("Pasar Ikan", "Café"), reporter="Rani Sagala"),
            article(2, section="Olahraga", status="deleted"),
        ]
    ).read()


@pytest.mark.parametrize("arg", ["section:kesehatan,OLAHRAGA", "+cafe", "tags:Pasar ikan"])
def test_a_value_that_the_store_has_is_known_whatever_its_case(known, arg) -> None:
    assert read(arg, known=known) == read(arg)


@pytest.mark.parametrize(
    ("arg", "hint"),
    [
        ("section:Kesehatn", "did you mean Kesehatan?"),
        ("^section:Kesehatn", "did you mean Kesehatan?"),
        ("section:Olahraga,Kesehatn", "did you mean Kesehatan?"),
        ("+pasar-ikan", "did you mean Pasar Ikan?"),
        ("section:Zzz", "known are Kesehatan"),
    ],
)
def test_a_value_that_the_store_does_not_have_is_an_error(known, arg, hint) -> None:
    assert refused(arg, known=known).hint == hint


def test_a_field_of_which_the_store_has_no_value_is_not_checked(known) -> None:
    assert read("editor:Siapa", known=known) == (Equals("editor", ("Siapa",)),)


@pytest.mark.parametrize("arg", ["section:~kesehatn", "section:", "kesehatn", "title:kesehatn"])
def test_letters_emptiness_and_words_are_not_checked_against_the_store(known, arg) -> None:
    assert read(arg, known=known) == read(arg)


# -- saved queries ----------------------------------------------------------------------------

SAVED = {
    "meja": 'status:draft section:"Balai Kota"',
    "pagi": "@meja ^rob",
    "putar": "hujan @balik",
    "balik": "@putar",
    "rusak": "hujan judul:rob",
}


def test_a_saved_query_stands_for_its_terms() -> None:
    assert read("@pagi hujan", saved=SAVED) == read(
        "status:draft", "section:Balai Kota", "^rob", "hujan"
    )


def test_a_saved_query_that_is_named_twice_is_read_once() -> None:
    doubling = {f"q{n}": f"@q{n + 1} @q{n + 1}" for n in range(15)} | {"q15": "rob"}
    assert read("@q0", saved=doubling) == (Words("rob"),)


@pytest.mark.parametrize(
    ("arg", "message"),
    [
        ("@putar", "the saved query '@putar' contains itself in '@putar' at character 1 of @balik"),
        ("rob @mejo", "there is no saved query '@mejo' in '@mejo' at character 5"),
        ("@rusak", "unknown field 'judul' in 'judul:rob' at character 7 of @rusak"),
        ("^@meja", "a saved query cannot be negated in '^@meja' at character 1"),
    ],
)
def test_a_saved_query_that_cannot_be_read_is_an_error(arg, message) -> None:
    assert refused(arg, saved=SAVED).message == message


@pytest.mark.parametrize(
    ("saved", "hint"),
    [
        ({"meja": "rob"}, "did you mean @meja?"),
        ({"pagi": "rob", "air": "laut"}, "saved are air, pagi"),
        ({}, "no query is saved"),
    ],
)
def test_for_an_unknown_saved_query_those_that_exist_are_named(saved, hint) -> None:
    assert refused("@mejo", saved=saved).hint == hint


def test_saved_queries_are_not_nested_without_end() -> None:
    chain = {f"q{n}": f"@q{n + 1}" for n in range(2000)}
    assert "nested more than" in refused("@q0", saved=chain).message


def test_the_error_of_a_saved_query_is_one_in_a_search_too() -> None:
    assert "unknown field" in refused("@rusak", saved=SAVED, lenient=True).message


# -- search ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("judul: banjir rob", (Words("judul:"), Words("banjir"), Words("rob"))),
        ("^judul:rob", (Not(Words("judul:rob")),)),
        ('layar 16" baru', (Words("layar"), Words('16" baru'))),
        ("@dinaskota", (Words("@dinaskota"),)),
        ('banjir ^ + ? "', (Words("banjir"),)),
        ("title:banjir rob", (Says("title", ("banjir rob",)),)),
    ],
)
def test_in_a_search_what_is_no_term_is_plain_words(text, terms) -> None:
    assert read(text, lenient=True) == terms


@pytest.mark.parametrize("arg", ["id:abc", "published:kapan", "status:terbit"])
def test_in_a_search_a_wrong_value_is_an_error_all_the_same(arg) -> None:
    assert refused(arg, lenient=True).message == refused(arg).message


# -- the filter flags ------------------------------------------------------------------------------


def test_one_flag_is_any_of_its_values_and_several_flags_are_all() -> None:
    assert filters(status=["draft", "review,ready"], tag=["rob"]) == read(
        "status:draft,review,ready", "tag:rob"
    )


def test_no_flags_are_every_article() -> None:
    assert filters() == ()


def test_since_and_until_are_inclusive_and_on_publication() -> None:
    assert filters(since="2026-02-01", until="2026-02") == read("published:2026-02-01..2026-02")
    assert filters(since="7d") == (Within("published", (Span(day(2026, 2, 24), None),)),)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"status": ["terbit"]}, "--status: unknown status 'terbit'"),
        ({"section": [""]}, "--section is empty"),
        ({"tag": ["rob", " "]}, "--tag is empty"),
        ({"since": "kapan"}, "--since: 'kapan' is not a date"),
        ({"until": ""}, "--until: the date is empty"),
        ({"since": "2024..2025"}, "--since: one date is wanted, not a range"),
        ({"since": "2026", "until": "2025"}, "the dates end before they begin"),
    ],
)
def test_a_wrong_flag_is_an_error_that_names_it(flags, message) -> None:
    with pytest.raises(UsageError) as error:
        filters(**flags)
    assert error.value.message == message


def test_a_flag_checks_its_value_against_the_store(known) -> None:
    with pytest.raises(UsageError, match="--section: unknown section 'Kesehatn'"):
        filters(section=["Kesehatn"], known=known)


# -- the page for users ---------------------------------------------------------------------------------


def documented(heading: str) -> list[str]:
    """What stands as code in the first column of a table of docs/query.md."""
    page = (Path(__file__).parents[1] / "docs" / "query.md").read_text(encoding="utf-8")
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    columns = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")]
    return [code for column in columns for code in re.findall("`([^`]+)`", column)]


def test_every_term_and_date_of_the_page_can_be_read() -> None:
    written = documented("Terms") + [f"published:{date}" for date in documented("Dates")]
    assert len(written) > 20
    for arg in written:
        assert len(read(arg, saved={"name": "rob"})) == 1


def test_the_page_lists_every_field() -> None:
    assert {*documented("Fields"), "photo.source"} == set(FIELD_NAMES)


# -- there and back ------------------------------------------------------------------------------------


def written(term) -> str:
    """The argument that a person would write for `term`."""
    match term:
        case Not(inner):
            return f"^{written(inner)}"
        case Words(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Letters(field, part):
            return f'{field}:~"{part}"'
        case Empty(field):
            return f"{field}:"
        case Within(field, spans):
            return f"{field}:{','.join(map(_dates, spans))}"
        case Between(field, ranges):
            return f"{field}:{','.join(map(_numbers, ranges))}"
        case Says(field, values) | Equals(field, values):
            return f"{field}:" + ",".join(f'"{value}"' for value in values)


def _dates(span: Span) -> str:
    last = span.end - timedelta(days=1) if span.end else None
    return "..".join(f"{end:%Y-%m-%d}" if end else "" for end in (span.start, last))


def _numbers(ends: tuple[int | None, int | None]) -> str:
    low, high = ends
    return (
        str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
    )


# Any text a person can put between straight quotation marks, with a word in it.
quotable = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), max_size=12)
worded = st.tuples(quotable, st.sampled_from(["rob", "air laut"])).map(" ".join)
several = st.lists(worded, min_size=1, max_size=3).map(tuple)
days = st.dates(datetime(1990, 1, 1).date(), datetime(2090, 1, 1).date()).map(  # noqa: DTZ001
    lambda date: datetime(date.year, date.month, date.day, tzinfo=WIB)
)
whole_days = st.one_of(
    st.builds(Span, days, st.none()),
    st.builds(Span, st.none(), days),
    st.builds(lambda start, n: Span(start, start + timedelta(days=n)), days, st.integers(1, 99)),
)
numbers = st.integers(0, MAX_INTEGER)
number_ranges = st.one_of(
    numbers.map(lambda n: (n, n)),
    st.tuples(numbers, st.none()),
    st.tuples(st.none(), numbers),
    st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends))),
)
terms = st.one_of(
    st.builds(Words, st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True)),
    st.builds(Phrase, worded),
    st.builds(Says, st.sampled_from(["title", "body", "quote", "photo", "caption"]), several),
    st.builds(Equals, st.sampled_from(["tag", "section", "reporter", "source", "slug"]), several),
    st.builds(
        Equals, st.just("status"), st.lists(st.sampled_from(STATUSES), min_size=1).map(tuple)
    ),
    st.builds(
        Within,
        st.sampled_from(["published", "updated"]),
        st.lists(whole_days, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        Between,
        st.sampled_from(["id", "views"]),
        st.lists(number_ranges, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Letters, st.sampled_from(FIELD_NAMES), worded),
    st.builds(Empty, st.sampled_from(FIELD_NAMES)),
)
queries = st.lists(terms | terms.map(Not), max_size=4).map(lambda some: Query(tuple(some)))


@given(query=queries)
def test_a_query_written_down_reads_back_as_itself(query) -> None:
    args = [written(term) for term in query.terms]
    assert parse(args, NOW) == query
    assert parse(args, NOW, lenient=True) == query


# -- whatever is typed ----------------------------------------------------------------------------------

marks = st.sampled_from(['"', "“", "”", "^", "not:", "+", "@", "~", ":", "..", ",", "#", " ", "\n"])
bits = st.sampled_from(
    ["title", "rob", "published:", "views:1", "2024-07", "\ud800", "\u200e", "é"]
)
typed = st.lists(marks | bits | st.text(max_size=3), max_size=10).map("".join)


@given(args=st.lists(typed, max_size=3), lenient=st.booleans())
def test_whatever_is_typed_is_a_query_or_a_usage_error(args, lenient) -> None:
    try:
        query = parse(args, NOW, lenient=lenient, saved={"rob": "@rob"})
    except UsageError as error:
        assert error.message
    else:
        assert matches(query, Article(1, "uji", "Judul")) in {True, False}


@given(text=typed.map(lambda text: text.replace(":", "")))
def test_a_search_without_fields_is_never_an_error(text) -> None:
    assert isinstance(parse([text], NOW, lenient=True), Query)


@pytest.mark.parametrize(
    "text",
    [
        "^" * 100_000,
        "not:" * 100_000,
        "“" * 100_000,
        "@a " * 100_000,
        "a." * 100_000 + ":",
        "“," * 99_999,
    ],
)
def test_a_very_long_line_is_refused_and_overflows_no_stack(text) -> None:
    assert len(refused(text).message) < 200


def test_a_very_long_list_is_read_in_one_go() -> None:
    (term,) = read("id:" + "1," * 100_000)
    assert len(term.ranges) == 100_000


@pytest.mark.parametrize(
    ("arg", "hint"),
    [
        ("status:draft published:2024", "status:draft published:2024"),
        (
            "status:draft section:Balai Kota ^tag:rob",
            "status:draft 'section:Balai Kota' '^tag:rob'",
        ),
    ],
)
def test_terms_in_one_argument_are_told_to_stand_apart(arg, hint) -> None:
    with pytest.raises(UsageError) as error:
        parse([arg], NOW)
    assert error.value.hint == f"each term is an argument of its own: {hint}"
