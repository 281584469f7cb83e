"""The same records in the form of each tool that `bench/peers.py` measures.

Title, body, tags and date go into every form; the lines of JSON hold the whole record.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Records = Sequence[Mapping[str, Any]]

NAIVE = """
import sys
import typer
from tinydb import TinyDB, Query
app = typer.Typer()
@app.command()
def get(id: int):
    print(TinyDB("t.json").get(doc_id=id)["title"])
@app.command()
def list():
    for a in sorted(TinyDB("t.json"), key=lambda a: a["published_at"])[-20:]: print(a["title"])
@app.command()
def tag(id: int, tag: str):
    db = TinyDB("t.json"); db.update({"tags": db.get(doc_id=id)["tags"] + [tag]}, doc_ids=[id])
@app.command()
def search(word: str):
    for a in TinyDB("t.json").search(Query().body.search(word))[:10]: print(a["title"])
@app.command()
def add(title: str):
    TinyDB("t.json").insert({"title": title, "published_at": "2026-01-01", "tags": [], "body": ""})
app()
"""
BARE = """
import sqlite3, sys
what, db = sys.argv[1], sqlite3.connect("bare.db")
if what == "get":
    for (t,) in db.execute("SELECT title FROM a WHERE id = ?", (sys.argv[2],)): print(t)
if what == "list":
    for (t,) in db.execute("SELECT title FROM a ORDER BY published_at DESC LIMIT 20"): print(t)
if what == "tag": db.execute("UPDATE a SET tags = tags || ' baru' WHERE id = ?", (sys.argv[2],))
if what == "search":
    found = "SELECT title FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10"
    for (t,) in db.execute(found, (sys.argv[2],)): print(t)
if what == "add":
    n = db.execute("INSERT INTO a (title, body) VALUES (?, '')", (sys.argv[2],)).lastrowid
    db.execute("INSERT INTO f (rowid, title, body) VALUES (?, ?, '')", (n, sys.argv[2]))
db.commit()
"""
TASKRC = """
confirmation=off
hooks=off
recurrence=off
verbose=nothing
uda.body.type=string
report.newest_by_date.columns=id,entry,description
report.newest_by_date.filter=status:pending
report.newest_by_date.sort=entry-
"""


def json_lines(folder: Path, records: Records) -> None:
    """A record a line: what berita imports and jq reads."""
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in records)


def tinydb(folder: Path, records: Records) -> None:
    """A file of TinyDB and the naive program."""
    table = {"_default": {str(row["id"]): row for row in records}}
    (folder / "t.json").write_text(json.dumps(table))
    (folder / "naive.py").write_text(NAIVE)


def sqlite(folder: Path, records: Records) -> None:
    """A table, an index by date, the words of title and body; the bare script."""
    (folder / "bare.py").write_text(BARE)
    with contextlib.closing(sqlite3.connect(folder / "bare.db")) as database:
        database.executescript(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, title, body, tags, published_at);"
            "CREATE INDEX p ON a (published_at);"
            "CREATE VIRTUAL TABLE f USING fts5 (title, body);"
        )
        told = [
            (r["id"], r["title"], r["body"], " ".join(r["tags"]), r["published_at"])
            for r in records
        ]
        database.executemany("INSERT INTO a VALUES (?, ?, ?, ?, ?)", told)
        database.executemany(
            "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", [row[:3] for row in told]
        )
        database.commit()


def buku(folder: Path, records: Records) -> None:
    """Bookmarks in buku's own table: the body is their description; they have no date."""
    with contextlib.closing(sqlite3.connect(folder / "buku.db")) as database:
        database.execute(
            "CREATE TABLE bookmarks (id integer PRIMARY KEY, URL text NOT NULL UNIQUE,"
            " metadata text default '', tags text default ',', desc text default '',"
            " flags integer default 0)"
        )
        database.executemany(
            "INSERT INTO bookmarks VALUES (?, ?, ?, ?, ?, 0)",
            (
                (r["id"], r["source"], r["title"], f",{','.join(r['tags'])},", r["body"])
                for r in records
            ),
        )
        database.commit()


def recutils(folder: Path, records: Records) -> None:
    """A rec file with a descriptor; a tag is a field, and fields may repeat."""
    with (folder / "articles.rec").open("w", encoding="utf-8") as file:
        file.write("%rec: Article\n%key: Id\n%type: Id int\n%auto: Id\n")
        for row in records:
            tags = "".join(f"Tag: {tag}\n" for tag in row["tags"])
            body = row["body"].replace("\n", "\n+ ")
            file.write(f"\nId: {row['id']}\nTitle: {row['title']}\n")
            file.write(f"Published: {row['published_at']}\n{tags}Body: {body}\n")


def taskwarrior(folder: Path, records: Records) -> None:
    """Tasks for `task import`; all are pending, since only those have a number."""
    (folder / "tasks").mkdir()
    (folder / "taskrc").write_text(TASKRC)
    tasks = [
        {
            "description": row["title"],
            "body": row["body"],
            "tags": row["tags"],
            "entry": f"{_utc(row['published_at']):%Y%m%dT%H%M%SZ}",
            "status": "pending",
        }
        for row in records
    ]
    (folder / "tasks.json").write_text(json.dumps(tasks))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


FORMS: Mapping[str, Callable[[Path, Records], None]] = {
    "berita": json_lines,
    "Typer + TinyDB": tinydb,
    "bare sqlite3": sqlite,
    "buku": buku,
    "recutils": recutils,
    "taskwarrior": taskwarrior,
}
