#!/usr/bin/env python3
"""berita beside other tools on the same records: get, list, tag, search, add.

    python bench/peers.py --sizes 10000 100000 --rounds 5

The operations: the title of one record by number, the newest 20, a tag added to one
record, the first 10 with a word in the body (the first one of an article, which many
have, then its rarest), a new record.

Each tool that is installed takes part: jq on the JSON lines, sqlite-utils on the tables of
the bare script, buku (bookmarks in SQLite), recutils (one text file), taskwarrior (tasks in
text files), and two scripts that stand in `peer_forms.py`: the naive program (Typer and
stock TinyDB), and Python's own sqlite3, which has no command line, checks nothing and
keeps no history: a floor, not a peer. Where a tool does less or other than asked, a
note stands below the tables.

Figures are medians of CPU milliseconds of whole processes, interleaved in rounds. What takes
more than 10 seconds the first time is run once.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generate import rows
from peer_forms import FORMS, Records
from speed import BERITA, PYTHON, Command, Figures, date_and_machine

OPERATIONS = ("get", "list", "tag", "search", RARE := "rare word", "add")
FILL = "fill"  # what a tool does itself before it is measured
SLOW = 10  # seconds; what takes longer at its first run is run once
NOTES: Mapping[str, str] = {
    "jq": "`tag` writes the whole file to its output and keeps nothing; there is no `add`.",
    "buku": "keeps no dates: `list` gives the last 20 by number. `search` gives all that is found.",
    "recutils": "has no limit: `list` prints all, the newest last, and `search` all that is found. "
    "Its writes leave the key unchecked (`--force`): a check goes by the square of the records, "
    "20 s for one tag at 10,000.",
    "taskwarrior": "every article is a pending task, since others have no number.",
}


def commands(id: int, word: str) -> dict[str, dict[str, Command]]:
    """Tool -> operation -> the words of the command; only of tools that are here."""
    found = scripts(id, word)
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
    if buku := shutil.which("buku"):
        found["buku"] = of_buku([buku, "--nostdin", "--db", "buku.db", "--np"], id, word)
    if all(map(shutil.which, ("recsel", "recset", "recins"))):
        found["recutils"] = of_recutils(id, word)
    if (task := shutil.which("task")) and is_taskwarrior(task):
        found["taskwarrior"] = of_taskwarrior(
            [task, "rc:taskrc", "rc.data.location=tasks"], id, word
        )
    return found


def scripts(id: int, word: str) -> dict[str, dict[str, Command]]:
    """What needs nothing but the Python that runs this."""
    naive, bare = [PYTHON, "naive.py"], [PYTHON, "bare.py"]
    return {
        "berita": {
            FILL: [*BERITA, "--db", "berita.json", "import", "rows.jsonl"],
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


def of_buku(buku: Command, id: int, word: str) -> dict[str, Command]:
    """Asks for titles alone, and never for a page of the network."""
    url = "https://berita.example/baru/{round}"
    return {
        "get": [*buku, "--format", "30", "--print", str(id)],
        "list": [*buku, "--format", "30", "--print", "-20"],
        "tag": [*buku, "--tacit", "--update", str(id), "--tag", "+", "baru{round}"],
        "search": [*buku, "--format", "30", "--deep", "--markers", "--sall", f">{word}"],
        "add": [*buku, "--tacit", "--offline", "--add", url, "--title", "Judul"],
    }


def of_recutils(id: int, word: str) -> dict[str, Command]:
    """Three programs on one file."""
    recsel, recset, recins = (str(shutil.which(name)) for name in ("recsel", "recset", "recins"))
    file, article, this = "articles.rec", ["-t", "Article"], ["-e", f"Id = {id}"]
    added = ["-f", "Title", "-v", "Judul", "-f", "Published", "-v", "2026-01-01"]
    return {
        "get": [recsel, *article, *this, "-P", "Title", file],
        "list": [recsel, *article, "-S", "Published", "-P", "Title", file],
        "tag": [recset, "--force", *article, *this, "-f", "Tag", "-a", "baru{round}", file],
        "search": [recsel, *article, "-e", f"Body ~ '{word}'", "-P", "Title", file],
        "add": [recins, "--force", *article, *added, file],
    }


def is_taskwarrior(task: str) -> bool:
    """Whether `task` is that one: it says its number alone, other programs of the name say more."""
    command = [task, "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - found
    return re.fullmatch(r"\d+(\.\d+)+", told.stdout.strip()) is not None


def of_taskwarrior(task: Command, id: int, word: str) -> dict[str, Command]:
    """Reads go by a report of its settings; a body is a field of its own there."""
    return {
        FILL: [*task, "import", "tasks.json"],
        "get": [*task, "_get", f"{id}.description"],
        "list": [*task, "limit:20", "newest_by_date"],
        "tag": [*task, str(id), "modify", "+baru{round}"],
        "search": [*task, f"body.contains:{word}", "limit:10", "newest_by_date"],
        "add": [*task, "add", "Judul"],
    }


def words_of(asked: Mapping[str, Any], records: Records) -> tuple[str, str]:
    """The first word of an article, and the one that fewest have."""
    said = [word.lower() for word in asked["body"].replace(".", "").split()]
    bodies = [frozenset(record["body"].lower().replace(".", "").split()) for record in records]
    having = Counter(word for body in bodies for word in body.intersection(said))
    return said[0], min(sorted(having), key=having.__getitem__)


def prepared(folder: Path, records: Records, tools: Mapping[str, Mapping[str, Command]]) -> None:
    """The same records in the own form of every tool that is here."""
    folder.mkdir(parents=True)
    figures = Figures()
    for tool, form in FORMS.items():
        if tool in tools:
            form(folder, records)
            if FILL in tools[tool]:
                figures.run(FILL, len(records), tools[tool][FILL], folder)
    # berita takes in the words of many articles at the first search
    figures.run("words", len(records), [*BERITA, "search", "x"], folder)


def measure(sizes: Sequence[int], rounds: int, folder: Path) -> Iterator[str]:
    """A table of Markdown for each size."""
    for size in sizes:
        records: Records = [{"id": number, **row} for number, row in enumerate(rows(size), 1)]
        asked = records[size // 2]
        first, rare = words_of(asked, records)
        tools = commands(asked["id"], first)
        for tool, given in commands(asked["id"], rare).items():
            tools[tool][RARE] = given["search"]
        prepared(folder / str(size), records, tools)
        figures: Mapping[str, Figures] = {tool: Figures() for tool in tools}
        for number in range(rounds):  # a tag that a record has already would not be written
            one_round(figures, tools, size, number, folder / str(size))
        yield f"\n| {size:,} articles | {' | '.join(OPERATIONS)} |"
        yield "|---" * (len(OPERATIONS) + 1) + "|"
        for tool, words in tools.items():
            cells = [f"{figures[tool].cpu(o, size):,.0f}" if o in words else "" for o in OPERATIONS]
            yield f"| {tool} | {' | '.join(cells)} |"
        ratios = [
            figures["berita"].cpu(o, size) / figures["bare sqlite3"].cpu(o, size)
            for o in OPERATIONS
        ]
        yield f"| berita / bare | {' | '.join(f'{ratio:.1f}' for ratio in ratios)} |"
    yield "\n" + "\n".join(f"- {tool}: {NOTES[tool]}" for tool in tools if tool in NOTES)


def one_round(
    figures: Mapping[str, Figures],
    tools: Mapping[str, Mapping[str, Command]],
    size: int,
    number: int,
    folder: Path,
) -> None:
    """Every operation by every tool, but for those that were slow the first time."""
    for operation in OPERATIONS:
        for tool, given in tools.items():
            before = figures[tool].runs[operation, size]
            if operation in given and not (before and before[0].wall > SLOW):
                words = [word.replace("{round}", str(number)) for word in given[operation]]
                figures[tool].run(operation, size, words, folder)


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
