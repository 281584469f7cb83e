"""The bench runs end to end on a tiny labelled set."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench" / "retrieval.py"
ROWS = [
    {"id": "a", "title": "Pompa apung disiagakan", "body": "Pompa apung di kali siaga banjir."},
    {"id": "b", "title": "Pompa apung ditarik", "body": "Pompa apung di kali ditarik petugas."},
    {"id": "c", "title": "Resep gulai nangka", "body": "Bumbu gulai ditumis sampai harum."},
    {"id": "d", "title": "Gulai nangka juara", "body": "Gulai nangka menang lomba bumbu harum."},
]


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.ndjson"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def run(*words: object) -> str:
    done = subprocess.run(
        [sys.executable, BENCH, *map(str, words)], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_related_of_two_pairs_is_perfect(rows, tmp_path):
    qrels = tmp_path / "qrels.json"
    qrels.write_text(json.dumps({"0": {"1": 3}, "2": {"3": 2}}))
    line = run("related", rows, "--qrels", qrels).splitlines()[-1]
    assert line.split()[:3] == ["berita", "1.000±0.000", "1.000±0.000"]


def test_articles_without_labels_can_be_left_out(rows, tmp_path):
    qrels = tmp_path / "qrels.json"
    qrels.write_text(json.dumps({"0": {"1": 3}, "1": {"0": 3}, "3": {"0": 1}}))
    told = run("related", rows, "--qrels", qrels, "--half", "first", "--among", "labelled")
    assert told.startswith("3 articles, 1 queries")


def test_a_half_can_be_a_set_of_its_own(rows, tmp_path):
    qrels = tmp_path / "qrels.json"
    qrels.write_text(
        json.dumps({"0": {"1": 3}, "1": {"0": 3}, "2": {"0": 2, "3": 2}, "3": {"2": 2}})
    )
    told = run("related", rows, "--qrels", qrels, "--half", "second", "--among", "half")
    assert told.startswith("2 articles, 2 queries")


def test_events_are_asked_by_bodies(rows, tmp_path):
    events = tmp_path / "events.json"
    events.write_text(json.dumps({"pompa": {"ids": ["a", "b"]}}))
    assert "4 articles, 2 queries" in run("events", rows, "--events", events)


def test_known_items_are_found(rows):
    assert "three rarest words of the title    MRR@10 1.000" in run("search", rows)


def script(name: str, *words: object, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, BENCH.parent / name, *map(str, words)],
        capture_output=True, text=True, check=True, env=env,
    )  # fmt: skip
    return done.stdout


def test_the_same_seed_makes_the_same_articles():
    first = script("generate.py", 3)
    assert first == script("generate.py", 3)
    assert first != script("generate.py", 3, "--seed", 2)
    assert [json.loads(line)["status"] for line in first.splitlines()] == ["published"] * 3


@pytest.mark.slow
def test_every_command_is_measured_at_every_size(tmp_path):
    plot, figures = tmp_path / "cost.svg", tmp_path / "figures.json"
    table = script("speed.py", "--sizes", 40, 80, "--rounds", 1, "--plot", plot, "--json", figures)
    runs = json.loads(figures.read_text())["runs"]
    assert runs["related"].keys() == runs["add"].keys() == {"40", "80"}
    assert "| show |" in table
    if shutil.which("strace"):
        assert "| system calls | fsync | fdatasync | rename | copy_file_range |" in table
    assert plot.read_text().startswith("<svg")


@pytest.mark.slow
def test_a_read_costs_about_the_same_at_ten_times_the_size(tmp_path) -> None:
    """A loose bar, for machines are noisy; to read the whole store takes ten times as long."""
    size, figures = 500, tmp_path / "figures.json"
    script("speed.py", "--sizes", size, 10 * size, "--rounds", 2, "--json", figures)
    runs = json.loads(figures.read_text())["runs"]
    for name in ("show", "list -n 20", "list by tag", "popular", "completion", "related"):
        small, large = (min(cpu for cpu, *_ in runs[name][str(n)]) for n in (size, 10 * size))
        assert large < 1.6 * small, name


@pytest.mark.slow
def test_peers_are_measured_on_the_same_records(tmp_path):
    another = tmp_path / "task"
    another.write_text("#!/bin/sh\necho 'Task version: v3.40.1'\n")
    another.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    table = script("peers.py", "--sizes", 40, "--rounds", 1, env={**os.environ, "PATH": path})
    assert "| berita |" in table
    assert "| Typer + TinyDB |" in table
    for tool, program in {"buku": "buku", "recutils": "recset"}.items():
        assert (f"| {tool} |" in table) == bool(shutil.which(program))
    assert "| taskwarrior |" not in table
