#!/usr/bin/env python3
"""How often each check speaks, and a sample of what it says, so that a person can judge it.

    python bench/checks.py ROWS [--rule CODE …] [--sample 50] [--seed 1]

ROWS is NDJSON, plain or `.gz`, with `title`, `body` and, where known, `date`,
`section`, `caption`, `reporter`, `editor`. Without --sample only the table is
printed: findings per 1,000 articles and the time that each rule took.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from beritacli.checks.finding import Finding
from beritacli.checks.policy import policy_of
from beritacli.checks.running import findings
from beritacli.checks.subject import Subject
from beritacli.checks.table import RULES
from beritacli.domain.article import Article, Photo
from beritacli.domain.document import WIB
from beritacli.index.sqlite_index import SQLiteIndex
from beritacli.storage.memory import MemoryRepository

CONTEXT = 70  # characters shown on both sides of a place


def main() -> None:
    """Read the command line and print the table, and the sample if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("rows", type=Path)
    parser.add_argument("--rule", action="append", choices=list(RULES))
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    given = parser.parse_args()
    settings = dict(one.split("=", 1) for one in given.set)
    articles = list(read(given.rows))
    found, seconds = run(articles, given.rule or list(RULES), settings)
    print(f"{len(articles)} articles, {sum(seconds.values()):.1f} s of CPU\n")
    print(f"{'rule':18} {'level':8} {'per 1,000':>9} {'CPU s':>6}")
    for code, each in found.items():
        share = 1000 * len(each) / len(articles)
        print(f"{code:18} {RULES[code].level:8} {share:9.2f} {seconds[code]:6.1f}")
    for code, each in found.items():
        chosen = random.Random(given.seed).sample(each, min(given.sample, len(each)))
        for number, finding in enumerate(chosen, 1):
            print(f"\n{code} {number} of {len(each)}, #{finding.id} {finding.field}")
            print(excerpt(finding))


def read(path: Path) -> Iterator[Article]:
    """The articles of a file, numbered from 1, all of them published."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for id, line in enumerate(file, 1):
            row = json.loads(line)
            yield Article(
                id,
                f"baris-{id}",
                row.get("title") or "",
                "published",
                section=row.get("section"),
                reporter=row.get("reporter"),
                editor=row.get("editor"),
                published_at=_time(row.get("date")),
                body=row.get("body"),
                quote=row.get("quote"),
                photo=Photo(None, row.get("caption"), row.get("credit")),
            )


def run(
    articles: list[Article], codes: list[str], settings: dict[str, str]
) -> tuple[dict[str, list[Finding]], dict[str, float]]:
    """The findings of each rule, and the seconds of CPU that it took."""
    policy = policy_of(settings)
    snapshot = MemoryRepository(SQLiteIndex(), articles).read()
    now = datetime.now(WIB)
    subjects = [Subject(article, policy, snapshot, now) for article in articles]
    snapshot.twins(articles[0])  # reads the words of all, which a store does once
    found: dict[str, list[Finding]] = defaultdict(list)
    seconds = {}
    for code in codes:
        start = time.process_time()
        found[code] = [one for subject in subjects for one in findings(subject, {code})]
        seconds[code] = time.process_time() - start
    return found, seconds


def excerpt(finding: Finding) -> str:
    """The place with what stands around it, marked by brackets, and what the rule says."""
    text = finding.text
    if finding.mark is None:
        return f"  {finding.message}"
    start, end = finding.mark
    before = text[max(0, start - CONTEXT) : start]
    place, after = text[start:end][: 3 * CONTEXT], text[end : end + CONTEXT]
    return f"  …{before}>>>{place}<<<{after}…\n  {finding.message} -> {finding.suggestion!r}"


def _time(text: str | None) -> datetime | None:
    with suppress(TypeError, ValueError):
        time = datetime.fromisoformat(text or "")
        return time if time.tzinfo else time.replace(tzinfo=WIB)
    return None


if __name__ == "__main__":
    main()
