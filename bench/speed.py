#!/usr/bin/env python3
"""What commands cost, as whole processes, by size of the store.

    python bench/speed.py                        1,000, 10,000 and 100,000 articles
    python bench/speed.py --sizes 1000 10000 --rounds 5 --json figures.json --plot cost.svg

Standard library only; `berita` is run by the Python that runs this script. Every round
runs every command once at every size, so that a slow minute of the machine meets
all of them; ratios are taken within a round. Figures are medians of CPU time
(user and system) with the slowest beside them. Writes run on fresh copies.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from calls import calls_of, table_of_calls
from generate import rows
from plot import plot

Command = list[str]
NULL = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
PYTHON = sys.executable
BERITA = [PYTHON, "-m", "beritacli"]
BULK = 1000
QUIET = {"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "", "BERITA_CONFIG": os.devnull}

OFTEN = 4  # times that reads are run in a round
STARTS: Mapping[str, Command] = {
    "pass": [PYTHON, "-c", "pass"],
    "import typer": [PYTHON, "-c", "import typer"],
    "--version": [*BERITA, "--version"],
    "list, no store": [*BERITA, "--db", "none.json", "list"],
    "popular, no store": [*BERITA, "--db", "none.json", "popular"],
}
READS: Mapping[str, Command] = {
    "show": ["show", "{id}"],
    "list -n 20": ["list", "-n", "20"],
    "list by tag": ["list", "tag:{tag}", "-n", "20"],
    "popular": ["popular"],
    "completion": ["completion", "words", "--", "show", "5"],
    "search, two words": ["search", "{first} {second}", "-n", "10"],
    "related": ["related", "{id}"],
}
WRITES: Mapping[str, Command] = {
    "add": ["add", "Artikel baru", "--body", "Isi artikel baru."],
    "edit": ["edit", "{id}", "--section", "layanan", "--title", "Judul yang lain"],
    "tag one": ["tag", "{id}", "+baru"],
    "publish one": ["publish", "{draft}"],
}
BULK_TAG = {"tag 1,000": ["tag", f"id:1..{BULK}", "+baru", "--yes"]}


class Run:
    """The cost of one process: CPU seconds, wall seconds, most memory in MB."""

    def __init__(self, words: Sequence[str], cwd: Path) -> None:
        environment = {**os.environ, **QUIET, "PWD": str(cwd)}
        with contextlib.chdir(cwd):
            begun = os.times().elapsed
            child = os.posix_spawn(words[0], words, environment, file_actions=NULL)
        _, status, usage = os.wait4(child, 0)
        self.wall = os.times().elapsed - begun
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.code = os.waitstatus_to_exitcode(status)


class Figures:
    """Every run by its name and size."""

    def __init__(self) -> None:
        self.runs: dict[tuple[str, int], list[Run]] = defaultdict(list)

    def run(self, name: str, size: int, words: Sequence[str], cwd: Path) -> Run:
        """Run a command and keep what it cost; an exit code other than 0 ends the bench."""
        done = Run(words, cwd)
        if done.code:
            sys.exit(f"{' '.join(words)} in {cwd}: exit {done.code}")
        self.runs[name, size].append(done)
        return done

    def cpu(self, name: str, size: int) -> float:
        """Median CPU in milliseconds."""
        return 1000 * statistics.median(run.cpu for run in self.runs[name, size])

    def slowest(self, name: str, size: int) -> float:
        """The most CPU of any round, in milliseconds."""
        return 1000 * max(run.cpu for run in self.runs[name, size])

    def memory(self, name: str, size: int) -> float:
        """Median of the most memory, in MB."""
        return statistics.median(run.memory for run in self.runs[name, size])

    def ratio(self, one: tuple[str, int], other: tuple[str, int]) -> float:
        """The median of the ratios within a round."""
        pairs = zip(self.runs[one], self.runs[other], strict=True)
        return statistics.median(a.cpu / b.cpu for a, b in pairs)

    def beyond(self, name: str, size: int) -> float:
        """What a write costs beyond `--version`, run just before it, in milliseconds."""
        return self.cpu(name, size) - self.cpu("--version beside", size)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--plot", type=Path, help="write cost by size here, as SVG")
    parser.add_argument("--folder", type=Path, help="keep the stores here and use them again")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        figures, facts = Figures(), {}
        for size in given.sizes:
            facts[size] = prepared(figures, folder / str(size), size)
        for number in range(given.rounds):
            one_round(figures, folder, given.sizes, facts)
            print(f"round {number + 1} of {given.rounds}", file=sys.stderr)
        for size in given.sizes:
            slow_ones(figures, folder, size, facts[size])
        calls = calls_of_writes(folder / str(max(given.sizes)), facts[max(given.sizes)])
    print(table(figures, given.sizes, facts))
    if calls:
        print("", *table_of_calls(calls), sep="\n")
    if given.json:
        given.json.write_text(json.dumps(as_json(figures, facts), indent=1) + "\n")
    if given.plot:
        curves = {
            name: {size: figures.cpu(name, size) for size in given.sizes}
            for name in (*READS, *WRITES)
        }
        given.plot.write_text(plot(curves, "articles", "ms of CPU, whole process"))


def prepared(figures: Figures, folder: Path, size: int) -> dict[str, object]:
    """A store of `size` articles with its index complete, and words to ask it for."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "rows.jsonl"
    if not source.exists():
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows(size))
    if not (folder / "store").exists():
        (folder / "store").mkdir()
        figures.run(
            "import",
            size,
            [*BERITA, "--db", "berita.json", "import", str(source)],
            folder / "store",
        )
        figures.run("words taken in", size, [*BERITA, "search", "x"], folder / "store")
    with source.open(encoding="utf-8") as file:
        row = next(json.loads(line) for number, line in enumerate(file, 1) if number == size // 2)
    words = row["body"].split()
    return {
        "id": size // 2,
        "tag": row["tags"][0],
        "first": words[0].strip("."),
        "second": words[2].strip("."),
        "draft": 20,
        "store MB": (folder / "store" / "berita.json").stat().st_size / 1e6,
        "index MB": sum(p.stat().st_size for p in (folder / "store").glob("*.sqlite")) / 1e6,
    }


def one_round(
    figures: Figures, folder: Path, sizes: Sequence[int], facts: Mapping[int, Mapping[str, object]]
) -> None:
    """Every command at every size: writes once; start-up and reads, which are short, often.

    What is compared is run at one go, since a machine may be half as fast a minute later.
    """
    nothing = folder / "nothing"
    nothing.mkdir(exist_ok=True)
    for _ in range(OFTEN):
        for name, words in STARTS.items():
            figures.run(name, 0, words, nothing)
        for name, words in READS.items():
            for size in sizes:
                filled = [word.format(**facts[size]) for word in words]
                figures.run(name, size, [*BERITA, *filled], folder / str(size) / "store")
    for size in sizes:
        said = facts[size]
        for name, words in {**WRITES, **(BULK_TAG if size >= BULK else {})}.items():
            with copied(folder / str(size)) as copy:
                Run([*BERITA, "tag", "1", "+salinan"], copy)  # a copy is a new file to the index
                figures.run("--version beside", size, STARTS["--version"], nothing)
                filled = [word.format(**said) for word in words]
                figures.run(name, size, [*BERITA, *filled], copy)


def slow_ones(figures: Figures, folder: Path, size: int, said: Mapping[str, object]) -> None:
    """What takes long enough to be measured once: a new index, and a hand edit."""
    with copied(folder / str(size)) as copy:
        for index in copy.glob("*.sqlite*"):
            index.unlink()
        figures.run("lists of a new index", size, [*BERITA, "list", "-n", "1"], copy)
        figures.run("words of a new index", size, [*BERITA, "search", str(said["first"])], copy)
        edited_by_hand(copy / "berita.json")
        figures.run("after a hand edit", size, [*BERITA, "search", "disunting"], copy)


def calls_of_writes(folder: Path, said: Mapping[str, object]) -> dict[str, Counter[str]]:
    """The system calls of each write; empty where nobody can count them."""
    found = {}
    for name, words in WRITES.items():
        with copied(folder) as copy:
            Run([*BERITA, "tag", "1", "+salinan"], copy)
            counted = calls_of([*BERITA, *(word.format(**said) for word in words)], copy)
        if counted is not None:
            found[name] = counted
    return found


def edited_by_hand(store: Path) -> None:
    """Put a word into a title; line by line, for a child counts our memory as its own."""
    edited = store.with_name("edited.json")
    with store.open("rb") as old, edited.open("wb") as new:
        half, written = store.stat().st_size // 2, 0
        for line in old:
            written += len(line)
            if half and written > half and b'"title": "' in line:
                line, half = line.replace(b'"title": "', b'"title": "Disunting ', 1), 0  # noqa: PLW2901
            new.write(line)
    edited.replace(store)


@contextlib.contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A fresh copy of a store with all that stands beside it, on the same disk."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "store", copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def table(figures: Figures, sizes: Sequence[int], facts: Mapping[int, Mapping[str, object]]) -> str:
    """The figures as Markdown."""
    least, most = min(sizes), max(sizes)
    lines = [
        f"{date_and_machine()}",
        "",
        "| start-up | CPU ms | × `import typer` |",
        "|---|---|---|",
    ]
    for name in STARTS:
        ratio = figures.ratio((name, 0), ("import typer", 0))
        lines.append(f"| {name} | {figures.cpu(name, 0):.0f} | {ratio:.2f} |")
    head = " | ".join(f"{size:,}" for size in sizes)
    lines += ["", f"| CPU ms (slowest) | {head} | {most:,} / {least:,} | MB |"]
    lines.append("|---" * (len(sizes) + 3) + "|")
    for name in READS:
        ratio = figures.ratio((name, most), (name, least))
        lines.append(_row(figures, name, sizes, f"{ratio:.2f}", figures.memory(name, most)))
    lines += ["", f"| CPU ms beyond `--version` | {head} | MB |", "|---" * (len(sizes) + 2) + "|"]
    for name in (*WRITES, *(BULK_TAG if most >= BULK else ())):
        cells = " | ".join(
            f"{figures.beyond(name, size):.0f}" if figures.runs[name, size] else ""
            for size in sizes
        )
        lines.append(f"| {name} | {cells} | {figures.memory(name, most):.0f} |")
    lines += ["", f"| once, CPU s | {head} | MB |", "|---" * (len(sizes) + 2) + "|"]
    for name in (
        "import",
        "words taken in",
        "lists of a new index",
        "words of a new index",
        "after a hand edit",
    ):
        known = [size for size in sizes if figures.runs[name, size]]
        if known:
            cells = " | ".join(f"{figures.cpu(name, size) / 1000:.1f}" for size in known)
            lines.append(f"| {name} | {cells} | {figures.memory(name, known[-1]):.0f} |")
    share = float(str(facts[most]["index MB"])) / float(str(facts[most]["store MB"]))
    lines += ["", f"Store {facts[most]['store MB']:.0f} MB, index {share:.2f} of it."]
    return "\n".join(lines)


def _row(figures: Figures, name: str, sizes: Sequence[int], ratio: str, memory: float) -> str:
    cells = " | ".join(
        f"{figures.cpu(name, size):.0f} ({figures.slowest(name, size):.0f})" for size in sizes
    )
    return f"| {name} | {cells} | {ratio} | {memory:.0f} |"


def date_and_machine() -> str:
    """When and where, as far as others can make use of it."""
    day = date.today().isoformat()  # noqa: DTZ011 - the day of whoever runs this
    version = subprocess.run([*BERITA, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    return (
        f"{day}, {version.stdout.strip()}, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}, {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} cores."
    )


def as_json(figures: Figures, facts: Mapping[int, Mapping[str, object]]) -> dict[str, object]:
    """Every run, and what was run."""
    runs: dict[str, dict[str, list[list[float]]]] = defaultdict(dict)
    for (name, size), done in figures.runs.items():
        runs[name][str(size)] = [
            [round(run.cpu, 4), round(run.wall, 4), round(run.memory, 1)] for run in done
        ]
    return {
        "what": "CPU s, wall s, most memory in MB of every run",
        "where": date_and_machine(),
        "stores": {str(size): said for size, said in facts.items()},
        "runs": runs,
    }


if __name__ == "__main__":
    main()
