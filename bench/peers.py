#!/usr/bin/env python3
"""berita beside other tools on the same records: get, list, tag, search, add.

    python bench/peers.py --sizes 10000 100000 --rounds 5

Each tool that is installed takes part: sqlite-utils, jq on the JSON lines, the naive program
(Typer and stock TinyDB, below), and a bare script with Python's own sqlite3, which
has no command line, checks nothing and keeps no history: a floor, not a peer. Figures
are medians of CPU milliseconds of whole processes, interleaved in rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generate import rows
from speed import BERITA, PYTHON, Command, Figures, date_and_machine

OPERATIONS = ("get", "list", "tag", "search", "add")
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


def commands(id: int, word: str) -> dict[str, dict[str, Command]]:
    """Tool -> operation -> the words of the command; only of tools that are here."""
    naive, bare = [PYTHON, "naive.py"], [PYTHON, "bare.py"]
    found = {
        "berita": {
            "get": [*BERITA, "show", str(id), "--template", "{title}"],
            "list": [*BERITA, "list", "-n", "20"],
            "tag": [*BERITA, "tag", str(id), "+baru{round}"],
            "search": [*BERITA, "search", word, "-n", "10"],
            "add": [*BERITA, "add", "Judul"],
        },
        "Typer + TinyDB": {
            "get": [*naive, "get", str(id)],
            "list": [*naive, "list"],
            "tag": [*naive, "tag", str(id), "baru{round}"],
            "search": [*naive, "search", word],
            "add": [*naive, "add", "Judul"],
        },
        "bare sqlite3": {
            "get": [*bare, "get", str(id)],
            "list": [*bare, "list"],
            "tag": [*bare, "tag", str(id)],
            "search": [*bare, "search", word],
            "add": [*bare, "add", "Judul"],
        },
    }
    if jq := shutil.which("jq"):
        found["jq"] = {
            "get": [jq, "-r", f"select(.id == {id}) | .title", "rows.jsonl"],
            "list": [jq, "-rs", "sort_by(.published_at)[-20:][] | .title", "rows.jsonl"],
            "tag": [jq, "-c", f'if .id == {id} then .tags += ["baru"] else . end', "rows.jsonl"],
            "search": [jq, "-r", f'select(.body | test("{word}")) | .title', "rows.jsonl"],
        }
    if utils := shutil.which("sqlite-utils"):
        newest = ["--order", "published_at desc", "--limit", "20"]
        query = "select title from f where f match :word order by rank limit 10"
        tagged = "update a set tags = tags || ' baru' where id = :id"
        found["sqlite-utils"] = {
            "get": [utils, "rows", "bare.db", "a", "--where", f"id = {id}", "-c", "title"],
            "list": [utils, "rows", "bare.db", "a", *newest],
            "tag": [utils, "bare.db", tagged, "-p", "id", str(id)],
            "search": [utils, "bare.db", query, "-p", "word", word],
            "add": [utils, "bare.db", "insert into a (title) values ('Judul')"],
        }
    return found


def prepared(folder: Path, size: int) -> tuple[int, str]:
    """The same records in every tool's own form; an id and a word to ask for."""
    folder.mkdir(parents=True)
    records = [{"id": number, **row} for number, row in enumerate(rows(size), 1)]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records))
    (folder / "t.json").write_text(
        json.dumps({"_default": {str(row["id"]): row for row in records}})
    )
    (folder / "naive.py").write_text(NAIVE)
    (folder / "bare.py").write_text(BARE)
    with contextlib.closing(sqlite3.connect(folder / "bare.db")) as database:
        database.executescript(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, title, body, tags, published_at);"
            "CREATE INDEX p ON a (published_at);"
            "CREATE VIRTUAL TABLE f USING fts5 (title, body);"
        )
        told = [
            (r["id"], r["title"], r["body"], " ".join(map(str, r["tags"])), r["published_at"])
            for r in records
        ]
        database.executemany("INSERT INTO a VALUES (?, ?, ?, ?, ?)", told)
        database.executemany(
            "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", [row[:3] for row in told]
        )
        database.commit()
    figures = Figures()
    figures.run("import", size, [*BERITA, "--db", "berita.json", "import", "rows.jsonl"], folder)
    figures.run("words", size, [*BERITA, "search", "x"], folder)
    row = records[size // 2]
    return int(str(row["id"])), str(row["body"]).split()[0].lower()


def measure(sizes: Sequence[int], rounds: int, folder: Path) -> Iterator[str]:
    """A table of Markdown for each size."""
    for size in sizes:
        id, word = prepared(folder / str(size), size)
        tools = commands(id, word)
        figures: Mapping[str, Figures] = {tool: Figures() for tool in tools}
        for number in range(rounds):  # a tag that a record has already would not be written
            for operation in OPERATIONS:
                for tool, given in tools.items():
                    if operation in given:
                        words = [w.replace("{round}", str(number)) for w in given[operation]]
                        figures[tool].run(operation, size, words, folder / str(size))
        yield f"\n| {size:,} articles | {' | '.join(OPERATIONS)} |\n|{'---|' * 6}"
        for tool, words in tools.items():
            cells = [f"{figures[tool].cpu(o, size):,.0f}" if o in words else "" for o in OPERATIONS]
            yield f"| {tool} | {' | '.join(cells)} |"
        ratios = [
            figures["berita"].cpu(o, size) / figures["bare sqlite3"].cpu(o, size)
            for o in OPERATIONS
        ]
        yield f"| berita / bare | {' | '.join(f'{ratio:.1f}' for ratio in ratios)} |"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(date_and_machine())
        for line in measure(given.sizes, given.rounds, Path(folder)):
            print(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
