"""The index beside a store: it is never staler than the store, and never missed when it is gone."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Note, Plan
from beritacli.domain.counts import Counts
from beritacli.domain.ledger import Ledger
from beritacli.domain.query import Equals, Query, Words
from beritacli.index import places, sync
from beritacli.index.schema import connect, create
from beritacli.index.sqlite_index import SQLiteIndex
from beritacli.storage import atomic, storefile
from beritacli.storage.atomic import Range, Signature
from beritacli.storage.codec import Image, encode, encode_image
from beritacli.storage.memory import MemoryLog
from beritacli.storage.meta import Meta
from beritacli.storage.splice import next_store
from beritacli.storage.storefile import StoreFile
from beritacli.storage.tinydb_store import TinyDBStore
from beritacli.values import replace
from conftest import WIB, a_third, disk_store

TEXTS = (
    ("Pasar Ikan Muara Dibuka Lagi", "Pedagang kerapu kembali berjualan sejak subuh."),
    ("Jembatan Bambu Rampung", "Warga dua kampung menyeberang tanpa memutar jauh."),
    ("Lomba Perahu Hias Digelar", "Nelayan menghias perahu dengan janur dan lampion."),
)
CHANGED = ("kerapu", "cumi-2")  # of equal length
META = Meta("0123456789abcdef", 3, "fedcba9876543210", 10_000)


@pytest.fixture
def path(tmp_path: Path, note: Note) -> Path:
    """A store of three articles, written by us; its index is in step and has all words."""
    path = tmp_path / "toko" / "berita.json"
    path.parent.mkdir()
    store = disk_store(path)
    new = [Change(None, article(id, *text)) for id, text in enumerate(TEXTS, 1)]
    store.write(lambda _: Plan(tuple(new[:2])), note)
    found(store, "perahu")  # so that the next commit takes in its words as well
    store.write(lambda _: Plan((new[2],)), note)
    return path


def article(id: int, title: str, body: str = "") -> Article:
    return Article(id, f"artikel-{id}-x", title, body=body or None, tags=("pesisir",))


def index_of(path: Path) -> Path:
    gc.collect()  # ends what earlier stores have open, as the end of a process does
    (index,) = path.parent.glob("*.sqlite")
    return index


def found(store: TinyDBStore, words: str) -> list[int]:
    return [hit.article.id for hit in store.read().search(Query((Words(words),)), None).hits]


def answers(path: Path) -> list[object]:
    """What a process of its own gets to hear."""
    snapshot = disk_store(path).read()
    listed = [a.id for a in snapshot.find(Query((Equals("tag", ("pesisir",)),)))]
    hits = [
        [(hit.article, hit.score, hit.snippet) for hit in snapshot.search(query, None).hits]
        for query in (Query((Words("perahu"),)), Query((Words("warga kampung"),)))
    ]
    return [list(snapshot), listed, *hits, snapshot.by_slug("artikel-2-x"), snapshot.next_id]


def edit(path: Path, before: str, after: str) -> None:
    """Write into the file as it stands, as some editors do: the inode stays."""
    content = path.read_bytes()
    with path.open("r+b") as file:
        file.write(content.replace(before.encode(), after.encode()))


def exchange(path: Path, before: str, after: str) -> None:
    """Put a new file in the place of the old one, as other editors do."""
    other = path.with_name("lain.tmp")
    other.write_bytes(path.read_bytes().replace(before.encode(), after.encode()))
    other.replace(path)


# -- connections ------------------------------------------------------------


def test_a_connection_is_closed_by_whichever_thread_collects_what_is_left(path) -> None:
    def leave() -> weakref.ref[sqlite3.Connection]:
        connection = connect(path.with_name("sendiri.sqlite"))
        connection.set_trace_callback(lambda _, mine=connection: None)  # a cycle
        return weakref.ref(connection)

    gc.disable()
    try:
        left = leave()
        thread = threading.Thread(target=gc.collect)
        thread.start()
        thread.join()
    finally:
        gc.enable()
    assert left() is None  # an error in closing would fail the test as an unraisable one


# -- changes from outside ---------------------------------------------------


@pytest.mark.parametrize("change", [edit, exchange])
@pytest.mark.parametrize("kept_open", [True, False])
def test_an_edit_of_equal_length_is_found_at_once(path, change, kept_open) -> None:
    store = disk_store(path)
    assert found(store, "kerapu") == [1]
    change(path, *CHANGED)
    assert found(store if kept_open else disk_store(path), "cumi-2") == [1]
    assert found(store if kept_open else disk_store(path), "kerapu") == []


@pytest.mark.parametrize("change", [edit, exchange])
@pytest.mark.parametrize("nanoseconds", [-1, 1])
def test_a_nanosecond_tells_two_states_apart(path, change, nanoseconds) -> None:
    times = path.stat()
    change(path, *CHANGED)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + nanoseconds))
    assert found(disk_store(path), "cumi-2") == [1]


@pytest.mark.parametrize("change", [edit, exchange])
def test_an_edit_with_its_time_put_back_is_found(path, change) -> None:
    times = path.stat()
    time.sleep(0.02)  # the clock of the kernel goes on, and the time of the inode's change with it
    change(path, *CHANGED)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert found(disk_store(path), "cumi-2") == [1]


def test_an_edit_that_no_time_shows_is_found_while_the_file_is_young(path, monkeypatch) -> None:
    tick = time.time_ns()
    real = atomic.signature

    def coarse(descriptor: int) -> Signature:
        return replace(real(descriptor), mtime=tick, ctime=tick)

    edit(path, "subuh", "fajar")
    monkeypatch.setattr(atomic, "signature", coarse)
    assert found(disk_store(path), "kerapu fajar") == [1]
    edit(path, *CHANGED)
    assert found(disk_store(path), "cumi-2 fajar") == [1]


def test_a_rewrite_by_stock_tinydb_is_listed(path) -> None:
    store = disk_store(path)
    store.read()
    with TinyDB(path) as db:
        db.table("articles").update({"section": "Bahari"}, where("slug") == "artikel-3-x")
    assert [a.id for a in store.read().find(Query((Equals("section", ("bahari",)),)))] == [3]


def test_a_rewrite_by_stock_tinydb_is_searched(path) -> None:
    store = disk_store(path)
    assert found(store, "rotan") == []
    with TinyDB(path) as db:
        db.table("articles").update({"title": "Jembatan Rotan"}, where("slug") == "artikel-2-x")
    assert found(store, "rotan") == [2]
    assert found(store, "bambu") == []


def test_an_article_removed_by_stock_tinydb_is_gone(path) -> None:
    store = disk_store(path)
    assert found(store, "perahu") == [3]
    with TinyDB(path) as db:
        db.table("articles").remove(where("slug") == "artikel-3-x")
    assert found(store, "perahu") == []
    assert [a.id for a in store.read()] == [1, 2]


def test_an_older_copy_put_in_its_place_is_seen(path, note) -> None:
    copy = path.with_name("lama.tmp")
    copy.write_bytes(path.read_bytes())
    before = answers(path)
    store = disk_store(path)
    new = article(4, "Perahu Layar Berlabuh")
    store.write(lambda _: Plan((Change(None, new),)), note)
    assert found(store, "perahu") != [3]
    copy.replace(path)
    assert found(store, "perahu") == [3]
    index_of(path).unlink()  # scores still count the words of articles that are gone
    assert answers(path) == before


def test_documents_in_another_order_are_read_from_their_places(path) -> None:
    before = answers(path)
    root = json.loads(path.read_bytes())
    lines = {int(id): json.dumps(d).encode() for id, d in reversed(root["articles"].items())}
    path.write_bytes(b"".join(encode_image(Image(Meta(**root["meta"]["1"]), {}, lines))))
    assert answers(path) == before


# -- an index that is gone or damaged ---------------------------------------


def test_a_deleted_index_is_rebuilt(path) -> None:
    before = answers(path)
    old = index_of(path)
    old.unlink()
    assert answers(path) == before
    assert index_of(path) != old


def test_an_index_deleted_under_an_open_store_does_not_matter(path) -> None:
    store = disk_store(path)
    assert found(store, "kerapu") == [1]
    for file in path.parent.glob("*.sqlite*"):
        file.unlink()
    edit(path, *CHANGED)
    assert found(store, "cumi-2") == [1]
    assert found(disk_store(path), "cumi-2") == [1]


@pytest.mark.parametrize("garbage", [b"bukan basis data\n" * 999, b"\0" * 9999, b"\xff" * 9999])
def test_an_index_of_garbage_is_rebuilt(path, garbage) -> None:
    before = answers(path)
    index_of(path).write_bytes(garbage)
    assert answers(path) == before
    assert answers(path) == before


def spoil(path: Path, table: str) -> None:
    """Overwrite the first page of a table of the index, or the page with the file's header."""
    index, page = index_of(path), 1
    if table != "header":
        connection = sqlite3.connect(index)
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(sql, (table,)).fetchone()
        connection.close()
    with index.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)


