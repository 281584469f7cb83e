"""What commands do, counted: costs that are the same on every machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.query import Equals, Not, Query
from beritacli.index import access
from beritacli.index.schema import connect, create
from beritacli.index.snapshot import IndexedSnapshot
from beritacli.storage import codec, storefile
from beritacli.values import replace
from conftest import disk_store, memory_repository

MANY = 300


@pytest.fixture
def path(tmp_path: Path, note: Note) -> Path:
    """A store of `MANY` articles with its index complete."""
    path = tmp_path / "berita.json"
    articles = [
        Article(id, f"artikel-{id}-x", f"Kabar ke-{id}", body="Isi.", tags=("kota",))
        for id in range(1, MANY + 1)
    ]
    disk_store(path).write(lambda _: Plan(tuple(Change(None, a) for a in articles)), note)
    disk_store(path).read().related(articles[0], 3)
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every document that is made an article of."""
    seen: list[object] = []
    for module in (storefile, codec):
        real = getattr(module, "from_document", None)
        if real is not None:
            monkeypatch.setattr(module, "from_document", _counted(real, seen))
    return seen


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every document that is made text of."""
    seen: list[object] = []
    monkeypatch.setattr(codec, "to_document", _counted(codec.to_document, seen))
    return seen


def _counted(real: Callable[..., object], seen: list[object]) -> Callable[..., object]:
    def counted(*given: object, **named: object) -> object:
        seen.append(given)
        return real(*given, **named)

    return counted


def test_a_list_reads_the_documents_that_it_shows(path, read) -> None:
    assert len(disk_store(path).read().find(Query((Equals("tag", ("kota",)),)), limit=5)) == 5
    assert len(read) == 5


@pytest.mark.parametrize(
    ("common", "source"), [(MANY, access.BY_TIME), (40, access.BY_TIME), (38, access.AS_FOUND)]
)
def test_a_tag_that_many_have_is_listed_by_walking_through_time(common, source) -> None:
    articles = [
        Article(id, f"artikel-{id}", "Kabar", tags=("kota",) if id % MANY < common else ())
        for id in range(1, MANY + 1)
    ]
    snapshot = memory_repository(articles).read()
    query = Query((Equals("tag", ("kota",)), Not(Equals("status", ("deleted",)))))
    assert access.newest_first(snapshot._index, query, 5, MANY) == source
    assert snapshot.find(query, limit=5) == snapshot.find(query)[:5]


def test_a_walk_through_time_sorts_nothing() -> None:
    connection = connect(":memory:")
    create(connection)
    tagged = "a.id IN (SELECT id FROM tags WHERE tag_f = 'kota') ORDER BY newest DESC, id DESC"
    plan = _plan(connection, f"SELECT a.id FROM {access.BY_TIME} WHERE {tagged} LIMIT 20")  # noqa: S608 - fixed words
    assert "TEMP B-TREE" not in plan


def test_a_count_reads_no_document(path, read) -> None:
    assert disk_store(path).read().count(Query(())) == MANY
    assert read == []


def test_one_change_reads_and_writes_one_document(path, read, written, note) -> None:
    def planner(snapshot: IndexedSnapshot) -> Plan:
        old = snapshot.get(7)
        assert old is not None
        return Plan((Change(old, replace(old, title="Judul lain", revision=2)),))

    disk_store(path).write(planner, note)
    assert len(read) == 1
    assert len(written) == 1


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("status != 'deleted' ORDER BY newest DESC, id DESC LIMIT 20", "by_newest"),
        ("status = 'published' ORDER BY newest DESC, id DESC LIMIT 20", "by_status"),
        ("section_f = 'kota' ORDER BY newest DESC, id DESC LIMIT 20", "by_section"),
        ("slug = 'kabar'", "sqlite_autoindex_articles"),
        ("embargo >= 1 ORDER BY embargo DESC", "by_embargo"),
        ("source = 'https://berita.example/1'", "by_source"),
    ],
)
def test_a_list_walks_an_index_and_sorts_nothing(sql, index) -> None:
    connection = connect(":memory:")
    create(connection)
    plan = _plan(connection, f"SELECT id FROM articles WHERE {sql}")  # noqa: S608 - fixed words
    assert index in plan
    assert "TEMP B-TREE" not in plan


def _plan(connection: sqlite3.Connection, sql: str) -> str:
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
