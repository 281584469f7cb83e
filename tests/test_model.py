"""A desk at work against a dictionary: any sequence of commands, crashes and edits by hand."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import TinyDB

from beritacli.domain.article import BIN, Article
from beritacli.formats import Row
from beritacli.newsroom import backing, publishing, purging, reading, tagging, undoing, writing
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.importing import import_entries
from beritacli.newsroom.targets import Filters, Target
from beritacli.storage import atomic, log_writer
from conftest import NOW, disk_store

WORDS = st.sampled_from(["pasar", "banjir", "taman", "jembatan", "sekolah"])
PICK = st.integers(0, 40)
Records = dict[int, Article]


class Desks(RuleBasedStateMachine):
    """What the store holds must be what a dictionary of records holds; undo and redo go by lists."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "berita.json"
        self.records: Records = {}
        self.undone: list[Records] = []  # the states that undo leads back to, the next one last
        self.redone: list[Records] = []
        self.ids: set[int] = set()
        self.backed_up: Records | None = None
        self.open()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def open(self) -> None:
        """A new process."""
        approval = Approval(yes=True, allow_mass=True)
        store = disk_store(self.path)
        self.desk = Desk(store, NOW, "penguji@meja", "uji", approval=approval)
        self.keeper = store.keeper(self.folder / "drafts")

    def done(self, plan: Any) -> None:
        """Follow a command that may have changed something."""
        if not plan.changes:
            return
        self.undone.append(dict(self.records))
        self.redone.clear()
        self.apply(plan)

    def apply(self, plan: Any) -> None:
        for change in plan.changes:
            assert self.records.get(change.id) == change.before
            if change.before is None:
                assert plan.kind != "change" or change.id not in self.ids, "an id came back"
            self.ids.add(change.id)
            if change.after is None:
                del self.records[change.id]
            else:
                self.records[change.id] = change.after

    def one(self, pick: int, *statuses: str) -> Target | None:
        """One of the records, with one of the statuses where any are named."""
        ids = [
            id for id, a in sorted(self.records.items())
            if (a.status in statuses if statuses else a.status != BIN)
        ]  # fmt: skip
        return Target((str(ids[pick % len(ids)]),)) if ids else None

    @rule(word=WORDS, body=WORDS)
    def add(self, word: str, body: str) -> None:
        self.done(writing.add(self.desk, {"title": f"Berita {word}", "body": body}).plan)

    @rule(pick=PICK, word=WORDS)
    def edit(self, pick: int, word: str) -> None:
        if target := self.one(pick):
            self.done(writing.edit(self.desk, target, {"section": word, "quote": word}).plan)

    @rule(word=WORDS)
    def tag_all(self, word: str) -> None:
        self.done(tagging.tag(self.desk, Target(everything=True), add=[word]).plan)

    @rule(pick=PICK)
    def publish(self, pick: int) -> None:
        if target := self.one(pick, "draft", "review", "ready", "archived"):
            self.done(publishing.publish(self.desk, target, force="uji").plan)

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if target := self.one(pick):
            self.done(publishing.move(self.desk, target, "delete").plan)

    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        if target := self.one(pick, BIN):
            self.done(publishing.restore(self.desk, target).plan)

    @rule(words=st.lists(WORDS, min_size=1, max_size=4))
    def import_rows(self, words: list[str]) -> None:
        rows = [Row({"title": f"Impor {word}"}, "arsip") for word in words]
        self.done(import_entries(self.desk, rows).outcome.plan)

    @rule()
    def undo(self) -> None:
        plan = undoing.undo(self.desk).plan
        assert bool(plan.changes) == bool(self.undone)
        if plan.changes:
            self.redone.append(dict(self.records))
            self.apply(plan)
            assert self.records == self.undone.pop()

    @rule()
    def redo(self) -> None:
        plan = undoing.redo(self.desk).plan
        assert bool(plan.changes) == bool(self.redone)
        if plan.changes:
            self.undone.append(dict(self.records))
            self.apply(plan)
            assert self.records == self.redone.pop()

    @rule(pick=PICK, word=WORDS)
    def edit_by_hand(self, pick: int, word: str) -> None:
        if not self.records:
            return
        id = sorted(self.records)[pick % len(self.records)]
        self.by_hand(lambda table: table[str(id)].update(dateline=word, title=f"Tangan {word}"))

    @rule(word=WORDS)
    def insert_by_stock_tinydb(self, word: str) -> None:
        if self.path.exists():
            with TinyDB(self.path) as db:
                # Without a slug it would have the one that is free, whatever was taken out since.
                slug = f"tinydb-{len(self.ids)}-x"
                db.table("articles").insert({"title": f"TinyDB {word}", "slug": slug})
            self.look_outside()

    @rule(pick=PICK)
    def remove_by_hand(self, pick: int) -> None:
        if self.records:
            id = sorted(self.records)[pick % len(self.records)]
            self.by_hand(lambda table: table.pop(str(id)))

    def by_hand(self, change: Callable[[dict], object]) -> None:
        root = json.loads(self.path.read_text(encoding="utf-8"))
        change(root["articles"])
        self.path.write_text(json.dumps(root), encoding="utf-8")
        self.look_outside()

    def look_outside(self) -> None:
        """A change from outside is one step of undo, however many edits were made in a row."""
        found = {article.id: article for article in self.desk.repository.read()}
        if found == self.records:
            return
        self.undone.append(dict(self.records))
        self.redone.clear()
        self.records = found
        self.ids |= found.keys()
        # The next write puts it into the log; here at once, so that two edits are two steps.
        self.done(writing.add(self.desk, {"title": "Sesudah suntingan"}).plan)

    @rule()
    def crash_in_the_middle(self) -> None:
        real = os.replace

        def killed(*_arguments: object) -> None:
            raise KeyboardInterrupt

        atomic.os.replace = killed
        try:
            with pytest.raises(KeyboardInterrupt):
                writing.add(self.desk, {"title": "Tidak jadi"})
        finally:
            atomic.os.replace = real
        self.open()

    @rule()
    def new_process(self) -> None:
        self.open()

    @rule()
    def lose_the_index(self) -> None:
        for path in self.folder.glob("*.index.*"):
            path.unlink()
        self.open()

    @rule()
    def back_up(self) -> None:
        if self.keeper.back_up(NOW, 3) is not None:
            self.backed_up = dict(self.records)

    @rule()
    def restore_a_backup(self) -> None:
        if self.backed_up is not None:
            self.done(backing.restore(self.desk, self.keeper, "@last").plan)
            assert self.records == self.backed_up

    @rule(pick=PICK)
    def purge(self, pick: int) -> None:
        target = self.one(pick)
        if target is None:
            return
        id = int(target.args[0])
        purging.purge(self.desk, self.keeper, target)
        self.redone.clear()
        for records in (self.records, self.backed_up or {}, *self.undone):
            records.pop(id, None)
        # An entry that spoke of that record alone has nothing left to undo.
        states = [*self.undone, self.records]
        pairs = pairwise(states)
        self.undone = [before for before, after in pairs if before != after]
        self.open()

    @invariant()
    def the_store_holds_what_the_dictionary_holds(self) -> None:
        snapshot = self.desk.repository.read()
        assert {article.id: article for article in snapshot} == self.records
        found = reading.search(self.desk, ["pasar"], Filters()) if self.records else None
        if found is not None:
            shown = {a.id for a in self.records.values() if "pasar" in _text(a) and a.status != BIN}
            assert {hit.article.id for hit in found.hits} == shown or not shown

    @invariant()
    def the_doctor_is_content(self) -> None:
        assert [f for f in self.keeper.examine() if f.level == "error"] == []


def _text(article: Article) -> str:
    parts = (article.title, *article.tags, article.body or "", article.photo.caption or "")
    return " ".join(parts).lower()


@pytest.fixture(autouse=True, scope="module")
def short_segments() -> Iterator[None]:
    """The log goes on in segment after segment; other modules have the real length again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_writer, "SEGMENT", 4000)
        yield


class TestDesks(Desks.TestCase):
    settings = settings(max_examples=6, stateful_step_count=20, deadline=None)


@pytest.mark.slow
class TestDesksLong(Desks.TestCase):
    settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