TABLES = (
    "header facts articles blocks by_newest tags tags_of terms frequencies vectors "
    "fulltext_data fulltext_idx fulltext_docsize fulltext_config"
)


@pytest.mark.parametrize("table", TABLES.split())
def test_an_index_with_a_bad_page_answers_the_same(path, table) -> None:
    before = answers(path)
    spoil(path, table)
    assert answers(path) == before
    assert answers(path) == before  # by another process, from what the first one left


@pytest.mark.parametrize("end", [0, 1, 100, 4096, 5000, 40_960, -4096, -2000])
def test_a_truncated_index_answers_the_same(path, end) -> None:
    before = answers(path)
    index = index_of(path)
    index.write_bytes(index.read_bytes()[:end])
    assert answers(path) == before


def test_a_write_beside_a_damaged_index_lands_and_is_found(path, note) -> None:
    index_of(path).write_bytes(b"bukan basis data\n" * 999)
    new = article(4, "Mercusuar Dicat Ulang")
    disk_store(path).write(lambda _: Plan((Change(None, new),)), note)
    assert found(disk_store(path), "mercusuar") == [4]


def test_the_index_of_another_store_does_not_answer(path, tmp_path, note) -> None:
    other = tmp_path / "lain" / "berita.json"
    other.parent.mkdir()
    new = article(1, "Kereta Kuda Tua", "Kusirnya naik perahu.")
    disk_store(other).write(lambda _: Plan((Change(None, new),)), note)
    before = answers(path)
    index_of(path).write_bytes(index_of(other).read_bytes())
    assert answers(path) == before


