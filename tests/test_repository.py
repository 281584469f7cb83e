"""The port Repository: what holds for the store on disk and the one in memory alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.ports import Planner, Repository, Snapshot
from beritacli.domain.query import Query
from beritacli.errors import ValidationError
from beritacli.values import replace
from conftest import WIB, a_third, disk_store, memory_repository

WIT = timezone(timedelta(hours=9))


@pytest.fixture(params=["disk", "memory"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    if request.param == "memory":
        return memory_repository()
    return disk_store(tmp_path / "berita.json")


@pytest.fixture
def adding(article: Callable[..., Article]) -> Callable[..., Planner]:
    def adds(*titles: str) -> Planner:
        def planner(snapshot: Snapshot) -> Plan:
            ids = range(snapshot.next_id, snapshot.next_id + len(titles))
            new = [article(id, title=title) for id, title in zip(ids, titles, strict=True)]
            return Plan(tuple(Change(None, one) for one in new))

        return planner

    return adds


def setting(id: int, **values: object) -> Planner:
    def planner(snapshot: Snapshot) -> Plan:
        before = snapshot.get(id)
        assert before is not None
        return Plan((Change(before, replace(before, **values)),))  # type: ignore[arg-type]

    return planner


def removing(id: int) -> Planner:
    return lambda snapshot: Plan((Change(snapshot.get(id), None),))


def test_a_new_repository_is_empty_and_reading_makes_nothing(repository: Repository) -> None:
    assert list(repository.read()) == []
    assert not repository.exists()


def test_what_is_written_is_read_back(repository, adding, note) -> None:
    committed = repository.write(adding("Satu", "Dua"), note)
    assert [a.title for a in repository.read()] == ["Satu", "Dua"]
    assert committed.sequence == 1


def test_ids_begin_at_one_and_go_up(repository, adding, note) -> None:
    repository.write(adding("Satu"), note)
    repository.write(adding("Dua"), note)
    assert [a.id for a in repository.read()] == [1, 2]


def test_the_id_of_a_removed_record_never_comes_back(repository, adding, note) -> None:
    repository.write(adding("Satu", "Dua"), note)
    repository.write(removing(2), note)
    repository.write(adding("Tiga"), note)
    assert [a.id for a in repository.read()] == [1, 3]


def test_a_plan_without_changes_writes_nothing(repository, adding, note) -> None:
    repository.write(adding("Satu"), note)
    committed = repository.write(lambda _: Plan(), note)
    assert committed.sequence == 1


def test_an_error_in_the_planner_changes_nothing(repository, adding, note) -> None:
    repository.write(adding("Satu"), note)

    def refuse(_: Snapshot) -> Plan:
        raise ValidationError("no")

    with pytest.raises(ValidationError):
        repository.write(refuse, note)
    assert [a.title for a in repository.read()] == ["Satu"]


def test_the_last_transaction_is_known_by_its_ids(repository, adding, note) -> None:
    repository.write(adding("Satu", "Dua", "Tiga"), note)
    repository.write(setting(2, title="Dua Lagi"), note)
    assert list(repository.read().last_ids) == [2]


def test_the_status_before_the_bin_is_known(repository, adding, note) -> None:
    repository.write(adding("Satu"), note)
    repository.write(setting(1, status="ready"), note)
    repository.write(setting(1, status="deleted"), note)
    assert repository.read().former_status(1) == "ready"


def test_slugs_are_found_by_their_beginning_in_order(repository, note, article) -> None:
    new = [article(1, slug="pasar-baru"), article(2, slug="pasar-antik"), article(3, slug="taman")]
    repository.write(lambda _: Plan(tuple(Change(None, one) for one in new)), note)
    snapshot = repository.read()
    assert [a.slug for a in snapshot.slugs_beginning("pasar")] == ["pasar-antik", "pasar-baru"]
    assert snapshot.by_slug("taman") == new[2]
    assert snapshot.by_slug("tam") is None


def test_the_newest_first_goes_by_instant_then_id_and_undated_come_last(
    repository, note, article
) -> None:
    early = article(1, published_at=datetime(2026, 1, 1, 9, 0, tzinfo=WIT))
    late = article(2, published_at=datetime(2026, 1, 1, 8, 0, tzinfo=WIB))
    twin = article(3, published_at=datetime(2026, 1, 1, 8, 0, tzinfo=WIB))
    made = article(4, created_at=datetime(2026, 1, 2, tzinfo=WIB))
    undated = article(5)
    new = (undated, early, late, twin, made)
    repository.write(lambda _: Plan(tuple(Change(None, one) for one in new)), note)
    assert repository.read().find(Query()) == [made, twin, late, early, undated]


def test_a_record_is_found_by_its_source(repository, note, article) -> None:
    one = article(1, source="https://contoh.invalid/read/1")
    repository.write(lambda _: Plan((Change(None, one),)), note)
    assert repository.read().by_source("https://contoh.invalid/read/1") == one
    assert repository.read().by_source("https://contoh.invalid/read/2") is None


@a_third()
@given(titles=st.lists(st.text(min_size=1).filter(str.strip), max_size=5), changed=st.data())
def test_any_sequence_of_writes_reads_back_the_same_from_disk_and_memory(
    tmp_path_factory, note: Note, titles: list[str], changed: st.DataObject
) -> None:
    disk = disk_store(tmp_path_factory.mktemp("store") / "berita.json")
    memory = memory_repository()
    for number, title in enumerate(titles, start=1):
        new = Article(number, f"judul-{number}x", title)
        edited = setting(changed.draw(st.integers(1, number)), body=title)
        for repository in (disk, memory):
            repository.write(lambda _, new=new: Plan((Change(None, new),)), note)
            repository.write(edited, note)
    assert list(disk.read()) == list(memory.read())
