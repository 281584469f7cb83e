"""The bench runs end to end on a tiny labelled set."""

from __future__ import annotations

import json
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


def test_events_are_asked_by_bodies(rows, tmp_path):
    events = tmp_path / "events.json"
    events.write_text(json.dumps({"pompa": {"ids": ["a", "b"]}}))
    assert "4 articles, 2 queries" in run("events", rows, "--events", events)


def test_known_items_are_found(rows):
    assert "three rarest words of the title    MRR@10 1.000" in run("search", rows)
