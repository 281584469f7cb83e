"""The console blocks of the README and the docs are sessions that run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sessions(page: Path) -> list[tuple[str, str]]:
    """The commands of a page's console blocks, each with what it should print."""
    text = "".join(BLOCK.findall(page.read_text(encoding="utf-8")))
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def play(commands: list[str], folder: Path) -> list[tuple[str, str]]:
    """Run the commands one after the other, as a script in an empty folder with the examples."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    tools = folder / "bin"
    tools.mkdir()
    program = tools / "berita"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m beritacli \"$@\"\n")
    program.chmod(0o755)
    settings = {"BERITA_CONFIG": "settings/config.toml"}  # so that pages name no machine's folder
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", **settings}
    played = []
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, timeout=30,
        )  # fmt: skip
        played.append((command, done.stdout))
    return played


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_sessions_of_a_page_run_as_they_stand(page, desk_folder) -> None:
    expected = sessions(page)
    played = play([command for command, _ in expected], desk_folder)
    if os.environ.get("WRITE_SESSIONS"):
        _write(page, played)
    assert played == expected


def test_the_readme_has_a_session_and_is_short() -> None:
    assert len(sessions(ROOT / "README.md")) >= 8
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_reference_is_up_to_date() -> None:
    script = ROOT / "scripts" / "make_reference.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"{done.stdout}run: python scripts/make_reference.py"


def _write(page: Path, played: list[tuple[str, str]]) -> None:
    """Put what was printed into the page, with WRITE_SESSIONS=1; look at the change before you commit."""
    answers = iter(played)

    def block(match: re.Match[str]) -> str:
        count = len(re.findall(r"^\$ ", match[1], flags=re.MULTILINE))
        lines = [f"$ {command}\n{out}" for command, out in (next(answers) for _ in range(count))]
        return f"```console\n{''.join(lines)}```"

    page.write_text(BLOCK.sub(block, page.read_text(encoding="utf-8")), encoding="utf-8")