# -- a folder that takes no index -------------------------------------------


@pytest.fixture
def closed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's folder, without an index and refusing one, root's too."""
    index_of(path).unlink()
    real = os.open

    def refuse(name, flags, *more, **options):
        if flags & os.O_CREAT and Path(os.fsdecode(name)).parent == path.parent:
            raise OSError(30, "Read-only file system")
        return real(name, flags, *more, **options)

    monkeypatch.setattr(os, "open", refuse)
    return path.parent


def test_the_index_of_a_closed_folder_stands_in_the_cache(path, closed, tmp_path) -> None:
    cache = tmp_path / "cache" / "berita"
    assert found(TinyDBStore(path, SQLiteIndex(path, cache)), "perahu") == [3]
    assert not list(closed.glob("*.sqlite*"))
    assert len(list(cache.glob("*.sqlite"))) == 1


def test_an_index_in_the_cache_is_used_again(path, closed, tmp_path) -> None:
    cache = tmp_path / "cache"
    for _ in range(2):
        assert found(TinyDBStore(path, SQLiteIndex(path, cache)), "perahu") == [3]
    assert len(list(cache.glob("*.sqlite"))) == 1


def test_without_a_cache_either_the_index_is_in_memory(path, closed, tmp_path) -> None:
    blocked = tmp_path / "berkas"
    blocked.write_text("no folder can be made here")
    for cache in (None, blocked, blocked / "cache"):
        assert found(TinyDBStore(path, SQLiteIndex(path, cache)), "perahu") == [3]
    assert not list(tmp_path.rglob("*.sqlite*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("stale", [False, True])
def test_a_folder_closed_over_its_index_is_read(path, tmp_path, stale) -> None:
    if stale:
        edit(path, *CHANGED)
    for file in path.parent.iterdir():
        file.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        store = TinyDBStore(path, SQLiteIndex(path, tmp_path / "cache"))
        assert found(store, CHANGED[stale]) == [1]
        assert len(store.read()) == 3
    finally:
        path.parent.chmod(0o700)


def test_the_index_of_a_read_only_store_can_be_written_by_its_owner(path) -> None:
    index_of(path).unlink()
    path.chmod(0o440)
    disk_store(path).read()
    assert index_of(path).stat().st_mode & 0o600 == 0o600


def test_an_index_that_cannot_be_opened_is_let_go_without_a_word(tmp_path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path)
    gc.collect()


# -- words, when they are asked for -----------------------------------------


def worded(path: Path) -> int:
    """How many articles the full text has."""
    connection = sqlite3.connect(index_of(path))
    try:
        (count,) = connection.execute("SELECT count(doc) FROM articles").fetchone()
    finally:
        connection.close()
    return count


def test_a_list_takes_in_no_words(path) -> None:
    index_of(path).unlink()
    snapshot = disk_store(path).read()
    assert len(snapshot.find(Query((Equals("tag", ("pesisir",)),)))) == 3
    assert worded(path) == 0


def test_the_first_search_takes_in_every_word(path) -> None:
    index_of(path).unlink()
    assert found(disk_store(path), "perahu") == [3]
    assert worded(path) == 3


def test_a_change_from_outside_has_its_own_words_read_alone(path) -> None:
    assert worded(path) == 3
    edit(path, *CHANGED)
    assert len(disk_store(path).read()) == 3
    assert worded(path) == 2


def scores(path: Path) -> list[tuple[int, float]]:
    hits = disk_store(path).read().search(Query((Words("perahu kampung"),)), None).hits
    return [(hit.article.id, hit.score) for hit in hits]


def test_edits_leave_the_scores_of_an_index_made_anew(path, note) -> None:
    for round in range(4):
        store = disk_store(path)
        old = store.read().get(2)
        new = replace(old, body=f"Perahu kampung, kabar ke-{round}.")
        store.write(lambda _, old=old, new=new: Plan((Change(old, new),)), note)
    edited = scores(path)
    index_of(path).unlink()
    assert edited == scores(path)


def test_many_edits_from_outside_leave_the_scores_of_an_index_made_anew(path) -> None:
    for _ in range(4):
        edit(path, *CHANGED)
        edit(path, *reversed(CHANGED))
        scores(path)
    edited = scores(path)
    index_of(path).unlink()
    assert edited == scores(path)


# -- the bytes of the next store --------------------------------------------

BODIES = st.text(st.sampled_from('aé🐟"\\\n,}{:'), max_size=12)
IDS = st.integers(1, 12) | st.integers(1, 2**40)


def line(id: int, body: str) -> bytes:
    return encode(article(id, "Kabar Pesisir", body))


def joined(content: Iterator[bytes | Range]) -> bytes:
    return b"".join(
        os.pread(piece.descriptor, piece.size, piece.at) if isinstance(piece, Range) else piece
        for piece in content
    )


@given(
    old=st.dictionaries(IDS, BODIES, max_size=8),
    new=st.dictionaries(IDS, BODIES, max_size=4),
    data=st.data(),
)
def test_splicing_gives_the_bytes_of_the_whole_image(tmp_path, old, new, data) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(old))) if old else st.just(set()))
    rows = dict.fromkeys(data.draw(st.sets(IDS, max_size=4)), b'{"counted": {"2024": 1}}')
    gone_rows = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    changed = dict.fromkeys(gone_rows) | dict.fromkeys(
        data.draw(st.sets(IDS, max_size=3)), b'{"counted": {"2024": 2}}'
    )
    tables = data.draw(st.sampled_from([{}, {"catatan": {}}, {"catatan": {"1": {"n": 2}}}]))
    kept = {id: line(id, body) for id, body in old.items()}
    lines = dict.fromkeys(gone) | {id: line(id, body) for id, body in new.items()}
    path = tmp_path / "berita.json"
    path.write_bytes(b"".join(encode_image(Image(META, {}, kept, {}, rows, tables))))
    file = StoreFile(os.open(path, os.O_RDONLY), path.name, WIB)
    snapshot = SQLiteIndex().snapshot(file, MemoryLog([]))

    spliced = joined(next_store(file, snapshot, META, lines, changed))

    after = {id: document for id, document in (kept | lines).items() if document is not None}
    counted = {id: row for id, row in (rows | changed).items() if row is not None}
    assert spliced == b"".join(encode_image(Image(META, {}, after, {}, counted, tables)))


@a_third()
@given(steps=st.lists(st.dictionaries(IDS, BODIES | st.none(), max_size=4), max_size=6))
def test_any_commits_leave_the_index_that_a_scan_would_make(tmp_path_factory, note, steps) -> None:
    path = tmp_path_factory.mktemp("langkah") / "berita.json"
    store = disk_store(path)
    for step in steps:

        def planner(snapshot, step=step):
            pairs = ((snapshot.get(id), planned(id, body)) for id, body in step.items())
            return Plan(tuple(Change(a, b) for a, b in pairs if a != b))

        store.write(planner, note)
    if path.exists():
        assert_alike(store, path)


def planned(id: int, body: str | None) -> Article | None:
    if body is None:
        return None
    tags = ("pesisir", *dict.fromkeys(body.split()))[: 1 + id % 3]
    return replace(article(id, "Kabar Pesisir", body), tags=tags)


def assert_alike(store: TinyDBStore, path: Path) -> None:
    kept, made = store.read(), TinyDBStore(path, SQLiteIndex()).read()
    assert list(kept) == list(made)
    assert (kept.digest, kept.extent, kept.hashes) == (made.digest, made.extent, made.hashes)
    with closing(connect(index_of(path))) as connection:
        tagged = connection.execute("SELECT * FROM tagged WHERE places > 0").fetchall()
        counted = connection.execute("SELECT tag_f, count(*) FROM tags GROUP BY tag_f").fetchall()
    assert tagged == counted


# -- places -----------------------------------------------------------------

Documents = Mapping[int, tuple[int, bytes]]
SIZES = st.tuples(st.integers(2, 300), st.binary(min_size=places.HASH, max_size=places.HASH))


def expected(documents: Documents) -> dict[int, places.Place]:
    """The places of documents, counted through one by one."""
    at, result = 0, {}
    for id, (size, hash) in documents.items():
        at += len(f'"{id}": ')
        result[id] = (at, size, hash)
        at += size + len(",\n")
    return result


def check(connection: sqlite3.Connection, documents: Documents) -> None:
    found, right = places.Places(connection), expected(documents)
    assert {id: found.find(id) for id in right} == right
    assert all(found.find(id) is None for id in range(1, 13) if id not in right)
    assert found.extent() == max((at + size for at, size, _ in right.values()), default=0)
    assert list(places.order_of(connection)) == list(documents)
    assert places.hashes_of(connection) == {id: hash for id, (_, hash) in documents.items()}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "BLOCK", 3)


@given(
    first=st.dictionaries(IDS, SIZES, max_size=12),
    steps=st.lists(st.dictionaries(IDS, SIZES | st.none(), max_size=5), max_size=8),
)
def test_places_follow_any_puts_moves_and_removals(small_blocks, first, steps) -> None:
    connection = connect(":memory:")
    create(connection)
    model = dict(first)
    places.write_all(
        connection,
        list(model),
        [size for size, _ in model.values()],
        b"".join(hash for _, hash in model.values()),
    )
    check(connection, model)
    for step in steps:
        places.change(connection, step.items())
        model = {id: place for id, place in (model | step).items() if place is not None}
        check(connection, model)
    connection.close()


def test_a_document_taken_out_and_put_back_moves_to_the_end(small_blocks) -> None:
    connection = connect(":memory:")
    create(connection)
    model = {id: (10 * id, bytes([id]) * places.HASH) for id in range(1, 8)}
    places.change(connection, model.items())
    places.change(connection, [(2, None)])
    places.change(connection, [(2, model[2])])
    back = model.pop(2)
    check(connection, {**model, 2: back})


def test_an_archive_that_says_less_leaves_no_page_free(path, note, monkeypatch) -> None:
    monkeypatch.setattr(sync, "_MANY", 100)
    long = [
        article(id, f"Kabar {id}", " ".join(f"kata{id * n}" for n in range(200)))
        for id in range(10, 310)
    ]
    short = [replace(one, body="ringkas", revision=2) for one in long]
    store = disk_store(path)
    for before, after in ((repeat(None), long), (long, short)):
        plan = Plan(tuple(map(Change, before, after)))
        store.write(lambda _, plan=plan: plan, note)
        found(store, "ringkas")
    with closing(connect(index_of(path))) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def lists_of(path: Path) -> list[object]:
    """What the index holds of the articles beside their words, and how it is sorted."""
    with closing(connect(index_of(path))) as connection:
        names = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        articles = "SELECT id, slug, title_f, newest, views, filled FROM articles"
        return [
            names,
            *(connection.execute(sql).fetchall() for sql in (articles, "SELECT * FROM tags")),
        ]


def test_an_archive_taken_in_at_once_has_the_lists_of_one_that_grew(path, monkeypatch) -> None:
    before = lists_of(path)
    index_of(path).unlink()
    monkeypatch.setattr(sync, "_MANY", len(TEXTS) - 1)
    answers(path)
    assert lists_of(path) == before


def test_documents_are_read_alike_in_any_order_and_in_pieces_of_any_size(
    tmp_path, monkeypatch
) -> None:
    bodies = {id: f"{id} " * (1 + 3 * (id % 5)) for id in range(1, 13)}
    path = tmp_path / "berita.json"
    kept = {id: line(id, body) for id, body in bodies.items()}
    path.write_bytes(b"".join(encode_image(Image(META, {}, kept))))
    places = expected({id: (len(said), b"") for id, said in kept.items()})
    for ahead in range(1, 1500):
        monkeypatch.setattr(storefile, "_AHEAD", ahead)
        file = StoreFile(os.open(path, os.O_RDONLY), path.name, WIB)
        for id in (*kept, 3, 4, 2, 9, 1):
            assert file.article(id, *places[id][:2]).body == bodies[id]


def test_a_row_of_an_article_is_never_taken_for_the_ledger_of_logs(tmp_path) -> None:
    path = tmp_path / "berita.json"
    path.write_bytes(b"".join(encode_image(Image(META, {}, {}, {}, {0: b"{}", 1: b"{}"}))))
    file = StoreFile(os.open(path, os.O_RDONLY), path.name, WIB)
    first = file.scan().rows.at + len('"0": ')
    second = first + len('{},\n"1": ')
    assert (file.row(0, first, 2), file.row(1, second, 2)) == (Ledger(), Counts())
