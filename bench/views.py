"""How long an access log of a million lines takes to count, and how much memory.

    python bench/views.py [--lines 1000000] [--articles 2000] [--seconds 86000] [--folder DIR]

The log is made with a fixed seed: a day of a city portal with readers who come back,
robots, pictures, errors and other pages. Prints the program's own report, then CPU
seconds and the largest memory of the whole process, for the first import, for the same
log again, and for `popular --window 24h`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = "2026-03-02T23:59:00+07:00"
DAY = datetime(2026, 3, 1, 17, tzinfo=UTC)  # midnight in Jakarta
BROWSER = (
    "Mozilla/5.0 (Linux; Android {}; SM-A{}) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{}.0.0.0 Mobile Safari/537.36"
)
ROBOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "curl/8.5.0",
)


def main() -> int:
    """Make a store and a log, count it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seconds", type=int, default=86_000, help="in which all lines come")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        store, log = folder / "berita.json", folder / "access.log"
        if not store.exists():
            make_store(folder, store, given.articles)
        if not log.exists():
            make_log(log, given.lines, given.articles, given.seconds)
        print(f"{log.stat().st_size >> 20} MB of log, Python {sys.version.split()[0]}")
        measured("first import", store, "views", "import", str(log), "--json")
        measured("same log again", store, "views", "import", str(log), "--json")
        measured("popular --window 24h", store, "popular", "--window", "24h", "--ids")
    return 0


def make_store(folder: Path, store: Path, articles: int) -> None:
    """A store of published articles with nothing but titles."""
    rows = folder / "articles.jsonl"
    with rows.open("w", encoding="utf-8") as file:
        for number in range(1, articles + 1):
            row = {"title": f"Kabar kota nomor {number}", "slug": f"kabar-kota-nomor-{number}",
                   "published_at": "2026-03-01", "status": "published"}  # fmt: skip
            file.write(json.dumps(row) + "\n")
    program(store, "import", str(rows), "-q")


def make_log(log: Path, lines: int, articles: int, seconds: int) -> None:
    """A day of requests in combined format; a few articles get most of them."""
    chance = random.Random(20260302)
    agents = [
        BROWSER.format(chance.randint(8, 15), chance.randint(10, 999), chance.randint(90, 140))
        for _ in range(20_000)
    ]
    with log.open("w", encoding="utf-8") as file:
        for number in range(lines):
            moment = DAY + timedelta(seconds=number * seconds / lines)
            agent = chance.choice(ROBOTS) if chance.random() < 0.2 else chance.choice(agents)
            address = f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(1, 9)}"
            article = min(int(chance.paretovariate(0.6)), articles)
            kind = chance.random()
            target = f"/read/{article + 90_000}/kabar-kota-nomor-{article}"
            if kind < 0.3:
                target = f"/images/foto-{article}.jpg"
            elif kind < 0.4:
                target += f"?utm_source=wa&n={number}"
            method = "GET" if kind < 0.97 else "HEAD"
            status = 200 if kind < 0.9 else 404
            file.write(
                f"{address} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "
                f'"{method} {target} HTTP/1.1" {status} 5120 "-" "{agent}"\n'
            )


def measured(name: str, store: Path, *words: str) -> None:
    """Run the program once as a process of its own; its report, its CPU time and its memory."""
    begin = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - our own program
        command(store, *words), stdout=subprocess.PIPE, env=environment()
    )
    assert child.stdout is not None, "it was asked for"
    out = child.stdout.read().decode().strip().replace("\n", " ")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    print(f"\n{name}: {out[:600]}")
    print(f"  CPU {used.ru_utime + used.ru_stime:.2f} s, wall {wall:.2f} s, "
          f"memory {used.ru_maxrss >> 10} MB, exit {child.returncode}")  # fmt: skip


def program(store: Path, *words: str) -> None:
    """Run the program and wait."""
    subprocess.run(  # noqa: S603 - the same
        command(store, *words), check=True, env=environment(), stdout=subprocess.DEVNULL
    )


def command(store: Path, *words: str) -> list[str]:
    """The command line of the program on a store."""
    return [sys.executable, "-m", "beritacli", "--db", str(store), *words]


def environment() -> dict[str, str]:
    """This environment with the clock of the log's evening."""
    return {**os.environ, "BERITA_NOW": NOW}


if __name__ == "__main__":
    sys.exit(main())
