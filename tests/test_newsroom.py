"""The use cases, without a terminal: writing, publishing, importing, asking first, related, search."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beritacli.domain.answers import Found
from beritacli.domain.article import Article, Photo
from beritacli.errors import (
    BeritaError,
    ConflictError,
    NeedsTerminalError,
    NotFoundError,
    UsageError,
    ValidationError,
)
from beritacli.formats import Page, Row
from beritacli.newsroom import auditing, pinning, popularity, publishing, reading, tagging, writing
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.importing import import_entries
from beritacli.newsroom.reading import Part
from beritacli.newsroom.targets import Filters, Target
from beritacli.values import replace
from conftest import NOW, WIB, memory_repository

READY = {"body": "Isi berita.", "reporter": "Rani Wulandari", "editor": "Dodi Pranata"}


@pytest.fixture
def desk() -> Desk:
    return Desk(memory_repository(), NOW, "penguji@meja", "uji")


def get(desk: Desk, id: int) -> Article:
    article = desk.repository.read().get(id)
    assert article is not None
    return article


def add(desk: Desk, title: str = "Judul Berita", **values: object) -> Article:
    return writing.add(desk, {"title": title, **values}).articles[0]


def ref(*words: str) -> Target:
    return Target(words)


# -- add and edit -----------------------------------------------------------


def test_a_new_article_is_a_draft_with_a_slug_of_its_title(desk) -> None:
    article = add(desk, "Pasar Malam Dibuka")
    assert (article.id, article.slug, article.status) == (1, "pasar-malam-dibuka", "draft")
    assert article.created_at == article.updated_at == NOW


def test_a_taken_slug_gets_a_number_and_the_bin_counts(desk) -> None:
    add(desk, "Pasar")
    publishing.move(desk, ref("1"), "delete")
    assert add(desk, "Pasar").slug == "pasar-2"
    assert add(desk, "Pasar").slug == "pasar-3"


def test_a_title_without_letters_gets_a_slug_of_its_id(desk) -> None:
    assert add(desk, "2024 !").slug == "artikel-1"


def test_a_slug_or_source_that_is_taken_is_a_conflict(desk) -> None:
    add(desk, slug="pasar-a", source="https://contoh.invalid/1")
    with pytest.raises(ConflictError, match="taken by article 1"):
        add(desk, slug="pasar-a")
    with pytest.raises(ConflictError, match="already article 1"):
        add(desk, source="https://contoh.invalid/1")


def test_upsert_changes_the_article_of_the_same_source(desk) -> None:
    add(desk, "Lama", source="https://contoh.invalid/1", views=5)
    fields = {"title": "Baru", "source": "https://contoh.invalid/1"}
    writing.add(desk, fields, upsert=True)
    assert [(a.title, a.views) for a in desk.repository.read()] == [("Baru", 5)]


def test_a_copy_has_the_text_but_not_the_identity(desk) -> None:
    add(desk, "Asal", section="Kota", source="https://contoh.invalid/1", views=9)
    copy = writing.add(desk, {"title": "Salinan"}, copy_of="1").articles[0]
    assert (copy.section, copy.source, copy.views, copy.slug) == ("Kota", None, 0, "salinan")


def test_publishing_at_birth_makes_the_checks_of_publish(desk) -> None:
    with pytest.raises(ValidationError, match="body, reporter, editor missing"):
        writing.add(desk, {"title": "A"}, status="published")
    article = writing.add(desk, {"title": "A", **READY}, status="published").articles[0]
    assert article.published_at == NOW
    assert len(desk.repository.read()) == 1


@pytest.mark.parametrize("status", ["deleted", "scheduled", "terbit"])
def test_some_statuses_are_no_beginning(desk, status) -> None:
    with pytest.raises(ValidationError):
        writing.add(desk, {"title": "A"}, status=status)


def test_an_edit_changes_what_it_names_and_counts_a_revision(desk) -> None:
    add(desk, section="Kota", quote="Kutipan")
    article = writing.edit(desk, ref("1"), {"section": "Kesra", "quote": None}).articles[0]
    assert (article.section, article.quote, article.revision) == ("Kesra", None, 2)
    assert article.slug == "judul-berita"


def test_an_edit_that_changes_nothing_is_none(desk) -> None:
    add(desk, section="Kota")
    plan = writing.edit(desk, ref("1"), {"section": "Kota"}).plan
    assert plan.changes == ()
    assert [a.id for a in plan.unchanged] == [1]


def test_one_part_of_a_photo_leaves_the_others(desk) -> None:
    add(desk, **{"photo.caption": "Warga", "photo.credit": "Rani"})
    writing.edit(desk, ref("1"), {"photo.caption": "Warga antre"})
    assert get(desk, 1).photo == Photo(None, "Warga antre", "Rani")


def test_a_unique_field_cannot_be_set_on_many(desk) -> None:
    add(desk)
    add(desk)
    with pytest.raises(UsageError, match="unique"):
        writing.edit(desk, Target(("1", "2")), {"slug": "sama-a"})


def test_an_edit_to_published_makes_the_checks_with_the_new_values(desk) -> None:
    add(desk, body="Isi", reporter="Rani")
    with pytest.raises(ValidationError, match="editor missing"):
        writing.edit(desk, ref("1"), {}, status="published")
    article = writing.edit(desk, ref("1"), {"editor": "Dodi"}, status="published").articles[0]
    assert (article.status, article.published_at) == ("published", NOW)


def test_a_record_that_changed_meanwhile_is_not_overwritten(desk) -> None:
    before = add(desk)
    writing.edit(desk, ref("1"), {"section": "Kota"})
    with pytest.raises(ConflictError, match="changed by somebody else"):
        writing.replace_record(desk, before, {"section": "Kesra"}, None)
    assert get(desk, 1).section == "Kota"


def test_one_bad_record_stops_a_whole_command(desk) -> None:
    add(desk, "Siap", **READY)
    add(desk, "Belum")
    with pytest.raises(ValidationError, match="article 2"):
        publishing.publish(desk, Target(("1", "2")))
    assert get(desk, 1).status == "draft"


def test_a_dry_run_tells_and_writes_nothing(desk) -> None:
    outcome = writing.add(replace(desk, dry_run=True), {"title": "A"})
    assert [c.after.title for c in outcome.plan.changes] == ["A"]
    assert not desk.repository.exists()


# -- tags -------------------------------------------------------------------


def test_tags_are_added_removed_and_set(desk) -> None:
    add(desk, tags=("banjir", "Rob"))
    tagging.tag(desk, ref("1"), add=["kota, tua"], remove=["rob"])
    assert get(desk, 1).tags == ("banjir", "kota", "tua")
    tagging.tag(desk, ref("1"), exactly=["cuaca"])
    assert get(desk, 1).tags == ("cuaca",)


def test_a_tag_is_renamed_and_two_are_merged_everywhere(desk) -> None:
    add(desk, tags=("KJP", "kota"))
    add(desk, tags=("kjp plus",))
    tagging.rename_tags(desk, ["kjp", "KJP Plus"], "KJP-Plus")
    assert reading.tag_counts(desk) == [("KJP-Plus", 2), ("kota", 1)]
    with pytest.raises(UsageError, match="no article has the tag"):
        tagging.rename_tags(desk, ["tiada"], "ada")


# -- publish and its kin ----------------------------------------------------


def test_publish_keeps_a_date_that_is_set(desk) -> None:
    date = datetime(2024, 7, 11, tzinfo=WIB)
    add(desk, published_at=date, **READY)
    assert publishing.publish(desk, ref("1")).articles[0].published_at == date


def test_publishing_twice_changes_nothing(desk) -> None:
    add(desk, **READY)
    publishing.publish(desk, ref("1"))
    assert publishing.publish(desk, ref("1")).plan.changes == ()


def test_force_publishes_what_is_incomplete(desk) -> None:
    add(desk)
    assert publishing.publish(desk, ref("1"), force="darurat").articles[0].status == "published"


def test_what_is_due_goes_out_with_its_planned_time_and_only_once(desk) -> None:
    add(desk, **READY)
    add(desk, **READY)
    when = NOW + timedelta(hours=1)
    publishing.schedule(desk, ref("1"), when)
    publishing.schedule(desk, ref("2"), when + timedelta(days=1))
    assert publishing.publish_due(desk).plan.changes == ()
    later = replace(desk, now=NOW + timedelta(hours=4))
    outcome = publishing.publish_due(later)
    article = get(desk, 1)
    assert (article.status, article.published_at, article.scheduled_at) == ("published", when, None)
    assert publishing.delays(outcome, later.now) == [(article, timedelta(hours=3))]
    assert get(desk, 2).status == "scheduled"
    assert publishing.publish_due(later).plan.changes == ()


def test_what_became_incomplete_is_held_back_and_holds_nothing_else(desk) -> None:
    for _ in range(2):
        add(desk, **READY)
    publishing.schedule(desk, Target(("1", "2")), NOW + timedelta(minutes=1))
    writing.edit(desk, ref("1"), {"editor": None})
    outcome = publishing.publish_due(replace(desk, now=NOW + timedelta(minutes=2)))
    assert [c.id for c in outcome.plan.changes] == [2]
    assert outcome.warnings == ("article 1 is held back: editor missing",)


def test_an_embargo_on_what_is_scheduled_already_is_not_passed_over(desk) -> None:
    add(desk, **READY)
    when = NOW + timedelta(hours=3)
    publishing.schedule(desk, ref("1"), when)
    assert publishing.schedule(desk, ref("1"), when).plan.changes == ()
    with pytest.raises(ValidationError, match="already scheduled"):
        publishing.schedule(desk, ref("1"), when, embargo=NOW + timedelta(hours=1))


def test_a_past_time_is_scheduled_with_a_warning(desk) -> None:
    add(desk, **READY)
    outcome = publishing.schedule(desk, ref("1"), NOW - timedelta(hours=1))
    assert outcome.articles[0].status == "scheduled"
    assert "past" in outcome.warnings[0]


def test_the_bin_gives_back_what_it_got(desk) -> None:
    add(desk, **READY)
    when = NOW + timedelta(hours=1)
    before = publishing.schedule(desk, ref("1"), when).articles[0]
    publishing.move(desk, ref("1"), "delete")
    after = publishing.restore(desk, ref("1")).articles[0]
    assert (after.status, after.scheduled_at) == (before.status, when)


def test_what_is_out_again_from_the_bin_is_told_where_publish_would_hold_it_back(desk) -> None:
    add(desk, "Tak Lengkap", reporter="Rani", editor="Dodi")
    add(desk, "Lengkap", body="Isi.", reporter="Rani", editor="Dodi")
    add(desk, "Konsep")
    publishing.publish(desk, ref("1", "2"), force="editor di telepon")
    publishing.move(desk, ref("1", "2", "3"), "delete")
    outcome = publishing.restore(desk, ref("1", "2", "3"))
    assert [article.status for article in outcome.articles] == ["published", "published", "draft"]
    assert outcome.warnings == ("article 1 is out again as it was: body missing",)


@pytest.mark.parametrize(("minutes", "told"), [(0, True), (1, False)])
def test_a_planned_time_that_passed_in_the_bin_is_told(minutes, told, desk) -> None:
    add(desk, **READY)
    publishing.schedule(desk, ref("1"), NOW + timedelta(minutes=minutes))
    publishing.move(desk, ref("1"), "delete")
    warnings = publishing.restore(desk, ref("1")).warnings
    assert bool(warnings) is told
    assert all("article 1: that time is past" in one for one in warnings)


def test_restoring_by_query_sees_only_the_bin(desk) -> None:
    for title in ("Satu", "Dua"):
        add(desk, title, section="Kota")
    publishing.move(desk, ref("1"), "delete")
    outcome = publishing.restore(desk, ref("section:kota"))
    assert [change.id for change in outcome.plan.changes] == [1]


def test_unpublish_keeps_the_date(desk) -> None:
    add(desk, **READY)
    publishing.publish(desk, ref("1"))
    article = publishing.move(desk, ref("1"), "unpublish").articles[0]
    assert (article.status, article.published_at) == ("draft", NOW)


# -- targets and questions --------------------------------------------------


def test_an_empty_target_is_refused_unless_all_is_said(desk) -> None:
    add(desk)
    with pytest.raises(UsageError, match="no target"):
        tagging.tag(desk, Target(), add=["x"])
    assert len(tagging.tag(desk, Target(everything=True), add=["x"]).plan.changes) == 1


def test_a_missing_reference_stops_everything(desk) -> None:
    add(desk)
    with pytest.raises(NotFoundError):
        tagging.tag(desk, Target(("1", "99")), add=["x"])
    assert get(desk, 1).tags == ()


def test_a_reference_given_twice_is_one_article(desk) -> None:
    add(desk)
    assert len(tagging.tag(desk, Target(("1", "#1", "judul-berita")), add=["x"]).plan.changes) == 1


def test_a_filter_flag_makes_a_target_a_query(desk) -> None:
    add(desk, section="Kota")
    add(desk, section="Kesra")
    outcome = tagging.tag(desk, Target((), Filters(section=("kesra",))), add=["x"])
    assert [change.id for change in outcome.plan.changes] == [2]


def test_nine_are_changed_without_a_question_and_ten_are_not(desk) -> None:
    for _ in range(9):
        add(desk)
    assert len(tagging.tag(desk, Target(everything=True), add=["a"]).plan.changes) == 9
    add(desk)
    with pytest.raises(NeedsTerminalError) as error:
        tagging.tag(desk, Target(everything=True), add=["b"])
    assert "--yes" in error.value.hint
    yes = replace(desk, approval=Approval(yes=True))
    assert len(tagging.tag(yes, Target(everything=True), add=["b"]).plan.changes) == 10


def test_a_person_is_asked_and_may_refuse(desk) -> None:
    for _ in range(10):
        add(desk)
    asked: list[str] = []

    def answer(question: str, _: object) -> bool:
        asked.append(question)
        return len(asked) > 1

    person = replace(desk, approval=Approval(ask=answer))
    with pytest.raises(BeritaError, match="the answer was no"):
        tagging.tag(person, Target(everything=True), add=["a"])
    assert len(tagging.tag(person, Target(everything=True), add=["a"]).plan.changes) == 10
    assert asked == ["This will change 10 articles. Go on?"] * 2


def test_what_changed_while_a_person_thought_is_not_touched(desk) -> None:
    for _ in range(10):
        add(desk)

    def answer(*_: object) -> bool:
        add(desk)
        return True

    with pytest.raises(ConflictError, match="while you were asked"):
        tagging.tag(
            replace(desk, approval=Approval(ask=answer)), Target(everything=True), add=["a"]
        )


def test_a_mass_deletion_needs_a_second_word(desk) -> None:
    for _ in range(20):
        add(desk)
    yes = replace(desk, approval=Approval(yes=True))
    with pytest.raises(NeedsTerminalError, match="take away 20 of 20"):
        publishing.move(yes, Target(everything=True), "delete")
    with pytest.raises(NeedsTerminalError):
        publishing.move(yes, Target(tuple(map(str, range(1, 12)))), "delete")
    publishing.move(yes, Target(tuple(map(str, range(1, 11)))), "delete")
    mass = replace(desk, approval=Approval(yes=True, allow_mass=True))
    publishing.move(mass, Target(everything=True), "delete")
    assert reading.listing(desk, [], Filters()).articles == []


# -- reading ----------------------------------------------------------------


def test_a_list_is_newest_first_and_sorts_as_told(desk) -> None:
    add(desk, "Lama", published_at=datetime(2020, 1, 1, tzinfo=WIB), views=9)
    add(desk, "Baru", published_at=datetime(2026, 1, 1, tzinfo=WIB))
    add(desk, "Tanpa Tanggal", views=5)
    titles = [a.title for a in reading.listing(desk, [], Filters()).articles]
    assert titles == ["Tanpa Tanggal", "Baru", "Lama"]
    by_views = reading.listing(desk, [], Filters(), Part(sort="-views,title")).articles
    assert [a.views for a in by_views] == [9, 5, 0]
    with pytest.raises(UsageError, match="cannot sort by 'warna'"):
        reading.listing(desk, [], Filters(), Part(sort="warna"))


def test_the_popular_list_goes_by_views_then_by_newer_date(desk) -> None:
    for title, year, views in (("A", 2020, 5), ("B", 2021, 5), ("C", 2019, 7), ("D", 2022, 0)):
        date = datetime(year, 1, 1, tzinfo=WIB)
        fields = {"title": title, "views": views, "published_at": date, **READY}
        writing.add(desk, fields, status="published")
    add(desk, "Draf", views=100)
    chart = popularity.popular(desk, [], Filters())
    assert [one.article.title for one in chart.entries] == ["C", "B", "A"]


def seed(desk: Desk) -> None:
    for title in (
        "Ormas dan Pemkot Bahas Sinergi",
        "Forum Ormas Dukung Pemkot",
        "Harga Cabai Naik di Pasar",
        "Ormas Gelar Kerja Bakti",
    ):
        writing.add(desk, {"title": title, **READY}, status="published")


def test_related_articles_share_words_and_never_name_themselves(desk) -> None:
    seed(desk)
    titles = [r.article.title for r in reading.related(desk, "1")]
    assert titles[0] == "Forum Ormas Dukung Pemkot"
    assert "Ormas dan Pemkot Bahas Sinergi" not in titles


def test_pins_come_first_in_their_order_and_can_be_taken_away(desk) -> None:
    seed(desk)
    pinning.pin(desk, "1", pin=["3", "4"])
    ranked = reading.related(desk, "1")
    assert [(r.article.id, r.pinned) for r in ranked[:3]] == [(3, True), (4, True), (2, False)]
    pinning.pin(desk, "1", unpin=["3"])
    assert get(desk, 1).related == (4,)
    with pytest.raises(ValidationError, match="related to itself"):
        pinning.pin(desk, "1", pin=["1"])


def test_what_is_excluded_and_what_is_not_published_is_left_out(desk) -> None:
    seed(desk)
    publishing.move(desk, ref("2"), "unpublish")
    assert 2 not in [r.article.id for r in reading.related(desk, "1")]
    assert 4 not in [r.article.id for r in reading.related(desk, "1", ["4"])]


def test_a_search_puts_the_headline_before_the_text(desk) -> None:
    add(desk, "Cuaca Hari Ini", body="Hujan dan banjir.")
    add(desk, "Banjir Surut", body="Air turun.")
    hits = reading.search(desk, ["banjir"], Filters()).hits
    assert [hit.article.id for hit in hits] == [2, 1]
    assert "banjir" in hits[1].snippet


def test_a_search_for_marks_alone_finds_nothing_and_for_nothing_is_refused(desk) -> None:
    add(desk)
    assert reading.search(desk, ["???"], Filters()) == Found()
    with pytest.raises(UsageError, match="nothing to search for"):
        reading.search(desk, [], Filters())


# -- import -----------------------------------------------------------------


def row(title: str, **fields: object) -> Row:
    return Row({"title": title, **fields}, f"uji, {title}")


PAGE = Page(
    row("Utama", views=10, source="https://contoh.invalid/1", published_at=NOW),
    (row("Terkait Satu", views=5), row("Terkait Dua", views=6)),
    (row("Populer", views=900), row("Terkait Satu", views=7)),
)


def test_a_page_brings_its_article_and_one_for_each_that_it_lists(desk) -> None:
    report = import_entries(desk, [PAGE])
    assert (report.new, report.changed) == (4, 0)
    assert get(desk, 1).related == (2, 3)
    assert {a.status for a in desk.repository.read()} == {"published"}
    assert get(desk, 2).views == 7


def test_a_listed_article_that_is_known_is_linked_and_only_its_views_rise(desk) -> None:
    known = add(desk, "Populer", body="Naskah lengkap", views=1000)
    import_entries(desk, [PAGE])
    assert get(desk, known.id) == known
    lower = Page(row("Lain"), (), (row("Populer", views=2000),))
    import_entries(desk, [lower])
    assert (get(desk, known.id).views, get(desk, known.id).body) == (2000, "Naskah lengkap")


def test_a_listed_headline_of_another_day_is_another_article(desk) -> None:
    add(desk, "Jadwal Buka Puasa", published_at=datetime(2026, 2, 20, tzinfo=WIB))
    listed = row("Jadwal Buka Puasa", published_at=datetime(2026, 2, 21, tzinfo=WIB))
    import_entries(desk, [Page(row("Utama"), (listed,), ())])
    assert get(desk, 2).related == (3,)
    assert get(desk, 3).slug == "jadwal-buka-puasa-2"


def test_the_same_page_twice_conflicts_and_with_upsert_updates(desk) -> None:
    import_entries(desk, [PAGE])
    with pytest.raises(ConflictError, match="uji, Utama: the source"):
        import_entries(desk, [PAGE])
    later = replace(PAGE, article=row("Utama", views=99, source="https://contoh.invalid/1"))
    report = import_entries(desk, [later], upsert=True)
    assert (report.new, report.changed) == (0, 1)
    assert get(desk, 1).views == 99


def test_one_bad_row_stops_the_whole_import(desk) -> None:
    with pytest.raises(ValidationError, match="uji, Buruk: "):
        import_entries(desk, [row("Baik"), row("Buruk", views=-1)])
    assert not desk.repository.exists()


def test_new_articles_with_a_headline_that_is_here_already_are_told(desk) -> None:
    rows = [row("Lama"), row("Lain"), row("Beralamat", source="https://kota.example/1")]
    import_entries(desk, rows)
    again = import_entries(desk, [*rows[:2], row("Beralamat"), row("Baru"), row("Baru")])
    assert again.new == 5
    (warning,) = again.outcome.plan.warnings
    assert warning.startswith("3 new articles have the headline of one that is here already")
    assert not import_entries(desk, rows, upsert=True).outcome.plan.warnings


def test_an_empty_store_keeps_ids_and_former_lives(desk) -> None:
    old = datetime(2020, 1, 1, tzinfo=WIB)
    import_entries(
        desk, [row("Lama", id=40, created_at=old, revision=7, related=(41,)), row("B", id=41)]
    )
    article = get(desk, 40)
    assert (article.created_at, article.revision, article.related) == (old, 7, (41,))
    assert add(desk).id == 42


def test_where_an_id_is_taken_the_row_gets_a_new_one_and_pins_follow(desk) -> None:
    add(desk, "Sudah Ada")
    import_entries(desk, [row("Satu", id=1), row("Dua", id=2, related=(1,))])
    titles = {a.title: a for a in desk.repository.read()}
    assert titles["Sudah Ada"].id == 1
    assert titles["Dua"].related == (titles["Satu"].id,)


def test_rows_without_status_get_the_one_that_is_told(desk) -> None:
    import_entries(desk, [row("A"), row("B", status="ready")], status="archived")
    assert [a.status for a in desk.repository.read()] == ["archived", "ready"]


def test_ten_thousand_equal_titles_get_ten_thousand_slugs(desk) -> None:
    import_entries(desk, [row("Sama")] * 10_000)
    slugs = [a.slug for a in desk.repository.read()]
    assert slugs[-1] == "sama-10000"
    assert len(set(slugs)) == 10_000


def test_the_same_title_without_source_is_a_new_record(desk) -> None:
    import_entries(desk, [row("Sama"), row("Sama")])
    assert [a.slug for a in desk.repository.read()] == ["sama", "sama-2"]


def test_a_forced_schedule_says_that_it_waits_for_what_is_missing(desk) -> None:
    add(desk, "Rob di Muara Angke")
    told = publishing.schedule(desk, ref("1"), NOW + timedelta(days=1), force="menunggu foto")
    assert any("held back" in warning for warning in told.plan.warnings)


def test_merging_names_the_tag_that_no_article_has(desk) -> None:
    add(desk, "Rob di Muara Angke", tags=("banjir",))
    told = tagging.rename_tags(desk, ["banjr", "banjir"], "rob")
    assert told.plan.warnings == ("no article has the tag 'banjr'; did you mean banjir?",)
    assert get(desk, 1).tags == ("rob",)


def test_an_audit_names_dead_pins_and_articles_that_stand_alone(desk) -> None:
    seed(desk)
    pinning.pin(desk, "1", pin=["3", "4"])
    publishing.move(desk, ref("3"), "unpublish")
    found = auditing.audit(desk, [], reading.ALL)
    assert [(a.id, what) for a, what in found] == [(1, "pin 3 is draft")]
    lone = {"title": "Zebra Lahir", **READY, "body": "Seekor anak betina sehat."}
    writing.add(desk, lone, status="published")
    assert (5, "nothing related") in [
        (a.id, what) for a, what in auditing.audit(desk, [], reading.ALL)
    ]


def test_what_an_embargo_holds_back_stands_beside_nothing_for_an_audit(desk) -> None:
    for title in ("Ular Sawah Masuk Rumah", "Petugas Menangkap Ular Sawah"):
        writing.add(desk, {"title": title, **READY, "body": title}, status="published")
    assert auditing.audit(desk, ["id:1"], reading.ALL) == []
    writing.edit(desk, ref("2"), {"embargo_until": NOW + timedelta(days=1)})
    assert [what for _, what in auditing.audit(desk, ["id:1"], reading.ALL)] == ["nothing related"]


def test_an_audit_of_which_a_part_is_wanted_ends_with_that(desk) -> None:
    for title in ("Zebra Lahir", "Kuda Nil Tidur", "Onta Minum"):
        writing.add(desk, {"title": title, **READY, "body": title}, status="published")
    told: list[int] = []
    found = auditing.audit(desk, [], reading.Part(1, 1), lambda done, _: told.append(done))
    assert (len(found), told) == (1, [0, 1])
